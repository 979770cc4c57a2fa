// Zip archives as small as a workbook's: whole in memory, parts deflated, no dates.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headwater::detail {

struct ZipPart {
  std::string name;
  std::string bytes;
};

// The parts in the order of the archive's directory; nothing when the archive is cut, is no
// archive, needs more than 4 GiB, or a part's checksum is another.
std::optional<std::vector<ZipPart>> read_zip(std::string_view archive);

// Every part is of 1980-01-01, the earliest day there is. Throws std::invalid_argument beyond
// 4 GiB or 65,535 parts.
std::string write_zip(std::span<const ZipPart> parts);

}  // namespace headwater::detail
