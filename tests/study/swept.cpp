#include "tests/study/swept.hpp"

#include <utility>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/lower.hpp"

namespace headwater::iij {

SweepPlan plan_of(const Ran& ran, const std::vector<AxisText>& axes,
                  const std::vector<std::string_view>& shown) {
  SweepPlan plan;
  plan.name = "in code";
  for (const AxisText& text : axes) {
    Levels levels;
    levels.operation.kind = text.kind;
    levels.operation.series = ran.series(text.driver);
    levels.operation.span = {ran.scenario.precedence->as_of() + 1, ran.model().horizon.last};
    const bool factor = text.kind == OperationKind::multiply;
    const Unit unit = factor ? Unit() : ran.model().at(levels.operation.series).unit;
    levels.axis = {text.driver, unit};
    levels.values = text.levels;
    plan.axes.push_back(std::move(levels));
  }
  for (const std::string_view name : shown) plan.shown.series.push_back(ran.series(name));
  for (const std::string_view name : {"2023Q4", "FY2023", "FY2024"}) {
    plan.shown.spans.push_back(ran.span(name));
  }
  return plan;
}

std::vector<double> steps(double first, double last, std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(first + (last - first) * (double(i) / double(count - 1)));
  }
  return values;
}

std::vector<double> single_run(const Scenario& scenario, const SweepPlan& plan,
                               const std::vector<Output>& outputs, std::uint64_t row) {
  const auto program = lower(*scenario.precedence, operations_at(scenario, plan, row), {}, outputs);
  BOOST_TEST_REQUIRE(program.value.has_value());
  const auto answer =
      conduct({*program.value, ListDesign(), RowsReducer()}, {.block_lanes = 1, .threads = 1});
  const auto& values = dynamic_cast<const RowsReducer&>(*answer).rows().values;
  return {values.data(), values.data() + values.size()};
}

std::uint64_t check_rows(const Scenario& scenario, const SweepPlan& plan,
                         const std::vector<std::uint64_t>& rows) {
  const auto result = sweep(scenario, plan);
  BOOST_TEST_REQUIRE(result.value.has_value());
  const auto all = std::uint64_t(result.value->rows.values.rows());
  for (std::uint64_t i = 0; i < (rows.empty() ? all : rows.size()); ++i) {
    const std::uint64_t row = rows.empty() ? i : rows[i];
    const auto expected = single_run(scenario, plan, result.value->outputs, row);
    for (std::size_t output = 0; output < expected.size(); ++output) {
      const double value = result.value->rows.values(Eigen::Index(row), Eigen::Index(output));
      BOOST_TEST(same_bits(value, expected[output]),
                 fmt::format("{} row {} output {}: {:.17g} swept, {:.17g} run singly", plan.name,
                             row, output, value, expected[output]));
    }
  }
  return all;
}

std::vector<std::byte> Folded::bytes(const RunOptions& options) const {
  return conduct({program, design, RowsReducer()}, options)->bytes();
}

Block Folded::rows() const {
  const auto answer = conduct({program, design, RowsReducer()}, {.block_lanes = 1, .threads = 1});
  return dynamic_cast<const RowsReducer&>(*answer).rows();
}

Folded fold(const Scenario& scenario, const SweepPlan& plan) {
  Operations operations = scenario.operations;
  std::vector<Axis> axes;
  std::vector<std::vector<double>> levels;
  std::vector<Output> outputs;
  for (std::size_t i = 0; i < plan.axes.size(); ++i) {
    operations.push_back(plan.axes[i].operation);
    operations.back().axis = std::uint32_t(i);
    axes.push_back(plan.axes[i].axis);
    levels.push_back(plan.axes[i].values);
  }
  for (const SeriesId series : plan.shown.series) {
    for (const PeriodSpan span : plan.shown.spans) outputs.push_back({series, span, std::nullopt});
  }
  auto program = lower(*scenario.precedence, operations, axes, outputs);
  BOOST_TEST_REQUIRE(program.value.has_value());
  return {std::move(*program.value), GridDesign(axes, levels)};
}

void check_same_bytes(const Folded& folded) {
  const auto expected = folded.bytes({.block_lanes = 1, .threads = 1});
  for (const std::size_t width : {8u, 13u, 64u, 256u, 1000u, 4096u}) {
    for (const std::size_t threads : {1u, 2u, 3u}) {
      const auto bytes = folded.bytes({.block_lanes = width, .threads = threads});
      BOOST_TEST((bytes == expected), fmt::format("block of {} lanes, {} threads", width, threads));
    }
  }
}

}  // namespace headwater::iij
