#include "engine/app/tornado_export.hpp"

#include <cmath>
#include <string_view>

#include "engine/app/csv_lines.hpp"
#include "engine/app/run_json.hpp"
#include "engine/app/sweep_export.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {
namespace {

std::string_view cut_name(Cut cut) {
  switch (cut) {
    case Cut::none: return "";
    case Cut::part: return "part";
    case Cut::whole: return "whole";
  }
  return "";
}

void write_end(JsonWriter& json, const Model& model, const Operations& end, double value) {
  json.begin_object();
  json.key("value").number(value);
  json.key("operations").begin_array();
  for (const Operation& one : end) {
    const Unit& unit = model.at(one.series).unit;
    const bool plain = one.kind == OperationKind::multiply || unit.is_plain();
    json.begin_object();
    json.key("driver").text(model.at(one.series).name);
    json.key("operation").text(operation_name(one.kind));
    json.key("operand").number(one.value);
    json.key("unit").text(plain ? "" : unit.text());
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void write_bars(JsonWriter& json, const Model& model, const TornadoResult& result,
                const TornadoTable& table) {
  json.key("bars").begin_array();
  for (const TornadoBar& one : table.bars) {
    const Bar& bar = result.plan->bars[one.bar];
    json.begin_object();
    json.key("name").text(bar.name);
    json.key("label").text(bar.title.english);
    json.key("low");
    write_end(json, model, bar.low, one.low);
    json.key("high");
    write_end(json, model, bar.high, one.high);
    json.key("swing").number(one.swing);
    json.key("share").number(one.share);
    json.key("cut").text(cut_name(one.cut));
    json.end_object();
  }
  json.end_array();
}

void write_table(JsonWriter& json, const Model& model, const TornadoResult& result,
                 const TornadoTable& table) {
  const Series& series = model.at(table.output.series);
  json.begin_object();
  json.key("series").text(series.name);
  json.key("label").text(series.title.english);
  json.key("unit").text(series.unit.text());
  json.key("period").text(model.calendar.name(table.output.span));
  json.key("base").number(table.base);
  write_bars(json, model, result, table);
  json.key("all").begin_object();
  json.key("low").number(table.all_low);
  json.key("high").number(table.all_high);
  json.key("interaction_low").number(table.interaction_low);
  json.key("interaction_high").number(table.interaction_high);
  json.end_object();
  json.end_object();
}

// What the lines of one table have in common.
struct TableLines {
  const Model& model;
  const TornadoResult& result;
  const TornadoTable& table;
  CsvLines& csv;
};

void begin_line(const TableLines& lines) {
  const Series& series = lines.model.at(lines.table.output.series);
  lines.csv.text(lines.result.plan->title.english).text(lines.result.plan->title.japanese);
  lines.csv.text(series.name).text(series.title.english).text(series.title.japanese);
  lines.csv.text(series.unit.text()).text(lines.model.calendar.name(lines.table.output.span));
  lines.csv.number(lines.table.base);
}

void write_operand(CsvLines& csv, const Bar& bar, const Operations& end) {
  if (bar.drivers.size() > 1) {
    csv.blank().blank();
    return;
  }
  csv.text(operation_name(end.front().kind)).number(end.front().value);
}

void write_bar(const TableLines& lines, const TornadoBar& one, std::int64_t rank) {
  const Bar& bar = lines.result.plan->bars[one.bar];
  CsvLines& csv = lines.csv;
  begin_line(lines);
  csv.integer(rank).text(bar.name).text(bar.title.english).text(bar.title.japanese);
  write_operand(csv, bar, bar.low);
  write_operand(csv, bar, bar.high);
  if (bar.drivers.size() > 1) csv.blank();
  else csv.text(lines.model.at(bar.drivers.front()).unit.text());
  csv.number(one.low).number(one.high);
  csv.number(one.low - lines.table.base).number(one.high - lines.table.base);
  csv.number(one.swing).number(one.share).text(cut_name(one.cut));
  csv.blank().blank().end_line();
}

void write_all(const TableLines& lines) {
  const TornadoTable& table = lines.table;
  CsvLines& csv = lines.csv;
  begin_line(lines);
  csv.blank().text("*").blank().blank();
  csv.blank().blank().blank().blank().blank();
  csv.number(table.all_low).number(table.all_high);
  csv.number(table.all_low - table.base).number(table.all_high - table.base);
  csv.number(std::fabs(table.all_high - table.all_low)).blank().blank();
  csv.number(table.interaction_low).number(table.interaction_high).end_line();
}

}  // namespace

std::string tornado_json(const Scenario& scenario, std::span<const TornadoResult> results) {
  const Model& model = *scenario.model;
  ContentHash digest;
  JsonWriter json;
  json.begin_object();
  json.key("tornados").begin_array();
  for (const TornadoResult& result : results) {
    json.begin_object();
    json.key("title").text(result.plan->title.english);
    json.key("outputs").begin_array();
    for (const TornadoTable& table : result.tables) write_table(json, model, result, table);
    json.end_array();
    json.end_object();
    const auto& values = result.rows.values;
    digest.add(std::as_bytes(std::span(values.data(), std::size_t(values.size()))));
  }
  json.end_array();
  json.key("manifest");
  write_manifest(json, scenario, digest.hex());
  json.end_object();
  return json.str();
}

std::string tornado_csv(const Scenario& scenario, std::span<const TornadoResult> results) {
  CsvLines csv;
  for (const char* heading : {"tornado",
                              "tornado_ja",
                              "series",
                              "label",
                              "label_ja",
                              "unit",
                              "period",
                              "base",
                              "rank",
                              "bar",
                              "bar_label",
                              "bar_label_ja",
                              "low_operation",
                              "low_operand",
                              "high_operation",
                              "high_operand",
                              "operand_unit",
                              "low",
                              "high",
                              "low_change",
                              "high_change",
                              "swing",
                              "share",
                              "cut",
                              "interaction_low",
                              "interaction_high"}) {
    csv.text(heading);
  }
  csv.end_line();
  for (const TornadoResult& result : results) {
    for (const TornadoTable& table : result.tables) {
      const TableLines lines{*scenario.model, result, table, csv};
      std::int64_t rank = 0;
      for (const TornadoBar& one : table.bars) write_bar(lines, one, ++rank);
      write_all(lines);
    }
  }
  return csv.str();
}

}  // namespace headwater
