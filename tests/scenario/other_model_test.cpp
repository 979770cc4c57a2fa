// A scenario read against another model than the one it names.
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"
#include "engine/scenario/resolved.hpp"
#include "engine/scenario/scenario.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/scenario/reading.hpp"

using namespace headwater;
using test::Folder;
using test::Reading;

namespace {

using Strings = std::vector<std::string>;
const auto each = boost::test_tools::per_element();

const std::string headers =
    "calendar quarterly, fiscal year starts april\nhorizon 2022Q1..2023Q4\n";
const std::string old_text = "model old \"Old\"\n" + headers +
                             "driver d : JPY = 7\ndriver gone : % = 1%\nflow x : JPY = 2 * d\n";
const std::string new_text =
    "model new \"New\"\n" + headers + "driver d : JPY = 7\nflow x : JPY = 3 * d\n";

// A company whose scenario sets a driver that both its models have.
struct Company : Folder {
  std::filesystem::path old_model = write("old.model", old_text);
  std::filesystem::path new_model = write("new.model", new_text);
  std::filesystem::path scenario(const std::string& changes) const {
    return write("one.scenario", "scenario \"One\"\nmodel \"old.model\"\nas of 2022Q1\n" + changes);
  }
};

}  // namespace

// x = 2 d in the model that the scenario names and 3 d in the other, and d = 10.
BOOST_AUTO_TEST_CASE(a_scenario_applies_to_the_model_it_is_read_against) {
  const Company company;
  const auto path = company.scenario("set d = 10 JPY\n");
  const Reading as_written(path);
  const Reading other(path, {.model = company.new_model});

  BOOST_TEST(as_written.at("x", "2022Q2") == 20.0);
  BOOST_TEST(other.at("x", "2022Q2") == 30.0);
  BOOST_TEST(other.value().title.english == "One");
  BOOST_TEST(other.value().path == path.string());
  BOOST_TEST(other.value().model->name == "new");
}

// The resolved scenario then names the other model, so that it can be read again as it is.
BOOST_AUTO_TEST_CASE(a_scenario_says_which_model_it_was_read_against) {
  const Company company;
  const auto path = company.scenario("set d = 10 JPY\n");
  const Reading as_written(path);
  const Reading itself(path, {.model = company.old_model});
  const Reading other(path, {.model = company.new_model});

  BOOST_TEST(itself.value().model_file == "old.model");
  BOOST_TEST(itself.value().model_hash == as_written.value().model_hash);
  BOOST_TEST(itself.value().scenario_hash == as_written.value().scenario_hash);
  BOOST_TEST(other.value().model_file == "new.model");
  BOOST_TEST(other.value().model_hash == Reading(company.new_model).value().model_hash);
  const auto again =
      company.write("again.scenario", print_resolved(other.value(), Titles::left_out));
  BOOST_TEST(Reading(again).at("x", "2022Q2") == 30.0);
}

BOOST_AUTO_TEST_CASE(the_model_a_scenario_names_need_not_be_there) {
  const Company company;
  const auto gone = company.write("gone.scenario",
                                  "scenario \"Gone\"\nmodel \"no-longer.model\"\nas of 2022Q1\n");
  const auto nameless = company.write("nameless.scenario", "scenario \"Nameless\"\nas of 2022Q1\n");

  BOOST_TEST(Reading(gone).codes() == Strings{"file-unreadable"}, each);
  BOOST_TEST(Reading(gone, {.model = company.new_model}).at("x", "2022Q2") == 21.0);
  BOOST_TEST(Reading(nameless, {.model = company.new_model}).at("x", "2022Q2") == 21.0);
}

BOOST_AUTO_TEST_CASE(what_the_other_model_has_not_got_is_said_of_that_model) {
  const Company company;
  const auto path = company.scenario("set gone = 2%\n");
  const Reading other(path, {.model = company.new_model});

  BOOST_TEST(Reading(path).codes().empty());
  BOOST_TEST(other.codes() == Strings{"not-a-driver"}, each);
  const std::string& message = other.scenario.diagnostics[0].message;
  BOOST_TEST(message.ends_with(" (read against " + company.new_model.string() + ")"), message);
  BOOST_TEST(!other.scenario.value.has_value());
}

BOOST_AUTO_TEST_CASE(a_period_the_other_model_ends_before_is_said_of_that_model) {
  const Company company;
  const auto path =
      company.write("late.scenario", "scenario \"Late\"\nmodel \"old.model\"\nas of 2030Q1\n");
  const Reading other(path, {.model = company.new_model});

  BOOST_TEST(other.codes() == Strings{"outside-horizon"}, each);
  BOOST_TEST(other.messages().find("read against") != std::string::npos, other.messages());
}

// A mistake in the other model's own files is no word about the scenario.
BOOST_AUTO_TEST_CASE(mistakes_of_the_other_model_stay_its_own) {
  const Company company;
  const auto broken =
      company.write("broken.model", "model broken \"Broken\"\n" + headers + "flow x : JPY = y\n");
  const Reading other(company.scenario("set d = 10 JPY\n"), {.model = broken});

  BOOST_TEST(other.codes() == Strings{"unknown-name"}, each);
  BOOST_TEST(other.messages().find("read against") == std::string::npos, other.messages());
}

// Such a model may read beside itself, but no further, unless files outside are allowed.
BOOST_AUTO_TEST_CASE(a_model_elsewhere_reads_from_its_own_folder) {
  const Company company;
  const Folder elsewhere;
  elsewhere.write("base.model", new_text);
  const auto extending =
      elsewhere.write("edit.model", "extends \"base.model\"\nredefine x = 5 * d\n");
  const auto leaving =
      elsewhere.write("leaving.model", "extends \"" + company.new_model.string() + "\"\n");
  const auto path = company.scenario("set d = 10 JPY\n");

  BOOST_TEST(Reading(path, {.model = extending}).at("x", "2022Q2") == 50.0);
  BOOST_TEST(Reading(path, {.model = leaving}).codes() == Strings{"file-refused"}, each);
  const ScenarioOptions allowed{.allow_outside = true, .model = leaving};
  BOOST_TEST(Reading(path, allowed).at("x", "2022Q2") == 30.0);
}

// As where the scenario itself names it: what it may read is what the scenario may.
BOOST_AUTO_TEST_CASE(a_model_below_the_scenario_reads_from_the_scenarios_folder) {
  const Company company;
  const auto below =
      company.write("edits/edit.model", "extends \"../new.model\"\nredefine x = 5 * d\n");
  const Reading other(company.scenario("set d = 10 JPY\n"), {.model = below});

  BOOST_TEST(other.at("x", "2022Q2") == 50.0);
  BOOST_TEST(other.value().model_file == "edits/edit.model");
}

BOOST_AUTO_TEST_CASE(a_model_in_the_scenarios_place_leaves_the_other_as_it_stands) {
  const Company company;
  const Reading other(company.old_model, {.model = company.new_model});

  BOOST_TEST(other.at("x", "2022Q2") == 21.0);
  BOOST_TEST(other.value().model_file.empty());
  BOOST_TEST(other.value().title.english == "New");
}

BOOST_AUTO_TEST_CASE(another_model_that_is_not_there_is_the_callers_to_mend) {
  const Company company;
  Sources sources;
  const ScenarioOptions options{.model = company.path() / "missing.model"};

  BOOST_CHECK_THROW(load_scenario(company.scenario(""), sources, options), IoError);
}

BOOST_AUTO_TEST_CASE(assignments_on_the_command_line_are_read_against_it_too) {
  const Company company;
  const auto path = company.scenario("");
  const Reading set(path, {.sets = {"d = 4 JPY"}, .model = company.new_model});
  const Reading gone(path, {.sets = {"gone = 2%"}, .model = company.new_model});

  BOOST_TEST(set.at("x", "2022Q2") == 12.0);
  BOOST_TEST(gone.messages().find("read against") != std::string::npos, gone.messages());
}
