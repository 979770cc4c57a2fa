// Sensitivity analyses for other programs.
#include <span>
#include <string>

#include "engine/app/csv_lines.hpp"
#include "engine/app/run_json.hpp"
#include "engine/app/sensitivity_view.hpp"
#include "engine/core/missing.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {
namespace {

// What the methods say of one factor and output, as names and numbers; missing what was not asked.
struct Column {
  const char* name;
  double value;
};
std::vector<Column> columns(const SensitivityResult& result, std::size_t output,
                            std::size_t factor) {
  std::vector<Column> all;
  const auto add = [&](const char* name, double value) { all.push_back({name, value}); };
  if (!result.morris.empty()) {
    const MorrisEffect& one = result.morris[output][factor];
    add("morris_mean_abs", one.mean_abs.value);
    add("morris_mean_abs_low", one.mean_abs.low), add("morris_mean_abs_high", one.mean_abs.high);
    add("morris_mean", one.mean), add("morris_sigma", one.spread);
  }
  if (!result.sobol.empty()) {
    const SobolIndex& one = result.sobol[output].factors[factor];
    add("sobol_first", one.first.value);
    add("sobol_first_low", one.first.low), add("sobol_first_high", one.first.high);
    add("sobol_total", one.total.value);
    add("sobol_total_low", one.total.low), add("sobol_total_high", one.total.high);
  }
  if (!result.dgsm.empty()) {
    const DgsmFactor& one = result.dgsm[output].factors[factor];
    add("dgsm_bound", one.bound.value);
    add("dgsm_bound_low", one.bound.low), add("dgsm_bound_high", one.bound.high);
    add("dgsm_mean_slope", one.slope.value), add("dgsm_mean_square", one.slope_squared.value);
  }
  if (!result.shapley.empty()) {
    const ShapleyEffect* const one = shapley_of(result, output, factor);
    const Estimate effect = one == nullptr ? Estimate{} : one->effect;
    add("shapley", effect.value);
    add("shapley_low", effect.low), add("shapley_high", effect.high);
  }
  return all;
}

std::string digest_of(const SensitivityResult& result) {
  ContentHash digest;
  for (std::size_t i = 0; i < result.outputs.size(); ++i) {
    for (std::size_t j = 0; j < result.factors.size(); ++j) {
      for (const Column& one : columns(result, i, j)) {
        digest.add(std::as_bytes(std::span(&one.value, 1)));
      }
    }
  }
  return digest.hex();
}

void write_effort(JsonWriter& json, const SensitivityResult& result) {
  const auto add = [&](const char* name, bool asked, std::uint64_t points) {
    if (asked) json.key(name).integer(std::int64_t(points));
  };
  json.key("points").begin_object();
  add("morris", !result.morris.empty(), result.effort.morris);
  add("sobol", !result.sobol.empty(), result.effort.sobol);
  add("dgsm", !result.dgsm.empty(), result.effort.dgsm);
  add("shapley", !result.shapley.empty(), result.effort.shapley);
  json.end_object();
}

}  // namespace

std::string sensitivity_json(const Scenario& scenario, const SensitivityResult& result) {
  const Model& model = *scenario.model;
  JsonWriter json;
  json.begin_object();
  json.key("sensitivities").begin_array();
  for (std::size_t i = 0; i < result.outputs.size(); ++i) {
    const Series& series = model.at(result.outputs[i].series);
    json.begin_object();
    json.key("series").text(series.name);
    json.key("label").text(series.title.english);
    json.key("unit").text(series.unit.text());
    json.key("period").text(model.calendar.name(result.outputs[i].span));
    json.key("factors").begin_array();
    for (const std::size_t factor : ranked_factors(result, i)) {
      json.begin_object();
      json.key("factor").text(result.factors[factor].name);
      json.key("label").text(result.titles[factor].english);
      for (const Column& one : columns(result, i, factor)) json.key(one.name).number(one.value);
      json.end_object();
    }
    json.end_array();
    if (!result.shapley.empty() && result.shapley_rest) {
      json.key("shapley_of_all_others").number(result.shapley[i].factors.back().effect.value);
    }
    json.end_object();
  }
  json.end_array();
  write_effort(json, result);
  json.key("runs").integer(std::int64_t(result.runs));
  json.key("seed").text(std::to_string(scenario.uncertainty->seed));  // as simulate has it
  json.key("manifest");
  write_manifest(json, scenario, digest_of(result));
  json.end_object();
  return json.str();
}

std::string sensitivity_csv(const Scenario& scenario, const SensitivityResult& result) {
  const Model& model = *scenario.model;
  CsvLines csv;
  for (const char* heading : {"series", "label", "label_ja", "unit", "period", "rank", "factor",
                              "factor_label", "factor_label_ja"}) {
    csv.text(heading);
  }
  for (const Column& one : columns(result, 0, 0)) csv.text(one.name);
  csv.end_line();
  for (std::size_t i = 0; i < result.outputs.size(); ++i) {
    const Series& series = model.at(result.outputs[i].series);
    std::int64_t rank = 0;
    for (const std::size_t factor : ranked_factors(result, i)) {
      csv.text(series.name).text(series.title.english).text(series.title.japanese);
      csv.text(series.unit.text()).text(model.calendar.name(result.outputs[i].span));
      csv.integer(++rank).text(result.factors[factor].name);
      csv.text(result.titles[factor].english).text(result.titles[factor].japanese);
      for (const Column& one : columns(result, i, factor)) csv.number(one.value);
      csv.end_line();
    }
  }
  return csv.str();
}

}  // namespace headwater
