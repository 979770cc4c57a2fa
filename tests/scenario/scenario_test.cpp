#include "engine/scenario/scenario.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"
#include "engine/scenario/hash.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/scenario/reading.hpp"

using namespace headwater;
using test::Folder;
using test::Reading;

namespace {

using Strings = std::vector<std::string>;
const auto each = boost::test_tools::per_element();

const std::string model_text =
    "model tiny \"Tiny\" ja \"小\"\n"
    "calendar quarterly, fiscal year starts april\n"
    "horizon 2022Q1..2023Q4\n"
    "driver d : JPY = 7\n"
    "driver g : % = 3%\n"
    "flow x : JPY\n  = d * (1 + g)\n";

// A folder with the model above in it.
struct Company : Folder {
  Company() { write("tiny.model", model_text); }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_model_is_a_scenario_that_changes_nothing) {
  const Company folder;
  const Reading reading(folder.path() / "tiny.model");

  BOOST_TEST(reading.at("d", "2022Q1") == 7.0);
  BOOST_TEST(reading.value().operations.empty());
  BOOST_TEST(reading.value().title.english == "Tiny");
}

BOOST_AUTO_TEST_CASE(a_scenario_changes_the_drivers_of_its_model) {
  const Company folder;
  const auto path = folder.write("up.scenario",
                                 "scenario \"Up\" ja \"上\"\nmodel \"tiny.model\"\nas of 2022Q2\n"
                                 "why \"for the test\"\n"
                                 "set d = 10 JPY in 2022Q2..\nadd 1 pp to g in FY2023\n"
                                 "multiply d by 2 in 2023Q4\n");
  const Reading reading(path);

  BOOST_TEST(reading.value().title.english == "Up");
  BOOST_TEST(reading.value().title.japanese == "上");
  BOOST_TEST(reading.value().why == "for the test");
  BOOST_TEST((reading.value().precedence->as_of() ==
              reading.value().model->calendar.parse("2022Q2")->last));
  BOOST_TEST(reading.at("d", "2022Q1") == 7.0);
  BOOST_TEST(reading.at("d", "2022Q2") == 10.0);
  BOOST_TEST(reading.at("d", "2023Q4") == 20.0);
  BOOST_TEST(reading.at("g", "2022Q4") == 3.0);
  BOOST_TEST(reading.at("g", "2023Q1") == 4.0);
}

// Parent first: the child's 'set' comes after its parent's 'multiply', wherever 'extends' stands.
BOOST_AUTO_TEST_CASE(a_parents_operations_apply_before_its_childs) {
  const Company folder;
  folder.write("base.scenario",
               "scenario \"Base\"\nmodel \"tiny.model\"\nas of 2022Q1\nset d = 100 JPY\n");
  folder.write("middle.scenario",
               "scenario \"Middle\"\nextends \"base.scenario\"\n"
               "multiply d by 2\nwhy \"doubled\"\n");
  const auto path = folder.write("top.scenario",
                                 "scenario \"Top\"\nadd 5 JPY to d\n"
                                 "extends \"middle.scenario\"\n");
  const Reading top(path);

  BOOST_TEST(top.at("d", "2023Q1") == 100.0 * 2 + 5);
  BOOST_TEST(top.value().title.english == "Top");  // its own, not its parent's
  BOOST_TEST(top.value().why == "");
  const auto as_of = [](const Reading& reading) {
    const Period last = reading.value().precedence->as_of();
    return reading.value().model->calendar.name({last, last});
  };
  BOOST_TEST(as_of(top) == "2022Q1");  // inherited
  const Reading later(folder.write(
      "later.scenario", "scenario \"Later\"\nextends \"base.scenario\"\nas of 2022Q3\n"));
  BOOST_TEST(as_of(later) == "2022Q3");
}

BOOST_AUTO_TEST_CASE(what_is_set_beside_the_files_comes_last) {
  const Company folder;
  const auto path =
      folder.write("up.scenario", "scenario \"Up\"\nmodel \"tiny.model\"\nset d = 10 JPY\n");

  BOOST_TEST(Reading(path, {.sets = {"d = 20 JPY"}}).at("d", "2022Q1") == 20.0);
  BOOST_TEST(Reading(path, {.sets = {"d = 20 JPY", "d = 30"}}).at("d", "2022Q1") == 30.0);
  const Reading partly(path, {.sets = {"d = 20 JPY in FY2023"}});
  BOOST_TEST(partly.at("d", "2022Q4") == 10.0);
  BOOST_TEST(partly.at("d", "2023Q1") == 20.0);
  BOOST_TEST(Reading(folder.path() / "tiny.model", {.sets = {"d = 20"}}).at("d", "2022Q1") == 20.0);
  BOOST_TEST(!Reading(path, {.sets = {"d = 20%"}}).scenario.value.has_value());
  BOOST_TEST(!Reading(path, {.sets = {"e = 20"}}).scenario.value.has_value());
}

BOOST_AUTO_TEST_CASE(a_scenario_that_extends_itself_is_told_with_the_way_round) {
  const Folder folder;
  folder.write("a.scenario", "scenario \"A\"\nextends \"b.scenario\"\n");
  folder.write("b.scenario", "scenario \"B\"\nextends \"c.scenario\"\n");
  folder.write("c.scenario", "scenario \"C\"\nextends \"a.scenario\"\n");

  const Reading reading(folder.path() / "a.scenario");

  BOOST_TEST(reading.codes() == Strings{"extends-itself"}, each);
  const std::string& message = reading.scenario.diagnostics[0].message;
  BOOST_TEST(
      message.find("a.scenario -> b.scenario -> c.scenario -> a.scenario") != std::string::npos,
      message);

  folder.write("self.scenario", "scenario \"S\"\nextends \"self.scenario\"\n");
  BOOST_TEST(Reading(folder.path() / "self.scenario").codes() == Strings{"extends-itself"}, each);
  folder.write("round.scenario", "scenario \"R\"\nextends \"./x/../round.scenario\"\n");
  BOOST_TEST(Reading(folder.path() / "round.scenario").codes() == Strings{"extends-itself"}, each);
}

BOOST_AUTO_TEST_CASE(a_grandparent_may_be_met_twice) {
  const Company folder;
  folder.write("base.scenario", "scenario \"Base\"\nmodel \"tiny.model\"\n");
  folder.write("sub/child.scenario", "scenario \"Child\"\nextends \"../base.scenario\"\n");
  const auto path =
      folder.write("top.scenario", "scenario \"Top\"\nextends \"sub/child.scenario\"\n");

  BOOST_TEST(Reading(path).at("d", "2022Q1") == 7.0);  // each file names others from its own folder
}

BOOST_AUTO_TEST_CASE(a_sweep_is_read_with_its_model) {
  const Company folder;
  const auto path = folder.write("sweep.scenario",
                                 "scenario \"S\"\nmodel \"tiny.model\"\n"
                                 "sweep both \"Both\"\n"
                                 "  across d in 2023Q1.. = base * 0.5 to base * 1.5 in 5 points\n"
                                 "  across g = 1%, 2%\n"
                                 "  show x in FY2022, FY2023\n");
  const Reading reading(path);
  const auto& sweeps = reading.value().sweeps;

  BOOST_TEST_REQUIRE(sweeps.size() == 1u);
  BOOST_TEST(sweeps[0].name == "both");
  BOOST_TEST_REQUIRE(sweeps[0].axes.size() == 2u);
  BOOST_TEST((sweeps[0].axes[0].operation.kind == OperationKind::multiply));
  BOOST_TEST(sweeps[0].axes[0].values == (std::vector<double>{0.5, 0.75, 1, 1.25, 1.5}), each);
  BOOST_TEST((sweeps[0].axes[1].operation.kind == OperationKind::set));
  BOOST_TEST(sweeps[0].axes[1].values == (std::vector<double>{1, 2}), each);
  BOOST_TEST(sweeps[0].shown.series.size() == 1u);
  BOOST_TEST(sweeps[0].shown.spans.size() == 2u);
}

// A sweep around the base: by points it adds, and base alone is a change of nothing.
BOOST_AUTO_TEST_CASE(the_levels_of_an_axis_are_read_by_kind) {
  const Company folder;
  const auto levels = [&](const std::string& values) {
    const auto path = folder.write("s.scenario",
                                   "scenario \"S\"\nmodel \"tiny.model\"\n"
                                   "sweep s\n  across g = " +
                                       values + "\n  show x in FY2022\n");
    const Reading reading(path);
    BOOST_TEST_REQUIRE(reading.value().sweeps.size() == 1u);
    return reading.value().sweeps[0].axes[0];
  };

  const auto added = levels("base - 1 pp, base, base + 50 bp");
  BOOST_TEST((added.operation.kind == OperationKind::add));
  BOOST_TEST(added.values == (std::vector<double>{-1, 0, 0.5}), each);
  const auto multiplied = levels("base * 0.9, base");
  BOOST_TEST((multiplied.operation.kind == OperationKind::multiply));
  BOOST_TEST(multiplied.values == (std::vector<double>{0.9, 1}), each);
  BOOST_TEST(multiplied.axis.unit.is_plain());  // a factor
  const auto set = levels("1%, 200 bp");
  BOOST_TEST((set.operation.kind == OperationKind::set));
  BOOST_TEST(set.values == (std::vector<double>{1, 2}), each);
  BOOST_TEST(set.axis.unit.text() == "%");
}

BOOST_AUTO_TEST_CASE(no_file_is_read_outside_the_folder_of_the_top_file) {
  const Folder outer;
  outer.write("tiny.model", model_text);
  outer.write("base.scenario", "scenario \"Base\"\nmodel \"tiny.model\"\n");
  outer.write("secret.csv", "series,period,value,unit\n");
  const auto inside = [&](const std::string& text) {
    return outer.write("inner/top.scenario", "scenario \"Top\"\n" + text);
  };
  const std::string absolute = (outer.path() / "tiny.model").string();

  for (const std::string& text :
       {std::string("model \"../tiny.model\"\n"), std::string("extends \"../base.scenario\"\n"),
        std::string("model \"sub/../../tiny.model\"\n"), "model \"" + absolute + "\"\n",
        "extends \"" + (outer.path() / "base.scenario").string() + "\"\n"}) {
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST(Reading(inside(text)).codes() == Strings{"file-refused"}, each);
    }
  }
  for (const std::string& text :
       {std::string("model \"../tiny.model\"\n"), std::string("extends \"../base.scenario\"\n"),
        "model \"" + absolute + "\"\n"}) {
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST(Reading(inside(text), {.allow_outside = true}).at("d", "2022Q1") == 7.0);
    }
  }
}

BOOST_AUTO_TEST_CASE(no_link_leads_outside_either) {
  const Folder outer;
  outer.write("tiny.model", model_text);
  const auto top = outer.write("inner/top.scenario", "scenario \"Top\"\nmodel \"here.model\"\n");
  std::filesystem::create_symlink(outer.path() / "tiny.model", outer.path() / "inner/here.model");
  BOOST_TEST(Reading(top).codes() == Strings{"file-refused"}, each);
  BOOST_TEST(Reading(top, {.allow_outside = true}).at("d", "2022Q1") == 7.0);

  std::filesystem::create_directory_symlink(outer.path(), outer.path() / "inner/up");
  outer.write("inner/top.scenario", "scenario \"Top\"\nmodel \"up/tiny.model\"\n");
  BOOST_TEST(Reading(top).codes() == Strings{"file-refused"}, each);
}

// The link leads to inner/p/q, so that ../../ from there is inner: the letters alone would say
// outer.
BOOST_AUTO_TEST_CASE(the_file_that_is_read_is_the_one_that_was_looked_at) {
  const Folder outer;
  outer.write("tiny.model", "model outside \"Outside\"\n");
  outer.write("inner/tiny.model", model_text);
  outer.write("inner/p/q/here", "");
  std::filesystem::create_directory_symlink("p/q", outer.path() / "inner/a");
  const auto top =
      outer.write("inner/top.scenario", "scenario \"Top\"\nmodel \"a/../../tiny.model\"\n");

  BOOST_TEST(Reading(top).at("d", "2022Q1") == 7.0);
}

// And one that leads to another place inside is as good as the file it stands for.
BOOST_AUTO_TEST_CASE(a_link_inside_the_folder_is_followed) {
  const Company folder;
  std::filesystem::create_symlink(folder.path() / "tiny.model", folder.path() / "link.model");
  const auto path = folder.write("top.scenario", "scenario \"Top\"\nmodel \"link.model\"\n");

  BOOST_TEST(Reading(path).at("d", "2022Q1") == 7.0);
}

BOOST_AUTO_TEST_CASE(the_data_of_a_model_is_confined_to_the_folder_of_the_top_file) {
  const Folder outer;
  const std::string data = "series,period,value,unit\nx,2022Q1,5,JPY\n";
  outer.write("a.csv", data);
  outer.write("inner/model/tiny.model", model_text + "actuals \"../a.csv\"\n");
  const auto top =
      outer.write("inner/top.scenario", "scenario \"Top\"\nmodel \"model/tiny.model\"\n");
  BOOST_TEST(Reading(top).codes() == Strings{"file-unreadable"}, each);  // inside, and not there

  outer.write("inner/a.csv", data);
  BOOST_TEST(Reading(top).at("x", "2022Q1") == 5.0);  // above the model, below the scenario
  BOOST_TEST(Reading(outer.path() / "inner/model/tiny.model").codes() == Strings{"file-refused"},
             each);
}

BOOST_AUTO_TEST_CASE(a_device_or_a_folder_is_no_file_to_read) {
  const Folder folder;
  const auto top = [&](const std::string& model) {
    return folder.write("top.scenario", "scenario \"Top\"\nmodel \"" + model + "\"\n");
  };
  std::filesystem::create_directory(folder.path() / "sub");

  BOOST_TEST(Reading(top("sub")).codes() == Strings{"file-refused"}, each);
  BOOST_TEST(Reading(top("/dev/zero"), {.allow_outside = true}).codes() == Strings{"file-refused"},
             each);
  BOOST_TEST(Reading(top("none.model")).codes() == Strings{"file-unreadable"}, each);
}

BOOST_AUTO_TEST_CASE(a_top_file_that_cannot_be_read_is_an_error_of_the_world) {
  const Folder folder;
  Sources sources;
  BOOST_CHECK_THROW(load_scenario(folder.path() / "none.scenario", sources), IoError);
}

BOOST_AUTO_TEST_CASE(mistakes_of_all_files_are_collected) {
  const Company folder;
  folder.write("base.scenario", "scenario \"Base\"\nmodel \"tiny.model\"\nset dd = 1\n");
  const auto path =
      folder.write("top.scenario", "scenario \"Top\"\nextends \"base.scenario\"\nset d = 1 pp\n");

  const Reading reading(path);

  BOOST_TEST(!reading.scenario.value.has_value());
  BOOST_TEST(reading.codes().size() == 2u, reading.messages());
}

BOOST_AUTO_TEST_CASE(a_scenario_without_a_model_is_told) {
  const Folder folder;
  const auto path = folder.write("top.scenario", "scenario \"Top\"\n");

  BOOST_TEST(Reading(path).codes() == Strings{"no-model"}, each);
}

// Each hash follows its own files, byte by byte, comments and all, and nothing else.
BOOST_AUTO_TEST_CASE(the_models_hash_is_of_its_bytes_and_the_scenarios_of_what_it_does) {
  const std::string data = "series,period,value,unit\nx,2022Q1,5,JPY\n";
  const Folder folder;
  folder.write("a.csv", data);
  folder.write("tiny.model", model_text + "actuals \"a.csv\"\n");
  folder.write("base.scenario", "scenario \"Base\"\nmodel \"tiny.model\"\n");
  const auto path = folder.write("top.scenario", "scenario \"Top\"\nextends \"base.scenario\"\n");
  struct Hashes {
    std::string model, scenario;
  };
  const auto hashes = [&](const ScenarioOptions& options = {}) {
    const Reading reading(path, options);
    return Hashes{reading.value().model_hash, reading.value().scenario_hash};
  };
  const Hashes before = hashes();
  BOOST_TEST(before.model.size() == 32u);
  BOOST_TEST(hashes().model == before.model);
  BOOST_TEST(hashes().scenario == before.scenario);

  folder.write("a.csv", data + "\n");
  BOOST_TEST(hashes().model != before.model);
  BOOST_TEST(hashes().scenario == before.scenario);
  folder.write("a.csv", data);
  folder.write("tiny.model", model_text + "actuals \"a.csv\" \n");
  BOOST_TEST(hashes().model != before.model);
  folder.write("tiny.model", model_text + "actuals \"a.csv\"\n");
  BOOST_TEST(hashes().model == before.model);

  // A comment, a title and a reason change no figure.
  folder.write("base.scenario", "scenario \"Bases\"\nmodel \"tiny.model\"\nwhy \"so\"\n#\n");
  BOOST_TEST(hashes().scenario == before.scenario);
  folder.write("base.scenario", "scenario \"Base\"\nmodel \"tiny.model\"\nset d = 3\n");
  BOOST_TEST(hashes().scenario != before.scenario);
  BOOST_TEST(hashes().model == before.model);
  folder.write("base.scenario", "scenario \"Base\"\nmodel \"tiny.model\"\n");
  BOOST_TEST(hashes({.sets = {"d = 1"}}).scenario != before.scenario);
  BOOST_TEST(hashes({.sets = {"d = 1"}}).scenario != hashes({.sets = {"d = 2"}}).scenario);
  BOOST_TEST(hashes().scenario == before.scenario);
}

BOOST_AUTO_TEST_CASE(a_hash_knows_where_one_text_ends_and_the_next_begins) {
  const auto hash = [](const Strings& texts) {
    ContentHash content;
    for (const std::string& text : texts) content.add(text);
    return content.hex();
  };

  BOOST_TEST(hash({"ab", "c"}) == hash({"ab", "c"}));
  BOOST_TEST(hash({"ab", "c"}) != hash({"a", "bc"}));
  BOOST_TEST(hash({"ab"}) != hash({"ab", ""}));
  BOOST_TEST(hash({"a", "b"}) != hash({"b", "a"}));
  BOOST_TEST(hash({}).size() == 32u);
}
