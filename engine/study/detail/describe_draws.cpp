#include "engine/study/detail/describe_draws.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <utility>

#include "engine/study/detail/confidence.hpp"
#include "engine/study/detail/round_bins.hpp"

namespace headwater::detail {
namespace {

// Fewer than so many draws for each group, or cases of what is judged, and groups cannot judge.
constexpr std::uint64_t fewest_in_group = 2;

// What a statistic comes to, to first order, when it is looked at in one group alone.
struct Part {
  double value = 0;
  double draws = 0;
};

// The standard error of a statistic that is the mean of its parts by draws; groups of unequal
// sizes, and empty ones, as a ratio estimator has them.
double error_of(const std::vector<Part>& parts) {
  const double groups = double(parts.size());
  double draws = 0;
  double sum = 0;
  for (const Part& one : parts) {
    if (one.draws == 0) continue;
    draws += one.draws;
    sum += one.draws * one.value;
  }
  double squares = 0;
  for (const Part& one : parts) {
    if (one.draws == 0) continue;
    const double apart = one.draws * groups / draws * (one.value - sum / draws);
    squares += apart * apart;
  }
  return std::sqrt(squares / (groups * (groups - 1)));
}

Estimate around(double value, double half) { return {value, value - half, value + half}; }

Histogram of_values(const OrderedValues& draws) {
  const FineBins fine = round_bins(draws);
  Histogram histogram{fine.low, fine.step, std::vector<std::uint64_t>(FineBins::bars), 0, 0};
  for (const double value : draws.values()) {
    const double bar = std::floor((value - fine.low) / fine.step);
    if (bar < 0) ++histogram.below;
    else if (bar >= FineBins::bars) ++histogram.above;
    else ++histogram.bars[std::size_t(bar)];
  }
  return histogram;
}

Histogram of_counts(const OrderedCounts& draws, const FineBins& fine) {
  Histogram histogram{fine.low, fine.step, {}, draws.below(), draws.above()};
  for (std::uint32_t i = 0; i < FineBins::bars; ++i) histogram.bars.push_back(draws.in_bar(i));
  return histogram;
}

// Without empty bars at the ends.
Histogram trimmed(Histogram histogram) {
  auto& bars = histogram.bars;
  while (!bars.empty() && bars.back() == 0) bars.pop_back();
  const auto first = std::find_if(bars.begin(), bars.end(), [](auto bar) { return bar > 0; });
  histogram.first += histogram.step * double(first - bars.begin());
  bars.erase(bars.begin(), first);
  return histogram;
}

class Describer {
 public:
  Describer(const OutputDraws& draws, std::uint32_t replicates)
      : draws_(draws),
        replicated_(replicates > 1),
        groups_(draws.by_group()),
        whole_(draws.together(groups_)),
        t_(student_t(draws.moments().size() - 1)) {
    for (const Moments& one : draws.moments()) moments_.merge(one);
    enough_ = moments_.count >= fewest_in_group * groups_.size();
  }

  void put(DrawnFigure& answer) const {
    put_moments(answer);
    for (std::size_t i = 0; i < shown_quantiles.size(); ++i) {
      answer.quantiles[i] = at_quantile(shown_quantiles[i]);
    }
    answer.mean_of_least = least_tail();
    answer.mean_of_greatest = greatest_tail();
    answer.histogram = histogram();
    if (draws_.fine()) answer.resolution = draws_.fine()->width();
  }

 private:
  Estimate judged(double value, const std::vector<Part>& parts) const {
    return around(value, enough_ ? t_ * error_of(parts) : missing());
  }

  // By group, its moments about the mean of all.
  struct About {
    double draws = 0;
    double first = 0;
    double second = 0;
    double third = 0;
  };
  template <typename Statistic>
  std::vector<Part> by_moments(const Statistic& statistic) const {
    std::vector<Part> parts;
    for (const Moments& one : draws_.moments()) {
      const double n = double(one.count);
      const double apart = one.mean - moments_.mean;
      const About about{n, apart, one.squares / n + apart * apart,
                        (one.cubes + 3 * apart * one.squares) / n + apart * apart * apart};
      parts.push_back({n == 0 ? 0 : statistic(about), n});
    }
    return parts;
  }

  void put_moments(DrawnFigure& answer) const {
    const double n = double(moments_.count);
    double error = missing();
    double t = t_;
    if (replicated_ && enough_) {
      error = error_of(by_moments([](const About& one) { return one.first; }));
    } else if (!replicated_ && moments_.count > 1) {
      error = std::sqrt(moments_.squares / (n - 1) / n);
      t = student_t(moments_.count - 1);
    }
    answer.standard_error = error;
    answer.mean = around(moments_.mean, t * error);
    put_shape(answer);
  }

  // Of the spread s the part of a group is its squares by 2 s, of the skew g the cubes of its
  // deviates less 3 times these and 3 g / 2 times their squares.
  void put_shape(DrawnFigure& answer) const {
    const double error = answer.standard_error;
    const double spread = std::sqrt(moments_.variance());
    const double skew = moments_.skewness();
    const double whole = std::sqrt(moments_.variance() + (is_missing(error) ? 0 : error * error));
    answer.deviation =
        judged(whole, by_moments([&](const About& one) { return one.second / (2 * spread); }));
    answer.skewness = judged(skew, by_moments([&](const About& one) {
                               const double deviate = one.first / spread;
                               const double square = one.second / (spread * spread);
                               const double cube = one.third / (spread * spread * spread);
                               return cube - 3 * deviate - 1.5 * skew * square;
                             }));
  }

  // What share of each group is below the quantile of all says how far that share may be off; and
  // so far on either side of p lie the bounds, among all draws. Ranks being whole, they are off by
  // more than one even where all groups agree.
  Estimate at_quantile(double p) const {
    constexpr double ranks_least = 1.5;
    const double value = quantile(*whole_, p);
    const double n = double(whole_->size());
    if (!replicated_ || n * std::min(p, 1 - p) < double(fewest_in_group * groups_.size())) {
      return by_ranks(value, p);
    }
    std::vector<Part> parts;
    for (const auto& one : groups_) {
      const double draws = double(one->size());
      parts.push_back({draws == 0 ? 0 : one->count_below(value) / draws, draws});
    }
    const double off = std::max(t_ * error_of(parts), ranks_least / n);
    return {value, quantile(*whole_, p - off), quantile(*whole_, p + off)};
  }

  Estimate by_ranks(double value, double p) const {
    const RankBounds ranks = quantile_ranks(whole_->size(), p);
    const auto at = [&](const std::optional<std::uint64_t>& rank) {
      return rank ? whole_->at(*rank) : missing();
    };
    return {value, at(ranks.low), at(ranks.high)};
  }

  // The mean of the least share p of draws is q less the mean of what draws fall short of q, by p;
  // q is their quantile (Rockafellar and Uryasev, Journal of Risk 2(3), 2000). It is the least at
  // that q, so q may be off: to first order only what falls short counts.
  Estimate least_tail() const {
    const double q = quantile(*whole_, tail_share);
    std::vector<Part> parts;
    for (const auto& one : groups_) {
      const double below = one->count_below(q);
      const double draws = double(one->size());
      const double short_by = q * below - one->sum_of_least(below);
      parts.push_back({draws == 0 ? 0 : q - short_by / draws / tail_share, draws});
    }
    return judged(mean_of_least(*whole_, tail_share), parts);
  }

  Estimate greatest_tail() const {
    const double q = quantile(*whole_, 1 - tail_share);
    std::vector<Part> parts;
    for (const auto& one : groups_) {
      const double draws = double(one->size());
      const double above = draws - one->count_below(q);
      const double more_by = one->sum_of_greatest(above) - q * above;
      parts.push_back({draws == 0 ? 0 : q + more_by / draws / tail_share, draws});
    }
    return judged(mean_of_greatest(*whole_, tail_share), parts);
  }

  Histogram histogram() const {
    const auto* counts = dynamic_cast<const OrderedCounts*>(whole_.get());
    if (counts != nullptr) return trimmed(of_counts(*counts, *draws_.fine()));
    return trimmed(of_values(dynamic_cast<const OrderedValues&>(*whole_)));
  }

  const OutputDraws& draws_;
  bool replicated_;
  std::vector<std::unique_ptr<OrderedDraws>> groups_;
  std::unique_ptr<OrderedDraws> whole_;
  double t_;
  Moments moments_;      // of all
  bool enough_ = false;  // draws for groups to judge by
};

// All draws are one value, and so is every statistic.
void put_constant(DrawnFigure& answer) {
  const Estimate value{answer.least, answer.least, answer.least};
  answer.mean = answer.mean_of_least = answer.mean_of_greatest = value;
  answer.quantiles.fill(value);
  answer.deviation = {0, 0, 0};  // and skewness there is none
  answer.standard_error = 0;
}

std::uint64_t sum(const std::vector<std::uint64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t(0));
}

}  // namespace

std::size_t groups_of(std::uint32_t replicates) {
  constexpr std::size_t batches = 16;
  return replicates > 1 ? replicates : batches;
}

DrawnFigure describe(const OutputDraws& draws, std::uint32_t replicates) {
  DrawnFigure answer;
  answer.present = draws.present();
  answer.missing = draws.missing();
  answer.first_failure = draws.first_failure();
  answer.least = draws.least();
  answer.greatest = draws.greatest();
  if (answer.present == 0) return answer;
  if (answer.least == answer.greatest) put_constant(answer);
  else Describer(draws, replicates).put(answer);
  return answer;
}

EventAnswer describe(const EventCounts& counts, std::uint32_t replicates) {
  EventAnswer answer;
  answer.happened = sum(counts.happened);
  answer.present = sum(counts.present);
  answer.missing = counts.missing;
  if (answer.present == 0) return answer;
  const double value = double(answer.happened) / double(answer.present);
  std::vector<Part> parts;
  for (std::size_t i = 0; i < counts.present.size(); ++i) {
    const double present = double(counts.present[i]);
    parts.push_back({present == 0 ? 0 : double(counts.happened[i]) / present, present});
  }
  const double error = error_of(parts);
  const std::uint64_t rarer = std::min(answer.happened, answer.present - answer.happened);
  if (replicates > 1 && rarer >= fewest_in_group * replicates && error > 0) {
    const double half = student_t(replicates - 1) * error;
    answer.probability = {value, std::max(0.0, value - half), std::min(1.0, value + half)};
  } else {
    const ProbabilityBounds bounds = exact_bounds(answer.happened, answer.present);
    answer.probability = {value, bounds.low, bounds.high};
  }
  return answer;
}

}  // namespace headwater::detail
