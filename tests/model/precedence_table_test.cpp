// Which value wins, case by case: what is written of a series and what was published of it decide
// the rule, the value, whether it is an estimate, and where its outlook begins.
#include <cstddef>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Known;
using test::Tiny;

namespace {

const std::string a_b = "flow a : JPY\n  outlook = a[-1]\nflow b : JPY\n  outlook = b[-1]\n";
const std::string d = "driver d : JPY = 7\n";
const std::string total = "flow total : JPY\n  outlook = total[-1]\n";

// The models of the table. Their horizon is 2022Q1..2023Q4 unless their name says otherwise.
const std::map<std::string, Tiny, std::less<>> models = {
    {"twice", {a_b + "flow x : JPY\n  history = a + a\n  outlook = x[-1]\n"}},
    {"then",
     {a_b + "flow x : JPY\n  history = a + a\n  outlook = x[-1]\n"
            "flow y : JPY\n  = x + 1 JPY\n"}},
    {"sum", {a_b + "flow x : JPY\n  = a + b\n"}},
    {"parts", {a_b + "flow x : JPY\n  parts by letter = a, b\n"}},
    {"ahead", {a_b + "flow x : JPY\n  outlook = a + a\n"}},
    {"share", {a_b + "ratio r : %\n  = a per b\n"}},
    {"target", {a_b + "ratio r : %\n  outlook = a per b\n"}},
    {"rest",
     {total + "flow x : JPY\n  history = total - y\n  outlook = x[-1]\n"
              "flow y : JPY\n  history = total - x\n  outlook = y[-1]\n"}},
    {"complement",
     {"ratio r : %\n  history = 100% - s\n  actual only\n"
      "ratio s : %\n  history = 100% - r\n  actual only\n"}},
    {"otherwise", {a_b + "flow x : JPY\n  = a otherwise b\n"}},
    {"late",
     {"flow x : JPY\n  = a otherwise b\nflow b : JPY\n  outlook = b[-1]\n"
      "flow a : JPY\n  = c + 1 JPY\nflow c : JPY\n  outlook = c[-1]\n"}},
    {"relay", {a_b + "flow x : JPY\n  = y[-1] otherwise a\nflow y : JPY\n  = x otherwise b\n"}},
    {"fixed",
     {d + a_b +
      "flow x : JPY\n  = d\nflow y : JPY\n  = a + d\nflow z : JPY\n  = y[-1]\n"
      "  before = 1 JPY\n"}},
    {"planned", {d + a_b + "flow z : JPY\n  outlook = d\n"}},
    {"before", {a_b + "flow x : JPY\n  before = 3 JPY\n  history = a + a\n  outlook = x[-1]\n"}},
    {"grown",
     {d + a_b +
      "flow x : JPY\n  before = d + d\n  = x[-1] + a\n"
      "flow y : JPY\n  before = x\n  = y[-1] + a\n"}},
    {"booked", {a_b + "flow f : JPY booked in Q2\n  outlook = f[-4]\n"}},
    {"stock", {a_b + "stock s : JPY\n  outlook = s[-1]\n"}},
    {"only",
     {a_b + "flow x : JPY\n  history = a + a\n  actual only\nflow k : JPY\n  actual only\n"}},
    {"third",
     {"flow a : JPY  actual only\n"
      "flow x : JPY\n  = if quarter == 3 then a[-4] else 0 JPY\n"}},
    {"whether",
     {"flow a : JPY  actual only\n"
      "flow x : JPY\n  = if present(a) == 1 then 2 JPY else 3 JPY\n"}},
    {"deals",
     {.body = "pipeline deals from \"deals.csv\"\n" + a_b +
              "flow x : JPY\n  history = a + deals.build.revenue\n  outlook = x[-1]\n",
      .files = {{"deals.csv",
                 "deal,line,ordered,start,end,amount,unit,profile,gross_margin\n"
                 "big,build,2022Q2,2022Q3,2022Q4,20,JPY,even,\n"}}}},
    {"listed",
     {.body = "table fee : JPY from \"fee.csv\"\n  by fiscal_year\n" + a_b +
              "flow x : JPY\n  history = fee(fiscal_year)\n  outlook = x[-1]\n",
      .files = {{"fee.csv", "fiscal_year,value\nFY2022,9\n"}}}},
    {"dated",
     {.body = "results \"results.csv\"\n" + d + a_b + "flow z : JPY\n  outlook = d\n",
      .files = {{"results.csv",
                 "period,date\n2022Q1,2022-08-05\n2022Q2,2022-11-07\n"
                 "2022Q3,2023-02-06\n"}}}},
    {"monthly",
     {.body = a_b + "stock s : JPY\n  outlook = s[-1]\n",
      .horizon = "2022M04..2023M03",
      .calendar = "monthly, fiscal year starts april"}},
    {"annual",
     {.body = a_b + "flow x : JPY\n  history = a + a\n  outlook = x[-1]\n",
      .horizon = "FY2022..FY2025",
      .calendar = "annual, fiscal year starts april"}},
};

// First why, then: model | figures, as SERIES PERIOD VALUE [BASIS [PUBLISHED]] | as of | the cell
// that is asked | its rule and value | the last period before its outlook. As of `now` is all
// there is. A basis of - is none.
constexpr std::string_view table = R"(
In history a figure wins over the formula.
  twice | a 2022Q1 10, x 2022Q1 21 | now | x 2022Q1 | observation 21 | 2022Q1
A derived figure is the work of some formula: the model's own beats it.
  twice | a 2022Q1 10, x 2022Q1 21 derived | now | x 2022Q1 | history 20 | 2022Q1
An estimated figure is somebody's, so it stands, and is marked.
  twice | a 2022Q1 10, x 2022Q1 21 estimated | now | x 2022Q1 | observation 21 estimated | 2022Q1
What a formula makes of an estimate is one.
  twice | a 2022Q1 10 estimated | now | x 2022Q1 | history 20 estimated | 2022Q1
An estimate that is beaten marks nothing.
  then | a 2022Q1 10, x 2022Q1 21 derived | now | y 2022Q1 | history 21 | 2022Q1
A formula fills a period without a figure.
  twice | a 2022Q1 10, a 2022Q2 11, x 2022Q1 21 | now | x 2022Q2 | history 22 | 2022Q2
Parts are a formula for history too.
  parts | a 2022Q1 10, b 2022Q1 5, x 2022Q1 16 derived | now | x 2022Q1 | history 15 | 2022Q1
A reported total stands beside its parts.
  parts | a 2022Q1 10, b 2022Q1 5, x 2022Q1 16 | now | x 2022Q1 | observation 16 | 2022Q1
An outlook beats no figure, not even a derived one.
  ahead | a 2022Q1 10, x 2022Q1 21 derived | now | x 2022Q1 | observation 21 | 2022Q1
A ratio is computed, however its figure was found.
  share | a 2022Q1 10, b 2022Q1 20, r 2022Q1 49% | now | r 2022Q1 | history 50 | 2022Q1
Without a formula for history its figure is all there is.
  target | a 2022Q1 10, b 2022Q1 20, r 2022Q1 49% | now | r 2022Q1 | observation 49 | 2022Q1
The ratio's own estimate is beaten; what it is made of is reported.
  share | a 2022Q1 10, b 2022Q1 20, r 2022Q1 49% estimated | now | r 2022Q1 | history 50 | 2022Q1
A ratio of an estimate is one.
  share | a 2022Q1 10 estimated, b 2022Q1 20 | now | r 2022Q1 | history 50 estimated | 2022Q1
Its cells are known, so the formula wins, though what it gives is no number.
  share | a 2022Q1 10, b 2022Q1 0, r 2022Q1 49% | now | r 2022Q1 | history without value | 2022Q1
A beaten figure comes back where the formula lacks a cell: a is not known in 2022Q2.
  twice | a 2022Q1 10, a 2022Q3 12, x 2022Q2 21 derived | now | x 2022Q2 | observation 21 | 2022Q3
What reads the figure that came back is known with it.
  then | a 2022Q1 10, a 2022Q3 12, x 2022Q2 21 derived | now | y 2022Q2 | history 22 | 2022Q3
Where the formula can be served, the figure does not come back.
  twice | a 2022Q1 10, x 2022Q1 21 derived, x 2022Q2 21 derived | now | x 2022Q1 | history 20 | 2022Q2
A ratio's figure comes back as well.
  share | a 2022Q1 10, r 2022Q1 49% | now | r 2022Q1 | observation 49 | 2022Q1

Two formulas that read each other: one figure serves the other.
  rest | total 2022Q1 10, y 2022Q1 4 | now | x 2022Q1 | history 6 | 2022Q1
The same from the other side.
  rest | total 2022Q1 10, x 2022Q1 7 | now | y 2022Q1 | history 3 | 2022Q1
Neither makes the other known.
  rest | total 2022Q1 10 | now | x 2022Q1 | missing | 2022Q1
A derived figure alone comes back, and serves the other.
  rest | total 2022Q1 10, x 2022Q1 7 derived | now | y 2022Q1 | history 3 | 2022Q1
Two derived ones come back together: neither is computed from the other.
  rest | total 2022Q1 10, x 2022Q1 7 derived, y 2022Q1 4 derived | now | y 2022Q1 | observation 4 | 2022Q1
So do two ratios.
  complement | r 2022Q1 30%, s 2022Q1 69% | now | s 2022Q1 | observation 69 | 2022Q1
One ratio by itself comes back, and its complement follows.
  complement | r 2022Q1 30% | now | s 2022Q1 | history 70 | 2022Q1
Past the splice of both, each is forecast by its own outlook.
  rest | total 2022Q1 10, total 2022Q2 11, y 2022Q1 4 | now | x 2022Q2 | outlook 6 | 2022Q1
'otherwise' takes the second where the first is missing.
  otherwise | a 2022Q1 10, a 2022Q3 12, b 2022Q2 5 | now | x 2022Q2 | history 5 | 2022Q3
And the first where it is there.
  otherwise | a 2022Q1 10, b 2022Q1 5 | now | x 2022Q1 | history 10 | 2022Q1
Even where the first becomes known only when the second has been taken.
  late | b 2022Q1 5, c 2022Q1 9 | now | x 2022Q1 | history 10 | 2022Q1
Round a loop with a lag: nothing before 2022Q1, so x is a there, y is x, and x of 2022Q2 is y.
  relay | a 2022Q1 10, b 2022Q2 5 | now | x 2022Q2 | history 10 | 2022Q2
And y of 2022Q2 is that x, not b.
  relay | a 2022Q1 10, b 2022Q2 5 | now | y 2022Q2 | history 10 | 2022Q2

Each series has an edge of its own: a is known until 2022Q3.
  sum | a 2022Q2 11, a 2022Q3 12, b 2022Q2 6 | now | a 2022Q3 | observation 12 | 2022Q3
And b until 2022Q2.
  sum | a 2022Q2 11, a 2022Q3 12, b 2022Q2 6 | now | b 2022Q3 | outlook 6 | 2022Q2
Their sum is known as long as both are: 12 + 6 is a forecast.
  sum | a 2022Q2 11, a 2022Q3 12, b 2022Q2 6 | now | x 2022Q3 | outlook 18 | 2022Q2
A figure of its own carries it further.
  sum | a 2022Q2 11, b 2022Q2 6, x 2022Q3 20 | now | x 2022Q3 | observation 20 | 2022Q3
A gap in history is not forecast over.
  twice | a 2022Q1 10, a 2022Q3 12 | now | a 2022Q2 | missing | 2022Q3
What reads the gap is missing, and no forecast either.
  twice | a 2022Q1 10, a 2022Q3 12 | now | x 2022Q2 | missing | 2022Q3
Beyond the last figure the outlook reads on.
  twice | a 2022Q1 10, a 2022Q3 12 | now | x 2022Q4 | outlook 24 | 2022Q3
A series never known waits until the last period that was published.
  planned | a 2022Q3 12 | now | z 2022Q3 | missing | 2022Q3
And is forecast from there.
  planned | a 2022Q3 12 | now | z 2022Q4 | outlook 7 | 2022Q3
Without any figures it is forecast from the first period.
  planned | | now | z 2022Q1 | outlook 7 | 2021Q4
As of an earlier period it is forecast from there.
  planned | a 2022Q1 9, a 2022Q3 12 | 2022Q2 | z 2022Q3 | outlook 7 | 2022Q2
Drivers are known in every period, and a formula that reads them estimates.
  fixed | a 2022Q3 12 | now | x 2022Q2 | history 7 estimated | 2022Q3
As does a formula with a driver in it.
  fixed | a 2022Q3 12 | now | y 2022Q3 | history 19 estimated | 2022Q3
And what reads that in a later period.
  fixed | a 2022Q2 12, a 2022Q3 13 | now | z 2022Q3 | history 19 estimated | 2022Q3
The pipeline is known in every period and is no estimate: 10 + 20 / 2.
  deals | a 2022Q3 10 | now | x 2022Q3 | history 20 | 2022Q3
So is a table.
  listed | a 2022Q3 10 | now | x 2022Q2 | history 9 | 2022Q3
A branch that the calendar rules out reads nothing.
  third | a 2021Q3 11, a 2022Q3 12 | now | x 2022Q2 | history 0 | 2022Q3
The branch that is taken reads a year back.
  third | a 2021Q3 11, a 2022Q3 12 | now | x 2022Q3 | history 11 | 2022Q3
Whether a cell has a value is known even of a gap.
  whether | a 2022Q1 10, a 2022Q3 12 | now | x 2022Q2 | history 3 | 2022Q3
On purpose there is no outlook.
  only | k 2022Q1 10, a 2022Q2 1 | now | k 2022Q2 | missing | 2022Q1
A formula for history serves it all the same.
  only | a 2022Q1 10, b 2022Q2 1 | now | x 2022Q1 | history 20 | 2022Q1

Before the first period 'before' serves.
  before | a 2022Q1 10 | now | x 2021Q4 | before 3 | 2022Q1
However early.
  before | a 2022Q1 10 | now | x 1990Q1 | before 3 | 2022Q1
A figure wins over it.
  before | a 2022Q1 10, x 2021Q2 4 | now | x 2021Q2 | observation 4 | 2022Q1
Between that figure and the first period it serves again.
  before | a 2022Q1 10, x 2021Q2 4 | now | x 2021Q3 | before 3 | 2022Q1
It wins over the formula for history.
  before | a 2022Q1 10, a 2021Q2 4 | now | x 2021Q2 | before 3 | 2022Q1
Without it that formula reaches back to the earliest figure.
  twice | a 2022Q1 10, a 2021Q2 4 | now | x 2021Q2 | history 8 | 2022Q1
And no further, though a driver is known there.
  fixed | a 2022Q1 10, a 2021Q2 4 | now | x 2021Q1 | missing | 2022Q1
It may name drivers: 7 + 7.
  grown | | now | x 2021Q4 | before 14 estimated | 2021Q4
It is no knowledge: the outlook begins with the first period. 14 + 3 and so on need a figure of a.
  grown | a 2021Q4 3 | now | x 2022Q1 | outlook 17 | 2021Q4
History that begins with an assumption is an estimate: 14 + 10.
  grown | a 2022Q1 10 | now | x 2022Q1 | history 24 estimated | 2022Q1
Also by way of another series: y begins with x.
  grown | a 2022Q1 10 | now | y 2022Q1 | history 24 estimated | 2022Q1
Also where earlier figures are known.
  grown | a 2021Q1 1, a 2022Q1 10 | now | x 2022Q1 | history 24 estimated | 2022Q1

A flow booked in the second quarter: its half-year figure is that cell.
  booked | f 2022H1 30, f 2022H2 0 | now | f 2022Q2 | observation 30 | 2022Q2
Elsewhere it is nothing, and knows it.
  booked | f 2022H1 30, f 2022H2 0 | now | f 2022Q1 | not booked 0 | 2022Q2
Also past its edge.
  booked | f 2022H1 30, a 2022Q4 1 | now | f 2023Q1 | not booked 0 | 2022Q2
The outlook serves the quarter it is booked in.
  booked | f 2022H1 30, a 2022Q4 1 | now | f 2023Q2 | outlook 30 | 2022Q2
A figure of the quarter itself goes first.
  booked | f 2022H1 30, f 2022Q2 31 | now | f 2022Q2 | observation 31 | 2022Q2
A half-year figure of any other flow is not spread over its quarters.
  twice | a 2022H1 30 | now | a 2022Q2 | missing | 2022Q2
Of a stock it is the level at the end.
  stock | s 2022H1 50 | now | s 2022Q2 | observation 50 | 2022Q2
And of no earlier quarter.
  stock | s 2022H1 50 | now | s 2022Q1 | missing | 2022Q2
The quarter's own figure goes first, even if the other came later.
  stock | s 2022Q2 51, s 2022H1 50 - 2022Q4 | now | s 2022Q2 | observation 51 | 2022Q2
A year's figure begins the outlook of the next.
  stock | s FY2021 40 | now | s 2022Q1 | outlook 40 | 2021Q4

A restatement is not seen before it is published.
  sum | a 2022Q1 10, a 2022Q1 12 - 2022Q3, b 2022Q2 1 | 2022Q2 | a 2022Q1 | observation 10 | 2022Q1
Then it wins.
  sum | a 2022Q1 10, a 2022Q1 12 - 2022Q3, b 2022Q2 1 | 2022Q3 | a 2022Q1 | observation 12 | 2022Q1
The latest wins, in whatever order they stand in the file.
  sum | a 2022Q1 12 - 2022Q3, a 2022Q1 11 - 2022Q2, a 2022Q1 10 | now | a 2022Q1 | observation 12 | 2022Q1
A figure that came late is forecast until then.
  sum | a 2022Q1 10, a 2022Q2 11 - 2022Q4 | 2022Q3 | a 2022Q2 | outlook 10 | 2022Q1
And known from then.
  sum | a 2022Q1 10, a 2022Q2 11 - 2022Q4 | 2022Q4 | a 2022Q2 | observation 11 | 2022Q2
Without a date a figure came with the results of its own period.
  sum | a 2022Q1 10, a 2022Q2 11 | 2022Q1 | a 2022Q2 | outlook 10 | 2022Q1
A figure published before its period is over is a forecast of somebody's.
  sum | a 2022Q1 10, a 2022Q3 12 - 2022Q1 | 2022Q1 | a 2022Q3 | outlook 10 | 2022Q1
A restatement may turn a derived figure into a reported one.
  twice | a 2022Q1 10, x 2022Q1 21 derived, x 2022Q1 22 reported 2022Q2 | now | x 2022Q1 | observation 22 | 2022Q1
Until then the formula beats it.
  twice | a 2022Q1 10, x 2022Q1 21 derived, x 2022Q1 22 reported 2022Q2 | 2022Q1 | x 2022Q1 | history 20 | 2022Q1
Of a day: restated between two results, it is not seen as of the first.
  dated | a 2022Q1 10, a 2022Q1 12 - 2022-11-10 | 2022Q2 | a 2022Q1 | observation 10 | 2022Q1
Nor the day before.
  dated | a 2022Q1 10, a 2022Q1 12 - 2022-11-10 | 2022-11-09 | a 2022Q1 | observation 10 | 2022Q1
It is on its own day.
  dated | a 2022Q1 10, a 2022Q1 12 - 2022-11-10 | 2022-11-10 | a 2022Q1 | observation 12 | 2022Q1
And as of the results that came next.
  dated | a 2022Q1 10, a 2022Q1 12 - 2022-11-10 | 2022Q3 | a 2022Q1 | observation 12 | 2022Q1
As of the day of its results a period is known.
  dated | a 2022Q1 10, a 2022Q2 11 | 2022-11-07 | a 2022Q2 | observation 11 | 2022Q2
As of the day before it is not.
  dated | a 2022Q1 10, a 2022Q2 11 | 2022-11-06 | a 2022Q2 | outlook 10 | 2022Q1
A figure may come before the results of its period: the edge of that series runs ahead.
  dated | a 2022Q2 11, b 2022Q3 6 - 2023-01-10 | 2023-01-15 | b 2022Q3 | observation 6 | 2022Q3
The others stay where they were.
  dated | a 2022Q2 11, b 2022Q3 6 - 2023-01-10 | 2023-01-15 | a 2022Q3 | outlook 11 | 2022Q2
Also a series never known: it waits for results.
  dated | a 2022Q2 11, b 2022Q3 6 - 2023-01-10 | 2023-01-15 | z 2022Q3 | outlook 7 | 2022Q2
As of the period before, that figure is not known.
  dated | b 2022Q2 5, b 2022Q3 6 - 2023-01-10 | 2022Q2 | b 2022Q3 | outlook 5 | 2022Q2

In months a gap is a month.
  monthly | a 2022M04 10, a 2022M06 12 | now | a 2022M05 | missing | 2022M06
And an edge too.
  monthly | a 2022M04 10, b 2022M06 12 | now | a 2022M05 | outlook 10 | 2022M04
A quarter's level is that of its last month.
  monthly | s 2022Q1 50 | now | s 2022M06 | observation 50 | 2022M06
In years a formula for history serves one.
  annual | a FY2022 10 | now | x FY2022 | history 20 | FY2022
And the outlook carries on.
  annual | a FY2022 10 | now | x FY2024 | outlook 20 | FY2022
)";

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> all;
  std::istringstream rest{std::string(text)};
  for (std::string one; std::getline(rest, one, by);) all.push_back(trimmed(one));
  return all;
}

// "r 2022Q1 49% derived 2022Q3" as a row of actuals.
std::string row_of(const std::string& figure) {
  std::vector<std::string> words = split(figure, ' ');
  BOOST_TEST_REQUIRE(words.size() >= 3u, figure);
  words.resize(5);
  std::string unit = "JPY";
  if (words[2].back() == '%') {
    words[2].pop_back();
    unit = "%";
  }
  const std::string basis = words[3] == "-" ? "" : words[3];
  return fmt::format("{},{},{},{},{},{}", words[0], words[1], words[2], unit, basis, words[4]);
}

std::string_view word(Rule rule) {
  switch (rule) {
    case Rule::missing: return "missing";
    case Rule::observation: return "observation";
    case Rule::history: return "history";
    case Rule::before: return "before";
    case Rule::outlook: return "outlook";
    case Rule::driver: return "driver";
    case Rule::not_booked: return "not booked";
    case Rule::fixed: return "fixed";
  }
  return "";
}

// "history 20 estimated"
std::string won(const Known& known, const std::string& series, const std::string& period) {
  const Winner winner = known.winner(series, period);
  std::string text(word(winner.rule));
  if (winner.rule != Rule::missing) {
    const double value = known.value(series, period);
    text += is_missing(value) ? " without value" : fmt::format(" {}", value);
  }
  return text + (winner.estimated ? " estimated" : "");
}

void hold(const std::string& row) {
  const auto columns = split(row, '|');
  BOOST_TEST_REQUIRE(columns.size() == 6u);
  Tiny tiny = models.at(columns[0]);
  for (const std::string& figure : split(columns[1], ',')) {
    if (!figure.empty()) tiny.actuals.push_back(row_of(figure));
  }
  const Known known(tiny, columns[2] == "now" ? "" : columns[2]);
  const auto cell = split(columns[3], ' ');
  BOOST_TEST_REQUIRE(cell.size() == 2u);
  BOOST_TEST(won(known, cell[0], cell[1]) == columns[4]);
  BOOST_TEST(known.splice(cell[0]) == columns[5]);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_winner_of_every_case_is_the_one_that_was_expected) {
  std::string why;
  std::size_t rows = 0;
  for (const std::string& line : split(table, '\n')) {
    if (line.find('|') == std::string::npos) {
      why = line;
      continue;
    }
    BOOST_TEST_CONTEXT(why << "\n  " << line) { hold(line); }
    ++rows;
  }
  BOOST_TEST(rows >= 40u);
}

BOOST_AUTO_TEST_CASE(no_model_of_the_table_goes_unused) {
  for (const auto& [name, tiny] : models) {
    BOOST_TEST(table.find("\n  " + name + " |") != std::string_view::npos, name);
  }
}
