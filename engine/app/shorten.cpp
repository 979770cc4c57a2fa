#include "engine/app/shorten.hpp"

#include "engine/core/width.hpp"

namespace headwater {

std::string shortened(const std::string& label, std::size_t room) {
  if (display_width(label) <= room) return label;
  std::string text;
  for (std::size_t at = 0; at < label.size();) {
    std::size_t next = at + 1;
    while (next < label.size() && (static_cast<unsigned char>(label[next]) & 0xc0u) == 0x80u)
      ++next;
    if (display_width(text + label.substr(at, next - at)) + 1 > room) break;
    text += label.substr(at, next - at);
    at = next;
  }
  return text + "…";
}

}  // namespace headwater
