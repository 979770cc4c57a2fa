#include "engine/lang/printer.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <rapidcheck.h>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "engine/lang/formatter.hpp"
#include "engine/lang/parser.hpp"
#include "engine/lang/same.hpp"
#include "tests/lang/drawn_tree.hpp"

using namespace headwater;

namespace {

struct Reading {
  Sources sources;
  Parsed parsed;
  FileId file;
  explicit Reading(std::string text) : file(sources.add("plan.model", std::move(text))) {
    parsed = parse(file, sources);
  }
  std::string messages() const {
    std::string all;
    for (const Diagnostic& one : parsed.diagnostics) all += render(one, sources);
    return all;
  }
};

// The text as it is printed, read from a text that must be sound.
std::string printed(const std::string& text) {
  const Reading reading(text);
  BOOST_TEST_REQUIRE(reading.parsed.diagnostics.empty(), reading.messages());
  return print(reading.parsed.document);
}

tree::Expr expression(const std::string& text) {
  const Reading reading("flow x : JPY\n  = " + text + "\n");
  BOOST_TEST_REQUIRE(reading.parsed.diagnostics.empty(), reading.messages());
  return std::get<tree::Declaration>(reading.parsed.document.items.at(0).what).formulas[0].expr;
}
std::string reprinted(const std::string& text) { return print(expression(text)); }

// Both identities, and that formatting finds nothing to tidy.
void come_back(const tree::Document& document) {
  const std::string text = print(document);
  RC_LOG() << text;
  const Reading reading(text);
  RC_LOG() << reading.messages();
  RC_ASSERT(reading.parsed.diagnostics.empty());
  RC_ASSERT(same(document, reading.parsed.document));
  RC_ASSERT(print(reading.parsed.document) == text);
  RC_ASSERT(format(reading.file, reading.sources).value.value() == text);
}

}  // namespace

BOOST_AUTO_TEST_CASE(drawn_expressions_come_back_as_they_were) {
  BOOST_TEST(rc::check([] {
    const tree::Expr expr = test::drawn_expression(6);
    const std::string text = print(expr);
    RC_LOG() << text;
    const Reading reading("flow x : JPY\n  = " + text + "\n");
    RC_ASSERT(reading.messages() == "");
    const auto& item = reading.parsed.document.items.at(0);
    RC_ASSERT(same(expr, std::get<tree::Declaration>(item.what).formulas.at(0).expr));
  }));
}

BOOST_AUTO_TEST_CASE(drawn_trees_come_back_as_they_were) {
  BOOST_TEST(rc::check([] { come_back(test::drawn_document()); }));
}

BOOST_AUTO_TEST_CASE(the_files_of_this_repository_come_back_as_they_were) {
  namespace fs = std::filesystem;
  int sound = 0;
  for (const char* folder : {"scenarios", "tests"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(HEADWATER_SOURCE_DIR) / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".model" && extension != ".scenario") continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      const Reading reading(std::string(std::istreambuf_iterator<char>(stream), {}));
      if (has_errors(reading.parsed.diagnostics)) continue;
      ++sound;
      const Reading again(print(reading.parsed.document));
      BOOST_TEST(again.messages() == "", entry.path());
      BOOST_TEST(same(reading.parsed.document, again.parsed.document), entry.path());
      BOOST_TEST(print(again.parsed.document) == print(reading.parsed.document), entry.path());
    }
  }
  BOOST_TEST(sound > 100);
}

BOOST_AUTO_TEST_CASE(only_the_brackets_the_tree_needs_are_written) {
  BOOST_TEST(reprinted("((a * b)) + (c)") == "a * b + c");
  BOOST_TEST(reprinted("a - (b - c)") == "a - (b - c)");
  BOOST_TEST(reprinted("(a - b) - c") == "a - b - c");
  BOOST_TEST(reprinted("a / (b * c)") == "a / (b * c)");
  BOOST_TEST(reprinted("a per (mid(b) * months)") == "a per (mid(b) * months)");
  BOOST_TEST(reprinted("(a otherwise b) + c") == "(a otherwise b) + c");
  BOOST_TEST(reprinted("(a + b) otherwise (c)") == "a + b otherwise c");
  BOOST_TEST(reprinted("(a < b) == c") == "(a < b) == c");
  BOOST_TEST(reprinted("a == (b < c)") == "a == (b < c)");
}

BOOST_AUTO_TEST_CASE(signs_stand_by_their_values) {
  BOOST_TEST(reprinted("- a * - b") == "-a * -b");
  BOOST_TEST(reprinted("a - - b") == "a - -b");
  BOOST_TEST(reprinted("-(a + b)") == "-(a + b)");
  BOOST_TEST(reprinted("(-a) ^ 2") == "(-a)^2");
  BOOST_TEST(reprinted("-a ^ 2") == "-a^2");
  BOOST_TEST(reprinted("a ^ - 2") == "a^-2");
  BOOST_TEST(reprinted("(a ^ b) ^ c") == "(a^b)^c");
  BOOST_TEST(reprinted("a ^ (b ^ c)") == "a^(b^c)");
  BOOST_TEST(reprinted("12.5 % * x [ - 4 ]") == "12.5% * x[-4]");
  BOOST_TEST(reprinted("3 JPY mn + 2 pp") == "3 JPY mn + 2 pp");
  BOOST_TEST(reprinted("(3 JPY mn) ^ 2") == "(3 JPY mn)^2");
  BOOST_TEST(reprinted("rate( \"NW\" ,2021,by   start of -x )") ==
             "rate(\"NW\", 2021, by start of -x)");
}

BOOST_AUTO_TEST_CASE(a_choice_among_operators_stands_in_brackets) {
  BOOST_TEST(reprinted("1 + if a then b else c") == "1 + (if a then b else c)");
  BOOST_TEST(reprinted("if a > b then c < d else e + 1") == "if a > b then c < d else e + 1");
  BOOST_TEST(reprinted("if a then b else if c then d else e") ==
             "if a then b else if c then d else e");
  BOOST_TEST(reprinted("if a then if b then c else d else e") ==
             "if a then (if b then c else d) else e");
  BOOST_TEST(reprinted("(if a then b else c) < d") == "(if a then b else c) < d");
}

BOOST_AUTO_TEST_CASE(a_value_named_like_a_quarter_is_not_taken_for_one) {
  BOOST_TEST(printed("driver x : JPY = (Q1 + 1), Q1 Q2 from 2023Q1\n") ==
             "driver x : JPY = (Q1 + 1), Q1 Q2 from 2023Q1\n");
}

BOOST_AUTO_TEST_CASE(clauses_come_in_a_fixed_order_and_columns) {
  BOOST_TEST(printed("flow a : JPY mn booked in Q2 \"A \\\"b\\\" \\\\\" ja \"\u58F2\u4E0A\"\n"
                     "  basis printed \"p.2\"\n"
                     "  range 1 to (2 < 3)\n"
                     "  actual only  rolls up as mean\n"
                     "  parts by kind = x,y\n"
                     "  outlook = a[-1]\n"
                     "  history = b\n"
                     "  before = 3 JPY mn\n") ==
             "flow   a : JPY mn booked in Q2                      \"A \\\"b\\\" \\\\\" ja "
             "\"\u58F2\u4E0A\"\n"
             "  before  = 3 JPY mn\n"
             "  history = b\n"
             "  outlook = a[-1]\n"
             "  parts by kind = x, y\n"
             "  rolls up as mean\n"
             "  actual only\n"
             "  range 1 to (2 < 3)  basis printed \"p.2\"\n");
}

BOOST_AUTO_TEST_CASE(a_model_prints_as_one_would_write_it) {
  const std::string text =
      "model iij \"Internet Initiative\"\n"
      "calendar quarterly, fiscal year starts april, labels \"{q}Q{yy}\"\n"
      "horizon 2022Q1..2025Q4\n"
      "unit oku = 100 JPY mn  ja \"\u5104\u5186\"  alias \"JPY_100m\"\n"
      "unit line              ja \"\u56DE\u7DDA\"\n"
      "alias \"percent\" = %, \"JPY_per_line\" = JPY / line\n"
      "actuals  \"a.csv\", \"b.csv\" where preferred = yes\n"
      "guidance \"g.csv\" where basis != \"as printed\"\n"
      "results \"dates.csv\"\n"
      "pipeline deals from \"deals.csv\" as weighted\n"
      "table rate : JPY / line^2 from \"rates.csv\"\n"
      "  by fiscal_year, vintage presented_on where basis != fixed\n"
      "\n"
      "section \"Revenue\"\n"
      "driver growth : % per year by quarter of year = Q1 -0.5%, else 2%\n"
      "redefine growth = 3% from 2024Q1\n"
      "one_off revenue in 2022Q4 = -100 JPY mn  why \"one project\" source \"p.7\"\n"
      "outlook revenue = revenue[-4] * (1 + growth)\n"
      "for m, en in\n"
      "  (mobile, \"Mobile\"),\n"
      "  (fixed,  \"Fixed line\") {\n"
      "  price  arpu.{m} : JPY / line / month              \"{en}\"\n"
      "    = revenue.{m} per (mid(lines.{m}) * months)\n"
      "}\n"
      "for c in private, other {\n"
      "  flow   cloud.{c} : JPY mn\n"
      "    actual only\n"
      "}\n"
      "check sum           \"Parts\" in ..2023Q2             : a + b == c within 2 JPY mn\n"
      "group \"Volume\" ja \"\u6570\u91CF\" = growth, lines.*\n"
      "statement pl \"Profit\"\n"
      "  revenue by segment by kind\n"
      "    ratio.margin, eps\n"
      "  profit\n";
  BOOST_TEST(printed(text) == text);
}

BOOST_AUTO_TEST_CASE(a_scenario_prints_as_one_would_write_it) {
  const std::string text =
      "scenario \"Rates\" ja \"\u63A5\u7D9A\u6599\"\n"
      "extends \"base.scenario\"\n"
      "include \"rates.scenario\"\n"
      "model \"iij.model\"\n"
      "as of 2023-11-08\n"
      "why \"already billed\"\n"
      "set growth = 2.8% in 2023Q3..FY2024\n"
      "add -1 pp to growth in FY2024\n"
      "multiply rate by 0.95 in FY2024..\n"
      "sweep rates \"Rates\"\n"
      "  across rate in FY2024 = base * 0.85 to base * 1.15 in 7 points\n"
      "  across other.growth   = -10%, base, 3.6%\n"
      "  show   revenue.total, profit in FY2023, FY2024\n";
  BOOST_TEST(printed(text) == text);
}
