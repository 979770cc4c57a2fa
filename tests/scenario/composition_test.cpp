// Scenarios made of scenarios: what they come to, and that it does not matter how they are written.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <rapidcheck.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/scenario/resolved.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/model/property.hpp"
#include "tests/scenario/reading.hpp"

using namespace headwater;
using test::Folder;
using test::Reading;

namespace {

const std::string head = "scenario \"S\"\nmodel \"tiny.model\"\nas of 2022Q2\n";

// A folder with a model of four drivers and three series.
struct Tree {
  Tree() {
    folder.write("a.csv", "series,period,value,unit\nx,2022Q1,100,JPY mn\nx,2022Q2,115,JPY mn\n");
    folder.write("tiny.model",
                 "model tiny \"Tiny\"\ncalendar quarterly, fiscal year starts april\n"
                 "horizon 2022Q1..2024Q4\nunit JPY mn = 1000000 JPY\nunit 10k line = 10000 1\n"
                 "actuals \"a.csv\"\n"
                 "driver d : JPY mn = 7\ndriver p : % = 10%\ndriver b : bp = 30 bp\n"
                 "driver q : JPY mn / 10k line / month = 0.5\n"
                 "flow x : JPY mn\n  outlook = x[-1] * (1 + p + b) + d\n"
                 "flow y : JPY mn\n  = x + q * 3 10k line * months\n"
                 "flow z : JPY mn\n  parts by name = x, y\n");
  }
  std::filesystem::path write(const std::string& name, const std::string& text) {
    return folder.write(name, text);
  }
  Folder folder;
};

std::string quarter(int index) {
  return std::to_string(2022 + index / 4) + "Q" + std::to_string(1 + index % 4);
}

std::string number(int thousandths) {
  const std::string sign = thousandths < 0 ? "-" : "";
  return sign + std::to_string(std::abs(thousandths) / 8) + "." +
         std::to_string(1000 + std::abs(thousandths) % 8 * 125).substr(1);
}

// A statement of every kind, with values and periods of its own.
std::string drawn_statement() {
  const int first = *rc::gen::inRange(2, 10);
  const int last = *rc::gen::inRange(first, 12);
  const std::string in = " in " + quarter(first) + ".." + quarter(last);
  const std::string from = " from " + quarter(first);
  const std::string v = number(*rc::gen::inRange(-400, 400));
  const std::string w = number(*rc::gen::inRange(1, 200));
  const std::string then = *rc::gen::arbitrary<bool>() ? " then hold" : " then base";
  const std::string ends = last == 11 ? "" : then;
  const std::vector<std::string> all = {
      "set d = " + v + in,
      "set p = " + w + "%" + from,
      "set q = " + v,
      "set b = " + w + " bp" + in,
      "set d = [" + v + ", " + w + "]" + " from " + quarter(std::min(first, 9)) + then,
      "add " + v + " pp to p" + in,
      "add " + v + " bp to b" + from,
      "add " + v + " JPY mn to d",
      "multiply q by " + w + in,
      "grow d by " + w + "%" + in + ends,
      "ramp p to " + w + "%" + in + ends,
      "add " + v + " JPY mn to x" + in + " why \"w\" owner \"o\" expires " + quarter(last),
      "multiply y by " + w + from,
      "carry x by " + w + "%" + in,
      "fix y = " + v + " JPY mn" + in,
      "fix x = [" + v + "] from " + quarter(first) + then,
      "fix x total " + w + " JPY mn in 2023H2 by last year's profile",
      "fix y total " + w + " JPY mn in FY2024 by even profile",
  };
  std::string statement = *rc::gen::elementOf(all);
  // A list of one has no room for `then` at the very end; nor has a fix of one quarter there.
  if (first == 11) statement = "set d = " + v;
  return statement + "\n";
}

std::string drawn_statements(int most) {
  std::string text;
  for (int i = *rc::gen::inRange(0, most + 1); i > 0; --i) text += drawn_statement();
  return text;
}

// Every figure of x, y and z.
std::vector<double> figures(const Reading& reading) {
  std::vector<double> all;
  for (const std::string_view series : {"x", "y", "z"}) {
    for (int i = 0; i < 12; ++i) all.push_back(reading.at(series, quarter(i)));
  }
  return all;
}

bool same(const std::vector<double>& left, const std::vector<double>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(composition)

BOOST_AUTO_TEST_CASE(what_a_scenario_comes_to_reads_back_to_the_same) {
  test::hold_for_all("what a scenario comes to reads back to the same", 100, [] {
    Tree tree;
    const std::string statements = drawn_statements(6);
    const Reading one(
        tree.write("s.scenario", head + statements +
                                     "sweep s\n  across d from 2022Q3 = base * 0.5, base\n"
                                     "  with p from 2022Q3 = base - 1 pp, base + 25 bp\n"
                                     "  show x in FY2023\n"));
    const std::string printed = print_resolved(one.value(), Titles::kept);
    const Reading again(tree.write("again.scenario", printed));
    RC_LOG() << statements << printed << again.messages();
    RC_ASSERT(again.scenario.value.has_value());
    RC_ASSERT(print_resolved(again.value(), Titles::kept) == printed);
    RC_ASSERT(again.value().scenario_hash == one.value().scenario_hash);
    RC_ASSERT(same(figures(again), figures(one)));
  });
}

BOOST_AUTO_TEST_CASE(a_parent_and_its_child_are_the_file_that_says_both) {
  test::hold_for_all("a parent and its child are the file that says both", 100, [] {
    Tree tree;
    const std::string first = drawn_statements(4);
    const std::string second = drawn_statements(4);
    tree.write("parent.scenario", head + first);
    const Reading child(
        tree.write("child.scenario", "scenario \"S\"\nextends \"parent.scenario\"\n" + second));
    const Reading flat(tree.write("flat.scenario", head + first + second));
    RC_ASSERT(child.value().scenario_hash == flat.value().scenario_hash);
    RC_ASSERT(same(figures(child), figures(flat)));
  });
}

BOOST_AUTO_TEST_CASE(an_overlay_of_nothing_changes_nothing) {
  test::hold_for_all("an overlay of nothing changes nothing", 100, [] {
    Tree tree;
    const Reading parent(tree.write("parent.scenario", head + drawn_statements(6)));
    const Reading child(tree.write(
        "child.scenario", "scenario \"Nothing\"\nextends \"parent.scenario\"\nwhy \"so\"\n"));
    RC_ASSERT(child.value().scenario_hash == parent.value().scenario_hash);
    RC_ASSERT(same(figures(child), figures(parent)));
  });
}

// Of operations that touch no cell in common the order does not matter.
BOOST_AUTO_TEST_CASE(operations_on_cells_apart_commute) {
  test::hold_for_all("operations on cells apart commute", 100, [] {
    Tree tree;
    const auto in = [](int quarter_index) { return " in " + quarter(quarter_index) + "\n"; };
    const auto amount = [] { return number(*rc::gen::inRange(-400, 400)); };
    std::vector<std::string> statements = {
        "set d = " + amount() + in(3),
        "add " + amount() + " JPY mn to d" + in(4),
        "multiply d by " + amount() + in(5),
        "set p = " + amount() + "%" + in(3),
        "grow q by " + amount() + "%" + in(6).substr(0, in(6).size() - 1) + " then base\n",
        "add " + amount() + " JPY mn to x" + in(4),
        "multiply x by " + amount() + in(5),
        "fix y = " + amount() + " JPY mn" + in(6),
        "fix x = " + amount() + " JPY mn" + in(7)};
    const auto joined = [](const std::vector<std::string>& all) {
      std::string text;
      for (const std::string& one : all) text += one;
      return text;
    };
    const Reading forth(tree.write("forth.scenario", head + joined(statements)));
    const std::size_t turn = *rc::gen::inRange<std::size_t>(0, statements.size());
    std::rotate(statements.begin(), statements.begin() + std::ptrdiff_t(turn), statements.end());
    const Reading back(tree.write("back.scenario", head + joined(statements)));
    RC_ASSERT(same(figures(forth), figures(back)));
  });
}

BOOST_AUTO_TEST_CASE(a_file_counts_once_however_often_it_is_named) {
  Tree tree;
  tree.write("base.scenario", head + "add 1 JPY mn to d\n");
  tree.write("one.scenario", "scenario \"One\"\nextends \"base.scenario\"\nset p = 20%\n");
  tree.write("two.scenario", "scenario \"Two\"\nextends \"base.scenario\"\nset q = 1\n");
  const Reading both(tree.write("both.scenario",
                                "scenario \"Both\"\nextends \"base.scenario\"\n"
                                "include \"one.scenario\"\ninclude \"two.scenario\"\n"
                                "include \"one.scenario\"\n"));
  BOOST_TEST(both.value().operations.size() == 3u, both.messages());
  BOOST_TEST(both.value().title.english == "Both");
  // 115 * (1 + 20 % + 0.3 %) + 8
  BOOST_TEST(both.at("x", "2022Q3") == 115 * 1.203 + 8, boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(two_files_may_not_change_one_cell_unless_the_later_is_to_win) {
  Tree tree;
  tree.write("base.scenario", head);
  tree.write("one.scenario", "scenario \"One\"\nextends \"base.scenario\"\nset d = 1 in FY2023\n");
  tree.write("two.scenario",
             "scenario \"Two\"\nextends \"base.scenario\"\nset d = 2 in 2023Q4..\n");
  tree.write("three.scenario", "scenario \"3\"\nextends \"base.scenario\"\nset d = 2 in FY2024\n");
  const auto composed = [&](const std::string& lines) {
    return Reading(
        tree.write("all.scenario", "scenario \"All\"\nextends \"base.scenario\"\n" + lines));
  };
  const std::vector<std::string> conflict = {"include-conflict"};
  const std::string one = "include \"one.scenario\"\n";
  BOOST_TEST(composed(one + "include \"two.scenario\"\n").codes() == conflict);
  BOOST_TEST(composed(one + "include \"three.scenario\"\n").codes().empty());
  const Reading wins = composed(one + "include \"two.scenario\" override\n");
  BOOST_TEST(wins.codes().empty(), wins.messages());
  BOOST_TEST(wins.value().operations.size() == 2u);
  // The file's own word counts after what it includes, and needs no leave.
  BOOST_TEST(composed(one + "set d = 9 in 2023Q4\n").codes().empty());

  // A conflict is found where files were included by files that were included.
  tree.write("nest.scenario", "scenario \"Nest\"\nextends \"base.scenario\"\n" + one);
  BOOST_TEST(composed("include \"nest.scenario\"\ninclude \"two.scenario\"\n").codes() == conflict);
}

BOOST_AUTO_TEST_SUITE_END()
