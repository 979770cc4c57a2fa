// What a command says: data for stdout, words for stderr, and how wide the reader's terminal is.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"

namespace headwater {

// Exit codes: see scenarios and scripts that call us.
enum class Exit {
  done = 0,
  broken_check = 1,  // done, but a check broke or a forecast value is missing
  usage = 2,
  input = 3,  // an input file is wrong
  world = 4,  // disk, permissions
  ours = 70,  // our own fault
};

struct Console {
  std::string out;
  std::string err;
  std::size_t width = 120;  // 0: as wide as needed
};

// Renders all diagnostics to `console.err`.
void tell(Console& console, const std::vector<Diagnostic>& diagnostics, const Sources& sources);

}  // namespace headwater
