// What must be true for the company's outlook: by the two targets, and by hand from the data.
#include <cmath>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/source.hpp"
#include "engine/scenario/resolved.hpp"
#include "engine/study/target.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

// A target solved, and its answer run as a scenario of its own.
struct Answered {
  Sources sources;
  Checked<Scenario> scenario;
  Checked<TargetResult> result;
  iij::ScratchFolder scratch;
  std::unique_ptr<iij::Ran> ran;

  const InstrumentMove& move(std::string_view driver) const {
    const TargetPlan& plan = *result.value->plan;
    for (std::size_t i = 0; i < plan.instruments.size(); ++i) {
      if (plan.instruments[i].axis.name == driver) return result.value->instruments[i];
    }
    throw std::invalid_argument(std::string(driver));
  }
};

std::unique_ptr<Answered> answered(std::string_view file) {
  auto one = std::make_unique<Answered>();
  one->scenario = load_scenario(iij::folder() / file, one->sources);
  BOOST_TEST_REQUIRE(bool(one->scenario));
  const Scenario& scenario = *one->scenario.value;
  one->result = target(scenario, scenario.targets.front());
  BOOST_TEST_REQUIRE(bool(one->result));
  const auto copied = iij::copy_into(one->scratch);
  const std::string text =
      print_operations(scenario, operations_with(scenario, *one->result.value));
  std::ofstream(copied / "answer.scenario") << text;
  one->ran = iij::run_file(copied / "answer.scenario");
  return one;
}

const Answered& forced() {
  static const auto one = answered("guidance-forced.scenario");
  return *one;
}
const Answered& bounded() {
  static const auto one = answered("guidance.scenario");
  return *one;
}

bool near(double left, double right) { return std::fabs(left - right) <= 1e-9 * std::fabs(right); }

std::string page() {
  std::string all = read_file((iij::folder() / "README.md").string());
  for (char& c : all) c = c == '\n' ? ' ' : c;
  return all;
}

std::string grouped(double value) {
  std::string digits = fmt::format("{:.0f}", std::fabs(value));
  for (int at = int(digits.size()) - 3; at > 0; at -= 3) digits.insert(std::size_t(at), ",");
  return digits;
}

void check_says(const std::string& words) {
  static const std::string text = page();
  BOOST_TEST(text.find(words) != std::string::npos, fmt::format("the page lacks '{}'", words));
}

struct Line {
  const char* series;
  double guidance;  // JPY mn: guidance.csv, implied
};
constexpr Line outlook_lines[] = {
    {"revenue.total", 286000},          {"cost.total", 220500},
    {"gross_profit.total", 65500},      {"sga.total", 34000},
    {"operating_profit", 31500},        {"profit_before_tax", 30350},
    {"net_profit_attributable", 20720},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_target)

BOOST_AUTO_TEST_CASE(without_bounds_every_line_of_the_outlook_is_met) {
  BOOST_TEST((forced().result.value->ending == TargetEnding::reached));
  for (const Line& one : outlook_lines) {
    const double found = forced().ran->at(one.series, "FY2023");
    BOOST_TEST(near(found, one.guidance), one.series << " " << found);
  }
  // Printed 34.36 of dividend are 29.4 % of 116.9 a share.
  BOOST_TEST(std::fabs(forced().ran->at("eps", "FY2023") - 116.9) < 0.05);
}

// Each driver by hand. SG&A: other costs of the half are what the outlook leaves beside the rest of
// them, 3,402 (1 + g) + 3,402 (1 + g)^2. Fund gains: the step from operating to pre-tax profit less
// what interest and DeCurret make of it. Tax: on the pre-tax profit of the half.
BOOST_AUTO_TEST_CASE(each_driver_is_what_its_line_leaves) {
  const auto at = [](std::string_view series, std::string_view period) {
    return forced().ran->at(series, period);
  };
  const double g = forced().move("sga.other_growth").found / 100;
  const double other = 34000 - at("sga.total", "2023H1") - at("sga.personnel", "2023H2") -
                       at("sga.commissions", "2023H2") -
                       at("sga.research_and_development", "2023H2");
  BOOST_TEST(near(3402 * (1 + g) + 3402 * (1 + g) * (1 + g), other));

  const double below = 30350 - 31500 - at("finance_result_net", "2023H1") -
                       at("equity_method_result", "FY2023") + 2 * 80;
  BOOST_TEST(near(2 * forced().move("fund_valuation").found, below));

  const double profit = 30350 - at("profit_before_tax", "2023H1");
  const double tax = 30350 - 20720 - at("nci_profit", "FY2023") + at("income_tax", "2023H1");
  BOOST_TEST(near(forced().move("tax.rate").found / 100, tax / profit));

  // Base orders of a year ago are 9,520 and 6,903.
  const double growth = forced().move("orders.si.construction.growth").found / 100;
  BOOST_TEST(near(at("orders.si.construction.base", "2023H2"), (9520 + 6903) * (1 + growth)));
  const double bought = 220500 - at("cost.total", "2023H1") -
                        (at("cost.total", "2023H2") - at("cost.si.purchasing", "2023H2"));
  const double ratio = forced().move("si.purchasing_ratio").found / 100;
  const double by_hand = ratio * at("revenue.si.construction.base", "2023H2") +
                         100 * at("deals.construction.cost", "2023H2");  // which is in oku
  BOOST_TEST(near(by_hand, bought), by_hand << " and " << bought);
}

BOOST_AUTO_TEST_CASE(within_bounds_it_stops_at_two_and_says_which) {
  const TargetResult& result = *bounded().result.value;
  BOOST_TEST((result.ending == TargetEnding::bounded));
  const InstrumentMove& orders = bounded().move("orders.si.construction.growth");
  const InstrumentMove& bought = bounded().move("si.purchasing_ratio");
  BOOST_TEST(orders.found == 40);
  BOOST_TEST(bought.found == 63);
  BOOST_TEST(orders.holds_back);
  BOOST_TEST(bought.holds_back);
  for (const char* free : {"sga.other_growth", "fund_valuation", "tax.rate"}) {
    BOOST_TEST((bounded().move(free).at == AtBound::no), free);
  }
  for (const TargetLine& line : result.lines) {
    const std::string& name = bounded().scenario.value->model->at(line.output.series).name;
    const bool behind = name == "revenue.total" || name == "cost.total";
    BOOST_TEST(line.reached == !behind, name);
    BOOST_TEST((!behind || line.gap < 0), name);
  }
}

// The words of the page, with the figures of the two answers put in.
BOOST_AUTO_TEST_CASE(what_the_page_says_must_be_true_is_the_answer) {
  const iij::Ran& ran = *forced().ran;
  const iij::Ran& base = iij::base();
  const auto row = [&](std::string_view label, std::string_view series, std::string_view best) {
    const double required = ran.at(series, "2023H2");
    const double most = base.at(series, best);
    for (const char* half : {"2022H1", "2022H2", "2023H1"}) {
      BOOST_TEST(base.at(series, half) <= most, series << " was more in " << half);
    }
    const std::string period = fmt::format("{}H{}", best.back(), best.substr(2, 2));
    const bool bold = label[0] == '*';
    const std::string b = bold ? "**" : "";
    check_says(fmt::format("| {0} | {1}{2}{1} | {1}{3}{1} | {1}{4} ({5}){1} | {1}+{6}{1} |", label,
                           b, grouped(required), grouped(base.at(series, "2023H2")), grouped(most),
                           period, grouped(required - most)));
  };
  row("… as base orders", "orders.si.construction.base", "2023H1");
  row("… as construction revenue", "revenue.si.construction", "2022H2");
  row("**revenue**", "revenue.total", "2022H2");
  row("**operating profit**", "operating_profit", "2022H2");
  const auto& moved = forced();
  const auto driver = [&](std::string_view label, std::string_view name, std::string_view best) {
    const InstrumentMove& one = moved.move(name);
    const auto percent = [](double value) {
      return fmt::format("{}{:.1f} %", value < 0 ? "−" : "", std::fabs(value));
    };
    check_says(fmt::format("| {} | {} | {} | {} ({}) | +{:.1f} pp |", label,
                           percent(one.value_after), percent(one.value_before), percent(one.best),
                           best, one.value_after - one.best));
    BOOST_TEST(moved.scenario.value->model->calendar.label({*one.best_in, *one.best_in}) == best);
  };
  driver("base orders against a year ago", "orders.si.construction.growth", "2Q23");
  driver("purchasing to base construction", "si.purchasing_ratio", "2Q22");
  driver("other SG&A, a quarter on the one before", "sga.other_growth", "2Q22");
  driver("tax rate", "tax.rate", "4Q22");
  check_says(fmt::format("| fund valuation, a quarter | −{} | 0 |",
                         grouped(moved.move("fund_valuation").found)));
  check_says(fmt::format("have to be {} in one half, 1.6 times",
                         grouped(ran.at("orders.si.construction.base", "2023H2"))));
  BOOST_TEST(std::fabs(ran.at("orders.si.construction.base", "2023H2") /
                           base.at("orders.si.construction.base", "2023H1") -
                       1.6) < 0.05);
  check_says(fmt::format(
      "needs only {} of the half, {} more than base",
      grouped(ran.at("gross_profit.total", "2023H2")),
      grouped(ran.at("gross_profit.total", "2023H2") - base.at("gross_profit.total", "2023H2"))));
}

BOOST_AUTO_TEST_CASE(what_the_page_says_of_the_bounds_is_the_answer) {
  const iij::Ran& ran = *bounded().ran;
  const auto at = [&](std::string_view series) { return ran.at(series, "FY2023"); };
  check_says(fmt::format("with revenue at {} (−{}) and cost at {} (−{})",
                         grouped(at("revenue.total")), grouped(286000 - at("revenue.total")),
                         grouped(at("cost.total")), grouped(220500 - at("cost.total"))));
  check_says(
      fmt::format("profit is {}, just {} more than base", grouped(at("operating_profit")),
                  grouped(at("operating_profit") - iij::base().at("operating_profit", "FY2023"))));
  check_says(
      fmt::format("by {} of fund gains", grouped(2 * bounded().move("fund_valuation").found)));
}

BOOST_AUTO_TEST_SUITE_END()
