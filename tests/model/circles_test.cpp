// Which circles are allowed, and where they are cut.
#include "engine/model/detail/circles.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Known;

namespace {

std::string series(std::string_view name, std::string_view outlook) {
  return "  price " + std::string(name) +
         " : 1\n    rolls up as mean\n    outlook = " + std::string(outlook) + "\n";
}

Known known(const std::string& body) {
  return Known({.body = body, .horizon = "FY2023..FY2024", .calendar = "annual"});
}

std::string names(const Known& known, const std::vector<SeriesId>& series) {
  std::string all;
  for (const SeriesId one : series) all += (all.empty() ? "" : " ") + known.model().at(one).name;
  return all;
}

}  // namespace

// cn needs p and w1, i needs p, w1 needs y, y needs cn and i, p needs y and w1: all ways lead
// through y.
BOOST_AUTO_TEST_CASE(a_circle_is_cut_where_one_series_breaks_it) {
  const Known klein =
      known("solve {\n" + series("cn", "0.1 * p + 0.1 * w1") + series("i", "0.1 * p") +
            series("w1", "0.4 * y") + series("y", "cn + i + 1") + series("p", "y - w1") +
            series("k", "k[-1] + i") + "}\n");
  const Circle* circle = klein.precedence().circle_of(klein.cell("cn", "FY2024"));
  BOOST_TEST_REQUIRE(circle != nullptr);
  BOOST_TEST(names(klein, circle->unknowns) == "y");
  BOOST_TEST(names(klein, circle->others) == "w1 p cn i");  // each after those it reads
  BOOST_TEST(klein.precedence().circle_of(klein.cell("k", "FY2024")) == nullptr);
  BOOST_TEST(klein.precedence().circles().size() == 2u);  // one a year
}

// a and b each need themselves, and each other.
BOOST_AUTO_TEST_CASE(two_series_that_need_themselves_are_two_unknowns) {
  const Known two =
      known("solve {\n" + series("a", "0.1 * a + 0.1 * c") + series("b", "0.1 * b + a") + "}\n" +
            "price c : 1\n  rolls up as mean\n  outlook = 2 * b\n");
  const Circle* circle = two.precedence().circle_of(two.cell("c", "FY2023"));
  BOOST_TEST_REQUIRE(circle != nullptr);
  BOOST_TEST(names(two, circle->unknowns) == "a b");
  BOOST_TEST(names(two, circle->others) == "c");
}

BOOST_AUTO_TEST_CASE(circles_that_share_no_series_are_solved_each_by_itself) {
  const Known apart =
      known("solve {\n" + series("a", "0.1 * a + 1") + series("b", "0.5 * b + a") + "}\n");
  const Precedence& precedence = apart.precedence();
  BOOST_TEST(precedence.circle_of(apart.cell("a", "FY2023")) !=
             precedence.circle_of(apart.cell("b", "FY2023")));
  BOOST_TEST(apart.value("a", "FY2023") == 1 / 0.9, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(apart.value("b", "FY2023") == 2 / 0.9, boost::test_tools::tolerance(1e-15));
}

// What is needed before: what all cells of the circle read of others, and the unknown a year
// before.
BOOST_AUTO_TEST_CASE(a_cell_on_a_circle_needs_what_all_of_the_circle_reads) {
  const Known circular =
      known("driver d : 1 = 2\nsolve {\n" + series("x", "0.5 * y + x[-1]") +
            "}\nprice y : 1\n  rolls up as mean\n  before = 3\n" + "  outlook = x + d + y[-1]\n");
  std::string needed;
  for (const CellId& cell : circular.precedence().needs(circular.cell("x", "FY2024"))) {
    needed += circular.name(cell) + ", ";
  }
  BOOST_TEST(needed == "d FY2024, x FY2023, y FY2023, ");
}

// A fix takes a series off its circle.
BOOST_AUTO_TEST_CASE(a_fixed_series_is_on_no_circle) {
  const Known free = known("solve {\n" + series("x", "0.5 * y + 1") + "}\nprice y : 1\n" +
                           "  rolls up as mean\n  outlook = x\n");
  Operation fix{.kind = OperationKind::fix,
                .series = free.id("y"),
                .span = {free.period("FY2023"), free.period("FY2023")},
                .value = 10};
  const Precedence fixed(free.model(), std::nullopt, {fix});
  BOOST_TEST(fixed.circle_of(free.cell("x", "FY2023")) == nullptr);
  BOOST_TEST(fixed.circle_of(free.cell("x", "FY2024")) != nullptr);
}
