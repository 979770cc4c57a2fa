// The speed of model variants side by side: measures as rows, variants as columns, A first.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/app/page.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/speed_workload.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater {

// Of one variant. Times are medians over the rounds.
struct Bench {
  const Scenario* scenario = nullptr;
  WorkloadSize size;
  double to_program_ms = 0;  // files read, checked and lowered
  double rows_per_second = 0;
  double spread = 0;         // of the time of all rows: slowest less fastest round, to the median
  double relative_time = 1;  // of a row, to that of the first variant
  std::uint64_t rows_missing = 0;
  std::vector<Failure> first_failure;  // none or one
};

struct BenchPlan {
  std::uint64_t rows = 0;
  std::uint64_t rounds = 0;
  std::uint64_t threads = 1;
};

// A share of a program's instructions; missing when it has none.
double share_of(std::uint64_t part, const ProgramSize& size);

Page bench_page(const BenchPlan& plan, std::span<const Bench> variants, Language language);

}  // namespace headwater
