#include "engine/core/source.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"

using namespace headwater;

namespace headwater {

std::ostream& boost_test_print_type(std::ostream& out, const LineColumn& at) {
  return out << "line " << at.line << ", column " << at.column;
}

}  // namespace headwater

namespace {

// The words of what `act` throws, or "nothing was thrown".
template <typename Error, typename Act>
std::string words_of(Act act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(source)

BOOST_AUTO_TEST_CASE(a_file_answers_with_its_path_and_text) {
  Sources sources;
  const FileId first = sources.add("a.model", "alpha");
  const FileId second = sources.add("b.model", "beta");

  BOOST_TEST(sources.size() == 2u);
  BOOST_TEST(sources.path(first) == "a.model");
  BOOST_TEST(sources.text(second) == "beta");
  BOOST_TEST(sources.text(Place{second, 1, 3}) == "et");
}

BOOST_AUTO_TEST_CASE(a_place_beyond_the_end_is_cut_to_the_text) {
  Sources sources;
  const FileId file = sources.add("a.model", "alpha");

  BOOST_TEST(sources.text(Place{file, 3, 99}) == "ha");
  BOOST_TEST(sources.text(Place{file, 99, 120}) == "");
  BOOST_TEST(sources.text(Place{file, 4, 2}) == "");
}

// "one\ntwo\n": o is 0, the first break 3, t is 4, the last break 7, the end 8.
BOOST_AUTO_TEST_CASE(lines_and_columns_count_from_one) {
  Sources sources;
  const FileId file = sources.add("a.model", "one\ntwo\n");

  BOOST_TEST(sources.position(file, 0) == (LineColumn{1, 1}));
  BOOST_TEST(sources.position(file, 3) == (LineColumn{1, 4}));
  BOOST_TEST(sources.position(file, 4) == (LineColumn{2, 1}));
  BOOST_TEST(sources.position(file, 6) == (LineColumn{2, 3}));
  BOOST_TEST(sources.position(file, 8) == (LineColumn{3, 1}));
  BOOST_TEST(sources.position(file, 99) == (LineColumn{3, 1}));
}

// Each kanji is three bytes and two cells: "x" stands at byte 6 and after four cells.
BOOST_AUTO_TEST_CASE(a_column_counts_cells_and_not_bytes) {
  Sources sources;
  const FileId file = sources.add("a.model", "売上x");

  BOOST_TEST(sources.position(file, 6) == (LineColumn{1, 5}));
}

BOOST_AUTO_TEST_CASE(a_line_comes_without_its_break_whichever_system_wrote_it) {
  Sources sources;
  const FileId file = sources.add("a.model", "one\r\ntwo\nthree");

  BOOST_TEST(sources.line(file, 1) == "one");
  BOOST_TEST(sources.line(file, 2) == "two");
  BOOST_TEST(sources.line(file, 3) == "three");
  BOOST_TEST(sources.line_begin(file, 3) == 9u);  // 3 + 2 bytes, then 3 + 1
}

BOOST_AUTO_TEST_CASE(an_empty_file_has_one_empty_line) {
  Sources sources;
  const FileId file = sources.add("empty.model", "");

  BOOST_TEST(sources.line(file, 1) == "");
  BOOST_TEST(sources.position(file, 0) == (LineColumn{1, 1}));
}

// Short enough to live inside the string object, which is what would move.
BOOST_AUTO_TEST_CASE(a_text_stays_where_it_is_while_others_are_added) {
  Sources sources;
  const FileId file = sources.add("a", "short");
  const std::string_view text = sources.text(file);
  for (int added = 0; added < 1000; ++added) sources.add("other", "other text");

  BOOST_TEST(text.data() == sources.text(file).data());
  BOOST_TEST(text == "short");
}

BOOST_AUTO_TEST_CASE(asking_for_what_was_never_there_is_our_own_fault) {
  Sources sources;
  const FileId file = sources.add("a.model", "one");

  BOOST_CHECK_THROW(sources.text(FileId{1}), BrokenPromise);
  BOOST_CHECK_THROW(sources.line(file, 0), BrokenPromise);
  BOOST_CHECK_THROW(sources.line(file, 2), BrokenPromise);
}

BOOST_AUTO_TEST_CASE(a_broken_promise_names_the_promise_and_the_line) {
  const auto words = words_of<BrokenPromise>([] { require(false, "lanes are sorted"); });

  BOOST_TEST(words.find("source_test.cpp:") != std::string::npos, words);
  BOOST_TEST(words.find("lanes are sorted") != std::string::npos, words);
  BOOST_CHECK_NO_THROW(require(true, "lanes are sorted"));
}

BOOST_AUTO_TEST_CASE(a_file_is_read_byte_for_byte) {
  const auto path = std::filesystem::temp_directory_path() / "headwater_source_test.bin";
  std::string bytes = "one\r\n\xFFtwo";
  bytes += '\0';
  bytes += std::string(200'000, 'x');  // longer than any buffer
  std::ofstream(path, std::ios::binary) << bytes;

  BOOST_TEST((read_file(path.string()) == bytes));

  std::filesystem::remove(path);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_named_with_the_systems_own_words) {
  BOOST_TEST(words_of<IoError>([] { read_file("/no/such.model"); }) ==
             "cannot read /no/such.model: No such file or directory");
  BOOST_TEST(words_of<IoError>([] { read_file("/"); }) == "cannot read /: Is a directory");
}

BOOST_AUTO_TEST_SUITE_END()
