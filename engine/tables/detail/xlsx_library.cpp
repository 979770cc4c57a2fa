#include "engine/tables/detail/xlsx_library.hpp"

#include <dlfcn.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace headwater::detail {
namespace {

[[noreturn]] void fail() {
  throw IoError(fmt::format("cannot load the library that writes workbooks: {}", dlerror()));
}

// Where the loader finds it, else where the build did.
void* open() {
  for (const char* name : {XLSXWRITER_NAME, XLSXWRITER_PATH}) {
    if (void* library = dlopen(name, RTLD_LAZY | RTLD_LOCAL)) return library;
  }
  fail();
}

template <typename Function>
void find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (function == nullptr) fail();
}

XlsxLibrary load() {
  void* library = open();  // for as long as the process lives
  XlsxLibrary functions{};
  find(library, "lxw_strerror", functions.lxw_strerror);
  find(library, "lxw_workbook_free", functions.lxw_workbook_free);
  find(library, "workbook_new_opt", functions.workbook_new_opt);
  find(library, "workbook_set_properties", functions.workbook_set_properties);
  find(library, "workbook_add_worksheet", functions.workbook_add_worksheet);
  find(library, "workbook_add_format", functions.workbook_add_format);
  find(library, "workbook_close", functions.workbook_close);
  find(library, "format_set_num_format", functions.format_set_num_format);
  find(library, "format_set_indent", functions.format_set_indent);
  find(library, "format_set_bold", functions.format_set_bold);
  find(library, "format_set_italic", functions.format_set_italic);
  find(library, "format_set_font_color", functions.format_set_font_color);
  find(library, "format_set_bg_color", functions.format_set_bg_color);
  find(library, "worksheet_write_string", functions.worksheet_write_string);
  find(library, "worksheet_write_blank", functions.worksheet_write_blank);
  find(library, "worksheet_write_number", functions.worksheet_write_number);
  find(library, "worksheet_set_column", functions.worksheet_set_column);
  find(library, "worksheet_freeze_panes", functions.worksheet_freeze_panes);
  return functions;
}

}  // namespace

const XlsxLibrary& xlsx() {
  static const XlsxLibrary functions = load();
  return functions;
}

}  // namespace headwater::detail
