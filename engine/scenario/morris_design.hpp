// The points of a Morris screening: random staircases through the quantiles of the inputs.
//
// A trajectory is a group of k + 1 rows for k factors: a random point of the grid, then the factors
// one after the other, each moved by one step and left there. The grid has p levels evenly on
// [0, 1]; a step is half of them, p / (2 (p - 1)), upwards from the lower half and downwards from
// the upper. The levels of a margin are its quantiles: from 0 to 1 where it is bounded, stands
// alone and is no path, else from `tail` to 1 - `tail`, so that what has no end stays finite. The
// axes of a margin have one level; each margin of a factor has a start and a direction of its own.
// Levels are of the independent scores: a margin correlated with one before it moves along with
// that one.
//
// Where a margin starts depends on (seed, its name, trajectory), when a factor moves on all
// factors' draws by (seed, its name, trajectory): a factor more changes no other's start,
// direction, or place among the others.
//
// Source: Morris, Technometrics 33(2), 1991, pp. 161-174; groups after Campolongo, Cariboni and
// Saltelli, Environmental Modelling & Software 22(10), 2007, pp. 1509-1518.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "engine/run/design.hpp"
#include "engine/scenario/factor.hpp"

namespace headwater {

struct MorrisOptions {
  std::uint64_t trajectories = 20;  // >= 1
  std::uint32_t levels = 4;         // even, >= 2
  double tail = 0.005;              // in [0, 0.5); more than 0 where a margin needs it
  std::uint64_t seed = 1;
};

enum class Direction { up, down, none };  // none: of a factor of several margins, each its own

// What moves between a row of a trajectory and the next.
struct MorrisMove {
  std::size_t factor = 0;
  Direction direction = Direction::up;
};

class MorrisDesign final : public Design {
 public:
  // Throws std::invalid_argument when `inputs` or `options` break a bound.
  MorrisDesign(const Inputs& inputs, const MorrisOptions& options);
  std::span<const Axis> axes() const override { return inputs_.axes; }
  std::uint64_t rows() const override { return options_.trajectories * rows_per_group(); }
  std::uint32_t rows_per_group() const override {
    return std::uint32_t(inputs_.factors.size() + 1);
  }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override;

  std::size_t factors() const { return inputs_.factors.size(); }
  double step() const;  // of the grid on [0, 1]
  // The factors in the order in which they move.
  std::vector<MorrisMove> moves(std::uint64_t trajectory) const;

 private:
  struct Staircase {
    std::vector<std::uint32_t> start;  // the level, by margin
    std::vector<std::size_t> order;    // factors
  };
  struct Ends {  // the quantiles of a margin's lowest and highest level
    double low = 0;
    double high = 1;
  };
  Staircase staircase(std::uint64_t trajectory) const;
  void fill_staircase(std::uint64_t trajectory, Eigen::Ref<Eigen::ArrayXXd> rows) const;
  double quantile(std::size_t margin, std::uint32_t level) const;
  std::uint32_t moved(std::uint32_t level) const;

  Inputs inputs_;
  MorrisOptions options_;
  std::vector<Ends> ends_;                         // by margin
  std::vector<std::uint64_t> margin_keys_;         // by margin
  std::vector<std::uint64_t> factor_keys_;         // by factor
  std::vector<std::size_t> margin_of_axis_;        // by axis
  std::vector<std::vector<std::size_t>> margins_;  // by factor
};

}  // namespace headwater
