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

void write_end(JsonWriter& json, const Scenario& scenario, double value,
               const BridgeResult& result) {
  json.begin_object();
  json.key("title").text(scenario.title.english);
  json.key("file").text(scenario.path);
  json.key("value").number(value);
  json.key("manifest");
  write_manifest(json, scenario, digest_of(result));
  json.end_object();
}

void write_series(JsonWriter& json, const Model& model, const BridgeResult& result,
                  const BridgeItem& item) {
  json.key("series").begin_array();
  for (const std::size_t i : item.differences) {
    json.text(model.at(result.differences.of[i].series).name);
  }
  json.end_array();
}

void write_row(JsonWriter& json, const Model& model, const BridgeResult& result,
               const BridgeRow& row) {
  const BridgeItem& item = result.items[row.item];
  json.begin_object();
  json.key("name").text(item.name);
  json.key("label").text(item.title.english);
  json.key("label_ja").text(item.title.japanese);
  json.key("group").boolean(item.group);
  json.key("change").text(change_name(item.change));
  write_series(json, model, result, item);
  json.key("share").number(row.share);
  json.key("level").number(row.level);
  json.end_object();
}

// What the lines of a bridge have in common.
void begin_line(CsvLines& csv, const Model& model, const BridgeResult& result) {
  const Series& series = model.at(result.output.series);
  csv.text(series.name).text(series.title.english).text(series.title.japanese);
  csv.text(series.unit.text()).text(model.calendar.name(result.output.span));
  csv.text(bridge_name(result.options.method)).text(bridge_name(result.options.by));
}

void write_end(CsvLines& csv, const Scenario& scenario, std::string_view row, double value,
               const BridgeResult& result) {
  begin_line(csv, *scenario.model, result);
  csv.text(row).text(scenario.path).text(scenario.title.english).text(scenario.title.japanese);
  csv.blank().blank().blank().number(value).end_line();
}

}  // namespace

std::string_view bridge_name(BridgeMethod method) {
  switch (method) {
    case BridgeMethod::shapley: return "shapley";
    case BridgeMethod::sequential: return "sequential";
  }
  return "";
}

std::string_view bridge_name(BridgeBy by) {
  switch (by) {
    case BridgeBy::groups: return "groups";
    case BridgeBy::drivers: return "drivers";
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
  json.key("method").text(bridge_name(result.options.method));
  json.key("by").text(bridge_name(result.options.by));
  json.key("from");
  write_end(json, first, result.first, result);
  json.key("to");
  write_end(json, second, result.second, result);
  json.key("shares").begin_array();
  for (const BridgeRow& row : result.rows) write_row(json, model, result, row);
  json.end_array();
  json.key("rounding").number(result.rounding);
  json.key("runs").integer(std::int64_t(result.values.size()));
  json.key("programs").integer(std::int64_t(result.programs));
  json.end_object();
  return json.str();
}

std::string bridge_csv(const Scenario& first, const Scenario& second, const BridgeResult& result) {
  const Model& model = *first.model;
  CsvLines csv;
  for (const char* heading :
       {"series", "label", "label_ja", "unit", "period", "method", "by", "row", "name",
        "name_label", "name_label_ja", "group", "change", "share", "level"}) {
    csv.text(heading);
  }
  csv.end_line();
  write_end(csv, first, "from", result.first, result);
  for (const BridgeRow& row : result.rows) {
    const BridgeItem& item = result.items[row.item];
    begin_line(csv, model, result);
    csv.text("share").text(item.name).text(item.title.english).text(item.title.japanese);
    csv.integer(item.group ? 1 : 0).text(change_name(item.change));
    csv.number(row.share).number(row.level).end_line();
  }
  write_end(csv, second, "to", result.second, result);
  return csv.str();
}

}  // namespace headwater
