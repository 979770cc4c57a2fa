// Wrong inputs, each with its whole message: what a person sees on stderr, and the exit code.
//
// A case in tests/golden/errors is NAME.model or NAME.scenario, run as `headwater check FILE` from
// that folder, or NAME.args with the words of another command line, one a line. Beside it stands
// NAME.expected. What several cases need is in data/. To accept what the program says now:
//   HEADWATER_ACCEPT=1 build/release/tests/app_test --run_test=golden_errors
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/core/limits.hpp"
#include "engine/core/width.hpp"
#include "tests/app/console_run.hpp"

namespace {

namespace fs = std::filesystem;
using namespace headwater;

const fs::path source_folder = HEADWATER_SOURCE_DIR;
const fs::path golden_folder = source_folder / "tests/golden/errors";

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Case {
  std::string name;
  std::vector<std::string> args;
};

std::vector<std::string> lines_of(const fs::path& path) {
  std::istringstream text(text_of(path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

// By name; a NAME.args says how the file of its name is run.
std::vector<Case> cases() {
  std::map<std::string, Case> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(golden_folder)) {
    const fs::path path = entry.path().filename();
    const std::string name = path.stem().string();
    if (path.extension() == ".args") {
      found[name] = {name, lines_of(entry.path())};
    } else if (path.extension() == ".model" || path.extension() == ".scenario") {
      found.try_emplace(name, Case{name, {"check", path.string()}});
    }
  }
  std::vector<Case> all;
  for (const auto& [name, one] : found) all.push_back(one);
  return all;
}

// What a command line says on stderr, as a program reads it: an object a line.
std::vector<nlohmann::json> messages_of(const Case& one) {
  std::vector<std::string> args = one.args;
  args.insert(args.end(), {"--diagnostics", "json"});
  std::istringstream said(run_args(args).console.err);
  std::vector<nlohmann::json> messages;
  for (std::string line; std::getline(said, line);) messages.push_back(nlohmann::json::parse(line));
  return messages;
}

// Every code the sources name: a quoted word with hyphens, or what is assigned to `code`.
std::set<std::string> codes_in_sources() {
  static const std::regex form("\"([a-z]+(-[a-z0-9]+)+)\"|code = \"([a-z-]+)\"");
  std::set<std::string> codes;
  for (const char* floor : {"core", "lang", "tables", "model", "scenario", "study"}) {
    for (const auto& entry : fs::recursive_directory_iterator(source_folder / "engine" / floor)) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string text = text_of(entry.path());
      for (std::sregex_iterator match(text.begin(), text.end(), form), end; match != end; ++match) {
        codes.insert((*match)[1].matched ? (*match)[1].str() : (*match)[3].str());
      }
    }
  }
  for (const LimitName& limit : limit_names()) codes.erase(std::string(limit.name));
  return codes;
}

// Codes that need an input too large to keep here. All but the last are held in limits_test.cpp.
const std::map<std::string, std::string> too_large_to_keep = {
    {"file-too-long", "a million words"},
    {"for-too-large", "a hundred thousand statements"},
    {"more-mistakes", "a hundred mistakes"},
    {"csv-more-mistakes", "a hundred mistakes"},
    {"too-many-deals", "five thousand rows"},
    {"too-many-files", "a thousand and one files"},
    {"too-many-parents", "thirty-three files"},
    {"too-many-shown", "a sweep of two thousand figures"},
    {"csv-too-many-rows", "half a million rows; see tables/csv_test.cpp"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(golden_errors, *boost::unit_test::timeout(120))

BOOST_AUTO_TEST_CASE(every_wrong_input_draws_its_whole_message) {
  const bool accept = std::getenv("HEADWATER_ACCEPT") != nullptr;
  const WorkingFolder here(golden_folder);
  const std::vector<Case> all = cases();
  BOOST_TEST(all.size() >= 30u);
  for (const Case& one : all) {
    const auto began = std::chrono::steady_clock::now();
    const ConsoleRun run = run_args(one.args);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    const std::string said = run.console.err + "exit " + std::to_string(int(run.exit)) + "\n";
    const fs::path expected = one.name + ".expected";
    if (accept) std::ofstream(expected, std::ios::binary) << said;
    if (said != text_of(expected)) {
      BOOST_ERROR(one.name << ": expected\n" << text_of(expected) << "but it says\n" << said);
    }
    if (took.count() > 10) BOOST_ERROR(one.name << " took " << took.count() << " s");
  }
}

BOOST_AUTO_TEST_CASE(no_expected_text_is_left_without_its_input) {
  std::set<std::string> names;
  for (const Case& one : cases()) names.insert(one.name);
  for (const fs::directory_entry& entry : fs::directory_iterator(golden_folder)) {
    if (entry.path().extension() != ".expected") continue;
    BOOST_TEST(names.contains(entry.path().stem().string()), entry.path().filename().string());
  }
}

// One mistake in each input, so one message; warnings and the program's own words count as one too.
BOOST_AUTO_TEST_CASE(one_mistake_draws_one_message) {
  static const std::regex heading("(^|\n)[^ |\n][^\n]*: (error|warning|note): ");
  for (const Case& one : cases()) {
    const std::string expected = text_of(golden_folder / (one.name + ".expected"));
    const auto count =
        std::distance(std::sregex_iterator(expected.begin(), expected.end(), heading), {});
    BOOST_TEST(count <= 1, one.name << " draws " << count << " messages");
  }
}

// The same message for people and for programs: place, severity, words and hint of each object
// stand in the text, in the order of the text.
BOOST_AUTO_TEST_CASE(messages_as_json_say_what_the_text_says) {
  const WorkingFolder here(golden_folder);
  std::size_t placed = 0;
  for (const Case& one : cases()) {
    const std::string text = text_of(one.name + ".expected");
    std::size_t at = 0;
    const auto follows = [&](const std::string& words) {
      const std::size_t found = text.find(escaped_for_terminal(words), at);
      BOOST_TEST(found != std::string::npos, one.name << " does not say: " << words);
      if (found != std::string::npos) at = found;
    };
    const auto messages = messages_of(one);
    BOOST_TEST(messages.empty() == text.starts_with("exit "), one.name);
    for (const auto& message : messages) {
      if (!message["file"].is_null()) {
        ++placed;
        follows(message["file"].get<std::string>() + ":" +
                std::to_string(message["line"].get<int>()));
        BOOST_TEST(message["column"].get<int>() >= 1);
        const auto begin = std::pair(message["line"].get<int>(), message["column"].get<int>());
        const auto end =
            std::pair(message["end_line"].get<int>(), message["end_column"].get<int>());
        BOOST_TEST((begin <= end), one.name);
      }
      follows(message["message"].get<std::string>());
      for (const auto& label : message["labels"]) {
        const auto words = escaped_for_terminal(label["message"].get<std::string>());
        BOOST_TEST(text.find(words) != std::string::npos, one.name << " has no label " << words);
      }
      if (!message["hint"].is_null()) follows(message["hint"].get<std::string>());
    }
  }
  BOOST_TEST(placed > 200u);
}

BOOST_AUTO_TEST_CASE(every_code_has_a_golden_or_a_reason) {
  const WorkingFolder here(golden_folder);
  std::set<std::string> drawn;
  for (const Case& one : cases()) {
    for (const auto& message : messages_of(one)) drawn.insert(message["code"].get<std::string>());
  }
  const std::set<std::string> known = codes_in_sources();
  BOOST_TEST(known.size() > 100u);
  for (const std::string& code : known) {
    const bool excused = too_large_to_keep.contains(code);
    BOOST_TEST(drawn.contains(code) != excused,
               code << (excused ? " is drawn, so it needs no excuse" : " has no golden"));
  }
  for (const auto& [code, reason] : too_large_to_keep) {
    BOOST_TEST(known.contains(code), code << " is excused, but no source has it");
  }
}

BOOST_AUTO_TEST_SUITE_END()
