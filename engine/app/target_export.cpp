#include "engine/app/target_export.hpp"

#include <cmath>
#include <string_view>
#include <vector>

#include "engine/app/csv_lines.hpp"
#include "engine/app/run_json.hpp"
#include "engine/app/sweep_export.hpp"
#include "engine/core/missing.hpp"
#include "engine/scenario/hash.hpp"
#include "engine/scenario/resolved.hpp"

namespace headwater {
namespace {

double finite(double value) { return std::isfinite(value) ? value : missing(); }

std::string_view bound_name(AtBound at) {
  switch (at) {
    case AtBound::no: return "";
    case AtBound::low: return "low";
    case AtBound::high: return "high";
  }
  return "";
}

// What the operand of an instrument is in.
std::string operand_unit(const Model& model, const Operation& operation) {
  const Unit& unit = model.at(operation.series).unit;
  const bool plain = operation.kind == OperationKind::multiply || unit.is_plain();
  return plain ? "" : unit.text();
}

PeriodSpan within(const Model& model, const PeriodSpan& span) {
  return {std::max(span.first, model.horizon.first), std::min(span.last, model.horizon.last)};
}

void write_line(JsonWriter& json, const Model& model, const TargetLine& line) {
  const Series& series = model.at(line.output.series);
  json.begin_object();
  json.key("series").text(series.name);
  json.key("label").text(series.title.english);
  json.key("unit").text(series.unit.text());
  json.key("period").text(model.calendar.name(line.output.span));
  json.key("base").number(line.base);
  json.key("wanted").number(line.wanted);
  json.key("found").number(line.found);
  json.key("gap").number(line.gap);
  json.key("reached").boolean(line.reached);
  json.key("moved").boolean(line.moved);
  json.end_object();
}

void write_move(JsonWriter& json, const Model& model, const Instrument& instrument,
                const InstrumentMove& move) {
  const Operation& operation = instrument.operation;
  const Series& series = model.at(operation.series);
  json.begin_object();
  json.key("driver").text(series.name);
  json.key("add_factor").boolean(instrument.add_factor);
  json.key("label").text(series.title.english);
  json.key("period").text(model.calendar.name(within(model, operation.span)));
  json.key("unit").text(series.unit.is_plain() ? "" : series.unit.text());
  json.key("base").number(move.value_before);
  json.key("required").number(move.value_after);
  json.key("best").number(move.best);
  json.key("best_in").text(move.best_in ? model.calendar.name({*move.best_in, *move.best_in}) : "");
  json.key("operation").text(operation_name(operation.kind));
  json.key("operand_unit").text(operand_unit(model, operation));
  json.key("start").number(move.start);
  json.key("found").number(move.found);
  json.key("low").number(finite(move.low));
  json.key("high").number(finite(move.high));
  json.key("weight").number(move.weight);
  json.key("at_bound").text(bound_name(move.at));
  json.key("holds_back").boolean(move.holds_back);
  json.key("moves").boolean(move.moves);
  json.end_object();
}

void begin_row(CsvLines& csv, const Model& model, const TargetResult& result, SeriesId id,
               const PeriodSpan& span, std::string_view what) {
  const Series& series = model.at(id);
  csv.text(result.plan->title.english).text(result.plan->title.japanese);
  csv.text(ending_name(result.ending)).text(what);
  csv.text(series.name).text(series.title.english).text(series.title.japanese);
  csv.text(model.calendar.name(within(model, span)));
  csv.text(series.unit.is_plain() ? "" : series.unit.text());
}

std::string_view yes_or_no(bool what) { return what ? "yes" : "no"; }

}  // namespace

std::string_view ending_name(TargetEnding ending) {
  switch (ending) {
    case TargetEnding::reached: return "reached";
    case TargetEnding::bounded: return "bounded";
    case TargetEnding::stuck: return "stuck";
    case TargetEnding::lost: return "lost";
    case TargetEnding::unfinished: return "unfinished";
  }
  return "";
}

std::string target_headings() {
  CsvLines csv;
  for (const char* heading :
       {"target",   "target_ja", "ending",       "what",     "series",     "label",
        "label_ja", "period",    "unit",         "base",     "wanted",     "found",
        "gap",      "reached",   "best",         "best_in",  "operation",  "operand",
        "low",      "high",      "operand_unit", "at_bound", "holds_back", "moves"}) {
    csv.text(heading);
  }
  csv.end_line();
  return csv.str();
}

std::vector<std::string> target_rows(const Scenario& scenario, const TargetResult& result) {
  const Model& model = *scenario.model;
  std::vector<std::string> rows;
  for (const TargetLine& one : result.lines) {
    CsvLines csv;
    begin_row(csv, model, result, one.output.series, one.output.span, "figure");
    csv.number(one.base).number(one.wanted).number(one.found).number(one.gap);
    csv.text(yes_or_no(one.reached));
    for (int i = 0; i < 9; ++i) csv.blank();
    csv.end_line();
    rows.push_back(csv.str());
  }
  for (std::size_t i = 0; i < result.instruments.size(); ++i) {
    const InstrumentMove& one = result.instruments[i];
    const Instrument& instrument = result.plan->instruments[i];
    const Operation& operation = instrument.operation;
    CsvLines csv;
    begin_row(csv, model, result, operation.series, operation.span,
              instrument.add_factor ? "add factor" : "driver");
    csv.number(one.value_before).blank().number(one.value_after);
    csv.number(one.value_after - one.best).blank().number(one.best);
    csv.text(one.best_in ? model.calendar.name({*one.best_in, *one.best_in}) : "");
    csv.text(operation_name(operation.kind)).number(one.found);
    csv.number(finite(one.low)).number(finite(one.high)).text(operand_unit(model, operation));
    csv.text(bound_name(one.at)).text(yes_or_no(one.holds_back));
    csv.text(yes_or_no(one.moves)).end_line();
    rows.push_back(csv.str());
  }
  return rows;
}

void write_target(JsonWriter& json, const Scenario& scenario, const TargetResult& result,
                  ContentHash& digest) {
  const Model& model = *scenario.model;
  json.begin_object();
  json.key("title").text(result.plan->title.english);
  json.key("ending").text(ending_name(result.ending));
  json.key("rounds").number(double(result.rounds));
  json.key("figures").begin_array();
  for (const TargetLine& one : result.lines) {
    write_line(json, model, one);
    digest.add(std::as_bytes(std::span(&one.found, 1)));
  }
  json.end_array();
  json.key("drivers").begin_array();
  for (std::size_t i = 0; i < result.instruments.size(); ++i) {
    write_move(json, model, result.plan->instruments[i], result.instruments[i]);
    digest.add(std::as_bytes(std::span(&result.instruments[i].found, 1)));
  }
  json.end_array();
  json.end_object();
}

std::string target_json(const Scenario& scenario, std::span<const TargetResult> results) {
  ContentHash digest;
  JsonWriter json;
  json.begin_object();
  json.key("targets").begin_array();
  for (const TargetResult& result : results) write_target(json, scenario, result, digest);
  json.end_array();
  json.key("manifest");
  write_manifest(json, scenario, digest.hex());
  json.end_object();
  return json.str();
}

std::string target_csv(const Scenario& scenario, std::span<const TargetResult> results) {
  std::string text = target_headings();
  for (const TargetResult& result : results) {
    for (const std::string& line : target_rows(scenario, result)) text += line;
  }
  return text;
}

std::string target_scenario(const Scenario& scenario, const TargetResult& result) {
  return print_operations(scenario, operations_with(scenario, result));
}

}  // namespace headwater
