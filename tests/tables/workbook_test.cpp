// What a workbook's parts say, read by our own unzipping; tests/app/workbook_oracle.py reads a
// whole one by Python's.
#include "engine/tables/workbook.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"
#include "engine/tables/detail/exact_numbers.hpp"
#include "engine/tables/detail/zip.hpp"
#include "tests/model/property.hpp"

using namespace headwater;

namespace {

std::string part_of(const std::string& bytes, const std::string& name) {
  const auto parts = detail::read_zip(bytes);
  BOOST_TEST_REQUIRE(parts.has_value());
  for (const detail::ZipPart& part : *parts) {
    if (part.name == name) return part.bytes;
  }
  return "";
}

bool has(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

// The temporary folder is another for as long as this lives.
class TemporaryFilesIn {
 public:
  explicit TemporaryFilesIn(const char* folder) { setenv("TMPDIR", folder, 1); }
  ~TemporaryFilesIn() { unsetenv("TMPDIR"); }
  TemporaryFilesIn(const TemporaryFilesIn&) = delete;
  TemporaryFilesIn& operator=(const TemporaryFilesIn&) = delete;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(workbook)

// 0.1 + 0.2 needs 17 digits, and libxlsxwriter writes 16.
BOOST_AUTO_TEST_CASE(numbers_are_written_to_the_last_bit) {
  Workbook book;
  const SheetId sheet = book.add_sheet("a");
  book.number(sheet, {0, 0}, 0.1 + 0.2);
  book.number(sheet, {1, 27}, -1.0 / 3, {.number_format = "0.0"});
  book.number(sheet, {2, 0}, 1e300);
  book.text(sheet, {2, 1}, "3");
  book.number(sheet, {2, 2}, std::nan(""));
  const std::string xml = part_of(book.bytes(), "xl/worksheets/sheet1.xml");
  BOOST_TEST(has(xml, "<c r=\"A1\"><v>0.30000000000000004</v>"), xml);
  BOOST_TEST(has(xml, "<c r=\"AB2\" s=\"1\"><v>-0.3333333333333333</v>"), xml);
  BOOST_TEST(has(xml, "<c r=\"A3\"><v>1e+300</v>"), xml);
  BOOST_TEST(has(xml, "<c r=\"B3\" t=\"s\">"), xml);
  BOOST_TEST(!has(xml, "C3"), xml);
}

BOOST_AUTO_TEST_CASE(text_is_never_a_formula) {
  Workbook book;
  const SheetId sheet = book.add_sheet("a");
  book.text(sheet, {0, 0}, "=1+1");
  book.text(sheet, {1, 0}, " @SUM(A1)");
  book.text(sheet, {2, 0}, "rent < 5 & \"more\"");
  const std::string bytes = book.bytes();
  BOOST_TEST(!has(part_of(bytes, "xl/worksheets/sheet1.xml"), "<f"));
  const std::string strings = part_of(bytes, "xl/sharedStrings.xml");
  BOOST_TEST(has(strings, "<t>'=1+1</t>"), strings);
  BOOST_TEST(has(strings, "' @SUM(A1)"), strings);
  BOOST_TEST(has(strings, "rent &lt; 5 &amp; \"more\""), strings);
}

BOOST_AUTO_TEST_CASE(sheets_have_names_that_excel_takes) {
  Workbook book;
  for (const char* name :
       {"a/b:c", "A_B_C", "", "history", "'quoted'", "a name of more than thirty-one characters",
        "a name of more than thirty-one chaos",
        "損益計算書損益計算書損益計算書損益計算書損益計算書損益計算書損益"}) {
    book.text(book.add_sheet(name), {0, 0}, "x");
  }
  const std::string names = part_of(book.bytes(), "xl/workbook.xml");
  for (const char* name :
       {"\"a_b_c\"", "\"A_B_C 2\"", "\"_\"", "\"history_\"", "\"_quoted_\"",
        "\"a name of more than thirty-one \"", "\"a name of more than thirty-on 2\"",
        "\"損益計算書損益計算書損益計算書損益計算書損益計算書損益計算書損\""}) {
    BOOST_TEST(has(names, name), name << " is not among " << names);
  }
}

BOOST_AUTO_TEST_CASE(a_text_too_long_for_a_cell_ends_in_an_ellipsis) {
  std::string text = "x";
  for (int i = 0; i < 20'000; ++i) text += "損";
  Workbook book;
  book.text(book.add_sheet("a"), {0, 0}, text);
  const std::string strings = part_of(book.bytes(), "xl/sharedStrings.xml");
  BOOST_TEST(has(strings, "損…</t>"));
}

BOOST_AUTO_TEST_CASE(the_caller_errs_by_no_sheet_and_by_a_cell_too_far) {
  Workbook empty;
  BOOST_CHECK_THROW(empty.bytes(), std::invalid_argument);
  Workbook book;
  const SheetId sheet = book.add_sheet("a");
  BOOST_CHECK_THROW(book.number(sheet, {1'048'576, 0}, 1), std::invalid_argument);
  BOOST_CHECK_THROW(book.text(sheet, {0, 16'384}, "x"), std::invalid_argument);
  BOOST_CHECK_THROW(book.number(sheet, {0, 0}, std::numeric_limits<double>::infinity()),
                    BrokenPromise);
}

BOOST_AUTO_TEST_CASE(no_room_for_temporary_files_is_the_worlds_failure) {
  const TemporaryFilesIn nowhere("/proc/no/such/folder");
  const auto make = [] {
    Workbook book;
    book.text(book.add_sheet("a"), {0, 0}, "x");
    return book.bytes();
  };
  BOOST_CHECK_THROW(make(), std::exception);
}

BOOST_AUTO_TEST_CASE(a_sheet_that_lost_cells_is_noticed) {
  const std::string whole =
      "<?xml version=\"1.0\"?>\n<s><c r=\"A1\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>7</v></c></s>";
  BOOST_TEST(detail::with_exact_numbers(whole, {{{0, 0}, 0.5}}).value_or("") ==
             "<?xml version=\"1.0\"?>\n<s><c r=\"A1\"><v>0.5</v></c><c r=\"B1\" t=\"s\"><v>7</v>"
             "</c></s>");
  BOOST_TEST(!detail::with_exact_numbers(whole, {{{0, 0}, 1}, {{1, 0}, 2}}).has_value());
  BOOST_TEST(!detail::with_exact_numbers(whole, {}).has_value());
  BOOST_TEST(detail::is_whole_xml(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    BOOST_TEST(!detail::is_whole_xml(whole.substr(0, size)), whole.substr(0, size));
  }
  BOOST_TEST(detail::is_whole_xml("<?xml version=\"1.0\"?>\n<empty a=\"b\"/>\n"));
}

BOOST_AUTO_TEST_CASE(an_archive_reads_back_as_it_was_written) {
  test::hold_for_all("zip and back", 200, [](const std::vector<std::string>& texts) {
    std::vector<detail::ZipPart> parts;
    for (const std::string& text : texts) {
      parts.push_back({"part" + std::to_string(parts.size()), text});
    }
    const auto back = detail::read_zip(detail::write_zip(parts));
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->size() == parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
      RC_ASSERT((*back)[i].name == parts[i].name);
      RC_ASSERT((*back)[i].bytes == parts[i].bytes);
    }
  });
}

// Whatever byte is another, nothing is read out of bounds, and no part is taken for what it is not:
// only dates, attributes and the like may change unnoticed.
BOOST_AUTO_TEST_CASE(a_damaged_archive_is_refused_or_reads_the_same) {
  const std::vector<detail::ZipPart> parts = {{"a", "rent rent rent rent"}, {"b", "x"}};
  const std::string archive = detail::write_zip(parts);
  for (std::size_t size = 0; size < archive.size(); ++size) {
    BOOST_TEST(!detail::read_zip(std::string_view(archive).substr(0, size)).has_value());
  }
  for (std::size_t at = 0; at < archive.size(); ++at) {
    std::string damaged = archive;
    damaged[at] = char(damaged[at] ^ 0x55);
    const auto read = detail::read_zip(damaged);
    if (!read) continue;
    for (const detail::ZipPart& part : *read) {
      BOOST_TEST((part.bytes == parts[0].bytes || part.bytes == parts[1].bytes), at);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
