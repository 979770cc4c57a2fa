// The program of a bridge's path, and runs of it at places of the way.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/model/precedence.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/path_line.hpp"
#include "engine/study/detail/bridge_runs.hpp"
#include "engine/study/path_integral.hpp"

namespace headwater::detail {

class PathRuns {
 public:
  PathRuns(const BridgeJob& job, const RunOptions& how);

  // Nothing, where all is well.
  std::vector<Diagnostic> prepare();
  PathSamples at(std::span<const double> places);
  // Where the last missing value was lost.
  std::optional<CellId> lost_in() const { return lost_in_; }
  // The cell that jumps between two places although nothing that it reads does.
  std::optional<CellId> jumping(double from, double to) const;

 private:
  Block run(const Program& program, std::span<const double> places) const;
  std::vector<CellId> upstream() const;

  const BridgeJob& job_;
  const RunOptions& how_;
  PathLine line_;
  std::vector<Axis> axes_;
  std::vector<std::size_t> item_of_;  // by axis
  Precedence precedence_;
  std::optional<Program> program_;
  std::optional<CellId> lost_in_;
};

}  // namespace headwater::detail
