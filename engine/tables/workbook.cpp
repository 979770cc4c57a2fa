#include "engine/tables/workbook.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/tables/csv.hpp"
#include "engine/tables/detail/exact_numbers.hpp"
#include "engine/tables/detail/xlsx_library.hpp"
#include "engine/tables/detail/zip.hpp"

namespace headwater {
namespace {

using detail::xlsx;

// Among the temporary files, gone with its owner.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string form = (std::filesystem::temp_directory_path() / "headwater-XXXXXX").string();
    if (mkdtemp(form.data()) == nullptr) {
      throw IoError(
          fmt::format("cannot write {}: {}", form, std::generic_category().message(errno)));
    }
    path_ = form;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

constexpr std::size_t text_most = 32'767;  // characters of a cell; we count bytes

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u; }

// The first characters of a text.
std::string first_characters(std::string_view text, std::size_t count) {
  std::string kept;
  for (const char byte : text) {
    if (begins_character(byte) && count-- == 0) break;
    kept += byte;
  }
  return kept;
}

std::string lower_case(std::string_view text) {
  std::string lower;
  for (const char byte : text) lower += char(std::tolower(static_cast<unsigned char>(byte)));
  return lower;
}

std::string legal_sheet_name(std::string_view wanted) {
  constexpr std::string_view forbidden = "[]:*?/\\";
  std::string name;
  for (const char byte : wanted) {
    const bool bad =
        forbidden.find(byte) != std::string_view::npos || static_cast<unsigned char>(byte) < 0x20;
    name += bad ? '_' : byte;
  }
  name = first_characters(name, LXW_SHEETNAME_MAX);
  if (!name.empty() && name.front() == '\'') name.front() = '_';
  if (!name.empty() && name.back() == '\'') name.back() = '_';
  return name.empty() || lower_case(name) == "history" ? name + "_" : name;
}

std::string fitting_text(std::string_view text) {
  std::string safe = formula_safe(text);
  if (safe.size() <= text_most) return safe;
  std::size_t end = text_most - 3;
  while (!begins_character(safe[end])) --end;
  return safe.substr(0, end) + "…";
}

void must(lxw_error error, const std::string& path) {
  if (error == LXW_NO_ERROR) return;
  throw IoError(fmt::format("cannot write {}: {}", path, xlsx().lxw_strerror(error)));
}

std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

class Workbook::State {
 public:
  State() {
    std::string folder = folder_.path();  // copied by the library, which wants it writable
    lxw_workbook_options options{};
    options.tmpdir = folder.data();
    book_.reset(xlsx().workbook_new_opt(path().c_str(), &options));
    if (!book_) throw IoError("cannot make a workbook: out of memory");
    // Else the day it is written on: the same figures shall be the same bytes.
    lxw_doc_properties properties{};
    constexpr std::time_t year_2000 = 946'684'800;
    properties.created = year_2000;
    must(xlsx().workbook_set_properties(book_.get(), &properties), path());
  }

  SheetId add_sheet(std::string_view wanted) {
    std::string name = legal_sheet_name(wanted);
    for (int again = 2; !names_.insert(lower_case(name)).second; ++again) {
      const std::string number = fmt::format(" {}", again);
      name = first_characters(legal_sheet_name(wanted), LXW_SHEETNAME_MAX - number.size()) + number;
    }
    lxw_worksheet* sheet = xlsx().workbook_add_worksheet(book_.get(), name.c_str());
    require(sheet != nullptr, "a sheet's name is legal");
    sheets_.push_back({sheet, {}});
    return SheetId(sheets_.size() - 1);
  }

  lxw_worksheet* sheet(SheetId id) const { return sheets_.at(std::size_t(id)).sheet; }
  detail::SheetNumbers& numbers(SheetId id) { return sheets_.at(std::size_t(id)).numbers; }

  lxw_format* format(const CellStyle& style) {
    if (style == CellStyle{}) return nullptr;
    const auto found = formats_.find(style);
    if (found != formats_.end()) return found->second;
    lxw_format* format = xlsx().workbook_add_format(book_.get());
    if (!style.number_format.empty())
      xlsx().format_set_num_format(format, style.number_format.c_str());
    if (style.indent > 0)
      xlsx().format_set_indent(format, std::uint8_t(std::min(style.indent, 15)));
    set_tone(format, style.tone);
    return formats_[style] = format;
  }

  std::string bytes() {
    if (sheets_.empty()) throw std::invalid_argument("Workbook: a sheet is due");
    must(xlsx().workbook_close(book_.release()), path());  // which frees it
    auto parts = detail::read_zip(read_whole(path()));
    if (!parts) throw IoError(fmt::format("cannot write {}: it is not whole", path()));
    for (detail::ZipPart& part : *parts) mend(part);
    return detail::write_zip(*parts);
  }

 private:
  struct Sheet {
    lxw_worksheet* sheet;
    detail::SheetNumbers numbers;
  };
  struct Free {
    void operator()(lxw_workbook* book) const { xlsx().lxw_workbook_free(book); }
  };

  std::string path() const { return folder_.path() + "/book.xlsx"; }

  static void set_tone(lxw_format* format, Tone tone) {
    constexpr lxw_color_t blue = 0x1F4E9E;
    constexpr lxw_color_t light_blue = 0xEAF1FB;
    switch (tone) {
      case Tone::plain: return;
      case Tone::heading: return xlsx().format_set_bold(format);
      case Tone::estimated: return xlsx().format_set_italic(format);
      case Tone::forecast:
        xlsx().format_set_font_color(format, blue);
        xlsx().format_set_bg_color(format, light_blue);
        return;
    }
  }

  // A part as it should have been written; IoError when some of it is not there.
  void mend(detail::ZipPart& part) const {
    bool whole = detail::is_whole_xml(part.bytes);
    for (std::size_t i = 0; whole && i < sheets_.size(); ++i) {
      if (part.name != fmt::format("xl/worksheets/sheet{}.xml", i + 1)) continue;
      auto exact = detail::with_exact_numbers(part.bytes, sheets_[i].numbers);
      whole = exact.has_value();
      if (exact) part.bytes = std::move(*exact);
    }
    if (!whole) {
      throw IoError(
          fmt::format("cannot write {}: {} is not whole; is the disk of temporary files "
                      "full?",
                      path(), part.name));
    }
  }

  ScratchFolder folder_;
  std::unique_ptr<lxw_workbook, Free> book_;
  std::set<std::string> names_;  // of the sheets, in lower case
  std::vector<Sheet> sheets_;
  std::map<CellStyle, lxw_format*> formats_;
};

Workbook::Workbook() : state_(std::make_unique<State>()) {}
Workbook::~Workbook() = default;

SheetId Workbook::add_sheet(std::string_view name) { return state_->add_sheet(name); }

namespace {

void check_place(lxw_error error) {
  if (error == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE) {
    throw std::invalid_argument("Workbook: a cell must lie within Excel's rows and columns");
  }
  require(error == LXW_NO_ERROR, "a cell can be written");
}

}  // namespace

void Workbook::text(SheetId sheet, SheetCell cell, std::string_view text, const CellStyle& style) {
  check_place(xlsx().worksheet_write_string(state_->sheet(sheet), cell.row, cell.column,
                                            fitting_text(text).c_str(), state_->format(style)));
}

void Workbook::number(SheetId sheet, SheetCell cell, double value, const CellStyle& style) {
  lxw_worksheet* there = state_->sheet(sheet);
  lxw_format* format = state_->format(style);
  if (std::isnan(value)) {
    return check_place(xlsx().worksheet_write_blank(there, cell.row, cell.column, format));
  }
  require(std::isfinite(value), "a workbook holds finite numbers");
  check_place(xlsx().worksheet_write_number(there, cell.row, cell.column, value, format));
  state_->numbers(sheet)[{cell.row, cell.column}] = value;
}

void Workbook::column_width(SheetId sheet, std::uint16_t column, double width) {
  check_place(xlsx().worksheet_set_column(state_->sheet(sheet), column, column, width, nullptr));
}

void Workbook::freeze(SheetId sheet, SheetCell cell) {
  xlsx().worksheet_freeze_panes(state_->sheet(sheet), cell.row, cell.column);
}

std::string Workbook::bytes() { return state_->bytes(); }

}  // namespace headwater
