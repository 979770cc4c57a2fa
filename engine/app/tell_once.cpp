#include "engine/app/tell_once.hpp"

#include "engine/app/tell.hpp"

namespace headwater {

void TellOnce::operator()(const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& one : diagnostics) {
    if (told_.insert(render(one, sources_)).second) tell(console_, {one}, sources_);
  }
}

}  // namespace headwater
