#include "engine/study/detail/target_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/study/detail/least_change.hpp"

namespace headwater::detail {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::size_t rounds_max = 1000;
constexpr int parts = 8;          // of a step that a round tries: the whole, a half, a quarter ...
constexpr int halvings_max = 40;  // before a step is given up
constexpr double exact = 1e-15;   // of its scale: a figure gets no nearer
constexpr double close = 1e-12;   // of its scale: near enough to look for less change
constexpr double worth_a_step = 1e-14;  // of the squared gaps, as foreseen
constexpr double enough = 1e-4;         // of what is foreseen a step must bring
constexpr double still = 1e-10;         // a change, in weights, that is none
constexpr double stationary = 1e-6;     // a pull that is none

class Searching {
 public:
  Searching(const Search& problem, const Evaluate& evaluate)
      : problem_(problem), evaluate_(evaluate) {
    aim_.low = (problem.low - problem.base).cwiseQuotient(problem.weight);
    aim_.high = (problem.high - problem.base).cwiseQuotient(problem.weight);
  }

  Found found() {
    const VectorXd origin = VectorXd::Zero(problem_.base.size());
    const auto states = round({origin.cwiseMax(aim_.low).cwiseMin(aim_.high)});
    State here = states.front();
    if (!here.whole) return {Ending::lost, point(here.change), here.at, {}, rounds_};
    here = approached(std::move(here), origin, close);
    here = lessened(std::move(here), origin);
    const VectorXd there = here.change;
    here = approached(std::move(here), there, exact);
    return judged(here);
  }

 private:
  struct State {
    VectorXd change;  // in weights
    Evaluated at;
    VectorXd gaps;       // in scales
    MatrixXd slopes;     // of gaps by change
    bool whole = false;  // nothing is missing
    double size() const { return gaps.norm(); }
    double worst() const { return gaps.cwiseAbs().maxCoeff(); }
  };

  // At a bound it is that very number.
  VectorXd point(const VectorXd& change) const {
    VectorXd point = problem_.base + problem_.weight.cwiseProduct(change);
    for (Index j = 0; j < point.size(); ++j) {
      point(j) = change(j) <= aim_.low(j) ? problem_.low(j)
                 : change(j) >= aim_.high(j)
                     ? problem_.high(j)
                     : std::clamp(point(j), problem_.low(j), problem_.high(j));
    }
    return point;
  }

  std::vector<State> round(const std::vector<VectorXd>& changes) {
    ++rounds_;
    std::vector<VectorXd> points;
    for (const VectorXd& one : changes) points.push_back(point(one));
    const auto answers = evaluate_(points);
    std::vector<State> states;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      State state{changes[i], answers[i], {}, {}, false};
      state.gaps = (state.at.figures - problem_.wanted).cwiseQuotient(problem_.scale);
      state.slopes = problem_.scale.cwiseInverse().asDiagonal() * state.at.slopes *
                     problem_.weight.asDiagonal();
      state.whole = state.gaps.allFinite() && state.slopes.allFinite();
      states.push_back(std::move(state));
    }
    return states;
  }

  // The figures as they would be if slopes were the same everywhere.
  LinearAim linear(const State& state) const {
    LinearAim aim = aim_;
    aim.slopes = state.slopes;
    aim.wanted = state.slopes * state.change - state.gaps;
    return aim;
  }

  // The longest part of a step that satisfies `better`, by as many rounds as it takes.
  template <typename Better>
  std::optional<State> along(const State& from, const VectorXd& to, int halvings,
                             const Better& better) {
    for (int first = 0; first <= halvings && rounds_ < rounds_max; first += parts) {
      std::vector<VectorXd> changes;
      for (int i = first; i < first + parts; ++i) {
        const double part = std::ldexp(1.0, -i);
        changes.push_back(i == 0 ? to : VectorXd(from.change + part * (to - from.change)));
      }
      auto states = round(changes);
      for (int i = 0; i < parts; ++i) {
        State& state = states[std::size_t(i)];
        if (state.whole && better(state, std::ldexp(1.0, -first - i))) return std::move(state);
      }
    }
    return std::nullopt;
  }

  // Nearer and nearer to the figures, `until` the worst gap is that small; where several points are
  // as near, by way of those nearest to `origin`.
  State approached(State here, const VectorXd& origin, double until) {
    while (here.worst() > until && rounds_ < rounds_max) {
      const LinearAim aim = linear(here);
      const VectorXd nearest = nearest_point(aim, here.change);
      const double squared = here.gaps.squaredNorm();
      const double foreseen = squared - (aim.slopes * nearest - aim.wanted).squaredNorm();
      if (!(foreseen > worth_a_step * squared)) break;
      const VectorXd to = least_change(aim, nearest, origin);
      auto next = along(here, to, halvings_max, [&](const State& state, double part) {
        return state.gaps.squaredNorm() <= squared - enough * part * foreseen;
      });
      if (!next) break;
      here = std::move(*next);
    }
    return here;
  }

  // Less change for the same figures: a step along what the slopes leave free, then back to the
  // figures by the shortest way.
  State lessened(State here, const VectorXd& origin) {
    constexpr int turns_max = 60, tries = 12;
    for (int turn = 0; turn < turns_max && rounds_ < rounds_max; ++turn) {
      const VectorXd to = least_change(linear(here), here.change, origin);
      if ((to - here.change).cwiseAbs().maxCoeff() <= still) break;
      const double allowed = std::max(here.size() * (1 + 1e-9), 2 * close);
      bool better = false;
      for (int i = 0; i < tries && !better; ++i) {
        const double part = std::ldexp(1.0, -i);
        auto tried = round({VectorXd(here.change + part * (to - here.change))});
        if (!tried.front().whole) continue;
        State next = approached(tried.front(), tried.front().change, close);
        better = next.size() <= allowed && next.change.norm() < here.change.norm() - still * still;
        if (better) here = std::move(next);
      }
      if (!better) break;
    }
    return here;
  }

  Found judged(const State& here) {
    Found found{Ending::reached, point(here.change), here.at, VectorXd::Zero(here.change.size()),
                rounds_};
    if (here.worst() <= reached_within) return found;
    found.ending = Ending::nearest;
    for (Index j = 0; j < here.change.size(); ++j) {
      const double most = here.slopes.col(j).norm() * here.size();
      const double pull = most > 0 ? here.slopes.col(j).dot(here.gaps) / most : 0;
      found.pull(j) = std::fabs(pull) <= stationary ? 0 : pull;
      const bool held = (found.pull(j) < 0 && here.change(j) >= aim_.high(j)) ||
                        (found.pull(j) > 0 && here.change(j) <= aim_.low(j));
      if (found.pull(j) != 0 && !held) found.ending = Ending::unfinished;
    }
    return found;
  }

  const Search& problem_;
  const Evaluate& evaluate_;
  LinearAim aim_;  // its bounds
  std::size_t rounds_ = 0;
};

}  // namespace

Found search(const Search& problem, const Evaluate& evaluate) {
  return Searching(problem, evaluate).found();
}

}  // namespace headwater::detail
