#include "engine/app/bridge_export.hpp"

#include <cstddef>
#include <span>
#include <string_view>

#include "engine/app/csv_lines.hpp"
#include "engine/app/run_json.hpp"
#include "engine/app/sweep_export.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {
namespace {

std::string_view change_name(Change change) {
  switch (change) {
    case Change::value: return "value";
    case Change::structure: return "structure";
  }
  return "";
}

std::string digest_of(const BridgeResult& result) {
  ContentHash digest;
  digest.add(std::as_bytes(std::span(result.values)));
  return digest.hex();
}

std::string_view source_name(BridgeSource source) {
  switch (source) {
    case BridgeSource::run: return "run";
    case BridgeSource::guidance: return "guidance";
  }
  return "";
}

// How the change was divided up; by lines there is but one way.
std::string_view method_shown(const BridgeResult& result) {
  return result.options.by == BridgeBy::lines ? "" : bridge_name(result.options.method);
}

void write_end(JsonWriter& json, const Scenario& scenario, const BridgeEnd& end, double value,
               const BridgeResult& result) {
  json.begin_object();
  json.key("title").text(scenario.title.english);
  json.key("file").text(scenario.path);
  json.key("period").text(scenario.model->calendar.name(end.span));
  json.key("source").text(source_name(end.source));
  json.key("value").number(value);
  json.key("manifest");
  write_manifest(json, scenario, digest_of(result));
  json.end_object();
}

// What kind of difference an item is; a line is none, but what the figure is made of.
std::string_view difference_name(const BridgeResult& result, const BridgeItem& item) {
  if (item.known) return "known";
  if (item.implied) return "implied line";
  return result.options.by == BridgeBy::lines ? "line" : change_name(item.change);
}

void write_row(JsonWriter& json, const Model& model, const BridgeResult& result,
               const BridgeRow& row) {
  const BridgeItem& item = result.items[row.item];
  json.begin_object();
  json.key("name").text(item.name);
  json.key("label").text(item.title.english);
  json.key("label_ja").text(item.title.japanese);
  json.key("group").boolean(item.group);
  json.key("difference").text(difference_name(result, item));
  json.key("series").begin_array();
  for (const SeriesId series : item.series) json.text(model.at(series).name);
  json.end_array();
  json.key("contribution").number(row.contribution);
  if (result.orders > 0) json.key("error").number(row.error);
  json.key("level").number(row.level);
  json.end_object();
}

// What the lines of a bridge have in common.
void begin_line(CsvLines& csv, const Model& model, PeriodSpan span, const BridgeResult& result) {
  const Series& series = model.at(result.output.series);
  csv.text(series.name).text(series.title.english).text(series.title.japanese);
  csv.text(series.unit.text()).text(model.calendar.name(span));
  csv.text(method_shown(result)).text(bridge_name(result.options.by));
}

void write_end(CsvLines& csv, const Scenario& first, const Scenario& scenario, const BridgeEnd& end,
               std::string_view row, const BridgeResult& result) {
  begin_line(csv, *first.model, end.span, result);
  csv.text(row)
      .text(source_name(end.source))
      .text(scenario.path)
      .text(scenario.title.english)
      .text(scenario.title.japanese);
  csv.blank().blank().blank();
  csv.number(row == "from" ? result.first : result.second).blank().end_line();
}

}  // namespace

std::string_view bridge_name(BridgeMethod method) {
  switch (method) {
    case BridgeMethod::shapley: return "shapley";
    case BridgeMethod::sequential: return "sequential";
    case BridgeMethod::path: return "path";
  }
  return "";
}

std::string_view bridge_name(BridgeBy by) {
  switch (by) {
    case BridgeBy::groups: return "groups";
    case BridgeBy::drivers: return "drivers";
    case BridgeBy::lines: return "lines";
  }
  return "";
}

std::string bridge_json(const Scenario& first, const Scenario& second, const BridgeResult& result) {
  const Model& model = *first.model;
  const Series& series = model.at(result.output.series);
  JsonWriter json;
  json.begin_object();
  json.key("series").text(series.name);
  json.key("label").text(series.title.english);
  json.key("unit").text(series.unit.text());
  json.key("period").text(model.calendar.name(result.output.span));
  json.key("method").text(method_shown(result));
  json.key("by").text(bridge_name(result.options.by));
  json.key("from");
  write_end(json, first, result.ends[0], result.first, result);
  json.key("to");
  write_end(json, second, result.ends[1], result.second, result);
  json.key("change").number(result.change);
  json.key("contributions").begin_array();
  for (const BridgeRow& row : result.rows) write_row(json, model, result, row);
  json.end_array();
  json.key("rounding").number(result.rounding);
  json.key("printed_rounding").number(result.printed_rounding);
  json.key("orders_drawn").integer(std::int64_t(result.orders));
  json.key("runs").integer(std::int64_t(result.runs));
  json.key("programs").integer(std::int64_t(result.programs));
  json.end_object();
  return json.str();
}

std::string bridge_csv(const Scenario& first, const Scenario& second, const BridgeResult& result) {
  const Model& model = *first.model;
  CsvLines csv;
  for (const char* heading :
       {"series", "label", "label_ja", "unit", "period", "method", "by", "row", "source", "name",
        "name_label", "name_label_ja", "group", "difference", "contribution", "level", "error"}) {
    csv.text(heading);
  }
  csv.end_line();
  write_end(csv, first, first, result.ends[0], "from", result);
  for (const BridgeRow& row : result.rows) {
    const BridgeItem& item = result.items[row.item];
    begin_line(csv, model, result.output.span, result);
    csv.text("contribution")
        .blank()
        .text(item.name)
        .text(item.title.english)
        .text(item.title.japanese);
    csv.integer(item.group ? 1 : 0).text(difference_name(result, item));
    csv.number(row.contribution).number(row.level);
    result.orders > 0 ? csv.number(row.error) : csv.blank();
    csv.end_line();
  }
  write_end(csv, first, second, result.ends[1], "to", result);
  return csv.str();
}

}  // namespace headwater
