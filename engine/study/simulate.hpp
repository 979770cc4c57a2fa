// What draws of uncertain drivers say of figures: their distribution, and how sure that is.
//
// Every statistic is of all draws together, and has an interval of 95 %. A design of several
// replicates (each drawn by itself, all alike) is judged by them: ± t(replicates - 1) s / sqrt
// (replicates), s being how replicates differ in what they add to the statistic, to first order.
// So a statistic that is no mean (spread, skew, quantile, mean of a tail) is neither taken of a
// replicate alone, where it would be off for having few draws, nor averaged over them. A quantile's
// bounds are those quantiles to which its p, judged as a probability, may be off. The spread about
// the mean is made whole by the variance of the mean as the replicates show it: dividing by n - 1
// instead would be right for independent draws only.
//
// Draws independent of each other (replicates 1): means by the central limit theorem, quantiles by
// the exact ranks of the binomial distribution, probabilities by Clopper and Pearson, spread, skew
// and the means of tails by sixteen batches as by replicates. Those exact ones also serve where
// replicates cannot judge: events and quantiles with fewer than two cases, or two exceptions, for
// each replicate, and events as frequent in all of them. They are too wide there rather than too
// narrow. A bound that is not to be had is missing.
//
// Of 1,600 draws intervals hold the truth in 94 to 96 of 100 repeats (the tests say of what); but
// where few strata decide, how replicates differ is skewed: in 92 to 93 those of the tails that one
// driver moves alone and, by Sobol' points, of the spread of lognormal draws, in 88 those of the
// skew of these.
//
// Sources: Owen, Monte Carlo theory, methods and examples, 2013, ch. 17 (replicates); Woodruff,
// Journal of the American Statistical Association 47, 1952, pp. 635-646 (quantiles).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "engine/core/diagnostic.hpp"
#include "engine/core/missing.hpp"
#include "engine/run/conduct.hpp"
#include "engine/study/estimate.hpp"

namespace headwater {

struct Condition {
  std::size_t output = 0;  // of the request
  bool at_most = false;    // the output is at most the value; else at least
  double value = 0;        // in the output's unit
};

// All of its conditions, or any; a draw in which one of their outputs is missing is left out.
struct Event {
  std::string name;
  bool any = false;
  std::vector<Condition> conditions;
};

struct SimulateRequest {
  const Precedence& precedence;
  const Operations& operations;      // those with an axis take its point
  const Design& design;              // row r is point r / replicates of replicate r % replicates
  std::uint32_t replicates = 16;     // >= 1; 1: rows independent of each other
  std::vector<Output> outputs;       // not none
  std::vector<Event> events;         // each with a condition
  double until = 0;                  // the rule to stop by: see SimulateResult::rule_met; 0: none
  std::size_t values_max = 1 << 25;  // rows times outputs kept whole; beyond, they are counted
  // After each chunk, on the calling thread; or none.
  std::function<void(std::uint64_t rows_done, std::uint64_t rows)> told;
};

inline constexpr std::array<double, 9> shown_quantiles = {0.01, 0.05, 0.1,  0.25, 0.5,
                                                          0.75, 0.9,  0.95, 0.99};
inline constexpr double tail_share = 0.05;  // of draws, in a mean of the least or greatest

// Draws below, in and above equal bars with round edges; no bar when all draws are the same.
struct Histogram {
  double first = 0;  // lower edge of the first bar
  double step = 0;
  std::vector<std::uint64_t> bars;
  std::uint64_t below = 0;
  std::uint64_t above = 0;
};

// Of the draws in which the output is there.
struct DrawnFigure {
  std::uint64_t present = 0;
  std::uint64_t missing = 0;
  std::optional<Failure> first_failure;
  Estimate mean;
  Estimate deviation;  // standard deviation
  Estimate skewness;
  double standard_error = headwater::missing();  // of the mean
  std::array<Estimate, shown_quantiles.size()> quantiles;
  Estimate mean_of_least;     // mean of the least tail_share: expected shortfall
  Estimate mean_of_greatest;  // of the greatest
  double least = headwater::missing();
  double greatest = headwater::missing();
  Histogram histogram;
  double resolution = 0;  // of quantiles, where draws were counted in bins so wide; 0: exact
};

struct EventAnswer {
  std::uint64_t happened = 0;
  std::uint64_t present = 0;
  std::uint64_t missing = 0;
  Estimate probability;
};

struct SimulateResult {
  std::vector<Output> outputs;
  std::vector<DrawnFigure> distributions;  // by output
  std::vector<Event> events;
  std::vector<EventAnswer> answers;  // by event
  // Between outputs, where both are there; without rows when draws were counted or outputs many.
  Eigen::ArrayXXd correlations;
  std::uint32_t replicates = 1;
  std::uint64_t rows = 0;  // used
  // With a rule: whether, for every output, half of the interval of the mean and of the 10 %, 50 %
  // and 90 % quantiles is at most `until` standard deviations. It is asked after 1, 2, 4, ...
  // chunks, and rows end once it is met.
  std::optional<bool> rule_met;
  bool stopped = false;  // from outside, before its time: then nothing above is answered
};

// Errors: those of lower(). Draws go through in row order, so the answer is the same for any
// threads and any width of block. Throws std::invalid_argument when the request breaks a bound
// above, and what conduct() throws.
Checked<SimulateResult> simulate(const SimulateRequest& request, const RunOptions& options = {});

}  // namespace headwater
