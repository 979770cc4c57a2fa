// Which periods of a schedule repeat one another, and how their values hang together.
//
// A body of 1, 2 or 4 periods repeats when its instructions are the same but for constants, and
// read the same values relative to themselves. What the first repeats read from before the body ran
// is free: those values are put in place before it begins.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/model/detail/draft.hpp"
#include "engine/model/detail/schedule.hpp"

namespace headwater::detail {

// What an operand of a body's instruction reads.
struct BodyRead {
  enum class Kind { none, constant, outside, inside };
  Kind kind = Kind::none;
  std::uint32_t back = 0;   // inside: how many repeats ago
  std::uint32_t which = 0;  // inside: which instruction of the body
};

// What stands for an instruction's value before the first repeat: `back` repeats before it.
struct Initial {
  std::uint32_t which = 0;
  std::uint32_t back = 1;
  Ref value;
};

struct Loop {
  std::uint32_t first_list = 0;  // of Schedule::lists
  std::uint32_t periods = 1;     // of one repeat
  std::uint32_t repeats = 2;
  std::uint32_t begin = 0;                     // its first instruction's place in Schedule::order
  std::uint32_t length = 0;                    // instructions of one repeat
  std::vector<std::array<BodyRead, 3>> reads;  // by instruction of the body
  std::vector<Initial> initials;               // by instruction, then `back`
  std::uint32_t end() const { return begin + length * repeats; }
};

// In order, without overlap.
std::vector<Loop> find_loops(const Draft& draft, const Schedule& schedule);

}  // namespace headwater::detail
