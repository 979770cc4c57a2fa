#include "engine/app/simulate_export.hpp"

#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/app/csv_lines.hpp"
#include "engine/app/run_json.hpp"
#include "engine/core/missing.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {
namespace {

// What files call a statistic.
using Named = std::pair<std::string, Estimate>;

std::string percentile_name(double p) { return "p" + std::to_string(std::lround(p * 100)); }

Estimate exact(double value) { return {value, missing(), missing()}; }

std::vector<Named> statistics_of(const DrawnFigure& one) {
  std::vector<Named> all = {{"mean", one.mean},
                            {"standard_error", exact(one.standard_error)},
                            {"standard_deviation", one.deviation},
                            {"skewness", one.skewness}};
  for (std::size_t i = 0; i < shown_quantiles.size(); ++i) {
    all.emplace_back(percentile_name(shown_quantiles[i]), one.quantiles[i]);
  }
  all.emplace_back("mean_of_lowest_5", one.mean_of_least);
  all.emplace_back("mean_of_highest_5", one.mean_of_greatest);
  all.emplace_back("least", exact(one.least));
  all.emplace_back("greatest", exact(one.greatest));
  return all;
}

// Those that stand beside the result.
std::vector<Named> beside(const SimulateShown& shown, std::size_t output) {
  std::vector<Named> all;
  if (output < shown.base.size()) all.emplace_back("base", exact(shown.base[output]));
  if (output < shown.guidance.size() && shown.guidance[output]) {
    const auto [value, half] = *shown.guidance[output];
    all.emplace_back("guidance", Estimate{value, value - half, value + half});
  }
  if (output < shown.guidance_met.size() && shown.guidance_met[output]) {
    const EventAnswer& answer = shown.result.answers[*shown.guidance_met[output]];
    all.emplace_back("guidance_met", answer.probability);
  }
  return all;
}

void write(JsonWriter& json, const Estimate& one) {
  json.begin_object();
  json.key("value").number(one.value);
  json.key("low").number(one.low);
  json.key("high").number(one.high);
  json.end_object();
}

void write(JsonWriter& json, const Histogram& histogram) {
  json.begin_object();
  json.key("first").number(histogram.first);
  json.key("step").number(histogram.step);
  json.key("below").integer(std::int64_t(histogram.below));
  json.key("bars").begin_array();
  for (const std::uint64_t bar : histogram.bars) json.integer(std::int64_t(bar));
  json.end_array();
  json.key("above").integer(std::int64_t(histogram.above));
  json.end_object();
}

void write_series(JsonWriter& json, const Model& model, SeriesId id) {
  const Series& series = model.at(id);
  json.key("series").text(series.name);
  json.key("label").text(series.title.english);
  json.key("unit").text(series.unit.text());
}

void write_output(JsonWriter& json, const Model& model, const SimulateShown& shown,
                  std::size_t output) {
  const Output& figure = shown.result.outputs[output];
  const DrawnFigure& one = shown.result.distributions[output];
  json.begin_object();
  write_series(json, model, figure.series);
  json.key("period").text(model.calendar.name(figure.span));
  json.key("draws").integer(std::int64_t(one.present));
  json.key("missing").integer(std::int64_t(one.missing));
  for (const auto& all : {beside(shown, output), statistics_of(one)}) {
    for (const auto& [name, estimate] : all) {
      json.key(name);
      const std::string_view word = name;
      if (word == "base" || word == "standard_error") json.number(estimate.value);
      else write(json, estimate);
    }
  }
  json.key("resolution").number(one.resolution);
  json.key("histogram");
  write(json, one.histogram);
  json.end_object();
}

void write_events(JsonWriter& json, const SimulateResult& result) {
  json.key("events").begin_array();
  for (std::size_t i = 0; i < result.events.size(); ++i) {
    const EventAnswer& answer = result.answers[i];
    json.begin_object();
    json.key("event").text(result.events[i].name);
    json.key("happened").integer(std::int64_t(answer.happened));
    json.key("draws").integer(std::int64_t(answer.present));
    json.key("missing").integer(std::int64_t(answer.missing));
    json.key("probability");
    write(json, answer.probability);
    json.end_object();
  }
  json.end_array();
}

void write_correlations(JsonWriter& json, const Eigen::ArrayXXd& correlations) {
  json.key("correlations").begin_array();
  for (Eigen::Index i = 0; i < correlations.rows(); ++i) {
    json.begin_array();
    for (Eigen::Index j = 0; j < correlations.cols(); ++j) json.number(correlations(i, j));
    json.end_array();
  }
  json.end_array();
}

void write_fans(JsonWriter& json, const Model& model, std::span<const FanShown> fans) {
  json.key("fans").begin_array();
  for (const FanShown& one : fans) {
    json.begin_object();
    write_series(json, model, one.fan.series);
    json.key("actuals").begin_array();
    for (const auto& [span, value] : one.actuals) {
      json.begin_object();
      json.key("period").text(model.calendar.name(span));
      json.key("value").number(value);
      json.end_object();
    }
    json.end_array();
    json.key("periods").begin_array();
    for (const FanPeriod& period : one.fan.periods) {
      json.begin_object();
      json.key("period").text(model.calendar.name(period.span));
      for (std::size_t i = 0; i < fan_quantiles.size(); ++i) {
        json.key(percentile_name(fan_quantiles[i])).number(period.quantiles[i]);
      }
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

std::string digest_of(const SimulateResult& result) {
  ContentHash digest;
  const auto add = [&](const Estimate& one) {
    const std::array<double, 3> values = {one.value, one.low, one.high};
    digest.add(std::as_bytes(std::span(values)));
  };
  for (const DrawnFigure& one : result.distributions) {
    for (const auto& [name, estimate] : statistics_of(one)) add(estimate);
  }
  for (const EventAnswer& one : result.answers) add(one.probability);
  return digest.hex();
}

class SimulateCsv {
 public:
  SimulateCsv(const Model& model, const SimulateShown& shown) : model_(model), shown_(shown) {}

  std::string text() {
    for (const char* heading : {"what", "series", "label", "label_ja", "unit", "period",
                                "statistic", "value", "low", "high", "draws", "missing"}) {
      csv_.text(heading);
    }
    csv_.end_line();
    for (std::size_t i = 0; i < shown_.result.outputs.size(); ++i) write_output(i);
    for (std::size_t i = 0; i < shown_.result.events.size(); ++i) write_event(i);
    return csv_.str();
  }

 private:
  void begin(std::string_view what, std::size_t output) {
    const Output& figure = shown_.result.outputs[output];
    const Series& series = model_.at(figure.series);
    csv_.text(what).text(series.name).text(series.title.english).text(series.title.japanese);
    csv_.text(series.unit.text()).text(model_.calendar.name(figure.span));
  }

  void end(const Estimate& estimate, std::uint64_t draws, std::uint64_t lost) {
    csv_.number(estimate.value).number(estimate.low).number(estimate.high);
    csv_.integer(std::int64_t(draws)).integer(std::int64_t(lost)).end_line();
  }

  void write_output(std::size_t output) {
    const DrawnFigure& one = shown_.result.distributions[output];
    const auto write = [&](const std::vector<Named>& all) {
      for (const auto& [name, estimate] : all) {
        begin("output", output);
        csv_.text(name);
        end(estimate, one.present, one.missing);
      }
    };
    write(beside(shown_, output));
    write(statistics_of(one));
    const Histogram& bars = one.histogram;
    const auto bar = [&](std::uint64_t draws, double low, double high) {
      begin("bar", output);
      csv_.text("draws");
      end({double(draws), low, high}, one.present, one.missing);
    };
    const auto edge = [&](std::size_t i) { return bars.first + bars.step * double(i); };
    if (bars.below > 0) bar(bars.below, missing(), edge(0));
    for (std::size_t i = 0; i < bars.bars.size(); ++i) bar(bars.bars[i], edge(i), edge(i + 1));
    if (bars.above > 0) bar(bars.above, edge(bars.bars.size()), missing());
  }

  void write_event(std::size_t event) {
    const EventAnswer& answer = shown_.result.answers[event];
    csv_.text("event").blank().text(shown_.result.events[event].name).blank().blank().blank();
    csv_.text("probability");
    end(answer.probability, answer.present, answer.missing);
  }

  const Model& model_;
  const SimulateShown& shown_;
  CsvLines csv_;
};

}  // namespace

std::string simulate_json(const Scenario& scenario, const SimulateShown& shown,
                          std::span<const FanShown> fans) {
  const Model& model = *scenario.model;
  const SimulateResult& result = shown.result;
  JsonWriter json;
  json.begin_object();
  json.key("title").text(shown.title.english);
  json.key("draws").integer(std::int64_t(result.rows));
  json.key("replicates").integer(result.replicates);
  json.key("method").text(shown.method);
  json.key("seed").text(std::to_string(shown.seed));  // more digits than a double has
  if (result.rule_met) {
    json.key("until").number(shown.until);
    json.key("until_met").boolean(*result.rule_met);
  }
  json.key("outputs").begin_array();
  for (std::size_t i = 0; i < result.outputs.size(); ++i) write_output(json, model, shown, i);
  json.end_array();
  write_events(json, result);
  write_correlations(json, result.correlations);
  if (!fans.empty()) write_fans(json, model, fans);
  json.key("notes").begin_array();
  for (const std::string& one : shown.notes) json.text(one);
  json.end_array();
  json.key("manifest");
  write_manifest(json, scenario, digest_of(result));
  json.end_object();
  return std::move(json).str();
}

std::string simulate_csv(const Scenario& scenario, const SimulateShown& shown) {
  return SimulateCsv(*scenario.model, shown).text();
}

std::string fan_csv(const Scenario& scenario, std::span<const FanShown> fans) {
  const Model& model = *scenario.model;
  CsvLines csv;
  for (const char* heading : {"series", "label", "label_ja", "unit", "period", "actual"}) {
    csv.text(heading);
  }
  for (const double p : fan_quantiles) csv.text(percentile_name(p));
  csv.end_line();
  for (const FanShown& one : fans) {
    const Series& series = model.at(one.fan.series);
    const auto begin = [&](PeriodSpan span) {
      csv.text(series.name).text(series.title.english).text(series.title.japanese);
      csv.text(series.unit.text()).text(model.calendar.name(span));
    };
    for (const auto& [span, value] : one.actuals) {
      begin(span);
      csv.number(value);
      for (std::size_t i = 0; i < fan_quantiles.size(); ++i) csv.blank();
      csv.end_line();
    }
    for (const FanPeriod& period : one.fan.periods) {
      begin(period.span);
      csv.blank();
      for (const double value : period.quantiles) csv.number(value);
      csv.end_line();
    }
  }
  return csv.str();
}

}  // namespace headwater
