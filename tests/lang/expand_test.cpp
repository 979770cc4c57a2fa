#include "engine/lang/expand.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/lang/parser.hpp"
#include "tests/lang/shown.hpp"

using namespace headwater;
using test::shown;

namespace {

using Strings = std::vector<std::string>;

Expanded expanded(const std::string& text) {
  Sources sources;
  const FileId file = sources.add("plan.model", text);
  Parsed parsed = parse(file, sources);
  std::string messages;
  for (const Diagnostic& one : parsed.diagnostics) messages += render(one, sources);
  BOOST_TEST_REQUIRE(parsed.diagnostics.empty(), messages);
  return expand(std::move(parsed.document.items));
}

std::vector<tree::Declaration> declarations(const std::string& text) {
  const Expanded all = expanded(text);
  BOOST_TEST_REQUIRE(all.diagnostics.empty());
  std::vector<tree::Declaration> result;
  for (const tree::Item& item : all.items) {
    if (const auto* one = std::get_if<tree::Declaration>(&item.what)) result.push_back(*one);
  }
  return result;
}

Strings names(const std::string& text) {
  Strings all;
  for (const tree::Declaration& one : declarations(text)) all.push_back(one.name.text);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_for_is_written_out_row_by_row) {
  BOOST_TEST(
      names("for m in a, b {\n  flow x.{m} : JPY  actual only\n  flow y.{m} : JPY  actual "
            "only\n}\nflow z : JPY  actual only\n") == (Strings{"x.a", "y.a", "x.b", "y.b", "z"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_for_may_stand_on_one_line) {
  BOOST_TEST(names("for c in private, raptor { flow revenue.{c} : JPY \"Cloud: {c}\"  actual only "
                   "}\n") == (Strings{"revenue.private", "revenue.raptor"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_rows_of_a_for_may_go_over_several_lines) {
  BOOST_TEST(names("for r, a in\n  (one, x),\n  (two, y) {\n  flow {r} : JPY\n    = {a}\n}\n") ==
                 (Strings{"one", "two"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(holes_are_filled_in_names_texts_units_and_formulas) {
  const auto all = declarations(
      "for m, en, jp in (mvne, \"MVNE\", \"卸\") {\n"
      "  price arpu.{m} : JPY / {m}  \"{en}: per line\" ja \"{jp} ARPU\"\n"
      "    history = revenue.{m} per mid(lines.{m}[-1])\n"
      "    basis history \"of {en}\"\n"
      "}\n");

  BOOST_TEST_REQUIRE(all.size() == 1u);
  BOOST_TEST(all[0].name.text == "arpu.mvne");
  BOOST_TEST(all[0].unit.text == "JPY / mvne");
  BOOST_TEST(all[0].title.english.text == "MVNE: per line");
  BOOST_TEST(all[0].title.japanese.text == "卸 ARPU");
  BOOST_TEST(shown(all[0].formulas[0].expr) == "(revenue.mvne per mid(lines.mvne[-1]))");
  BOOST_TEST(all[0].basis->reason.text == "of MVNE");
}

BOOST_AUTO_TEST_CASE(a_hole_standing_alone_takes_the_rows_value) {
  const auto all = declarations(
      "for s, d, f in (a, 25.1%, x + 1 JPY) {\n"
      "  driver {s}.share : % = {d}  \"{d} of it\"\n"
      "  flow {s} : JPY\n    = {f} * 2\n"
      "}\n");

  BOOST_TEST_REQUIRE(all.size() == 2u);
  BOOST_TEST(shown(all[0].value->entries[0].value) == "25.1[%]");
  BOOST_TEST(all[0].title.english.text == "25.1% of it");
  BOOST_TEST(shown(all[1].formulas[0].expr) == "((x + 1[JPY]) * 2)");
}

// {a}[-1] with a = x is x[-1]; with a = x[-4] it lies five periods back.
BOOST_AUTO_TEST_CASE(a_lag_on_a_hole_adds_to_the_lag_of_its_value) {
  const auto all =
      declarations("for n, a in (p, x), (q, x[-4]) {\n  flow {n} : JPY\n    = {a}[-1]\n}\n");

  BOOST_TEST_REQUIRE(all.size() == 2u);
  BOOST_TEST(shown(all[0].formulas[0].expr) == "x[-1]");
  BOOST_TEST(shown(all[1].formulas[0].expr) == "x[-5]");
}

BOOST_AUTO_TEST_CASE(parts_ranges_and_entries_are_filled_too) {
  const auto all = declarations(
      "for m, v in (a, 3) {\n"
      "  driver d.{m} : JPY by quarter of year = Q1 {v}, else 1\n    range 0 to {v}\n"
      "  flow t.{m} : JPY\n    parts by x = p.{m}, q.{m}\n"
      "}\n");

  BOOST_TEST(shown(all[0].value->entries[0].value) == "3");
  BOOST_TEST(shown(all[0].range->high) == "3");
  BOOST_TEST(all[1].parts[0].members[1].text == "q.a");
}

BOOST_AUTO_TEST_CASE(one_offs_outlooks_and_checks_repeat) {
  const Expanded all = expanded(
      "for m in a, b {\n"
      "  one_off {m} in 2022Q1 = 1 JPY  why \"{m}\"\n"
      "  outlook {m} = {m}[-1]\n"
      "  check c_{m} : {m} == 1 JPY\n"
      "}\n");

  BOOST_TEST_REQUIRE(all.items.size() == 6u);
  BOOST_TEST(std::get<tree::OneOff>(all.items[3].what).series.text == "b");
  BOOST_TEST(std::get<tree::OneOff>(all.items[3].what).why.text == "b");
  BOOST_TEST(std::get<tree::OutlookOf>(all.items[4].what).name.text == "b");
  BOOST_TEST(shown(std::get<tree::Check>(all.items[5].what).condition) == "(b == 1[JPY])");
}

BOOST_AUTO_TEST_CASE(an_unknown_hole_is_an_error) {
  const Expanded all = expanded("for m in a { flow x.{n} : JPY  actual only }\n");

  BOOST_TEST_REQUIRE(all.diagnostics.size() == 1u);
  BOOST_TEST(all.diagnostics[0].code == "unknown-hole");
}

BOOST_AUTO_TEST_CASE(what_cannot_repeat_is_an_error_of_the_for) {
  const Expanded all = expanded("for m in a, b { section \"{m}\" }\n");

  BOOST_TEST(!all.diagnostics.empty());
  BOOST_TEST(all.diagnostics[0].code == "not-repeatable");
}

BOOST_AUTO_TEST_CASE(what_stands_in_no_for_is_left_as_it_is) {
  const Expanded all = expanded("flow x : JPY \"{m}\"  actual only\n");

  BOOST_TEST(all.diagnostics.empty());
  BOOST_TEST(std::get<tree::Declaration>(all.items[0].what).title.english.text == "{m}");
}
