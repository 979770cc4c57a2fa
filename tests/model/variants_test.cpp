// What a model changes of the one it extends: clause by clause, as both are written.
#include "engine/model/variants.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"
#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Folder;

namespace {

using Strings = std::vector<std::string>;
const auto each = boost::test_tools::per_element();

const std::string base_text =
    "model base \"Base\" ja \"土台\"\n"
    "calendar quarterly, fiscal year starts april\n"
    "horizon 2022Q1..2022Q4\n"
    "driver order : JPY per quarter = 100  \"Orders\"\n  range 80 to 120\n"
    "driver tax : % = 30%\n"
    "flow sales : JPY\n  history = 1 JPY\n  outlook = order\n"
    "flow net : JPY\n  = sales * (1 - tax)\n"
    "check some \"Some\" : net >= 0 JPY\n";

// A folder with the model above, and one that extends it.
struct Extended {
  Folder folder;
  Sources sources;

  Extended() { folder.write("base.model", base_text); }

  Checked<Variant> checked(const std::string& text) {
    const auto path =
        folder.write("top.model", "model top \"Top\"\nextends \"base.model\"\n" + text);
    return variant_of(path, sources, {folder.path(), false});
  }
  Variant of(const std::string& text) {
    auto variant = checked(text);
    if (!variant) throw std::runtime_error(render(variant.diagnostics.front(), sources));
    return std::move(*variant.value);
  }
  // "net: = a -> = b", a line for each clause.
  static Strings told(const Variant& variant) {
    Strings lines;
    for (const Redefinition& one : variant.redefined) {
      if (one.clauses.empty()) lines.push_back(one.name + ": as it was");
      for (const ClauseChange& clause : one.clauses) {
        lines.push_back(one.name + ": " + clause.before + " -> " + clause.after);
      }
    }
    return lines;
  }
  static Strings added(const Variant& variant) {
    Strings names;
    for (const Addition& one : variant.added) {
      names.push_back(one.what + " " + one.name +
                      (one.section.english.empty() ? "" : " in " + one.section.english));
    }
    return names;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(variants)

BOOST_AUTO_TEST_CASE(a_formula_stands_beside_the_one_it_replaces) {
  Extended model;
  const Variant variant = model.of("redefine net = sales * (1 - tax) - 1 JPY\n");

  BOOST_TEST(variant.title.english == "Top");
  BOOST_TEST_REQUIRE(variant.bases.size() == 1u);
  BOOST_TEST(variant.bases[0].file == "base.model");
  BOOST_TEST(variant.bases[0].title.japanese == "土台");
  BOOST_TEST(
      Extended::told(variant) == Strings{"net: = sales * (1 - tax) -> = sales * (1 - tax) - 1 JPY"},
      each);
  const ClauseChange& clause = variant.redefined[0].clauses[0];
  BOOST_TEST(model.sources.text(*clause.before_at) == "sales * (1 - tax)");
  BOOST_TEST(model.sources.path(clause.after_at->file).ends_with("top.model"));
}

// Only what is said anew differs: the range of a driver stays, its value does not, and of sales
// the outlook alone.
BOOST_AUTO_TEST_CASE(clauses_that_stay_are_not_told) {
  Extended model;
  const Variant variant = model.of(
      "redefine order = 90 in 2022Q1, 110 from 2022Q2\n"
      "redefine sales\n  outlook = 2 * order\n"
      "redefine tax\n  range 20% to 40%  basis judgement \"a reform\"\n");

  BOOST_TEST(Extended::told(variant) ==
                 (Strings{"order: = 100 -> = 90 in 2022Q1, 110 from 2022Q2",
                          "tax:  -> range 20% to 40%", "tax:  -> basis judgement \"a reform\"",
                          "sales: outlook = order -> outlook = 2 * order"}),
             each);
}

// A plain formula says it whole: history and outlook are gone with it.
BOOST_AUTO_TEST_CASE(clauses_that_go_are_told) {
  Extended model;
  BOOST_TEST(Extended::told(model.of("redefine sales = 3 * order\n")) ==
                 (Strings{"sales:  -> = 3 * order", "sales: history = 1 JPY -> ",
                          "sales: outlook = order -> "}),
             each);
}

BOOST_AUTO_TEST_CASE(what_is_redefined_as_it_was_is_told_to_be) {
  Extended model;
  BOOST_TEST(
      Extended::told(model.of("redefine net = sales * (1 - tax)\n")) == Strings{"net: as it was"},
      each);
}

// What a `for` writes out is told as it then reads.
BOOST_AUTO_TEST_CASE(loops_are_told_written_out) {
  Extended model;
  const Variant variant = model.of(
      "for s in (order) {\n  redefine sales = 4 * {s}\n  flow twice.{s} : JPY = 2 * {s}\n}\n");
  BOOST_TEST(Extended::told(variant).front() == "sales:  -> = 4 * order");
  BOOST_TEST(Extended::added(variant) == Strings{"flow twice.order"}, each);
}

// Of a file that is included too, by its own sections; a section ends with its file.
BOOST_AUTO_TEST_CASE(additions_are_told_with_their_section) {
  Extended model;
  model.folder.write(
      "part.model",
      "section \"Costs\"\nflow rent : JPY = 5 JPY\ncheck low \"Low\" : rent >= 0 JPY\n");
  const Variant variant = model.of(
      "flow early : JPY = 1 JPY\ninclude \"part.model\"\nflow late : JPY = 2 JPY\n"
      "group \"All\" = order\nstatement pl \"P\"\n  sales\n");

  BOOST_TEST(
      Extended::added(variant) == (Strings{"flow early", "flow rent in Costs", "check low in Costs",
                                           "flow late", "group All", "statement pl"}),
      each);
  BOOST_TEST(variant.redefined.empty());
}

// Against the nearest: what base says is no longer what the model between them does.
BOOST_AUTO_TEST_CASE(a_chain_is_told_against_the_model_below) {
  Extended model;
  model.folder.write("middle.model",
                     "model middle \"Middle\"\nextends \"base.model\"\nredefine tax = 31%\n");
  const auto path = model.folder.write(
      "end.model", "model end \"End\"\nextends \"middle.model\"\nredefine tax = 32%\n");
  const auto variant = variant_of(path, model.sources, FileConfinement{model.folder.path(), false});

  BOOST_TEST_REQUIRE(bool(variant));
  BOOST_TEST(Extended::told(*variant.value) == Strings{"tax: = 31% -> = 32%"}, each);
  BOOST_TEST_REQUIRE(variant.value->bases.size() == 2u);
  BOOST_TEST(variant.value->bases[0].title.english == "Middle");
  BOOST_TEST(variant.value->bases[1].title.english == "Base");
}

BOOST_AUTO_TEST_CASE(a_model_that_extends_none_has_nothing_to_tell) {
  Extended model;
  const auto variant = variant_of(model.folder.path() / "base.model", model.sources,
                                  FileConfinement{model.folder.path(), false});
  BOOST_TEST_REQUIRE(bool(variant));
  BOOST_TEST(variant.value->bases.empty());
  BOOST_TEST(variant.value->redefined.empty());
  BOOST_TEST(variant.value->added.empty());
}

BOOST_AUTO_TEST_CASE(a_series_drawn_into_a_circle_is_told_with_its_block) {
  Extended model;
  const Variant variant =
      model.of("solve \"Tax on itself\" {\n  redefine net = sales - tax * net\n}\n");
  BOOST_TEST(Extended::told(variant) == (Strings{"net: = sales * (1 - tax) -> = sales - tax * net",
                                                 "net:  -> solve \"Tax on itself\""}),
             each);
  BOOST_TEST(Extended::added(variant) == Strings{"solve Tax on itself"}, each);
}

BOOST_AUTO_TEST_CASE(mistakes_of_form_are_said) {
  Extended model;
  const auto variant = model.checked("redefine nett = sales\n");
  BOOST_TEST(!variant);
  BOOST_TEST_REQUIRE(variant.diagnostics.size() == 1u);
  BOOST_TEST(variant.diagnostics[0].code == "nothing-to-redefine");
  BOOST_CHECK_THROW(
      variant_of(model.folder.path() / "none.model", model.sources, {model.folder.path(), false}),
      IoError);
}

BOOST_AUTO_TEST_SUITE_END()
