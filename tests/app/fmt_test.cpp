// headwater fmt: which files it writes, what it says, and how it ends.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"
#include "tests/app/console_run.hpp"

namespace {

namespace fs = std::filesystem;
using namespace headwater;

const std::string untidy = "# plan\nset  growth=2 %\n\n\n\nset x = 1\n";
const std::string tidy = "# plan\nset growth = 2%\n\nset x = 1\n";
const std::string wrong = "set  growth 2 %\n";

struct Folder : TemporaryFolder {
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return (path / name).string();
  }
  std::string text(const std::string& name) const {
    std::ifstream file(path / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::size_t files() const {
    return std::size_t(std::distance(fs::directory_iterator(path), fs::directory_iterator()));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(fmt)

BOOST_AUTO_TEST_CASE(a_file_is_rewritten_and_named_once) {
  const Folder folder;
  const std::string path = folder.write("a.scenario", untidy);
  const ConsoleRun first = run_args({"fmt", path});
  BOOST_TEST(int(first.exit) == int(Exit::done));
  BOOST_TEST(first.console.err == "headwater: " + path + " formatted\n");
  BOOST_TEST(first.console.out == "");
  BOOST_TEST(folder.text("a.scenario") == tidy);
  BOOST_TEST(folder.files() == 1u);

  const ConsoleRun second = run_args({"fmt", path});
  BOOST_TEST(int(second.exit) == int(Exit::done));
  BOOST_TEST(second.console.err == "");
}

BOOST_AUTO_TEST_CASE(a_tidy_file_is_not_written_at_all) {
  const Folder folder;
  const std::string path = folder.write("a.scenario", tidy);
  const auto long_ago = fs::last_write_time(path) - std::chrono::hours(1);
  fs::last_write_time(path, long_ago);
  run_args({"fmt", path});
  BOOST_TEST((fs::last_write_time(path) == long_ago));
}

BOOST_AUTO_TEST_CASE(checking_names_what_would_change_and_changes_nothing) {
  const Folder folder;
  const std::string changes = folder.write("a.scenario", untidy);
  const std::string stays = folder.write("b.scenario", tidy);
  const ConsoleRun run = run_args({"fmt", "--check", changes, stays});
  BOOST_TEST(int(run.exit) == int(Exit::broken_check));
  BOOST_TEST(run.console.err == "headwater: " + changes + " would change from line 2 on\n");
  BOOST_TEST(folder.text("a.scenario") == untidy);
  BOOST_TEST(int(run_args({"fmt", "--check", stays}).exit) == int(Exit::done));
}

BOOST_AUTO_TEST_CASE(a_layout_can_be_printed_instead) {
  const Folder folder;
  const std::string path = folder.write("a.scenario", untidy);
  const ConsoleRun run = run_args({"fmt", "--stdout", path});
  BOOST_TEST(int(run.exit) == int(Exit::done));
  BOOST_TEST(run.console.out == tidy);
  BOOST_TEST(run.console.err == "");
  BOOST_TEST(folder.text("a.scenario") == untidy);
}

BOOST_AUTO_TEST_CASE(a_file_with_a_mistake_stays_and_the_others_are_laid_out) {
  const Folder folder;
  const std::string bad = folder.write("a.scenario", wrong);
  const std::string good = folder.write("b.scenario", untidy);
  const ConsoleRun run = run_args({"fmt", bad, good, (folder.path / "none.scenario").string()});
  BOOST_TEST(int(run.exit) == int(Exit::input));
  BOOST_TEST(run.console.err.find("a.scenario:1:13: error: expected '='") != std::string::npos,
             run.console.err);
  BOOST_TEST(run.console.err.find("none.scenario") != std::string::npos);
  BOOST_TEST(folder.text("a.scenario") == wrong);
  BOOST_TEST(folder.text("b.scenario") == tidy);
  BOOST_TEST(int(run_args({"fmt", "--check", bad}).exit) == int(Exit::input));
  BOOST_TEST(run_args({"fmt", "--stdout", bad}).console.out == "");
}

BOOST_AUTO_TEST_CASE(permissions_stay_and_a_link_stays_a_link) {
  const Folder folder;
  const std::string path = folder.write("a.scenario", untidy);
  const auto only_owner = fs::perms::owner_read | fs::perms::owner_write;
  fs::permissions(path, only_owner);
  fs::create_symlink("a.scenario", folder.path / "link.scenario");
  run_args({"fmt", (folder.path / "link.scenario").string()});
  BOOST_TEST(folder.text("a.scenario") == tidy);
  BOOST_TEST(fs::is_symlink(folder.path / "link.scenario"));
  BOOST_TEST((fs::status(path).permissions() == only_owner));
}

// What stands in the way of the file beside it leaves the file as it was.
BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written_stays_whole) {
  const Folder folder;
  const std::string path = folder.write("a.scenario", untidy);
  fs::create_directory(path + ".part");
  std::ofstream(path + ".part/in the way") << "";
  BOOST_CHECK_THROW(run_args({"fmt", path}), IoError);
  BOOST_TEST(folder.text("a.scenario") == untidy);
}

BOOST_AUTO_TEST_CASE(options_that_contradict_each_other_are_refused) {
  const auto complaint = [](const std::vector<std::string>& args) {
    const ConsoleRun run = run_args(args);
    BOOST_TEST(int(run.exit) == int(Exit::usage));
    return run.console.err.substr(0, run.console.err.find('\n'));
  };
  BOOST_TEST(complaint({"fmt", "--check", "--stdout", "a"}) ==
             "headwater fmt: --check or --stdout, not both");
  BOOST_TEST(complaint({"fmt", "--stdout", "a", "b"}) ==
             "headwater fmt: one file at a time with --stdout");
  BOOST_TEST(complaint({"fmt"}) == "headwater fmt: which file?");
  BOOST_TEST(complaint({"check", "a", "b"}) == "headwater check: one file at a time");
}

// iij.model is left out while it is being edited.
BOOST_AUTO_TEST_CASE(our_own_files_are_laid_out) {
  std::vector<std::string> args = {"fmt", "--check"};
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(HEADWATER_SOURCE_DIR) / "scenarios")) {
    const std::string extension = entry.path().extension().string();
    if (entry.path().filename() == "iij.model") continue;
    if (extension == ".model" || extension == ".scenario") args.push_back(entry.path().string());
  }
  BOOST_TEST(args.size() >= 6u);
  const ConsoleRun run = run_args(args);
  BOOST_TEST(int(run.exit) == int(Exit::done), run.console.err);
}

BOOST_AUTO_TEST_SUITE_END()
