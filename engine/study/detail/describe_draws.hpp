// From what was kept of draws to what is said of them: see engine/study/simulate.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/study/detail/output_draws.hpp"
#include "engine/study/simulate.hpp"

namespace headwater::detail {

// How many groups rows fall into: the replicates, or batches of rows that are all independent.
std::size_t groups_of(std::uint32_t replicates);

DrawnFigure describe(const OutputDraws& draws, std::uint32_t replicates);

// By group of rows, in how many of those present an event happened.
struct EventCounts {
  std::vector<std::uint64_t> happened;
  std::vector<std::uint64_t> present;
  std::uint64_t missing = 0;
};
EventAnswer describe(const EventCounts& counts, std::uint32_t replicates);

}  // namespace headwater::detail
