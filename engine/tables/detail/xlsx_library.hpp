// libxlsxwriter, loaded when the first workbook is written: with the libraries it draws in, it
// takes longer to load than a run takes that writes none.
#pragma once

#include <xlsxwriter.h>

namespace headwater::detail {

// Its functions, by their own names.
struct XlsxLibrary {
  decltype(&::lxw_strerror) lxw_strerror;
  decltype(&::lxw_workbook_free) lxw_workbook_free;
  decltype(&::workbook_new_opt) workbook_new_opt;
  decltype(&::workbook_set_properties) workbook_set_properties;
  decltype(&::workbook_add_worksheet) workbook_add_worksheet;
  decltype(&::workbook_add_format) workbook_add_format;
  decltype(&::workbook_close) workbook_close;
  decltype(&::format_set_num_format) format_set_num_format;
  decltype(&::format_set_indent) format_set_indent;
  decltype(&::format_set_bold) format_set_bold;
  decltype(&::format_set_italic) format_set_italic;
  decltype(&::format_set_font_color) format_set_font_color;
  decltype(&::format_set_bg_color) format_set_bg_color;
  decltype(&::worksheet_write_string) worksheet_write_string;
  decltype(&::worksheet_write_blank) worksheet_write_blank;
  decltype(&::worksheet_write_number) worksheet_write_number;
  decltype(&::worksheet_set_column) worksheet_set_column;
  decltype(&::worksheet_freeze_panes) worksheet_freeze_panes;
};

// Throws IoError when it is not there.
const XlsxLibrary& xlsx();

}  // namespace headwater::detail
