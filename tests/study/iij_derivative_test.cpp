// Derivatives of the reference model against differences of whole runs: every line of its statement
// in two fiscal years, by every driver.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/lower.hpp"
#include "engine/run/executor.hpp"
#include "engine/study/driver_ranges.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

// Each driver moved by an axis of its own in all periods, and by how much: by nothing, so that it
// is what the scenario says.
struct Moved {
  Operations operations;
  std::vector<Axis> axes;
  std::vector<double> points;  // by axis
  std::vector<double> steps;
};

Moved every_driver() {
  const Scenario& scenario = iij::base().scenario;
  const auto ranges = driver_ranges(scenario);
  Moved moved;
  moved.operations = scenario.operations;
  for (std::size_t i = 0; i < scenario.model->series.size(); ++i) {
    const Series& series = scenario.model->series[i];
    if (series.kind != SeriesKind::driver) continue;
    const auto [low, high] = ranges[i];
    const double width = high - low;
    Operation add{.kind = OperationKind::add,
                  .series = SeriesId(i),
                  .span = {{-forever}, {forever}},
                  .axis = std::uint32_t(moved.axes.size())};
    moved.operations.push_back(add);
    moved.axes.push_back({series.name, series.unit});
    moved.points.push_back(0);
    moved.steps.push_back(width > 0 ? 1e-4 * width : 1e-4);
  }
  return moved;
}

std::vector<Output> every_line() {
  const iij::Ran& base = iij::base();
  std::vector<Output> lines;
  std::set<SeriesId> taken;
  for (const StatementRow& row : base.model().statements.front().rows) {
    if (!taken.insert(row.series).second) continue;
    for (const char* year : {"FY2023", "FY2024"}) {
      const Output line{row.series, base.span(year)};
      if (!refusal(*base.scenario.precedence, line)) lines.push_back(line);
    }
  }
  return lines;
}

Eigen::ArrayXXd run(const Moved& moved, const std::vector<Output>& outputs,
                    const Eigen::ArrayXXd& points) {
  const auto lowered =
      lower(*iij::base().scenario.precedence, moved.operations, moved.axes, outputs);
  BOOST_TEST_REQUIRE(lowered.value.has_value());
  Block block;
  block.points = points;
  Executor(*lowered.value).run(block);
  return block.values;
}

Eigen::ArrayXXd here(const Moved& moved) {
  return Eigen::Map<const Eigen::ArrayXd>(moved.points.data(), Eigen::Index(moved.points.size()))
      .transpose();
}

// What the lines are with one driver a step lower, and a step higher; by axis.
struct Runs {
  Eigen::ArrayXd base;
  Eigen::ArrayXXd low, high;  // (axes × lines)
};

Runs stepped(const Moved& moved, const std::vector<Output>& lines) {
  const auto axes = Eigen::Index(moved.axes.size());
  Eigen::ArrayXXd points = here(moved).replicate(2 * axes + 1, 1);
  for (Eigen::Index axis = 0; axis < axes; ++axis) {
    points(axis, axis) -= moved.steps[std::size_t(axis)];
    points(axes + axis, axis) += moved.steps[std::size_t(axis)];
  }
  const Eigen::ArrayXXd values = run(moved, lines, points);
  return {values.row(2 * axes).transpose(), values.topRows(axes), values.middleRows(axes, axes)};
}

Eigen::ArrayXXd slopes(const Moved& moved, const std::vector<Output>& lines) {
  const auto axes = Eigen::Index(moved.axes.size());
  std::vector<Output> wanted;
  for (Output line : lines) {
    for (Eigen::Index axis = 0; axis < axes; ++axis) {
      line.by = std::uint32_t(axis);
      wanted.push_back(line);
    }
  }
  const Eigen::ArrayXXd values = run(moved, wanted, here(moved));
  return values.reshaped(axes, Eigen::Index(lines.size()));
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_line_has_the_slopes_of_its_differences_by_every_driver) {
  const Moved moved = every_driver();
  const std::vector<Output> lines = every_line();
  const Runs runs = stepped(moved, lines);
  const Eigen::ArrayXXd all = slopes(moved, lines);
  std::size_t compared = 0;
  std::size_t nonzero = 0;
  std::set<std::string> kinks;
  for (Eigen::Index axis = 0; axis < all.rows(); ++axis) {
    const double step = moved.steps[std::size_t(axis)];
    for (Eigen::Index line = 0; line < all.cols(); ++line) {
      const double base = runs.base(line);
      const double below = (base - runs.low(axis, line)) / step;
      const double above = (runs.high(axis, line) - base) / step;
      // What rounding of the two runs, and of their difference, leaves of it; and its curvature.
      const double noise = 1e-13 * std::fabs(base) / step;
      const double slope = all(axis, line);
      const auto is = [&](double difference, double part) {
        return std::fabs(slope - difference) <= noise + part * std::fabs(slope);
      };
      ++compared;
      if (slope != 0) ++nonzero;
      if (is((below + above) / 2, 1e-5)) continue;
      // Where formulas change over at the very point, the branch taken: from one side. There is
      // nothing below no slip, and above it the parts of all quarters change together.
      const std::string name = moved.axes[std::size_t(axis)].name;
      const bool slips = name.ends_with(".slip");
      kinks.insert(name);
      BOOST_TEST((is(above, 1e-3) || (!slips && is(below, 1e-3))),
                 fmt::format("{} by {}: {} instead of {} from below or {} from above",
                             iij::base().name(lines[std::size_t(line)].series,
                                              lines[std::size_t(line)].span),
                             name, slope, below, above));
    }
  }
  BOOST_TEST_MESSAGE(fmt::format("{} slopes of {} lines by {} drivers, {} not zero, kinks at {}",
                                 compared, lines.size(), moved.axes.size(), nonzero,
                                 fmt::join(kinks, " ")));
  BOOST_TEST(moved.axes.size() > 50u);
  BOOST_TEST(nonzero > 500u);
  BOOST_TEST(kinks.size() < moved.axes.size() / 4);
}
