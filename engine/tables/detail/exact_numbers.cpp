#include "engine/tables/detail/exact_numbers.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>

#include "engine/tables/number_format.hpp"

namespace headwater::detail {
namespace {

// "AB12": column 27, row 11, both from 0. The name is one that the library wrote.
std::pair<std::uint32_t, std::uint16_t> place_of(std::string_view name) {
  std::uint32_t column = 0;
  std::uint32_t row = 0;
  for (const char one : name) {
    if (std::isdigit(static_cast<unsigned char>(one)) != 0)
      row = row * 10 + std::uint32_t(one - '0');
    else column = column * 26 + std::uint32_t(one - 'A' + 1);
  }
  return {row - 1, std::uint16_t(column - 1)};
}

}  // namespace

// A cell of a number is <c r="B3" s="1"><v>0.3</v></c>; others have a t="..." or no <v>.
std::optional<std::string> with_exact_numbers(std::string_view xml, const SheetNumbers& numbers) {
  constexpr std::string_view begin = "<c r=\"";
  constexpr std::string_view value = "<v>";
  std::string exact;
  std::size_t found = 0;
  for (std::size_t at = xml.find(begin); at != std::string_view::npos; at = xml.find(begin)) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view tag = xml.substr(at, end + 1 - at);
    exact += xml.substr(0, end + 1);
    xml.remove_prefix(end + 1);
    const bool number = tag.find(" t=\"") == std::string_view::npos && xml.starts_with(value);
    if (!number) continue;
    const std::string_view name =
        tag.substr(begin.size(), tag.find('"', begin.size()) - begin.size());
    const auto known = numbers.find(place_of(name));
    const std::size_t after = xml.find("</v>");
    if (known == numbers.end() || after == std::string_view::npos) return std::nullopt;
    exact += std::string(value) + round_trip(known->second);
    xml.remove_prefix(after);
    ++found;
  }
  exact += xml;
  return found == numbers.size() ? std::optional(std::move(exact)) : std::nullopt;
}

bool is_whole_xml(std::string_view xml) {
  std::size_t at = xml.find('<');
  if (xml.substr(std::min(at, xml.size())).starts_with("<?")) at = xml.find('<', at + 1);
  if (at == std::string_view::npos) return false;
  const std::string_view root = xml.substr(at + 1, xml.find_first_of(" >/", at + 1) - at - 1);
  const std::size_t last = xml.find_last_not_of(" \r\n");
  xml = xml.substr(0, last + 1);
  const bool alone = xml.ends_with("/>") && xml.find('<', at + 1) == std::string_view::npos;
  return alone || xml.ends_with("</" + std::string(root) + ">");
}

}  // namespace headwater::detail
