// What the README shows is what the program prints: every block after a comment that names a
// command is that command's whole output.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/app/commands.hpp"
#include "engine/core/source.hpp"
#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;

const std::filesystem::path root = HEADWATER_SOURCE_DIR;

struct PageBlock {
  std::string command;  // empty: none named
  std::string text;
};

// The fenced blocks of a page, each with the command in the comment right above it.
std::vector<PageBlock> blocks_of(const std::filesystem::path& page) {
  std::vector<PageBlock> blocks;
  std::ifstream file(page);
  std::string line;
  std::string command;
  while (std::getline(file, line)) {
    if (line.starts_with("<!-- headwater ")) {
      command = line.substr(15, line.size() - 15 - 4);
    } else if (line.starts_with("```")) {
      PageBlock shown{command, ""};
      while (std::getline(file, line) && !line.starts_with("```")) shown.text += line + "\n";
      blocks.push_back(shown);
      command.clear();
    }
  }
  return blocks;
}

// How many blocks of a page are what their commands print; each that is not is an error.
std::size_t compared_blocks(const char* page) {
  const WorkingFolder here(root);
  std::size_t compared = 0;
  for (const PageBlock& shown : blocks_of(root / page)) {
    if (shown.command.empty()) continue;
    const ConsoleRun run = run_words(shown.command);
    BOOST_TEST_INFO("headwater " << shown.command);
    BOOST_TEST(run.console.out + run.console.err == shown.text);
    ++compared;
  }
  return compared;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(readme)

BOOST_AUTO_TEST_CASE(every_output_shown_in_the_readme_is_what_its_command_prints) {
  BOOST_TEST(compared_blocks("README.md") == 15u);
}

BOOST_AUTO_TEST_CASE(every_output_shown_on_the_reference_model_s_page_is_what_its_command_prints) {
  BOOST_TEST(compared_blocks("scenarios/iij/README.md") == 9u);
}

BOOST_AUTO_TEST_SUITE_END()
