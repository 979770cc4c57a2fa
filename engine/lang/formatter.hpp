// A file in its usual layout, for `headwater fmt`: what a person wrote, tidied.
//
// Words, comments and the breaking of lines stay as they are. Blanks between words, indentation,
// columns, runs of blank lines, tabs, line ends, blanks at line ends and a byte-order mark are the
// layout's. Formatting twice changes nothing more, and a file says the same before and after.
#pragma once

#include <string>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"

namespace headwater {

// Nothing when the file has a mistake. Throws BrokenPromise rather than change what a file says.
Checked<std::string> format(FileId file, const Sources& sources);

}  // namespace headwater
