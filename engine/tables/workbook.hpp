// A workbook for Excel and its kin: sheets of text and numbers, and no formula anywhere.
//
// Wraps libxlsxwriter, once. That library writes 16 digits of a number and says nothing when its
// temporary files do not fit on the disk; so what it wrote is read back, every number is given the
// digits that read back as the same double, and a part that is not whole is an error. The bytes
// depend on what was put in alone: no clock, no path, no time zone.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace headwater {

enum class SheetId : std::uint32_t {};

struct SheetCell {  // both count from 0
  std::uint32_t row = 0;
  std::uint16_t column = 0;
  auto operator<=>(const SheetCell&) const = default;
};

enum class Tone { plain, heading, estimated, forecast };  // bold; italic; blue on a light ground

struct CellStyle {
  std::string number_format{};  // as Excel writes it: "#,##0.0"; empty: as the program likes
  int indent = 0;
  Tone tone = Tone::plain;
  auto operator<=>(const CellStyle&) const = default;
};

class Workbook {
 public:
  Workbook();
  ~Workbook();
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  // A new sheet, behind the others. Its name is the nearest to `name` that Excel takes: at most 31
  // characters, none of []:*?/\, no ' at an end, and like no other whatever the case.
  SheetId add_sheet(std::string_view name);

  // Text as formula_safe() has it; of more than 32,767 bytes the beginning, with an ellipsis.
  void text(SheetId sheet, SheetCell cell, std::string_view text, const CellStyle& style = {});
  // What is missing (NaN) is a blank cell with its style. An infinity breaks a promise.
  void number(SheetId sheet, SheetCell cell, double value, const CellStyle& style = {});
  // In characters.
  void column_width(SheetId sheet, std::uint16_t column, double width);
  // Rows above and columns left of the cell stay in sight.
  void freeze(SheetId sheet, SheetCell cell);

  // The file; to be asked once, last. Throws IoError when temporary files cannot be written.
  // A workbook without a sheet throws std::invalid_argument, and so does a cell beyond Excel's
  // 1,048,576 rows and 16,384 columns where it is written.
  std::string bytes();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace headwater
