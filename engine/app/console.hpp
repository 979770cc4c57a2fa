// What a command says: data for stdout, words for stderr, and how wide the reader's terminal is.
#pragma once

#include <cstddef>
#include <string>

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

enum class DiagnosticsFormat { text, json };

struct Console {
  std::string out;
  std::string err;
  std::size_t width = 120;  // 0: as wide as needed
  DiagnosticsFormat diagnostics = DiagnosticsFormat::text;
};

}  // namespace headwater
