#include "engine/projection/detail/smoothing.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace headwater {
namespace projection {
namespace {

// A parameter's range, in steps of a grid.
struct Range {
  double low = 0;
  double high = 0;
  std::size_t steps = 0;
};
using Ranges = std::array<Range, 3>;
using Place = std::array<double, 3>;

constexpr Range alphas = {0.01, 0.99, 14};
constexpr Range shares = {0, 1, 10};  // of alpha, in beta
constexpr Range phis = {0.1, 0.98, 8};
constexpr int refinements = 6;  // each halves the steps

// Beta is given as a share of alpha.
Smoothing smoothing_at(const Place& at) { return {at[0], at[0] * at[1], at[2]}; }

double squares_at(std::span<const double> values, const Place& at, State state) {
  const Smoothing by = smoothing_at(at);
  double sum = 0;
  for (const double value : values) {
    const double slope = by.phi * state.slope;
    const double error = value - (state.level + slope);
    sum += error * error;
    state = {state.level + slope + by.alpha * error, slope + by.beta * error};
  }
  return sum;
}

struct Best {
  Place at{};
  double squares = std::numeric_limits<double>::infinity();
};

class Search {
 public:
  Search(std::span<const double> values, const State& before, const Ranges& ranges)
      : values_(values), before_(before), ranges_(ranges) {}

  Smoothing least() {
    Place steps{};
    for (std::size_t i = 0; i < 3; ++i) {
      best_.at[i] = ranges_[i].low;
      if (ranges_[i].steps == 0) continue;
      steps[i] = (ranges_[i].high - ranges_[i].low) / static_cast<double>(ranges_[i].steps);
    }
    grid(steps);
    for (int round = 0; round < refinements; ++round) {
      for (double& step : steps) step /= 2;
      around(Place(best_.at), steps);
    }
    return smoothing_at(best_.at);
  }

 private:
  // The first of equals stays: small alpha, small beta, small phi.
  void weigh(const Place& at) {
    const double squares = squares_at(values_, at, before_);
    if (squares < best_.squares) best_ = {at, squares};
  }

  void grid(const Place& steps) {
    for (std::size_t i = 0; i <= ranges_[0].steps; ++i) {
      for (std::size_t j = 0; j <= ranges_[1].steps; ++j) {
        for (std::size_t k = 0; k <= ranges_[2].steps; ++k) {
          weigh({ranges_[0].low + steps[0] * static_cast<double>(i),
                 ranges_[1].low + steps[1] * static_cast<double>(j),
                 ranges_[2].low + steps[2] * static_cast<double>(k)});
        }
      }
    }
  }

  void around(const Place& middle, const Place& steps) {
    for (int corner = 0; corner < 27; ++corner) {
      const std::array<int, 3> sides = {corner / 9 - 1, corner / 3 % 3 - 1, corner % 3 - 1};
      Place at{};
      bool moved_only_where_it_can = true;
      for (std::size_t i = 0; i < 3; ++i) {
        if (sides[i] != 0 && steps[i] == 0) moved_only_where_it_can = false;
        at[i] = std::clamp(middle[i] + sides[i] * steps[i], ranges_[i].low, ranges_[i].high);
      }
      if (moved_only_where_it_can) weigh(at);
    }
  }

  std::span<const double> values_;
  State before_;
  Ranges ranges_;
  Best best_;
};

}  // namespace

Line line_through(std::span<const double> values) {
  const auto count = static_cast<double>(values.size());
  const double middle = (count + 1) / 2;
  double sum = 0;
  for (const double value : values) sum += value;
  const double mean = sum / count;
  double together = 0;
  double alone = 0;
  for (std::size_t t = 0; t < values.size(); ++t) {
    const double away = static_cast<double>(t + 1) - middle;
    together += away * (values[t] - mean);
    alone += away * away;
  }
  const double slope = alone > 0 ? together / alone : 0;
  return {mean - slope * middle, slope};
}

std::vector<State> states_of(std::span<const double> values, const Smoothing& by, State before) {
  std::vector<State> states = {before};
  states.reserve(values.size() + 1);
  for (const double value : values) {
    const double slope = by.phi * states.back().slope;
    const double level = states.back().level + slope;
    const double error = value - level;
    states.push_back({level + by.alpha * error, slope + by.beta * error});
  }
  return states;
}

double carried_on(const State& state, const Smoothing& by, std::size_t step) {
  double share = 0;
  double sum = 0;
  for (std::size_t h = 0; h < step; ++h) {
    share = h == 0 ? by.phi : share * by.phi;
    sum += share;
  }
  return state.level + sum * state.slope;
}

Smoothing fit_level(std::span<const double> values, State before) {
  constexpr Range many = {alphas.low, alphas.high, 98};
  constexpr Ranges ranges = {many, Range{0, 0, 0}, Range{1, 1, 0}};
  return Search(values, before, ranges).least();
}

Smoothing fit_damped(std::span<const double> values, State before) {
  return Search(values, before, {alphas, shares, phis}).least();
}

}  // namespace projection
}  // namespace headwater
