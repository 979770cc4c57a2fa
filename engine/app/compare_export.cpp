#include "engine/app/compare_export.hpp"

#include <map>
#include <optional>
#include <vector>

#include "engine/app/compare_view.hpp"
#include "engine/app/csv_lines.hpp"
#include "engine/app/run_csv.hpp"
#include "engine/app/run_json.hpp"
#include "engine/model/arithmetic.hpp"
#include "engine/study/compare.hpp"

namespace headwater {
namespace {

void write_names(JsonWriter& json, const char* key, const Model& model,
                 const std::vector<SeriesId>& series) {
  json.key(key).begin_array();
  for (const SeriesId one : series) json.text(model.at(one).name);
  json.end_array();
}

class Differences {
 public:
  Differences(std::span<const Scenario> scenarios, std::span<const SingleRun> runs,
              std::size_t other)
      : first_(*scenarios.front().model),
        other_(scenarios[other]),
        first_run_(runs.front()),
        run_(runs[other]),
        matching_(match(scenarios.front(), scenarios[other])) {
    for (std::size_t i = 0; i < matching_.counterpart.size(); ++i) {
      if (const auto& there = matching_.counterpart[i]) of_other_[there->series] = SeriesId(i);
    }
  }

  // The first model's series that one of the other's is.
  std::optional<SeriesId> of_first(SeriesId there) const {
    const auto found = of_other_.find(there);
    return found == of_other_.end() ? std::nullopt : std::optional(found->second);
  }

  // The unit in which one of the other's series is told.
  const Unit& unit_of(SeriesId there) const {
    const auto first = of_first(there);
    return first ? first_.at(*first).unit : other_.model->at(there).unit;
  }

  double value(SeriesId series, PeriodSpan span) const {
    return figure_as_first(run_, matching_, series, span);
  }
  double difference(SeriesId series, PeriodSpan span) const {
    return value(series, span) - first_run_.figures.at(series, span);
  }

  void write(JsonWriter& json, std::size_t scenario) const {
    json.begin_object();
    json.key("scenario").text(scenario_letter(scenario));
    json.key("file").text(other_.path);
    json.key("against").text(scenario_letter(0));
    json.key("series").begin_object();
    for (std::size_t i = 0; i < matching_.counterpart.size(); ++i) {
      if (matching_.counterpart[i]) write_series(json, SeriesId(i));
    }
    json.end_object();
    write_names(json, "only_in_first", first_, matching_.only_first);
    write_names(json, "only_here", *other_.model, matching_.only_other);
    write_names(json, "in_another_dimension", first_, matching_.unlike);
    json.end_object();
  }

 private:
  void write_series(JsonWriter& json, SeriesId id) const {
    json.key(first_.at(id).name).begin_object();
    json.key("unit").text(first_.at(id).unit.text());
    json.key("values").begin_object();
    for (const PeriodSpan span : spans_of(first_)) {
      json.key(first_.calendar.name(span)).number(difference(id, span));
    }
    json.end_object();
    json.end_object();
  }

  const Model& first_;
  const Scenario& other_;
  const SingleRun& first_run_;
  const SingleRun& run_;
  Matching matching_;
  std::map<SeriesId, SeriesId> of_other_;
};

void write_line(CsvLines& csv, const Scenario& scenario, const Differences& differences,
                const SingleRun& run, std::size_t letter, SeriesId id, PeriodSpan span) {
  const Model& model = *scenario.model;
  const Series& series = model.at(id);
  const auto first = differences.of_first(id);
  csv.text(scenario_letter(letter)).text(scenario.path);
  csv.text(scenario.title.english).text(scenario.title.japanese);
  csv.text(series.name).text(series.title.english).text(series.title.japanese);
  csv.text(kind_name(series.kind)).text(differences.unit_of(id).text()).text(series.per);
  csv.text(model.calendar.name(span)).text(span_kind(model.calendar, span));
  csv.number(first ? differences.value(*first, span) : run.figures.at(id, span));
  csv.text(mark_name(mark_shown(*scenario.precedence, id, span)));
  if (letter == 0 || !first) csv.blank();
  else csv.number(differences.difference(*first, span));
  csv.end_line();
}

}  // namespace

std::string compare_json(std::span<const Scenario> scenarios, std::span<const SingleRun> runs) {
  JsonWriter json;
  json.begin_object();
  json.key("runs").begin_array();
  for (std::size_t i = 0; i < scenarios.size(); ++i) write_run(json, scenarios[i], runs[i]);
  json.end_array();
  json.key("differences").begin_array();
  for (std::size_t i = 1; i < scenarios.size(); ++i) Differences(scenarios, runs, i).write(json, i);
  json.end_array();
  json.end_object();
  return json.str();
}

std::string compare_csv(std::span<const Scenario> scenarios, std::span<const SingleRun> runs) {
  CsvLines csv;
  for (const char* heading :
       {"scenario", "file", "title", "title_ja", "series", "label", "label_ja", "kind", "unit",
        "per", "period", "span", "value", "mark", "difference"}) {
    csv.text(heading);
  }
  csv.end_line();
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const Model& model = *scenarios[i].model;
    const Differences differences(scenarios, runs, i);
    for (std::size_t series = 0; series < model.series.size(); ++series) {
      for (const PeriodSpan span : spans_of(model)) {
        write_line(csv, scenarios[i], differences, runs[i], i, SeriesId(series), span);
      }
    }
  }
  return csv.str();
}

}  // namespace headwater
