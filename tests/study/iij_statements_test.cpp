// Balance sheet and cash flow of the reference model: as printed, and in balance ever after.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/app/commands.hpp"
#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/run/conduct.hpp"
#include "engine/run/executor.hpp"
#include "engine/scenario/range_design.hpp"
#include "engine/study/driver_ranges.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

using Words = std::map<std::string, std::string>;

// Items of data/balance_sheet.csv, as the page has them, and where the model holds them.
const Words lines_of_balance_sheet = {
    {"cash_and_equivalents", "assets.cash_and_equivalents"},
    {"trade_receivables", "assets.trade_receivables"},
    {"inventories", "assets.inventories"},
    {"prepaid_expenses", "assets.prepaid_expenses"},
    {"tangible_assets", "assets.tangible"},
    {"right_of_use_assets", "assets.right_of_use"},
    {"right_of_use_assets.operating", "assets.right_of_use.operating"},
    {"right_of_use_assets.finance", "assets.right_of_use.finance"},
    {"goodwill_and_intangibles", "assets.goodwill_and_intangibles"},
    {"equity_method_investments", "assets.equity_method_investments"},
    {"other_investments", "assets.other_investments"},
    {"other_assets", "assets.other"},
    {"total_assets", "assets.total"},
    {"trade_payables", "liabilities.trade_payables"},
    {"borrowings", "liabilities.borrowings"},
    {"contract_liabilities", "liabilities.contract_liabilities"},
    {"income_taxes_payable", "liabilities.income_taxes_payable"},
    {"retirement_benefit_liabilities", "liabilities.retirement_benefits"},
    {"other_financial_liabilities", "liabilities.other_financial"},
    {"other_financial_liabilities.operating_lease", "liabilities.other_financial.operating_lease"},
    {"other_financial_liabilities.finance_lease", "liabilities.other_financial.finance_lease"},
    {"other_liabilities", "liabilities.other"},
    {"total_liabilities", "liabilities.total"},
    {"share_capital", "equity.owners.share_capital"},
    {"share_premium", "equity.owners.share_premium"},
    {"retained_earnings", "equity.owners.retained_earnings"},
    {"other_components_of_equity", "equity.owners.other_components"},
    {"treasury_shares", "equity.owners.treasury_shares"},
    {"equity_owners", "equity.owners"},
    {"non_controlling_interests", "equity.non_controlling_interests"},
    {"total_liabilities_and_equity", "liabilities_and_equity"},
};

// Of data/cash_flow_h1.csv. Profit before tax is the profit and loss' own (12,553 there).
const Words lines_of_cash_flow = {
    {"operating/depreciation_and_amortization", "depreciation.total"},
    {"operating/changes_in_operating_assets_and_liabilities",
     "cash_flow.operating.working_capital"},
    {"operating/income_taxes_paid", "cash_flow.operating.taxes_paid"},
    {"operating/not_itemised", "cash_flow.operating.other"},
    {"operating/total", "cash_flow.operating"},
    {"investing/purchase_of_tangible_assets", "cash_flow.investing.tangible"},
    {"investing/purchase_of_intangible_assets", "cash_flow.investing.intangible"},
    {"investing/not_itemised", "cash_flow.investing.other"},
    {"investing/total", "cash_flow.investing"},
    {"financing/payments_of_leases", "cash_flow.financing.leases"},
    {"financing/dividends_paid", "cash_flow.financing.dividends"},
    {"financing/repayment_of_long_term_borrowings", "cash_flow.financing.long_term_repaid"},
    {"financing/net_change_in_short_term_borrowings", "cash_flow.financing.short_term"},
    {"financing/purchase_of_own_shares", "cash_flow.financing.own_shares"},
    {"financing/not_itemised", "cash_flow.financing.other"},
    {"financing/total", "cash_flow.financing"},
    {"reconciliation/fx_effect_and_other", "cash_flow.fx_on_cash"},
    {"reconciliation/cash_change_balance_sheet", "cash_flow.total"},
};

// The quarters from the opening balance sheet on.
std::vector<std::string> quarters() {
  std::vector<std::string> names = {"2023Q2", "2023Q3", "2023Q4"};
  for (int i = 0; i < 8; ++i) names.push_back(fmt::format("{}Q{}", 2024 + i / 4, i % 4 + 1));
  return names;
}

double ulp(double value) {
  value = std::fabs(value);
  return std::nextafter(value, std::numeric_limits<double>::infinity()) - value;
}

// In units of the last place of the total: each quarter adds the rounding of some sixty sums, all
// of them of lines smaller than the total.
double ulps_out_of_balance(double assets, double liabilities_and_equity) {
  return std::fabs(assets - liabilities_and_equity) / ulp(std::max(assets, liabilities_and_equity));
}
constexpr double few = 8;

std::size_t broken(const iij::Ran& ran, std::string_view name) {
  std::size_t count = 0;
  for (const CheckResult& check : ran.run.checks) count += check.name == name && !check.holds;
  return count;
}

// A copy in which every scenario is about that model.
std::filesystem::path copy_with_statements(const iij::ScratchFolder& scratch,
                                           std::string_view model = "statements.model") {
  const auto copy = iij::copy_into(scratch);
  scratch.write("iij/base.scenario",
                fmt::format("scenario \"Base\"\nmodel \"{}\"\nas of 2023Q2\n", model));
  return copy;
}

// The base of a copy in which one relation is another.
std::unique_ptr<iij::Ran> base_changed(std::string_view from, std::string_view to) {
  const iij::ScratchFolder scratch;
  const auto copy = copy_with_statements(scratch);
  std::string text = read_file((copy / "three_statements.model").string());
  const std::size_t at = text.find(from);
  BOOST_TEST_REQUIRE(at != std::string::npos, from);
  BOOST_TEST_REQUIRE(text.find(from, at + 1) == std::string::npos, from);
  text.replace(at, from.size(), to);
  scratch.write("iij/three_statements.model", text);
  return iij::run_file(copy / "base.scenario");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_statements)

BOOST_AUTO_TEST_CASE(both_printed_balance_sheets_stand_line_by_line) {
  std::size_t lines = 0;
  for (const iij::Row& row : iij::rows_of(iij::folder() / "data" / "balance_sheet.csv")) {
    const std::string& item = row.at("item");
    if (item == "equity_ratio") continue;  // beaten by ours, and checked against it
    const std::string& series = lines_of_balance_sheet.at(item);
    BOOST_TEST(iij::with_statements().at(series, "2022Q4") == std::stod(row.at("value_2023_03")),
               series);
    BOOST_TEST(iij::with_statements().at(series, "2023Q2") == std::stod(row.at("value_2023_09")),
               series);
    BOOST_TEST(is_missing(iij::with_statements().at(series, "2023Q1")),
               series);  // nobody printed it
    ++lines;
  }
  BOOST_TEST(lines == lines_of_balance_sheet.size());
}

BOOST_AUTO_TEST_CASE(the_printed_cash_flows_of_both_first_halves_stand_line_by_line) {
  std::size_t lines = 0;
  for (const iij::Row& row : iij::rows_of(iij::folder() / "data" / "cash_flow_h1.csv")) {
    if (row.at("item") == "profit_before_tax") continue;
    const std::string& series = lines_of_cash_flow.at(row.at("section") + "/" + row.at("item"));
    BOOST_TEST(iij::with_statements().at(series, "2023H1") == std::stod(row.at("value_1h23")),
               series);
    if (!row.at("value_1h22").empty()) {
      BOOST_TEST(iij::with_statements().at(series, "2022H1") == std::stod(row.at("value_1h22")),
                 series);
    }
    ++lines;
  }
  BOOST_TEST(lines == lines_of_cash_flow.size());
}

// What the split of leases and depreciation in 1H23 rests on, from the printed figures.
BOOST_AUTO_TEST_CASE(leases_and_depreciation_of_1H23_are_derived_as_their_sources_say) {
  const auto at = [](const char* series, const char* period = "2023H1") {
    return iij::with_statements().at(series, period);
  };
  const double fresh = at("capex.finance_lease");
  BOOST_TEST(fresh == 833 + 1910);
  BOOST_TEST(at("depreciation.finance_lease") == 15442 + fresh - 14402);
  BOOST_TEST(at("leases.finance_paid") == 16447 + fresh - 15519);
  BOOST_TEST(at("leases.operating_paid") == 9965 - at("leases.finance_paid"));
  BOOST_TEST(at("leases.operating_new") == 29422 + at("leases.operating_paid") - 31610);
  BOOST_TEST(at("depreciation.operating_lease") == 31233 + at("leases.operating_new") - 28989);
  BOOST_TEST(at("depreciation.outside_capex") == 14598 - 7747 - at("depreciation.operating_lease"));
}

namespace {

void hold_shipped_scenarios(std::string_view model) {
  std::size_t scenarios = 0;
  double worst = 0;
  double worst_cash = 0;
  const iij::ScratchFolder scratch;
  for (const auto& file :
       std::filesystem::directory_iterator(copy_with_statements(scratch, model))) {
    if (file.path().extension() != ".scenario") continue;
    const auto ran = iij::run_file(file.path());
    if (!ran->model().find("assets.total")) continue;  // of the model of years
    ++scenarios;
    BOOST_TEST(broken(*ran, "balance") + broken(*ran, "cash_change") == 0u, file.path());
    std::string before;
    for (const std::string& quarter : quarters()) {
      worst = std::max(worst, ulps_out_of_balance(ran->at("assets.total", quarter),
                                                  ran->at("liabilities_and_equity", quarter)));
      if (!before.empty()) {
        const double change = ran->at("assets.cash_and_equivalents", quarter) -
                              ran->at("assets.cash_and_equivalents", before);
        const double explained =
            ran->at("cash_flow.operating", quarter) + ran->at("cash_flow.investing", quarter) +
            ran->at("cash_flow.financing", quarter) + ran->at("cash_flow.fx_on_cash", quarter);
        worst_cash = std::max(worst_cash, std::fabs(change - explained) /
                                              ulp(ran->at("assets.cash_and_equivalents", quarter)));
      }
      before = quarter;
    }
  }
  fmt::print("{}, {} scenarios: assets {} ulps from liabilities and equity at worst, cash {}\n",
             model, scenarios, worst, worst_cash);
  BOOST_TEST(scenarios >= 21u);
  BOOST_TEST(worst <= few);
  BOOST_TEST(worst_cash <= 4.0);
}

// Every driver with a range anywhere in it, all at once: ten thousand companies. What is solved for
// is no driver any more.
void hold_drawn_companies(const iij::Ran& base) {
  const Model& model = base.model();
  const PeriodSpan ahead{base.span("2023Q3").first, model.horizon.last};
  std::vector<AxisRange> ranges;
  Operations operations = base.scenario.operations;
  const auto known = driver_ranges(base.scenario);
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (is_missing(known[i].low) || is_missing(known[i].high)) continue;
    if (base.scenario.precedence->circle_of({SeriesId(i), ahead.first}) != nullptr) continue;
    Operation set;
    set.series = SeriesId(i);
    set.span = ahead;
    set.axis = std::uint32_t(ranges.size());
    operations.push_back(set);
    ranges.push_back({{model.series[i].name, model.series[i].unit},
                      std::min(known[i].low, known[i].high),
                      std::max(known[i].low, known[i].high)});
  }
  std::vector<Output> outputs;
  for (Period p = ahead.first; p <= ahead.last; p = p + 1) {
    for (const char* name :
         {"assets.total", "liabilities_and_equity", "assets.cash_and_equivalents", "cash.minimum",
          "liabilities.borrowings.short_term", "liabilities.borrowings.long_term"}) {
      outputs.push_back({base.series(name), {p, p}, std::nullopt});
    }
  }
  std::vector<Axis> axes;
  for (const AxisRange& one : ranges) axes.push_back(one.axis);
  const auto program = lower(*base.scenario.precedence, operations, axes, outputs);
  BOOST_TEST_REQUIRE(bool(program));
  const RangeDesign design(ranges, 10'000);

  const auto answer = conduct({*program.value, design, RowsReducer()}, {.threads = 1});

  const Block& rows = dynamic_cast<const RowsReducer&>(*answer).rows();
  BOOST_TEST_REQUIRE(rows.values.rows() == 10'000);
  BOOST_TEST(rows.failures.empty());
  double worst = 0;
  std::size_t drawn = 0;
  std::size_t short_of_cash = 0;
  std::size_t overpaid = 0;
  for (Eigen::Index row = 0; row < rows.values.rows(); ++row) {
    for (Eigen::Index at = 0; at < rows.values.cols(); at += 6) {
      const auto value = [&](Eigen::Index i) { return rows.values(row, at + i); };
      worst = std::max(worst, ulps_out_of_balance(value(0), value(1)));
      short_of_cash += value(2) < value(3) - 1e-6;
      overpaid += value(4) < -1e-6 || value(5) < -1e-6;
      drawn += value(4) > 12000;
    }
  }
  fmt::print(
      "{} drivers drawn 10,000 times: {} ulps out of balance at worst, {} quarters above "
      "the loan of 12,000\n",
      ranges.size(), worst, drawn);
  BOOST_TEST(worst <= few);
  BOOST_TEST(short_of_cash == 0u);  // the drawing rule
  BOOST_TEST(overpaid == 0u);       // nobody pays back what is not owed
  BOOST_TEST(drawn > 0u);
  BOOST_TEST(ranges.size() > 80u);
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_shipped_scenario_is_in_balance_in_every_quarter) {
  hold_shipped_scenarios("statements.model");
  hold_shipped_scenarios("circular_interest.model");
}

BOOST_AUTO_TEST_CASE(ten_thousand_drawn_companies_are_in_balance_in_every_quarter) {
  hold_drawn_companies(iij::with_statements());
}

BOOST_AUTO_TEST_CASE(ten_thousand_whose_interest_is_solved_for_are_in_balance_as_well) {
  hold_drawn_companies(iij::with_circular_interest());
}

// Interest given, nothing is circular: given what was solved for, the same company comes out.
BOOST_AUTO_TEST_CASE(the_interest_that_was_solved_for_is_that_of_the_borrowings_it_leads_to) {
  const iij::Ran& solved = iij::with_circular_interest();
  const iij::Ran& plain = iij::with_statements();
  Operations operations = plain.scenario.operations;
  std::vector<Output> outputs;
  const PeriodSpan ahead{plain.span("2023Q3").first, plain.model().horizon.last};
  for (Period p = ahead.first; p <= ahead.last; p = p + 1) {
    Operation set;
    set.series = plain.series("finance.net_interest");
    set.span = {p, p};
    set.value = solved.run.figures.at(solved.series("finance.net_interest"), {p, p});
    operations.push_back(set);
    for (const char* name : {"borrowings.mean", "assets.total", "net_profit_attributable"}) {
      outputs.push_back({plain.series(name), {p, p}});
    }
  }
  const auto program = lower(*plain.scenario.precedence, operations, {}, outputs);
  BOOST_TEST_REQUIRE(bool(program));
  const auto near = boost::test_tools::tolerance(1e-13);
  double borrowed = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto& [series, span, side, by, solving] = outputs[i];
    const ProgramOperand& at = program.value->results[i];
    BOOST_TEST_REQUIRE(at.constant);
    const double value = program.value->constants[at.index].value;
    BOOST_TEST(value == solved.run.figures.at(solved.series(plain.model().at(series).name), span),
               near);
    if (i % 3 != 0) continue;
    const double interest = solved.run.figures.at(solved.series("finance.net_interest"), span);
    BOOST_TEST(interest == -0.01 * value / 4, near);
    borrowed += value;
  }
  BOOST_TEST(borrowed > 0.0);
}

// Through ten quarters, each solved: the exact derivative beside the difference of two runs.
BOOST_AUTO_TEST_CASE(a_derivative_goes_through_the_circles_of_ten_quarters) {
  const iij::Ran& base = iij::with_circular_interest();
  const PeriodSpan ahead{base.span("2023Q3").first, base.model().horizon.last};
  std::vector<Axis> axes;
  Operations operations = base.scenario.operations;
  for (const char* name : {"borrowings.rate", "cash.minimum", "si.conversion"}) {
    const SeriesId driver = base.series(name);
    Operation add{.kind = OperationKind::add, .series = driver, .span = ahead};
    add.axis = std::uint32_t(axes.size());
    operations.push_back(add);
    axes.push_back({name, base.model().at(driver).unit});
  }
  std::vector<Output> outputs;
  for (const char* name : {"net_profit_attributable", "liabilities.borrowings"}) {
    outputs.push_back({base.series(name), base.span("FY2025")});
    for (std::uint32_t axis = 0; axis < axes.size(); ++axis) {
      outputs.push_back(outputs[outputs.size() - 1 - axis]);
      outputs.back().by = axis;
    }
  }
  const auto program = lower(*base.scenario.precedence, operations, axes, outputs);
  BOOST_TEST_REQUIRE(bool(program));
  // The rate in %, the minimum of cash in JPY mn, conversion in %: small beside what they are.
  const double steps[] = {1e-3, 0.1, 1e-4};
  Block block;
  block.points.setZero(7, 3);
  for (Eigen::Index axis = 0; axis < 3; ++axis) {
    block.points(1 + 2 * axis, axis) = steps[axis];
    block.points(2 + 2 * axis, axis) = -steps[axis];
  }
  Executor(*program.value).run(block);
  BOOST_TEST(block.failures.empty());
  for (Eigen::Index output = 0; output < block.values.cols(); output += 4) {
    for (Eigen::Index axis = 0; axis < 3; ++axis) {
      const double difference =
          (block.values(1 + 2 * axis, output) - block.values(2 + 2 * axis, output)) /
          (2 * steps[axis]);
      BOOST_TEST(block.values(0, output + 1 + axis) == difference,
                 boost::test_tools::tolerance(1e-5));
    }
  }
}

// One term left out of one flow: the line moves, no cash follows, and no line makes up for it.
BOOST_AUTO_TEST_CASE(a_relation_with_a_term_missing_is_out_of_balance_in_every_forecast_quarter) {
  struct Break {
    const char* from;
    const char* to;
    std::size_t quarters;
  };
  const Break breaks[] = {
      {"= retirement.accrual - equity_method_result", "= -equity_method_result", 10},
      {"    liabilities.trade_payables - liabilities.trade_payables[-1],\n", "", 10},
      {"- assets.disposals - depreciation.tangible", "- depreciation.tangible", 10},
      {"+ net_profit_attributable + cash_flow.financing.dividends", "+ net_profit_attributable",
       10},
      {"[-1] + nci_profit - nci.dividends", "[-1] + nci_profit", 8},  // paid in 1Q24 first
  };
  for (const Break& one : breaks) {
    BOOST_TEST(broken(*base_changed(one.from, one.to), "balance") == one.quarters, one.from);
  }
  // Cash that no flow explains is seen twice.
  const auto given = base_changed("[-1] + cash_flow.total", "[-1] + cash_flow.total + 1 JPY mn");
  BOOST_TEST(broken(*given, "balance") == 10u);
  BOOST_TEST(broken(*given, "cash_change") == 10u);
}

BOOST_AUTO_TEST_CASE(a_line_fixed_against_its_flows_breaks_the_balance_and_the_exit_code) {
  const iij::ScratchFolder scratch;
  const auto copy = copy_with_statements(scratch);
  const auto path = scratch.write("iij/fixed.scenario",
                                  "scenario \"Fixed\"\nextends \"base.scenario\"\n"
                                  "fix assets.tangible = 30000 JPY mn in 2023Q4\n");
  Console console;
  const Exit exit = headwater_main({"run", path.string()}, console);
  BOOST_TEST(int(exit) == 1);
  BOOST_TEST(console.err.find("check broken: balance in 2023Q4:") != std::string::npos,
             console.err);
}

// 3Q23 by hand, line by line where cash comes from and goes.
BOOST_AUTO_TEST_CASE(the_cash_of_3Q23_is_worked_out_by_hand) {
  const auto at = [](const char* series) { return iij::with_statements().at(series, "2023Q3"); };
  const auto near = boost::test_tools::tolerance(1e-12);
  BOOST_TEST(at("cash_flow.operating.taxes_paid") == -3842.0, near);
  BOOST_TEST(at("cash_flow.financing.dividends") == -17.18 * 177.3, near);
  BOOST_TEST(at("cash_flow.financing.long_term_repaid") == -515.0, near);
  BOOST_TEST(at("cash_flow.financing.leases") == -0.101 * 29422 - 0.113 * 15519, near);
  const double bought = 5978 * (1 - 0.26) + 760;
  BOOST_TEST(at("cash_flow.investing.tangible") == -0.66 * bought, near);
  BOOST_TEST(at("cash_flow.investing") == 310 - bought, near);
  BOOST_TEST(at("assets.trade_receivables") == 54.5 * at("revenue.total") / 92, near);
  BOOST_TEST(at("assets.inventories") == 0.22 * at("backlog.si.construction"), near);
  const double before = 42587 + at("cash_flow.operating") + at("cash_flow.investing") +
                        at("cash_flow.financing.leases") - 17.18 * 177.3 - 515 - 260;
  BOOST_TEST(at("cash.before_drawing") == before, near);
  BOOST_TEST(before < 40000);  // so what is missing is drawn, and nothing is paid back
  BOOST_TEST(at("borrowings.drawn") == 40000 - before, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(at("borrowings.paid_back") == 0.0);
  BOOST_TEST(at("assets.cash_and_equivalents") == 40000.0, near);
  BOOST_TEST(at("borrowings.opening") == 31408.0);
  BOOST_TEST(at("borrowings.mean") == 0.5 * (31408 + at("liabilities.borrowings")), near);
}

// Neither statement reaches back into the profit and loss.
BOOST_AUTO_TEST_CASE(profit_of_FY2023_is_what_it_was_without_a_balance_sheet) {
  const auto rounded = [](const char* series) {
    return std::round(iij::with_statements().at(series, "FY2023"));
  };
  BOOST_TEST(rounded("revenue.total") == 269703);
  BOOST_TEST(rounded("operating_profit") == 29770);
  BOOST_TEST(rounded("net_profit_attributable") == 19828);
}

BOOST_AUTO_TEST_SUITE_END()
