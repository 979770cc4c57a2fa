#include "engine/lang/same.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/lang/parser.hpp"

using namespace headwater;

namespace {

tree::Document document(const std::string& text) {
  Sources sources;
  const Parsed parsed = parse(sources.add("plan.model", text), sources);
  BOOST_TEST_REQUIRE(parsed.diagnostics.empty(), text);
  return parsed.document;
}

bool same_texts(const std::string& left, const std::string& right) {
  return same(document(left), document(right));
}

// Each begins like the one before it or after it, and says something else.
const std::vector<std::string> different = {
    "",
    "model a",
    "model b",
    "model a \"A\"",
    "model a ja \"A\"",
    "model \"a\"",
    "extends \"a\"",
    "include \"a\"",
    "why \"a\"",
    "results \"a\"",
    "calendar monthly",
    "calendar quarterly",
    "calendar quarterly, fiscal year starts april",
    "calendar quarterly, labels \"{q}\"",
    "horizon 2022Q1..2025Q4",
    "horizon 2022Q1..",
    "horizon ..2025Q4",
    "unit oku = 100 JPY",
    "unit oku = 1000 JPY",
    "unit oku = 100 USD",
    "unit oku = 100 JPY alias \"x\"",
    "alias \"x\" = JPY",
    "alias \"x\" = %",
    "alias \"y\" = JPY",
    "actuals \"a\"",
    "guidance \"a\"",
    "actuals \"a\", \"b\"",
    "actuals \"a\" where x = y",
    "actuals \"a\" where x != y",
    "actuals \"a\" where x = z",
    "pipeline a from \"a\"",
    "pipeline a from \"a\" as weighted",
    "table t : JPY from \"a\"\n  by x",
    "table t : JPY from \"a\"\n  by x, y",
    "table t : JPY from \"a\"\n  by x, vintage y",
    "table t : JPY from \"a\"\n  by x where y = z",
    "section \"A\"",
    "one_off a in 2022Q1 = 5 JPY",
    "one_off a from 2022Q1 = 5 JPY",
    "one_off a in 2022Q1 = 5 JPY why \"a\"",
    "one_off a in 2022Q1 = 5 JPY source \"a\"",
    "outlook a = b",
    "outlook a = b[-1]",
    "check a : b == c",
    "check a : b <= c",
    "check a in 2022Q1 : b == c",
    "check a : b == c within 1",
    "group \"A\" = a",
    "group \"A\" = a, b",
    "statement a\n  b\n  c",
    "statement a\n  b\n    c",
    "statement a\n  b, c",
    "statement a\n  b by c",
    "flow a : JPY",
    "stock a : JPY",
    "driver a : JPY",
    "redefine a",
    "flow a : JPY per month",
    "flow a : JPY booked in Q2",
    "flow a : JPY\n  actual only",
    "flow a : JPY\n  rolls up as mean",
    "flow a : JPY\n  = b",
    "flow a : JPY\n  history = b",
    "flow a : JPY\n  outlook = b",
    "flow a : JPY\n  outlook = max(b)",
    "flow a : JPY\n  outlook = max(by start of b)",
    "flow a : JPY\n  outlook = max(\"b\")",
    "flow a : JPY\n  parts by x = b",
    "flow a : JPY\n  parts by y = b",
    "flow a : JPY\n  range 1 to 2",
    "flow a : JPY\n  range 1 to 2 JPY",
    "flow a : JPY\n  basis printed",
    "flow a : JPY\n  basis printed \"p\"",
    "driver a : JPY = 1",
    "driver a : JPY = 1 from 2022Q1",
    "driver a : JPY = 1 in 2022Q1",
    "driver a : JPY = Q1 1",
    "driver a : JPY by quarter of year = Q1 1",
    "for m in a, b {\n}",
    "for m in a {\n}",
    "for m in a {\n  flow {m} : JPY\n}",
    "scenario \"A\"",
    "as of 2023Q2",
    "as of 2023-11-08",
    "set a = 1",
    "set a = 1 in 2022Q1",
    "add 1 to a",
    "multiply a by 1",
    "sweep s\n  across a = 1, 2\n  show b in FY2024",
    "sweep s\n  across a = 1 to 2 in 2 points\n  show b in FY2024",
    "sweep s\n  across a in FY2024 = 1, 2\n  show b in FY2024",
    "sweep s\n  across a = 1, 2\n  show b, c in FY2024",
    "sweep s\n  across a = 1, 2\n  show b in FY2023",
};

}  // namespace

BOOST_AUTO_TEST_CASE(texts_that_say_different_things_are_never_the_same) {
  for (std::size_t i = 0; i < different.size(); ++i) {
    for (std::size_t j = 0; j < different.size(); ++j) {
      BOOST_TEST(same_texts(different[i], different[j]) == (i == j),
                 different[i] << " against " << different[j]);
    }
  }
}

BOOST_AUTO_TEST_CASE(blanks_brackets_and_the_order_of_formulas_say_nothing) {
  BOOST_TEST(same_texts("set a=(1)", "\n\n  set   a = 1  # one"));
  BOOST_TEST(same_texts("flow a : JPY\n  history = b\n  outlook = c",
                        "flow a : JPY\n    outlook = (c)\n    history = b"));
  BOOST_TEST(same_texts("horizon 2022Q1..2022Q1", "horizon 2022Q1"));
  BOOST_TEST(same_texts("statement a\n  b\n    c\n  d", "statement a\n b\n       c\n d"));
}
