#include "engine/app/tell.hpp"

#include <string_view>

namespace headwater {
namespace {

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "";
}

void write_place(JsonWriter& json, const Place& place, const Sources& sources) {
  const LineColumn begin = sources.position(place.file, place.begin);
  const LineColumn end = sources.position(place.file, place.end);
  json.key("file").text(sources.path(place.file));
  json.key("line").integer(std::int64_t(begin.line));
  json.key("column").integer(std::int64_t(begin.column));
  json.key("end_line").integer(std::int64_t(end.line));
  json.key("end_column").integer(std::int64_t(end.column));
}

void write_no_place(JsonWriter& json) {
  for (const char* key : {"file", "line", "column", "end_line", "end_column"}) json.key(key).null();
}

void write_hint(JsonWriter& json, const std::string& hint) {
  json.key("hint");
  hint.empty() ? json.null() : json.text(hint);
}

std::string json_line(const Diagnostic& diagnostic, const Sources& sources) {
  JsonWriter json(JsonLayout::line);
  json.begin_object();
  json.key("severity").text(word(diagnostic.severity));
  json.key("code").text(diagnostic.code);
  json.key("message").text(diagnostic.message);
  write_hint(json, diagnostic.hint);
  write_place(json, diagnostic.place, sources);
  json.key("caption").text(diagnostic.caption);
  json.key("labels").begin_array();
  for (const Label& label : diagnostic.labels) {
    json.begin_object();
    json.key("message").text(label.text);
    write_place(json, label.place, sources);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.str();
}

std::string json_line(const Notice& notice, const Sources& sources) {
  JsonWriter json(JsonLayout::line);
  json.begin_object();
  json.key("severity").text(word(notice.severity));
  json.key("code").text(notice.code);
  json.key("message").text(notice.message);
  write_hint(json, notice.hint);
  if (notice.place) write_place(json, *notice.place, sources);
  else write_no_place(json);
  json.key("caption").text("");
  json.key("labels").begin_array();
  json.end_array();
  if (notice.more) notice.more(json);
  json.end_object();
  return json.str();
}

}  // namespace

void tell(Console& console, const std::vector<Diagnostic>& diagnostics, const Sources& sources) {
  const bool as_json = console.diagnostics == DiagnosticsFormat::json;
  for (const Diagnostic& diagnostic : diagnostics) {
    console.err += as_json ? json_line(diagnostic, sources) : render(diagnostic, sources);
  }
}

void tell(Console& console, const Notice& notice, const Sources& sources) {
  const bool as_json = console.diagnostics == DiagnosticsFormat::json;
  console.err += as_json ? json_line(notice, sources) : notice.text;
}

}  // namespace headwater
