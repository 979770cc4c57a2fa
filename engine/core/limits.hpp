// What is read of files nobody vouches for, before it is refused: each with a default, and an
// option.
//
// Over a limit is an error at its place, before the memory is taken. Limits that guard the depth of
// recursion (nesting, parts of an expression) are not here: to raise them would crash.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace headwater {

struct Limits {
  std::size_t text_bytes = std::size_t{10} << 20;  // of a model or scenario file: it is typed
  std::size_t data_bytes = std::size_t{64} << 20;  // of a data file: it is exported
  std::size_t words = 1'000'000;                   // of a model or scenario file
  std::size_t files = 1'000;                       // that one file draws in
  std::size_t rows = 500'000;                      // of a data file
  std::size_t columns = 1'000;                     // of a data file
  std::size_t cell_bytes = std::size_t{64} << 10;  // of a data file: twice a workbook's longest
  std::size_t figures = 1'000'000;                 // series times periods
  std::size_t sweep_rows = 10'000'000;             // points of a sweep
  std::size_t draws = 100'000'000;                 // of what is uncertain
};

// A limit by the name it has on the command line: --limit NAME=VALUE.
struct LimitName {
  std::string_view name;
  std::size_t Limits::* value;
  std::size_t most;  // that it may be raised to
};
std::span<const LimitName> limit_names();

// What to type to have twice as much read: "or read more: --limit words=2000000".
std::string raise_limit(std::string_view name, std::size_t limit);

}  // namespace headwater
