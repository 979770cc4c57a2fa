#include "engine/app/compare_models_export.hpp"

#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/app/csv_lines.hpp"
#include "engine/app/run_csv.hpp"
#include "engine/app/run_json.hpp"
#include "engine/core/missing.hpp"
#include "engine/tables/json.hpp"

namespace headwater {
namespace {

std::string_view change_name(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::only_old: return "only_old";
    case ChangeKind::only_new: return "only_new";
    case ChangeKind::lost: return "lost";
    case ChangeKind::gained: return "gained";
    case ChangeKind::moved: return "moved";
    case ChangeKind::rounding: break;
  }
  return "rounding";
}

std::string_view state_name(const CheckResult* check) {
  switch (state_of(check)) {
    case CheckState::absent: return "absent";
    case CheckState::holds: return "holds";
    case CheckState::broken: return "broken";
    case CheckState::not_evaluable: break;
  }
  return "not_evaluable";
}

// A change, and the model in whose words it is told.
struct ToldChange {
  ToldChange(const TwoModels& models, const FigureChange& told)
      : change(told),
        side(told.series[in_old] ? in_old : in_new),
        model(*models.scenarios[told.scenario][side].model),
        series(model.at(*told.series[side])) {}

  double difference() const { return change.value[in_new] - change.value[in_old]; }
  double relative() const { return std::isinf(change.relative) ? missing() : change.relative; }
  // What a figure is made of in one of the models.
  std::string_view mark(const TwoModels& models, std::size_t of) const {
    const Scenario& scenario = models.scenarios[change.scenario][of];
    const auto& there = change.series[of];
    if (!there || !scenario.model->horizon.contains(change.span)) return mark_name(Mark::missing);
    return mark_name(mark_shown(*scenario.precedence, *there, change.span));
  }

  const FigureChange& change;
  std::size_t side;
  const Model& model;
  const Series& series;
};

class CompareModelsJson {
 public:
  CompareModelsJson(const TwoModels& models, const ComparedModels& compared)
      : models_(models),
        compared_(compared),
        old_(*models.scenarios.front()[in_old].model),
        new_(*models.scenarios.front()[in_new].model) {}

  std::string text() {
    json_.begin_object();
    write_model("old", models_.old_file, in_old);
    write_model("new", models_.new_file, in_new);
    write_scenarios();
    json_.key("compared").integer(std::int64_t(compared_.figures()));
    json_.key("differ").integer(std::int64_t(compared_.differ()));
    json_.key("rounding").integer(std::int64_t(compared_.count(ChangeKind::rounding)));
    write_names("only_in_old", old_, compared_.matching.only_first);
    write_names("only_in_new", new_, compared_.matching.only_other);
    write_names("in_another_unit", old_, compared_.other_unit);
    write_names("in_another_dimension", old_, compared_.matching.unlike);
    write_names("of_another_kind", old_, compared_.other_kind);
    json_.key("checks").begin_array();
    for (const CheckChange& one : compared_.checks) write_check(one);
    json_.end_array();
    json_.key("figures").begin_array();
    for (const FigureChange& one : compared_.changes) write_figure({models_, one});
    json_.end_array();
    json_.end_object();
    return std::move(json_).str();
  }

 private:
  void write_model(const char* key, const std::string& file, std::size_t side) {
    const Scenario& any = models_.scenarios.front()[side];
    json_.key(key).begin_object();
    json_.key("file").text(file);
    json_.key("model").text(any.model->name);
    json_.key("title").text(any.model->title.english);
    json_.key("title_ja").text(any.model->title.japanese);
    json_.key("model_hash").text(any.model_hash);
    json_.end_object();
  }

  void write_scenarios() {
    json_.key("scenarios").begin_array();
    for (std::size_t i = 0; i < models_.scenarios.size() && !models_.as_they_stand; ++i) {
      const auto& [before, after] = models_.scenarios[i];
      json_.begin_object();
      json_.key("file").text(before.path);
      json_.key("title").text(before.title.english);
      json_.key("title_ja").text(before.title.japanese);
      json_.key("compared").integer(std::int64_t(compared_.compared[i]));
      json_.key("old");
      write_manifest(json_, before, compared_.runs[i][in_old].digest);
      json_.key("new");
      write_manifest(json_, after, compared_.runs[i][in_new].digest);
      json_.end_object();
    }
    json_.end_array();
    json_.key("not_compared").begin_array();
    for (const LeftOut& one : models_.left_out) {
      json_.begin_object();
      json_.key("file").text(one.scenario);
      json_.key("unreadable_against").text(one.model);
      json_.end_object();
    }
    json_.end_array();
  }

  void write_names(const char* key, const Model& model, const std::vector<SeriesId>& series) {
    json_.key(key).begin_array();
    for (const SeriesId one : series) json_.text(model.at(one).name);
    json_.end_array();
  }

  void write_scenario(std::size_t scenario) {
    if (models_.as_they_stand) return;
    json_.key("scenario").text(models_.scenarios[scenario][in_old].path);
  }

  void write_check(const CheckChange& one) {
    json_.begin_object();
    write_scenario(one.scenario);
    json_.key("check").text(one.name);
    json_.key("period").text(old_.calendar.name(one.span));
    json_.key("old").text(state_name(one.result[in_old]));
    json_.key("new").text(state_name(one.result[in_new]));
    json_.end_object();
  }

  void write_figure(const ToldChange& told) {
    json_.begin_object();
    write_scenario(told.change.scenario);
    json_.key("series").text(told.series.name);
    json_.key("unit").text(told.series.unit.text());
    json_.key("period").text(told.model.calendar.name(told.change.span));
    json_.key("change").text(change_name(told.change.kind));
    json_.key("old").number(told.change.value[in_old]);
    json_.key("new").number(told.change.value[in_new]);
    json_.key("difference").number(told.difference());
    json_.key("relative").number(told.relative());
    json_.key("state_old").text(told.mark(models_, in_old));
    json_.key("state_new").text(told.mark(models_, in_new));
    json_.end_object();
  }

  const TwoModels& models_;
  const ComparedModels& compared_;
  const Model& old_;
  const Model& new_;
  JsonWriter json_;
};

}  // namespace

std::string compare_models_json(const TwoModels& models, const ComparedModels& compared) {
  return CompareModelsJson(models, compared).text();
}

std::string compare_models_csv(const TwoModels& models, const ComparedModels& compared) {
  CsvLines csv;
  for (const char* heading : {"scenario", "title", "title_ja", "series", "label", "label_ja",
                              "kind", "unit", "per", "period", "span", "change", "old", "new",
                              "difference", "relative", "mark_old", "mark_new"}) {
    csv.text(heading);
  }
  csv.end_line();
  for (const FigureChange& one : compared.changes) {
    const ToldChange told(models, one);
    const Scenario& scenario = models.scenarios[one.scenario][in_old];
    const Calendar& calendar = told.model.calendar;
    if (models.as_they_stand) csv.blank().blank().blank();
    else csv.text(scenario.path).text(scenario.title.english).text(scenario.title.japanese);
    csv.text(told.series.name).text(told.series.title.english).text(told.series.title.japanese);
    csv.text(kind_name(told.series.kind)).text(told.series.unit.text()).text(told.series.per);
    csv.text(calendar.name(one.span)).text(span_kind(calendar, one.span));
    csv.text(change_name(one.kind)).number(one.value[in_old]).number(one.value[in_new]);
    csv.number(told.difference()).number(told.relative());
    csv.text(told.mark(models, in_old)).text(told.mark(models, in_new));
    csv.end_line();
  }
  return csv.str();
}

}  // namespace headwater
