// How a figure of a half or a year comes together, and how deep an explanation goes.
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/study/explained.hpp"

namespace {

using namespace headwater;
using namespace headwater::test;
using Names = std::vector<std::string>;

const std::vector<std::string> four_quarters = {
    "a,2022Q1,1,JPY,reported,p.1", "a,2022Q2,2,JPY,reported,p.1", "a,2022Q3,3,JPY,reported,p.1",
    "a,2022Q4,4,JPY,reported,p.1"};

std::vector<std::string> with(std::vector<std::string> rows, const std::string& row) {
  rows.push_back(row);
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(explaining_over_spans)

BOOST_AUTO_TEST_CASE(a_flow_is_the_sum_along_the_tree_with_the_printed_year_beside_it) {
  Explained tiny("flow a : JPY\n  outlook = a[-1]\n",
                 with(four_quarters, "a,FY2022,10,JPY,reported,p.9"));
  const Explanation all = tiny.of("a@FY2022");
  BOOST_TEST(all.cells[0].value == 10.0);
  BOOST_TEST(shown(all.cells[0].formula->pieces) == "3 + 7");
  BOOST_TEST(tiny.precedents(all) == (Names{"a 2022H1", "a 2022H2"}),
             boost::test_tools::per_element());
  BOOST_TEST(tiny.precedents(all, 1) == (Names{"a 2022Q1", "a 2022Q2"}),
             boost::test_tools::per_element());
  BOOST_TEST(all.cells[0].printed->source == "p.9");
  BOOST_TEST(int(all.cells[0].winner.rule) == int(Rule::missing));  // it wins nothing
}

BOOST_AUTO_TEST_CASE(a_printed_half_stands_for_quarters_nobody_printed) {
  Explained tiny("flow a : JPY\n  actual only\n",
                 {"a,2022H1,9,JPY,reported,p.9", "b,2022Q4,1,JPY,reported,p"});
  const ExplainedCell half = tiny.cell("a@2022H1");
  BOOST_TEST(half.value == 9.0);
  BOOST_TEST(int(half.winner.rule) == int(Rule::observation));
  BOOST_TEST(!half.formula.has_value());
  BOOST_TEST(half.precedents.empty());
}

BOOST_AUTO_TEST_CASE(a_stock_is_its_last_level_and_a_mean_counts_its_periods) {
  Explained tiny(
      "stock s : JPY\n  = a * 2\nflow a : JPY\n  outlook = a[-1]\n"
      "driver d : JPY by quarter of year = Q1 1, Q2 2, Q3 3, Q4 6  rolls up as mean\n"
      "driver g : % per quarter = 10%  rolls up as compound\n"
      "flow z : JPY\n  = d * (1 + g)\n",
      four_quarters);
  const Explanation stock = tiny.of("s@FY2022");
  BOOST_TEST(stock.cells[0].value == 8.0);
  BOOST_TEST(tiny.precedents(stock) == Names{"s 2022Q4"}, boost::test_tools::per_element());
  const ExplainedCell mean = tiny.cell("d@FY2023");
  BOOST_TEST(mean.value == 3.0);
  BOOST_TEST(shown(mean.formula->pieces) == "(1 + 2 + 3 + 6) / 4");
  const ExplainedCell compound = tiny.cell("g@2023H1");  // 1.1 * 1.1 - 1
  BOOST_TEST(compound.value == 21.0, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(shown(compound.formula->pieces) == "(1 + 10%) * (1 + 10%) - 1");
}

// Twice 3 lines' mean for 3 months a quarter: 6 * (9 + 9) over a half, so 36 per 18 * 2 is 1.
BOOST_AUTO_TEST_CASE(a_quotient_shows_both_sides_and_the_periods_of_what_is_no_series) {
  Explained tiny(
      "unit line\nstock lines : line\n  outlook = lines[-1]\n"
      "flow sales : JPY\n  outlook = sales[-1]\n"
      "price each : JPY / line / month\n  = sales per (mid(lines) * months)\n",
      {"lines,2022Q3,3,line,reported,p", "lines,2022Q4,3,line,reported,p",
       "sales,2022Q4,18,JPY,reported,p"});
  const Explanation all = tiny.of("each@2023H1");
  const ExplainedCell& root = all.cells[0];
  BOOST_TEST(root.value == 2.0);
  BOOST_TEST(written(root.formula->pieces) == "sales per (mid(lines) * months)");
  BOOST_TEST(shown(root.formula->pieces) == "36 per 18");
  BOOST_TEST_REQUIRE(root.formula->sides.size() == 1u);
  const ExplainedSide& side = root.formula->sides[0];
  BOOST_TEST(side.written == "mid(lines) * months");
  BOOST_TEST_REQUIRE(side.terms.size() == 2u);
  BOOST_TEST(side.terms[0].second == 9.0);
  BOOST_TEST(tiny.precedents(all) ==
                 (Names{"sales 2023H1", "lines 2022Q4", "lines 2023Q1", "lines 2023Q2"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(depth_bounds_what_is_explained_and_every_figure_is_told_once) {
  Explained tiny("flow a : JPY\n  outlook = a[-1]\nflow b : JPY\n  = a + a[-1]\n", four_quarters);
  const Explanation one = tiny.of("b@2023Q4", 1);
  BOOST_TEST(one.cells[0].formula.has_value());
  BOOST_TEST_REQUIRE(one.cells.size() == 3u);
  BOOST_TEST(!one.cells[1].formula.has_value());
  BOOST_TEST(one.cells[1].value == 4.0);
  const Explanation all = tiny.of("b@2023Q4");
  std::set<FigureId> ids;
  for (const ExplainedCell& cell : all.cells) BOOST_TEST(ids.insert(cell.id).second);
  BOOST_TEST(all.cells.size() == 6u);  // b, and a from 2023Q4 back to the printed 2022Q4
  // a of 2023Q3 is read by b and by a of 2023Q4: it stands where it is nearest.
  for (const ExplainedCell& cell : all.cells) {
    if (tiny.name(cell) == "a 2023Q3") BOOST_TEST(cell.depth == 1);
  }
}

BOOST_AUTO_TEST_CASE(a_figure_that_cannot_be_had_is_refused_with_a_way_out) {
  Explained tiny("flow a : JPY\n  outlook = a[-1]\ndriver g : % = 1%\nflow b : JPY\n  = a * g\n",
                 four_quarters);
  const auto code = [&](std::string_view figure) {
    const auto read = tiny.read(figure);
    return read ? std::string() : read.diagnostics.front().code;
  };
  BOOST_TEST(code("a@2023Q1") == "");
  BOOST_TEST(code("a@FY23") == "");
  BOOST_TEST(code("a") == "not-a-figure");
  BOOST_TEST(code("@FY2023") == "not-a-figure");
  BOOST_TEST(code("a@") == "not-a-figure");
  BOOST_TEST(code("aa@FY2023") == "unknown-name");
  BOOST_TEST(code("a@2023Q5") == "not-a-period");
  BOOST_TEST(code("a@2024Q1") == "outside-horizon");
  BOOST_TEST(code("a@2021Q4") == "outside-horizon");
  BOOST_TEST(code("g@FY2023") == "no-roll-up");
}

BOOST_AUTO_TEST_SUITE_END()
