// In which order a draft's instructions run: by period, and what all periods share before them.
//
// Within a period the order depends on the shape of the formulas alone, so that two periods with
// the same formulas have the same list: that is how bodies which repeat are found.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/model/detail/draft.hpp"

namespace headwater::detail {

struct PeriodList {
  Period period;
  std::uint32_t begin = 0;  // of Schedule::order
  std::uint32_t end = 0;
  bool iterates = false;  // some of it runs over and over
  std::uint32_t size() const { return end - begin; }
};

// A stretch of one list that runs until every lane is done.
struct Spin {
  std::uint32_t begin = 0;  // of Schedule::order
  std::uint32_t end = 0;
  std::uint32_t iteration = 0;  // of Draft::iterations
};

struct Schedule {
  static constexpr std::uint32_t nowhere = std::uint32_t(-1);

  std::vector<std::uint32_t> order;  // values that outputs need, each after what it reads
  std::uint32_t hoisted = 0;         // how many come first: they read but axes and one another
  std::vector<PeriodList> lists;     // of the rest, one a period, without a gap
  std::vector<Spin> spins;           // of them
  // By value: its place in `order`, nowhere for axes and for what no output needs.
  std::vector<std::uint32_t> place;
  std::vector<std::uint8_t> joins;  // by value: as Instruction::joins
};

Schedule schedule(const Draft& draft);

}  // namespace headwater::detail
