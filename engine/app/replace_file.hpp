// Writes a file so that it appears whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace headwater {

// Writes beside `path`, then renames. A file that is there keeps its permissions, and a link to it
// stays a link; a device or a pipe is written to. Throws IoError with the path and the system's own
// words.
void replace_file(const std::string& path, std::string_view bytes);

}  // namespace headwater
