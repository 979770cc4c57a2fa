// What is folded of a sweep, for programs: round-trip doubles in the unit beside them.
#include <cmath>
#include <string>

#include "engine/app/csv_lines.hpp"
#include "engine/app/run_json.hpp"
#include "engine/app/sweep_digest.hpp"
#include "engine/scenario/hash.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater {
namespace {

double base_of(const SweepDigest& digest, std::size_t output) {
  return digest.fold.base.empty() ? std::nan("") : digest.fold.base[output];
}

// "si.conversion=0.85; bandwidth.growth=2.8": the levels of a point, as its axes take them.
std::string levels_text(const SweepPlan& plan, std::uint64_t row) {
  const std::vector<std::size_t> levels = plan.levels_at(row);
  std::string text;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    text += (i == 0 ? "" : "; ") + plan.axes[i].axis.name + "=" +
            round_trip(plan.axes[i].values[levels[i]]);
  }
  return text;
}

void write_output(CsvLines& csv, const Model& model, const Output& output) {
  const Series& series = model.at(output.series);
  csv.text(series.name).text(series.title.english).text(series.title.japanese);
  csv.text(series.unit.text()).text(model.calendar.name(output.span));
}

void write_summary(CsvLines& csv, const Model& model, const SweepDigest& digest) {
  const SweepPlan& plan = *digest.fold.plan;
  const auto& outputs = digest.summary().outputs();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const OutputSummary& one = outputs[i];
    csv.text(plan.name);
    write_output(csv, model, digest.fold.outputs[i]);
    csv.number(base_of(digest, i));
    csv.integer(std::int64_t(one.present)).integer(std::int64_t(one.missing));
    if (one.present == 0) {
      for (int blank = 0; blank < 7; ++blank) csv.blank();
    } else {
      csv.number(one.least).number(one.mean()).number(one.greatest);
      csv.integer(std::int64_t(one.least_row)).text(levels_text(plan, one.least_row));
      csv.integer(std::int64_t(one.greatest_row)).text(levels_text(plan, one.greatest_row));
    }
    csv.end_line();
  }
}

void write_ranked(CsvLines& csv, const Model& model, const SweepDigest& digest) {
  const SweepPlan& plan = *digest.fold.plan;
  std::int64_t rank = 0;
  for (const TopRow& row : digest.top().rows()) {
    ++rank;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      csv.text(plan.name).integer(rank).integer(std::int64_t(row.row));
      csv.text(levels_text(plan, row.row));
      write_output(csv, model, digest.fold.outputs[i]);
      csv.number(row.values[i]).number(row.values[i] - base_of(digest, i)).end_line();
    }
  }
}

void write_point(JsonWriter& json, const SweepPlan& plan, std::uint64_t row) {
  const std::vector<std::size_t> levels = plan.levels_at(row);
  json.key("point").integer(std::int64_t(row));
  json.key("levels").begin_array();
  for (std::size_t i = 0; i < levels.size(); ++i) json.number(plan.axes[i].values[levels[i]]);
  json.end_array();
}

void write_end(JsonWriter& json, const SweepPlan& plan, const OutputSummary& one, double value,
               std::uint64_t row) {
  if (one.present == 0) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("value").number(value);
  write_point(json, plan, row);
  json.end_object();
}

void write_outputs(JsonWriter& json, const Model& model, const SweepDigest& digest) {
  json.key("outputs").begin_array();
  for (std::size_t i = 0; i < digest.fold.outputs.size(); ++i) {
    const Output& output = digest.fold.outputs[i];
    json.begin_object();
    json.key("series").text(model.at(output.series).name);
    json.key("period").text(model.calendar.name(output.span));
    json.key("unit").text(model.at(output.series).unit.text());
    json.key("base").number(base_of(digest, i));
    if (!digest.by) {
      const OutputSummary& one = digest.summary().outputs()[i];
      json.key("present").integer(std::int64_t(one.present));
      json.key("missing").integer(std::int64_t(one.missing));
      json.key("mean").number(one.mean());
      json.key("least");
      write_end(json, *digest.fold.plan, one, one.least, one.least_row);
      json.key("greatest");
      write_end(json, *digest.fold.plan, one, one.greatest, one.greatest_row);
    }
    json.end_object();
  }
  json.end_array();
}

void write_rows(JsonWriter& json, const SweepDigest& digest) {
  json.key("ranked_by").integer(std::int64_t(*digest.by));
  json.key("missing").integer(std::int64_t(digest.top().missing()));
  json.key("rows").begin_array();
  for (const TopRow& row : digest.top().rows()) {
    json.begin_object();
    write_point(json, *digest.fold.plan, row.row);
    json.key("values").begin_array();
    for (const double value : row.values) json.number(value);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string digest_csv(const Scenario& scenario, std::span<const SweepDigest> digests) {
  CsvLines csv;
  const bool ranked = digests.front().by.has_value();
  csv.text("sweep");
  if (ranked) csv.text("rank").text("point").text("levels");
  for (const char* heading : {"series", "label", "label_ja", "unit", "period"}) csv.text(heading);
  if (ranked) {
    csv.text("value").text("change");
  } else {
    for (const char* heading :
         {"base", "present", "missing", "least", "mean", "greatest", "least_point", "least_levels",
          "greatest_point", "greatest_levels"}) {
      csv.text(heading);
    }
  }
  csv.end_line();
  for (const SweepDigest& one : digests) {
    ranked ? write_ranked(csv, *scenario.model, one) : write_summary(csv, *scenario.model, one);
  }
  return csv.str();
}

std::string digest_json(const Scenario& scenario, std::span<const SweepDigest> digests) {
  ContentHash digest;
  JsonWriter json;
  json.begin_object();
  json.key("sweeps").begin_array();
  for (const SweepDigest& one : digests) {
    json.begin_object();
    json.key("name").text(one.fold.plan->name);
    json.key("title").text(one.fold.plan->title.english);
    json.key("points").integer(std::int64_t(one.fold.rows));
    json.key("drivers").begin_array();
    for (const Levels& axis : one.fold.plan->axes) json.text(axis.axis.name);
    json.end_array();
    write_outputs(json, *scenario.model, one);
    if (one.by) write_rows(json, one);
    json.end_object();
    digest.add(one.fold.answer->bytes());
  }
  json.end_array();
  json.key("manifest");
  write_manifest(json, scenario, digest.hex());
  json.end_object();
  return json.str();
}

}  // namespace headwater
