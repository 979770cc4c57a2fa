// Models made of several files: what extends, includes and redefines says, and what gives way.
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/model/arithmetic.hpp"
#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Known;
using test::Loaded;
using test::Tiny;

namespace {

// A parent with one of each clause. d is 10, so that x is 2 * 10 in history and 3 * 10 after it;
// before all that it is 5. a is 1 and then 2 in history.
const std::string parent =
    "model parent \"Parent\"\ncalendar quarterly, fiscal year starts april\n"
    "horizon 2022Q1..2022Q4\nactuals \"actuals.csv\"\n"
    "driver d : JPY = 10 \"Price\" ja \"価格\"\n  range 0 to 20  basis judgement \"a guess\"\n"
    "flow a : JPY \"A\" ja \"ア\"\n  outlook = a[-1]\n"
    "flow b : JPY\n  outlook = 4 JPY\n"
    "flow x : JPY \"X\" ja \"エックス\"\n  before = 5 JPY\n  history = 2 * d\n  outlook = 3 * d\n"
    "price p : JPY\n  rolls up as mean\n  = d\n"
    "flow t : JPY\n  parts by letter = a, b\n  parts by sign = b, a\n"
    "for n in one, two {\n  driver late.{n} : 1 = 1\n  ratio r.{n} : 1\n    = late.{n}\n}\n";

const std::string actuals =
    "series,period,value,unit\na,2022Q1,1,JPY\na,2022Q2,2,JPY\nb,2022Q1,3,JPY\n";

// A model that extends the parent above and says more; as of 2022Q2.
Tiny child(const std::string& body) {
  return {.body = "extends \"parent.model\"\n" + body,
          .files = {{"parent.model", parent}, {"actuals.csv", actuals}}};
}

// What stood where it was replaced, as it was written.
std::vector<std::string> superseded(Known& known, std::string_view series) {
  std::vector<std::string> all;
  for (const Place& place : known.model().at(known.id(series)).superseded) {
    all.emplace_back(known.sources().text(place));
  }
  return all;
}

using Words = std::vector<std::string>;

struct Case {
  std::string why;
  std::string body;
  double before;
  double history;  // in 2022Q2
  double outlook;  // in 2022Q4
  Words gone;      // of x
};

const std::vector<Case> cases = {
    {"nothing is said anew", "", 5, 20, 30, {}},
    {"history alone", "redefine x\n  history = a\n", 5, 2, 30, {"2 * d"}},
    {"outlook alone", "redefine x\n  outlook = d\n", 5, 20, 10, {"3 * d"}},
    {"before alone", "redefine x\n  before = d\n", 10, 20, 30, {"5 JPY"}},
    {"a plain formula is history and outlook", "redefine x\n  = a\n", 5, 2, 2, {"2 * d", "3 * d"}},
    {"on the line as well", "redefine x = 8 * d\n", 5, 80, 80, {"2 * d", "3 * d"}},
    {"a plain formula, and an outlook beside it",
     "redefine x\n  = a\n  outlook = d\n",
     5,
     2,
     10,
     {"2 * d", "3 * d"}},
    {"in either order", "redefine x\n  outlook = d\n  = a\n", 5, 2, 10, {"2 * d", "3 * d"}},
    {"two clauses at once",
     "redefine x\n  history = a\n  outlook = d\n",
     5,
     2,
     10,
     {"2 * d", "3 * d"}},
    {"of two redefinitions the last wins",
     "redefine x\n  outlook = 7 * d\nredefine x\n  outlook = d\n",
     5,
     20,
     10,
     {"3 * d", "7 * d"}},
    {"a later clause leaves what an earlier one said elsewhere",
     "redefine x\n  = 7 * d\nredefine x\n  outlook = d\n",
     5,
     70,
     10,
     {"2 * d", "3 * d"}},
    {"a driver of another value", "redefine d = 1\n", 5, 2, 3, {}},
    {"and by a formula", "redefine d\n  = 2 JPY\n", 5, 4, 6, {}},
};

}  // namespace

BOOST_AUTO_TEST_CASE(each_clause_of_a_redefinition_replaces_its_own) {
  for (const Case& one : cases) {
    BOOST_TEST_CONTEXT(one.why) {
      Known known(child(one.body), "2022Q2");
      BOOST_TEST(known.diagnosis() == "");
      BOOST_TEST(known.value("x", "2021Q4") == one.before);
      BOOST_TEST(known.value("x", "2022Q2") == one.history);
      BOOST_TEST(known.value("x", "2022Q4") == one.outlook);
      BOOST_TEST(superseded(known, "x") == one.gone, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_drivers_value_range_and_basis_are_replaced_each_by_itself) {
  Known value(child("redefine d = 1 in 2022Q1..2022Q3, 2 from 2022Q4\n"));
  BOOST_TEST(value.value("d", "2022Q3") == 1.0);
  BOOST_TEST(value.value("d", "2022Q4") == 2.0);
  BOOST_TEST(value.value("x", "2022Q4") == 6.0);
  BOOST_TEST(superseded(value, "d") == Words{"10"}, boost::test_tools::per_element());
  BOOST_TEST(value.model().at(value.id("d")).basis == "judgement");

  const Known range(child("redefine d\n  range 1 to 2\n"));
  const Series& d = range.model().at(range.id("d"));
  BOOST_TEST(range.model().formulas[*d.range_high].value == 2.0);
  BOOST_TEST(range.value("d", "2022Q1") == 10.0);

  const Known basis(child("redefine d\n  basis printed \"p.3\"\n"));
  BOOST_TEST(basis.model().at(basis.id("d")).basis == "printed");
  BOOST_TEST(basis.model().at(basis.id("d")).basis_reason == "p.3");
}

BOOST_AUTO_TEST_CASE(a_title_is_kept_unless_another_is_given_in_its_language) {
  const auto title = [](const char* body) {
    const Loaded loaded(child(body));
    const Title& of = loaded.model().at(loaded.id("x")).title;
    return of.english + " / " + of.japanese;
  };

  BOOST_TEST(title("redefine x\n  = a\n") == "X / エックス");
  BOOST_TEST(title("redefine x \"New X\"\n  = a\n") == "New X / エックス");
  BOOST_TEST(title("redefine x \"New X\" ja \"新\"\n") == "New X / 新");
}

// t is 1 + 3 in 2022Q1; by the new parts 1 + 20. The second cut stays as it is.
BOOST_AUTO_TEST_CASE(parts_of_the_same_name_give_way_and_others_stay) {
  const Known same(child("redefine t\n  parts by letter = a, x\n"), "2022Q2");
  BOOST_TEST(same.value("t", "2022Q1") == 21.0);
  BOOST_TEST(same.model().at(same.id("t")).parts.size() == 2u);
  BOOST_TEST(same.model().at(same.id("t")).parts[1].by == "sign");

  const Known more(child("redefine t\n  parts by number = a, x\n"), "2022Q2");
  BOOST_TEST(more.value("t", "2022Q1") == 4.0);
  BOOST_TEST(more.model().at(more.id("t")).parts.size() == 3u);
}

BOOST_AUTO_TEST_CASE(how_a_price_rolls_up_may_be_said_anew) {
  BOOST_TEST(
      Known(child("redefine d = 1 in 2022Q1..2022Q3, 5 from 2022Q4\n")).value("p", "FY2022") ==
      2.0);  // (1 + 1 + 1 + 5) / 4
  BOOST_TEST(Known(child("redefine d = 1 in 2022Q1..2022Q3, 5 from 2022Q4\n"
                         "redefine p\n  rolls up as last\n"))
                 .value("p", "FY2022") == 5.0);
}

BOOST_AUTO_TEST_CASE(a_series_may_be_left_without_an_outlook_and_be_given_one) {
  const Known closed(child("redefine b\n  actual only\n"), "2022Q2");
  BOOST_TEST(closed.model().at(closed.id("b")).actual_only);
  BOOST_TEST((closed.winner("b", "2022Q4").rule == Rule::missing));

  const Known open(child("redefine b\n  actual only\nredefine b\n  outlook = 9 JPY\n"), "2022Q2");
  BOOST_TEST(!open.model().at(open.id("b")).actual_only);
  BOOST_TEST(open.value("b", "2022Q4") == 9.0);
}

BOOST_AUTO_TEST_CASE(an_earlier_statement_of_an_outlook_gives_way_to_a_clause) {
  const std::string statement = "flow y : JPY\n  history = a\noutlook y = 4 * d\n";
  const auto value = [&](const std::string& more) {
    return Known(child(statement + more), "2022Q2").value("y", "2022Q4");
  };

  BOOST_TEST(value("") == 40.0);
  BOOST_TEST(value("redefine y\n  outlook = d\n") == 10.0);
  BOOST_TEST(value("redefine y\n  = 6 * d\n") == 60.0);
  BOOST_TEST(value("redefine y\n  history = b\n") == 40.0);
  Known known(child(statement + "redefine y\n  outlook = d\n"));
  BOOST_TEST(superseded(known, "y") == Words{"4 * d"}, boost::test_tools::per_element());
}

// A variant of a variant: each says its own, and what the last one says wins.
BOOST_AUTO_TEST_CASE(the_last_of_two_overlays_wins) {
  Tiny tiny = child("redefine x\n  outlook = 9 * d\n");
  tiny.body = "extends \"middle.model\"\nredefine x\n  outlook = 9 * d\n";
  tiny.files.push_back({"middle.model",
                        "model middle \"Middle\"\nextends \"parent.model\"\n"
                        "redefine d = 1\nredefine x\n  outlook = 7 * d\n"});
  Known known(tiny, "2022Q2");

  BOOST_TEST(known.value("d", "2022Q4") == 1.0);
  BOOST_TEST(known.value("x", "2022Q2") == 2.0);
  BOOST_TEST(known.value("x", "2022Q4") == 9.0);
  BOOST_TEST(superseded(known, "x") == (Words{"3 * d", "7 * d"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_childs_header_lines_win_and_the_rest_is_inherited) {
  const Loaded loaded(child(""));

  BOOST_TEST(loaded.model().name == "tiny");
  BOOST_TEST(loaded.model().title.english == "Tiny");
  BOOST_TEST((loaded.model().horizon.last == loaded.period("2023Q4")));

  test::Folder folder;
  folder.write("parent.model", parent);
  folder.write("actuals.csv", actuals);
  const auto path = folder.write("child.model", "model c \"C\"\nextends \"parent.model\"\n");
  Sources sources;
  const auto model = load_model(path, sources, {folder.path(), false});
  BOOST_TEST_REQUIRE(model.value.has_value());
  BOOST_TEST(model.value->name == "c");
  BOOST_TEST((model.value->horizon == *model.value->calendar.parse("FY2022")));
}

// Wherever the line stands, what it extends comes first.
BOOST_AUTO_TEST_CASE(the_place_of_an_extends_line_does_not_matter) {
  Tiny tiny = child("");
  tiny.body = "redefine d = 1\nextends \"parent.model\"\n";

  BOOST_TEST(Known(tiny, "2022Q2").value("x", "2022Q2") == 2.0);
}

BOOST_AUTO_TEST_CASE(data_are_looked_for_beside_the_file_that_names_them) {
  const Known known(
      {.body = "extends \"group/parent.model\"\ninclude \"more/part.model\"\n"
               "actuals \"own.csv\"\n",
       .files = {{"group/parent.model", parent},
                 {"group/actuals.csv", actuals},
                 {"actuals.csv", "series,period,value,unit\na,2022Q1,99,JPY\n"},
                 {"more/part.model", "flow c : JPY\n  outlook = c[-1]\nactuals \"part.csv\"\n"},
                 {"more/part.csv", "series,period,value,unit\nc,2022Q2,7,JPY\n"},
                 {"own.csv", "series,period,value,unit\nb,2022Q2,8,JPY\n"}}});

  BOOST_TEST(known.value("a", "2022Q1") == 1.0);
  BOOST_TEST(known.value("c", "2022Q2") == 7.0);
  BOOST_TEST(known.value("b", "2022Q2") == 8.0);
}

// An included part stands where its line does: what comes after it may redefine it.
BOOST_AUTO_TEST_CASE(what_is_included_may_be_redefined_below) {
  const Tiny tiny = {.body = "include \"part.model\"\nredefine c\n  = 2 JPY\n",
                     .files = {{"part.model", "flow c : JPY\n  = 1 JPY\n"}}};
  BOOST_TEST(Known(tiny).value("c", "2022Q1") == 2.0);

  const Tiny early = {.body = "redefine c\n  = 2 JPY\ninclude \"part.model\"\n",
                      .files = tiny.files};
  const Loaded refused(early);
  BOOST_TEST(!refused.loads());
  BOOST_TEST(refused.messages().find("c is declared only further down") != std::string::npos,
             refused.messages());
}

BOOST_AUTO_TEST_CASE(a_loop_may_redefine_what_a_loop_declared) {
  const Known known(
      child("for n, v in (one, 3), (two, 4) {\n  redefine late.{n} = {v}\n}\n"
            "redefine r.two\n  = 2 * late.two\n"));

  BOOST_TEST(known.value("r.one", "2022Q4") == 3.0);
  BOOST_TEST(known.value("r.two", "2022Q4") == 8.0);
}

BOOST_AUTO_TEST_CASE(a_redefinition_may_read_what_the_child_declares) {
  const Known known(child("driver cut : % = 25%\nredefine x\n  outlook = 3 * d * (1 - cut)\n"),
                    "2022Q2");

  BOOST_TEST(known.value("x", "2022Q4") == 22.5);
}
