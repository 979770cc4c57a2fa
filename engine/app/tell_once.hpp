// Says each message once: files of one model draw the same for every scenario.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/app/console.hpp"
#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"

namespace headwater {

class TellOnce {
 public:
  TellOnce(Console& console, const Sources& sources) : console_(console), sources_(sources) {}
  void operator()(const std::vector<Diagnostic>& diagnostics);

 private:
  Console& console_;
  const Sources& sources_;
  std::set<std::string> told_;
};

}  // namespace headwater
