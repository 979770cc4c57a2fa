// Every cell of the reference model against an independent evaluator: see tests/golden/README.md.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

using Cell = std::pair<std::string, std::string>;  // series, period

const std::vector<iij::Row>& evaluated() {
  static const auto rows = iij::rows_of(iij::golden("iij_evaluated.csv"));
  return rows;
}

double number(const std::string& text) { return text.empty() ? missing() : std::stod(text); }

// To 1e-9 of the larger; a blank agrees with a blank only.
bool agree(double left, double right) {
  if (is_missing(left) || is_missing(right)) return is_missing(left) && is_missing(right);
  return std::fabs(left - right) <= 1e-9 * std::max(std::fabs(left), std::fabs(right));
}

std::map<Cell, std::string> argued_differences() {
  std::map<Cell, std::string> reasons;
  for (const iij::Row& row : iij::rows_of(iij::golden("iij_differences.csv"))) {
    reasons.emplace(Cell{row.at("series"), row.at("period")}, row.at("reason"));
  }
  return reasons;
}

// Series of whose outlook the evaluator knows nothing, because the model had it later. Each is
// worked out by hand in the test that its row names.
std::set<std::string> added_since() {
  std::set<std::string> names;
  for (const iij::Row& row : iij::rows_of(iij::golden("iij_added.csv"))) {
    names.insert(row.at("series"));
    BOOST_TEST(iij::base().model().find(row.at("series")).has_value(), row.at("series"));
  }
  for (const iij::Row& row : evaluated()) {
    BOOST_TEST((row.at("state") != "forecast" || !names.contains(row.at("series"))),
               row.at("series") + " is no addition");
  }
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_evaluator)

BOOST_AUTO_TEST_CASE(an_independent_evaluator_agrees_on_every_cell_or_the_difference_is_argued) {
  const auto argued = argued_differences();
  std::set<Cell> differing;
  std::size_t agreeing = 0;
  for (const iij::Row& row : evaluated()) {
    const Cell cell{row.at("series"), row.at("period")};
    const double theirs = number(row.at("value"));
    const double ours = iij::base().at(cell.first, cell.second);
    if (agree(ours, theirs)) {
      ++agreeing;
      continue;
    }
    differing.insert(cell);
    BOOST_TEST(argued.contains(cell), fmt::format("{} in {}: {} here, {} by the evaluator",
                                                  cell.first, cell.second, ours, theirs));
  }

  for (const auto& [cell, reason] : argued) {
    BOOST_TEST(differing.contains(cell),
               fmt::format("{} in {} no longer differs: strike it from iij_differences.csv",
                           cell.first, cell.second));
    BOOST_TEST(!reason.empty());
  }
  fmt::print("{} cells and roll-ups agree, {} differ for a reason\n", agreeing, differing.size());
  // 3,294 rows: 1,052 of history, 1,780 of the outlook, 462 years.
  BOOST_TEST(agreeing + differing.size() == 3294u);
}

// The evaluator calls a quarter history up to 2023Q2, whatever won it there: a printed figure, a
// formula for history, or a driver (which we mark as estimated, since nobody printed it).
BOOST_AUTO_TEST_CASE(history_and_forecast_part_where_the_evaluator_parts_them) {
  const iij::Ran& base = iij::base();
  const auto argued = argued_differences();
  std::map<std::string, std::size_t> counts;
  for (const iij::Row& row : evaluated()) {
    const std::string& state = row.at("state");
    const SeriesId series = base.series(row.at("series"));
    const PeriodSpan span = base.span(row.at("period"));
    ++counts[state];
    BOOST_TEST((state == "roll-up") == (span.count() > 1), base.name(series, span));
    if (state == "roll-up" || argued.contains({row.at("series"), row.at("period")})) continue;
    const Mark mark = mark_of(*base.scenario.precedence, series, span);
    const bool driver = base.model().at(series).kind == SeriesKind::driver;
    const bool same = state == "forecast"
                          ? mark == Mark::forecast
                          : mark == Mark::estimated || (mark == Mark::actual && !driver);
    BOOST_TEST(same, fmt::format("{} is {} to the evaluator, here mark {}", base.name(series, span),
                                 state, int(mark)));
  }
  BOOST_TEST(counts["history"] == 1052u);
  BOOST_TEST(counts["forecast"] == 1780u);
}

// "% per quarter" and "booked in Q2" are notes; "JPY mn / person / month" may stand in any order.
BOOST_AUTO_TEST_CASE(series_live_in_the_units_the_evaluator_gave_them) {
  const iij::Ran& base = iij::base();
  for (const iij::Row& row : evaluated()) {
    const Series& series = base.model().at(base.series(row.at("series")));
    std::string text = row.at("unit");
    const std::string note = series.booked_in != 0 ? fmt::format(" booked in Q{}", series.booked_in)
                                                   : " per " + series.per;
    if (text.ends_with(note)) text.resize(text.size() - note.size());
    const auto unit = base.model().units.parse(text);
    BOOST_TEST((unit && *unit == series.unit),
               fmt::format("{}: {} here, {} by the evaluator", series.name, series.unit.text(),
                           row.at("unit")));
  }
}

// What the evaluator left out, in quarters: named deals (read, but not written out), figures
// without an outlook, and what the model has had added since. One cell more: heads at the end of
// FY2021 are printed with the year (4,147), a stock's year is its last quarter's level, so the mean
// heads of 1Q22 are known; it had no years.
BOOST_AUTO_TEST_CASE(no_quarter_has_a_value_that_the_evaluator_did_not_know) {
  const iij::Ran& base = iij::base();
  std::set<Cell> known;
  for (const iij::Row& row : evaluated()) known.emplace(row.at("series"), row.at("period"));
  const std::set<std::string> added = added_since();
  std::set<std::string> unknown;
  const Model& model = base.model();
  for (std::size_t i = 0; i < model.series.size(); ++i) {
    const Series& series = model.series[i];
    if (series.name.starts_with("deals.") || series.actual_only) continue;
    if (added.contains(series.name)) continue;
    for (Period p = model.horizon.first; p <= model.horizon.last; p = p + 1) {
      const PeriodSpan span{p, p};
      if (is_missing(base.run.figures.at(SeriesId(i), span))) continue;
      if (known.contains({series.name, model.calendar.name(span)})) continue;
      unknown.insert(base.name(SeriesId(i), span));
    }
  }

  const std::set<std::string> expected = {"personnel.cost_per_head@2022Q1"};
  BOOST_TEST(unknown == expected, boost::test_tools::per_element());
  const double mean_heads = 0.5 * (4147 + 4331);
  BOOST_TEST(base.at("personnel.cost_per_head", "2022Q1") == 8177 / (mean_heads * 3),
             boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
