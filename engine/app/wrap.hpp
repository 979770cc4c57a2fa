// Short pieces on lines no wider than the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace headwater {

// Pieces joined by `between`; a line that would grow wider than `width` breaks before a piece, and
// what follows is indented below `lead`. A piece longer than a line breaks between words, or
// between wide characters where Japanese may. `width` 0 never breaks. Ends in a line break.
std::string wrapped(const std::vector<std::string>& pieces, const std::string& between,
                    std::size_t width, const std::string& lead = "");

}  // namespace headwater
