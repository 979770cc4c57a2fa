#include "engine/app/sweep_export.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/app/run_json.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {

std::string_view operation_name(OperationKind kind) {
  switch (kind) {
    case OperationKind::multiply: return "multiply";
    case OperationKind::add: return "add";
    default: return "set";
  }
}

namespace {

void write_axes(JsonWriter& json, const Model& model, const SweepPlan& plan) {
  json.key("axes").begin_array();
  for (const Levels& axis : plan.axes) {
    json.begin_object();
    json.key("driver").text(axis.axis.name);
    json.key("label").text(model.at(axis.operation.series).title.english);
    json.key("operation").text(operation_name(axis.operation.kind));
    json.key("unit").text(axis.axis.unit.is_plain() ? "" : axis.axis.unit.text());
    json.key("levels").begin_array();
    for (const double level : axis.values) json.number(level);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void write_rows(JsonWriter& json, const Block& rows) {
  json.key("rows").begin_array();
  for (Eigen::Index row = 0; row < rows.values.rows(); ++row) {
    json.begin_object();
    json.key("levels").begin_array();
    for (Eigen::Index axis = 0; axis < rows.points.cols(); ++axis)
      json.number(rows.points(row, axis));
    json.end_array();
    json.key("values").begin_array();
    for (Eigen::Index out = 0; out < rows.values.cols(); ++out) json.number(rows.values(row, out));
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

// A column for each axis: its driver, numbered where one sweep varies it twice.
std::vector<std::string> columns_of(const SweepPlan& plan) {
  std::vector<std::string> columns;
  for (const Levels& axis : plan.axes) {
    std::string column = axis.axis.name;
    for (int again = 2; std::find(columns.begin(), columns.end(), column) != columns.end();) {
      column = axis.axis.name + " " + std::to_string(again++);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

// The columns of levels: every driver that some sweep varies, once for each time that a sweep does.
std::vector<std::string> level_columns(std::span<const SweepResult> results) {
  std::vector<std::string> columns;
  for (const SweepResult& result : results) {
    for (const std::string& column : columns_of(*result.plan)) {
      const bool known = std::find(columns.begin(), columns.end(), column) != columns.end();
      if (!known) columns.push_back(column);
    }
  }
  return columns;
}

// "add interconnect.rate_change % in FY2024": what the levels of the row's sweep are.
std::string axes_text(const Model& model, const SweepPlan& plan) {
  std::string text;
  for (const Levels& axis : plan.axes) {
    if (!text.empty()) text += "; ";
    text += std::string(operation_name(axis.operation.kind)) + " " + axis.axis.name;
    if (!axis.axis.unit.is_plain()) text += " " + axis.axis.unit.text();
    const PeriodSpan span{std::max(axis.operation.span.first, model.horizon.first),
                          std::min(axis.operation.span.last, model.horizon.last)};
    text += " in " + model.calendar.name(span);
  }
  return text;
}

void write_point(DataTable& csv, const Scenario& scenario, const SweepResult& result,
                 const std::vector<std::string>& columns, Eigen::Index row) {
  const Model& model = *scenario.model;
  const auto own = columns_of(*result.plan);
  for (std::size_t i = 0; i < result.outputs.size(); ++i) {
    const Output& output = result.outputs[i];
    const Series& series = model.at(output.series);
    const double value = result.rows.values(row, Eigen::Index(i));
    csv.text(result.plan->name).text(axes_text(model, *result.plan)).integer(row);
    csv.integer(result.base_row == std::uint64_t(row) ? 1 : 0);
    for (const std::string& column : columns) {
      const auto found = std::find(own.begin(), own.end(), column);
      if (found == own.end()) csv.blank();
      else csv.number(result.rows.points(row, found - own.begin()));
    }
    csv.text(series.name).text(series.title.english).text(series.title.japanese);
    csv.text(series.unit.text()).text(model.calendar.name(output.span)).number(value);
    if (result.base.empty()) csv.blank();
    else csv.number(value - result.base[i]);
    csv.end_line();
  }
}

}  // namespace

std::string sweep_json(const Scenario& scenario, std::span<const SweepResult> results) {
  const Model& model = *scenario.model;
  ContentHash digest;
  JsonWriter json;
  json.begin_object();
  json.key("sweeps").begin_array();
  for (const SweepResult& result : results) {
    json.begin_object();
    json.key("name").text(result.plan->name);
    json.key("title").text(result.plan->title.english);
    write_axes(json, model, *result.plan);
    json.key("outputs").begin_array();
    for (const Output& output : result.outputs) {
      json.begin_object();
      json.key("series").text(model.at(output.series).name);
      json.key("period").text(model.calendar.name(output.span));
      json.key("unit").text(model.at(output.series).unit.text());
      json.end_object();
    }
    json.end_array();
    json.key("base_row");
    result.base_row ? json.integer(std::int64_t(*result.base_row)) : json.null();
    write_rows(json, result.rows);
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

DataTable sweep_table(const Scenario& scenario, std::span<const SweepResult> results) {
  const auto columns = level_columns(results);
  DataTable csv;
  for (const char* heading : {"sweep", "axes", "point", "is_base"}) csv.text(heading);
  for (const std::string& column : columns) csv.text(column);
  for (const char* heading : {"series", "label", "label_ja", "unit", "period", "value", "change"}) {
    csv.text(heading);
  }
  csv.end_line();
  for (const SweepResult& result : results) {
    for (Eigen::Index row = 0; row < result.rows.values.rows(); ++row) {
      write_point(csv, scenario, result, columns, row);
    }
  }
  return csv;
}

std::string sweep_csv(const Scenario& scenario, std::span<const SweepResult> results) {
  return csv_of(sweep_table(scenario, results));
}

}  // namespace headwater
