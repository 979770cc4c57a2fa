// The sweeps of a scenario, each as the model and those before it let it be.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/limits.hpp"
#include "engine/model/read_operations.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater::detail {

class SweepReader {
 public:
  explicit SweepReader(const Limits& limits) : limits_(limits) {}

  Checked<SweepPlan> read(OperationReader& reader, const tree::Sweep& sweep);

 private:
  void report(Diagnostic diagnostic) { said_.push_back(std::move(diagnostic)); }
  void report(std::vector<Diagnostic> several) {
    for (Diagnostic& one : several) report(std::move(one));
  }
  std::optional<SweepPlan> plan_of(OperationReader& reader, const tree::Sweep& sweep);
  bool refuse_second(const tree::Sweep& sweep);
  bool refuse_levels(const tree::Sweep& sweep, const std::vector<tree::Across>& axes);
  bool refuse_both(const tree::Sweep& sweep);
  bool refuse_again(const SweepPlan& plan, const tree::Across& across, const Levels& levels);
  bool refuse_uneven(const SweepPlan& plan, const tree::Across& across, const Levels& levels);

  const Limits& limits_;
  std::size_t levels_ = 0;              // of all axes of all sweeps
  std::map<std::string, Place> first_;  // where each is first defined
  std::vector<Diagnostic> said_;
};

}  // namespace headwater::detail
