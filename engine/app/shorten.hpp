// Labels where room is short.
#pragma once

#include <cstddef>
#include <string>

namespace headwater {

// As much of a label as has room, in cells of the terminal, with a sign that there is more.
std::string shortened(const std::string& label, std::size_t room);

}  // namespace headwater
