// Targets of drawn systems: curved figures of a few drivers, with an answer that is known because
// the figures were made from it, or with none; judged by slopes worked out here.
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/study/target.hpp"
#include "tests/study/enumerated.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Random = std::mt19937;

double between(Random& random, double low, double high) {
  return low + (high - low) * double(random()) / 4294967295.0;
}
int below(Random& random, int end) { return int(random() % std::uint32_t(end)); }

// Figure i: sum of a_ij x_j, and b_ij x_j x_(j+1), and c_i exp(x_(i mod n) / 2); drivers begin
// at 1.
struct System {
  MatrixXd a;
  MatrixXd b;
  VectorXd c;
  VectorXd low;
  VectorXd high;

  Index figures() const { return a.rows(); }
  Index drivers() const { return a.cols(); }
  Index next(Index j) const { return (j + 1) % drivers(); }

  VectorXd at(const VectorXd& x) const {
    VectorXd y(figures());
    for (Index i = 0; i < figures(); ++i) {
      y(i) = c(i) * std::exp(x(i % drivers()) / 2);
      for (Index j = 0; j < drivers(); ++j) y(i) += a(i, j) * x(j) + b(i, j) * x(j) * x(next(j));
    }
    return y;
  }
  MatrixXd slopes(const VectorXd& x) const {
    MatrixXd s = a;
    for (Index i = 0; i < figures(); ++i) {
      s(i, i % drivers()) += c(i) / 2 * std::exp(x(i % drivers()) / 2);
      for (Index j = 0; j < drivers(); ++j) {
        s(i, j) += b(i, j) * x(next(j));
        s(i, next(j)) += b(i, j) * x(j);
      }
    }
    return s;
  }

  std::string model() const {
    std::string text = "model drawn \"Drawn\"\ncalendar annual\nhorizon FY2022..FY2023\n";
    for (Index j = 0; j < drivers(); ++j) text += fmt::format("driver x{} : 1 = 1\n", j);
    for (Index i = 0; i < figures(); ++i) {
      std::string sum = fmt::format("{:.17g} * exp(x{} / 2)", c(i), i % drivers());
      for (Index j = 0; j < drivers(); ++j) {
        sum +=
            fmt::format(" + {:.17g} * x{} + {:.17g} * x{} * x{}", a(i, j), j, b(i, j), j, next(j));
      }
      text += fmt::format("flow y{} : JPY\n  = 1 JPY * ({})\n", i, sum);
    }
    return text;
  }
};

// Slopes of a figure by its own driver outweigh the others, so that squares can be solved.
System drawn_system(Random& random, Index figures, Index drivers) {
  System s;
  s.a.resize(figures, drivers);
  s.b.resize(figures, drivers);
  s.c.resize(figures);
  s.low.resize(drivers);
  s.high.resize(drivers);
  for (Index i = 0; i < figures; ++i) {
    s.c(i) = between(random, 0, 1);
    for (Index j = 0; j < drivers; ++j) {
      s.a(i, j) = between(random, 0, 1) + (i == j ? 3 : 0);
      s.b(i, j) = between(random, 0, 0.3);
    }
  }
  for (Index j = 0; j < drivers; ++j) {
    s.low(j) = between(random, 0, 0.9);
    s.high(j) = between(random, 1.1, 2.5);
  }
  return s;
}

struct Solved {
  TargetResult result;
  VectorXd x;
};

Solved solve(const System& system, const VectorXd& wanted) {
  const iij::ScratchFolder folder;
  folder.write("drawn.model", system.model());
  std::string text = "scenario \"S\"\nmodel \"drawn.model\"\nas of FY2022\ntarget \"T\"\n";
  for (Index i = 0; i < system.figures(); ++i) {
    text += fmt::format("  reach y{} in FY2023 = {:.17g} JPY\n", i, wanted(i));
  }
  for (Index j = 0; j < system.drivers(); ++j) {
    text += fmt::format("  by x{} in FY2023 within {:.17g} to {:.17g}\n", j, system.low(j),
                        system.high(j));
  }
  Sources sources;
  const auto scenario = load_scenario(folder.write("drawn.scenario", text), sources);
  BOOST_TEST_REQUIRE(bool(scenario), text);
  auto checked = target(*scenario.value, scenario.value->targets.front());
  BOOST_TEST_REQUIRE(bool(checked));
  Solved solved{std::move(*checked.value), VectorXd(system.drivers())};
  for (Index j = 0; j < system.drivers(); ++j) {
    solved.x(j) = solved.result.instruments[std::size_t(j)].found;
  }
  return solved;
}

// In weights and in shares, as the target measures.
detail::LinearAim scaled(const System& system, const VectorXd& wanted, const VectorXd& x) {
  const VectorXd weight = system.high - system.low;
  const VectorXd one = VectorXd::Ones(system.drivers());
  detail::LinearAim aim;
  aim.slopes =
      wanted.cwiseAbs().cwiseInverse().asDiagonal() * system.slopes(x) * weight.asDiagonal();
  const VectorXd change = (x - one).cwiseQuotient(weight);
  const VectorXd gaps = (system.at(x) - wanted).cwiseQuotient(wanted.cwiseAbs());
  aim.wanted = aim.slopes * change - gaps;
  aim.low = (system.low - one).cwiseQuotient(weight);
  aim.high = (system.high - one).cwiseQuotient(weight);
  return aim;
}

VectorXd change_of(const System& system, const VectorXd& x) {
  return (x - VectorXd::Ones(system.drivers())).cwiseQuotient(system.high - system.low);
}

bool inside(const System& system, const VectorXd& x) {
  return (x.array() >= system.low.array()).all() && (x.array() <= system.high.array()).all();
}

double worst_share(const VectorXd& gaps, const VectorXd& wanted) {
  return gaps.cwiseQuotient(wanted).cwiseAbs().maxCoeff();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(target_properties)

// The figures of a hidden point within the bounds are reached. As many drivers as lines: at that
// point. More: by no more change than its own, and none of the ways to stand changes less, as far
// as slopes tell.
BOOST_AUTO_TEST_CASE(what_can_be_reached_is_reached_by_the_least_change) {
  std::size_t at_bounds = 0;
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      Random random(seed);
      const Index figures = 1 + below(random, 3);
      const Index drivers = figures + below(random, 3);
      const System system = drawn_system(random, figures, drivers);
      VectorXd hidden(drivers);
      for (Index j = 0; j < drivers; ++j) {
        hidden(j) = between(random, system.low(j), system.high(j));
        if (below(random, 4) == 0) hidden(j) = system.high(j);
      }
      const VectorXd wanted = system.at(hidden);
      const auto [result, x] = solve(system, wanted);
      BOOST_TEST((result.ending == TargetEnding::reached));
      BOOST_TEST(worst_share(system.at(x) - wanted, wanted) <= 1e-9);
      BOOST_TEST(inside(system, x));
      if (figures == drivers) {
        BOOST_TEST((x - hidden).cwiseAbs().maxCoeff() <= 1e-8);
        continue;
      }
      const VectorXd change = change_of(system, x);
      const auto aim = scaled(system, wanted, x);
      const double least = test::least_distance(aim, change, VectorXd::Zero(drivers));
      BOOST_TEST(change.norm() <= change_of(system, hidden).norm() * (1 + 1e-9));
      BOOST_TEST(change.norm() <= least * (1 + 1e-12));  // squared, what is left to go
      for (const InstrumentMove& one : result.instruments) at_bounds += one.at != AtBound::no;
    }
  }
  BOOST_TEST(at_bounds > 20u);
}

// Figures of a point far outside: the nearest within the bounds is claimed, and by slopes worked
// out here every driver either stands where it gains nothing, or at a bound beyond which it would.
BOOST_AUTO_TEST_CASE(what_cannot_be_reached_ends_where_no_driver_gains) {
  std::size_t bounded = 0;
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      Random random(seed);
      const Index figures = 1 + below(random, 3);
      const Index drivers = figures + below(random, 3);
      const System system = drawn_system(random, figures, drivers);
      VectorXd outside(drivers);
      for (Index j = 0; j < drivers; ++j) outside(j) = system.high(j) + between(random, 0.05, 1);
      const VectorXd wanted = system.at(outside);  // beyond what all highs give: all slopes are > 0
      const auto [result, x] = solve(system, wanted);
      BOOST_TEST((result.ending == TargetEnding::bounded));
      BOOST_TEST(inside(system, x));
      const auto aim = scaled(system, wanted, x);
      const VectorXd gaps = aim.slopes * change_of(system, x) - aim.wanted;
      BOOST_TEST(gaps.norm() > 1e-3);
      for (Index j = 0; j < drivers; ++j) {
        const InstrumentMove& one = result.instruments[std::size_t(j)];
        const double pull = aim.slopes.col(j).dot(gaps) / (aim.slopes.col(j).norm() * gaps.norm());
        if (x(j) == system.high(j)) BOOST_TEST(pull <= 1e-6);
        else if (x(j) == system.low(j)) BOOST_TEST(pull >= -1e-6);
        else BOOST_TEST(std::fabs(pull) <= 1e-6);
        BOOST_TEST(one.holds_back == (std::fabs(pull) > 1e-6));
      }
      // No way to stand is nearer, as far as slopes tell.
      BOOST_TEST(gaps.norm() <= test::least_gap(aim) * (1 + 1e-6));
      ++bounded;
    }
  }
  BOOST_TEST(bounded == 150u);
}

BOOST_AUTO_TEST_SUITE_END()
