#include "tests/run/lossy_model.hpp"

#include <fmt/format.h>

namespace headwater::test {
namespace {

std::string named(std::string formula, std::size_t site) {
  const auto put = [&](char letter, const std::string& name) {
    for (std::size_t at = formula.find(letter); at != std::string::npos;
         at = formula.find(letter)) {
      formula.replace(at, 1, name);
    }
  };
  put('$', fmt::format("v{}", site));
  put('@', fmt::format("s{}", site));
  return formula;
}

std::string body() {
  std::string all = "driver step : 1 = 1\nstock ticks : 1\n  before = 0\n  = ticks[-1] + step\n";
  std::string chain = "0.5";
  for (std::size_t i = 0; i < sites().size(); ++i) {
    all += fmt::format("driver v{} : 1 = 1\nflow s{} : 1\n  before = 1\n  = {}\n", i, i,
                       named(sites()[i].formula, i));
    chain += fmt::format(" {} s{}", i % 3 == 2 ? '-' : '+', i);
  }
  return all + "flow chain : 1\n  before = 0\n  = (" + chain +
         ") * 0.25\nstock level : 1\n  before = 3\n  = level[-1] + chain\n";
}

}  // namespace

const std::vector<Site>& sites() {
  static const std::vector<Site> all = {
      // The sum of 1e308 and 8e307 / 5 * 5 exceeds 1.797e308, that of 8e307 / 5 * 4 does not.
      {"($ * ticks + 1e308) * 1e-300", 1, 8e307 / 5, 5, true},
      {"(-1e308 - $ * ticks) * 1e-300", 1, 8e307 / 7, 7, true},
      {"$ * ticks * 1e300 * 1e-300", 1, 1.8e8 / 6, 6, true},
      {"3 / (16 * $ - ticks)", 1, 0.25, 4, false},
      {"1 / ($ * ticks)", 1, 5e-324, 1, true},  // 1 / 12 of the smallest number is still too large
      {"5 per ($ - ticks)", 20.5, 9, 9, false},
      {"sqrt($ - ticks)", 20.5, 7.5, 8, true},
      {"log($ - ticks)", 20.5, 3, 3, true},  // of 0, then of less
      {"exp($ * ticks)", 0.01, 720.0 / 11, 11, true},
      {"pow($ - ticks, 0.5)", 20.5, 1.5, 2, true},
      {"pow($ - ticks, -2)", 20.5, 12, 12, false},
      {"($ - ticks) ^ -3", 20.5, 6, 6, false},
      {"($ * ticks) ^ 3 * 1e-3", 1, 5.7e102 / 10, 10, true},         // 5.7^3 is 185, 5.13^3 is 135
      {"mid($ * ticks * 1e10) * 1e-10", 1, 1.1e297, 9, true},        // both together: 8 + 9 times
      {"trailing4($ * ticks * 1e10) * 1e-10", 1, 7.5e296, 8, true},  // 26 times; any two less
      {"(@[-1] * 1e100 + $) * 1e-100", 1, 3.25e307, 6, true},
      {"@[-1] * $", 1, 1e30, 11, true},        // 1e330
      {"@[-1] / $", 1, 1e-80, 4, true},        // 1e320
      {"sqrt(@[-1] - $ + 2)", 1, 4, 1, true},  // of 1 - 4 + 2
  };
  return all;
}

LossyModel::LossyModel() : known_({.body = body(), .horizon = "2022Q1..2024Q4"}) {}

Program LossyModel::program() const {
  const PeriodSpan horizon = known_.model().horizon;
  Operations operations;
  std::vector<Axis> axes;
  const auto varied = [&](const std::string& driver) {
    operations.push_back({.kind = OperationKind::set,
                          .series = known_.id(driver),
                          .span = {horizon.first - 4, horizon.last},
                          .axis = std::uint32_t(axes.size())});
    axes.push_back({driver, Unit()});
  };
  std::vector<Output> outputs;
  const auto by_period = [&](const std::string& series) {
    for (Period p = horizon.first; p <= horizon.last; p = p + 1) {
      outputs.push_back({known_.id(series), {p, p}, std::nullopt});
    }
  };
  varied("step");
  for (std::size_t i = 0; i < sites().size(); ++i) {
    varied(fmt::format("v{}", i));
    by_period(fmt::format("s{}", i));
  }
  by_period("chain");
  by_period("level");
  for (std::size_t i = 0; i < sites().size(); ++i) {
    for (const char* year : {"FY2022", "FY2023", "FY2024"}) {
      outputs.push_back(known_.output(fmt::format("s{}", i), year));
    }
  }
  auto lowered = known_.lowered(outputs, operations, axes);
  BOOST_TEST_REQUIRE(lowered.value.has_value(), known_.rendered(lowered.diagnostics));
  return std::move(*lowered.value);
}

CellId LossyModel::cell(std::size_t site, int period) const {
  return {known_.id(fmt::format("s{}", site)), known_.model().horizon.first + (period - 1)};
}

Eigen::ArrayXXd LossyModel::ordinary_points(Eigen::Index rows) const {
  Eigen::ArrayXXd points(rows, Eigen::Index(sites().size() + 1));
  for (Eigen::Index row = 0; row < rows; ++row) {
    points(row, 0) = 1;
    for (std::size_t i = 0; i < sites().size(); ++i) {
      const double share = double((row * 7 + Eigen::Index(i) * 3) % 16) / 64;
      points(row, Eigen::Index(i + 1)) = sites()[i].ordinary * (1 + share);
    }
  }
  return points;
}

}  // namespace headwater::test
