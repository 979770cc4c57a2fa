// Sweeps made in code, and the two promises every sweep keeps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/model/program.hpp"
#include "engine/run/conduct.hpp"
#include "engine/study/sweep.hpp"
#include "tests/study/iij.hpp"

namespace headwater::iij {

struct AxisText {
  const char* driver;
  OperationKind kind;
  std::vector<double> levels;  // in the driver's unit, or plain factors
};

// Varies drivers from the first forecast period on; shown in 2023Q4, FY2023 and FY2024.
SweepPlan plan_of(const Ran& ran, const std::vector<AxisText>& axes,
                  const std::vector<std::string_view>& shown);

// `count` >= 2 levels, evenly spaced, both ends among them.
std::vector<double> steps(double first, double last, std::size_t count);

// The outputs of one row, by a program that has the row's operations folded in and no axes.
std::vector<double> single_run(const Scenario& scenario, const SweepPlan& plan,
                               const std::vector<Output>& outputs, std::uint64_t row);

// Checks that swept rows (all when none are given) are their single runs, bit for bit. Returns how
// many rows the sweep has.
std::uint64_t check_rows(const Scenario& scenario, const SweepPlan& plan,
                         const std::vector<std::uint64_t>& rows = {});

// A plan as the executor sees it.
struct Folded {
  Program program;
  GridDesign design;
  std::vector<std::byte> bytes(const RunOptions& options) const;
  Block rows() const;
};
Folded fold(const Scenario& scenario, const SweepPlan& plan);

// Checks that blocks of 8 to 4,096 lanes on one to three threads give the bytes that one lane on
// one thread gives.
void check_same_bytes(const Folded& folded);

}  // namespace headwater::iij
