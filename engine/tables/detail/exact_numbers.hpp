// The XML of a sheet with its numbers to the last bit.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace headwater::detail {

using SheetNumbers = std::map<std::pair<std::uint32_t, std::uint16_t>, double>;  // row, column

// Each cell of a number gets the digits that round_trip() gives that number. Nothing when the cells
// of numbers are not the ones given: the sheet is not whole.
std::optional<std::string> with_exact_numbers(std::string_view xml, const SheetNumbers& numbers);

// Whether a document ends with the end of the element it begins with.
bool is_whole_xml(std::string_view xml);

}  // namespace headwater::detail
