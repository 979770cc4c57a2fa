#include "engine/app/wrap.hpp"

#include "engine/core/width.hpp"

namespace headwater {
namespace {

std::string trimmed_end(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

}  // namespace

std::string wrapped(const std::vector<std::string>& pieces, const std::string& between,
                    std::size_t width, const std::string& lead) {
  std::string text = lead;
  std::size_t column = display_width(lead);
  const std::string indent(lead.empty() ? 0 : 4, ' ');
  bool first = true;
  for (const std::string& piece : pieces) {
    const std::size_t needs = display_width(piece) + (first ? 0 : display_width(between));
    if (!first && width > 0 && column + needs > width) {
      text += trimmed_end(between) + "\n" + indent;
      column = indent.size();
      first = true;
    }
    text += (first ? "" : between) + piece;
    column += first ? display_width(piece) : needs;
    first = false;
  }
  return text + "\n";
}

}  // namespace headwater
