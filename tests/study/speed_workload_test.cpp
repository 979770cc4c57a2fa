// The workload by which the speed of a model is measured, of a small shop by hand: 8 to 12 a piece,
// 90 to 120 pieces; sales are their product, and of them 70 % are profit.
#include "engine/study/speed_workload.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/run/executor.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;

constexpr std::string_view shop = R"(model shop "Shop"
calendar quarterly, fiscal year starts april
horizon 2023Q1..2025Q4
unit piece
driver price  : JPY / piece = 10         "Price"   range 8 to 12
driver pieces : piece per quarter = 100  "Pieces"  range 90 to 120
driver tax    : % = 30%                  "Tax"
flow   sales  : JPY                      "Sales"
  = price * pieces
flow   profit : JPY                      "Profit"
  = sales * (1 - tax)
price  odd    : JPY / piece              "Has no figure for a year"
  = sales / pieces
)";
constexpr std::string_view statement = R"(
statement pl "Profit and loss"
  sales
    profit
    odd
  sales
statement other "Not asked for"
  price
)";

struct Loaded {
  iij::ScratchFolder folder;
  Sources sources;
  Checked<Scenario> scenario;
  Checked<SpeedWorkload> workload;

  const Program& program() const { return workload.value->program; }
  const RangeDesign& design() const { return workload.value->design; }
  // "sales@FY2023", one after the other.
  std::string asked_for() const {
    std::string text;
    for (const Output& one : program().outputs) {
      const Model& model = *scenario.value->model;
      text += (text.empty() ? "" : " ") + model.at(one.series).name + "@" +
              model.calendar.name(one.span);
    }
    return text;
  }
  WorkloadSize size(std::size_t lanes = 0) const {
    return size_of(*scenario.value, *workload.value, lanes);
  }
};

std::unique_ptr<Loaded> load(std::string_view model, std::string_view scenario = "",
                             std::uint64_t rows = 100) {
  auto loaded = std::make_unique<Loaded>();
  loaded->folder.write("shop.model", model);
  const auto path = loaded->folder.write(
      "shop.scenario", "scenario \"Shop\"\nmodel \"shop.model\"\n" + std::string(scenario));
  loaded->scenario = load_scenario(path, loaded->sources);
  std::string said;
  for (const Diagnostic& one : loaded->scenario.diagnostics) said += render(one, loaded->sources);
  BOOST_TEST_REQUIRE(bool(loaded->scenario), said);
  loaded->workload = speed_workload(*loaded->scenario.value, rows);
  return loaded;
}

std::unique_ptr<Loaded> ready(const std::string& model, std::string_view scenario = "",
                              std::uint64_t rows = 100) {
  auto loaded = load(model, scenario, rows);
  std::string said;
  for (const Diagnostic& one : loaded->workload.diagnostics) said += one.code + ": " + one.message;
  BOOST_TEST(said == "");
  BOOST_TEST_REQUIRE(bool(loaded->workload));
  return loaded;
}

Eigen::ArrayXXd points_of(const Design& design, std::uint64_t first, Eigen::Index rows) {
  Eigen::ArrayXXd points(rows, Eigen::Index(design.axes().size()));
  design.fill(first, points);
  return points;
}

std::string only_code(const Loaded& loaded) {
  BOOST_TEST(!loaded.workload);
  BOOST_TEST_REQUIRE(loaded.workload.diagnostics.size() == 1u);
  return loaded.workload.diagnostics.front().code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(speed_workloads)

BOOST_AUTO_TEST_CASE(another_driver_changes_no_draw_of_the_others) {
  const auto before = ready(std::string(shop) + std::string(statement));
  std::string more(shop);
  more.insert(more.find("driver pieces"),
              "driver rent : JPY per quarter = 5  \"Rent\"  range 0 to 10\n");
  const auto after = ready(more + std::string(statement));
  BOOST_TEST_REQUIRE(after->design().axes().size() == 3u);
  BOOST_TEST(after->design().axes()[1].name == "rent");
  const auto old_points = points_of(before->design(), 0, 100);
  const auto new_points = points_of(after->design(), 0, 100);
  BOOST_TEST((old_points.col(0) == new_points.col(0)).all());
  BOOST_TEST((old_points.col(1) == new_points.col(2)).all());
}

BOOST_AUTO_TEST_CASE(every_driver_with_a_range_is_an_axis_and_no_other) {
  const auto loaded = ready(std::string(shop) + std::string(statement));
  BOOST_TEST_REQUIRE(loaded->program().axes.size() == 2u);
  BOOST_TEST(loaded->program().axes[0].name == "price");
  BOOST_TEST(loaded->program().axes[1].name == "pieces");
  const auto points = points_of(loaded->design(), 0, 1'000);
  BOOST_TEST(points.col(0).minCoeff() >= 8);
  BOOST_TEST(points.col(0).maxCoeff() <= 12);
  BOOST_TEST(points.col(1).minCoeff() >= 90);
  BOOST_TEST(points.col(1).maxCoeff() <= 120);
}

// Lines of the first statement, each once, but for what has no figure for a year.
BOOST_AUTO_TEST_CASE(asked_for_are_the_first_statement_and_the_years_with_a_forecast) {
  const std::string model = std::string(shop) + std::string(statement);
  BOOST_TEST(ready(model)->asked_for() ==
             "sales@FY2023 sales@FY2024 sales@FY2025 profit@FY2023 profit@FY2024 profit@FY2025");
  BOOST_TEST(ready(model, "as of 2024Q3\n")->asked_for() ==
             "sales@FY2024 sales@FY2025 profit@FY2024 profit@FY2025");
  BOOST_TEST(ready(model, "as of 2024Q4\n")->asked_for() == "sales@FY2025 profit@FY2025");
}

BOOST_AUTO_TEST_CASE(without_a_statement_every_series_in_the_last_year_is_asked_for) {
  BOOST_TEST(ready(std::string(shop))->asked_for() == "sales@FY2025 profit@FY2025");
  std::string cut(shop);
  cut.replace(cut.find("2025Q4"), 6, "2025Q2");
  BOOST_TEST(ready(cut)->asked_for() == "sales@2025H1 profit@2025H1");
}

// What is known stays as it is: of FY2024 as of 3Q24, a row moves the fourth quarter alone.
BOOST_AUTO_TEST_CASE(a_row_sets_the_drivers_in_the_forecast_and_nowhere_else) {
  const auto loaded = ready(std::string(shop) + std::string(statement), "as of 2024Q3\n", 50);
  const auto answer = conduct({loaded->program(), loaded->design(), RowsReducer()}, {.threads = 1});
  const Block& rows = dynamic_cast<const RowsReducer&>(*answer).rows();
  BOOST_TEST_REQUIRE(rows.values.rows() == 50);
  for (Eigen::Index row = 0; row < 50; ++row) {
    const double quarter = rows.points(row, 0) * rows.points(row, 1);
    const double known = 10.0 * 100;
    BOOST_TEST(rows.values(row, 0) == (known + known) + (known + quarter));
    BOOST_TEST(rows.values(row, 1) == (quarter + quarter) + (quarter + quarter));
  }
}

// By hand: three flows and prices computed of six series, of which two are asked for, in one year
// whose quarters are alike: price * pieces, its double and the double of that, and three such for
// profit but for a product with 0.7 more.
BOOST_AUTO_TEST_CASE(counts_are_those_of_a_model_counted_by_hand) {
  const auto loaded = ready(std::string(shop));
  const WorkloadSize size = loaded->size();
  const Program& program = loaded->program();
  BOOST_TEST(size.series == 6u);
  BOOST_TEST(size.formulas == 3u);
  BOOST_TEST(size.axes == 2u);
  BOOST_TEST(size.outputs == 2u);
  BOOST_TEST(size.instructions.per_row == 6u);
  BOOST_TEST(size.lanes == lanes_for(program));
  BOOST_TEST(size.table_bytes == program.slots * size.lanes * 8 + program.constants.size() * 64);
  BOOST_TEST(loaded->size(32).lanes == 32u);
  BOOST_TEST(loaded->size(32).table_bytes == program.slots * 256 + program.constants.size() * 64);
  BOOST_TEST(size.program_bytes > size.instructions.per_row * sizeof(Instruction));
}

// A row that lacks two figures is one row; 5,000 of them are two chunks.
BOOST_AUTO_TEST_CASE(rows_that_lack_a_figure_are_counted_once) {
  const std::string lossy = std::string(shop) +
                            "driver none : piece per quarter = 0  \"None\"  range 0 to 0\n"
                            "flow lost : JPY  \"Lost\"\n  = sales * (1 piece / none)\n"
                            "flow too  : JPY  \"Lost too\"\n  = lost + profit\n";
  BOOST_TEST(rows_missing(*ready(lossy, "", 5'000)->workload.value, {.threads = 1}) == 5'000u);
  BOOST_TEST(rows_missing(*ready(std::string(shop), "", 5'000)->workload.value) == 0u);
}

BOOST_AUTO_TEST_CASE(a_driver_that_moves_nothing_asked_for_draws_no_message) {
  const auto loaded = ready(std::string(shop) + "driver spare : JPY = 1  \"Spare\"  range 0 to 2\n",
                            "set spare = 2 JPY\n");
  BOOST_TEST(loaded->program().axes.size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_model_without_ranges_forecast_or_figures_says_so) {
  std::string fixed(shop);
  for (const std::string_view range : {"range 8 to 12", "range 90 to 120"}) {
    fixed.erase(fixed.find(range), range.size());
  }
  BOOST_TEST(only_code(*load(fixed)) == "nothing-to-vary");
  BOOST_TEST(only_code(*load(shop, "as of 2025Q4\n")) == "nothing-to-vary");
  const std::string_view drivers = shop.substr(0, shop.find("flow   sales"));
  BOOST_TEST(only_code(*load(drivers)) == "nothing-to-show");
}

BOOST_AUTO_TEST_SUITE_END()
