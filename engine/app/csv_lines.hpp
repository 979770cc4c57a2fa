// CSV for programs, written line by line: text escaped, numbers as round-trip doubles.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/tables/csv.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater {

// Cells from left to right, lines ended by LF. What is missing (NaN) is a blank cell.
class CsvLines {
 public:
  CsvLines& text(std::string_view value) { return cell(csv_text(value)); }
  CsvLines& number(double value) { return std::isnan(value) ? blank() : cell(round_trip(value)); }
  CsvLines& integer(std::int64_t value) { return cell(std::to_string(value)); }
  CsvLines& blank() { return cell(""); }
  void end_line() {
    out_ += '\n';
    begun_ = false;
  }
  std::string str() const { return out_; }

 private:
  CsvLines& cell(std::string_view written) {
    if (begun_) out_ += ',';
    begun_ = true;
    out_ += written;
    return *this;
  }

  std::string out_;
  bool begun_ = false;  // whether the line has a cell
};

}  // namespace headwater
