// Sensitivity by derivatives: a bound on what a factor and all its interactions can be worth, from
// one gradient a point.
//
// Outputs come in sets: y, then its derivative by each axis. With z the independent normal scores
// the inputs are drawn by, and V the variance of y,
//
//   bound = sum over the factor's axes of mean((dy/dz)^2) / V  >=  its total Sobol' index
//
// since the variance of a smooth function of normals is at most its mean squared gradient
// (Poincare's inequality, whose constant is 1 for the normal distribution); of a linear function of
// the scores the two are equal. A factor with a margin that has no density has none. For a factor
// of one axis also the derivative by the input itself: its mean, and mean square.
//
// A row that lacks any of the set is left out whole and counted. Row r is of replicate
// r % replicates, and intervals are as in engine/study/estimate.hpp: so are the points to be drawn.
// Of an output that never changes, bounds are 0. Memory does not grow with the rows.
//
// Source: Sobol' and Kucherenko, Mathematics and Computers in Simulation 79(10), 2009,
// pp. 3009-3017; Lamboni, Iooss, Popelin and Gamboa, the same 87, 2013, pp. 45-54.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/run/reducer.hpp"
#include "engine/scenario/score_gradient.hpp"
#include "engine/study/estimate.hpp"

namespace headwater {

// Of one y in the rows of one replicate.
struct DgsmMoments {
  struct Slopes {  // sums
    double by_input = 0;
    double by_input_squared = 0;
    double by_score_squared = 0;
  };
  std::uint64_t rows = 0;
  std::uint64_t missing = 0;
  double mean = 0;
  double squares = 0;          // about the mean
  std::vector<Slopes> slopes;  // by axis

  void merge(const DgsmMoments& right);
};

class DgsmReducer final : public Reducer {
 public:
  // `scores` must outlive it, and is of the points that are run; `replicates` >= 1.
  explicit DgsmReducer(const ScoreGradient& scores, std::uint32_t replicates = 16);
  std::unique_ptr<Reducer> fresh() const override;
  void add(const Block& chunk) override;
  void merge(const Reducer& right) override;
  std::vector<std::byte> bytes() const override;

  const ScoreGradient& scores() const { return scores_; }
  std::size_t sets() const { return moments_.size() / replicates_; }
  std::span<const DgsmMoments> replicates(std::size_t set) const {
    return std::span(moments_).subspan(set * replicates_, replicates_);
  }

 private:
  const ScoreGradient& scores_;
  std::uint32_t replicates_;
  std::vector<DgsmMoments> moments_;  // by set, then replicate; empty before the first row
};

enum class NoBound { none, not_continuous, no_rows };

struct DgsmFactor {
  std::string factor;
  Estimate bound;
  NoBound why = NoBound::none;  // there is no bound
  Estimate slope;               // mean of dy/dx, of a factor of one axis
  Estimate slope_squared;       // mean of its square
};

struct DgsmTable {
  std::uint64_t rows = 0;     // that are counted
  std::uint64_t missing = 0;  // left out
  double mean = 0;            // both missing when none is counted
  double variance = 0;        // by the number of rows
  std::vector<DgsmFactor> factors;
};

// By set of outputs.
std::vector<DgsmTable> dgsm(const DgsmReducer& folded);

}  // namespace headwater
