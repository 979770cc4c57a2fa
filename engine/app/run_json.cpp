#include "engine/app/run_json.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/version.hpp"
#include "engine/model/arithmetic.hpp"
#include "engine/model/lower.hpp"

namespace headwater {
namespace {

class RunJson {
 public:
  RunJson(JsonWriter& json, const Scenario& scenario, const SingleRun& run)
      : json_(json),
        scenario_(scenario),
        model_(*scenario.model),
        precedence_(*scenario.precedence),
        run_(run) {
    for (const PeriodSpan span : spans_of(model_)) {
      spans_.push_back({span, model_.calendar.name(span)});
    }
  }

  void write() {
    constexpr std::size_t bytes = 112;  // of a figure and its state, as most are
    json_.reserve(model_.series.size() * spans_.size() * bytes);
    json_.begin_object();
    json_.key("scenario").begin_object();
    json_.key("title").text(scenario_.title.english);
    json_.key("title_ja").text(scenario_.title.japanese);
    json_.key("why").text(scenario_.why);
    json_.end_object();
    json_.key("series").begin_object();
    for (std::size_t i = 0; i < model_.series.size(); ++i) write_series(SeriesId(i));
    json_.end_object();
    json_.key("checks");
    write_checks(json_, scenario_, run_.checks);
    json_.key("manifest");
    write_manifest(json_, scenario_, run_.digest);
    json_.end_object();
  }

 private:
  void write_series(SeriesId id) {
    const Series& series = model_.at(id);
    json_.key(series.name).begin_object();
    json_.key("unit").text(series.unit.text());
    if (!series.per.empty()) json_.key("per").text(series.per);
    json_.key("kind").text(kind_name(series.kind));
    json_.key("label").text(series.title.english);
    json_.key("label_ja").text(series.title.japanese);
    json_.key("values").begin_object();
    for (const NamedSpan& one : spans_) {
      json_.key(one.name).number(run_.figures.at(id, one.span));
    }
    json_.end_object();
    json_.key("states").begin_object();
    for (const NamedSpan& one : spans_) {
      json_.key(one.name).text(mark_name(mark_shown(precedence_, id, one.span)));
    }
    json_.end_object();
    write_sources(id);
    json_.end_object();
  }

  void write_sources(SeriesId id) {
    json_.key("sources").begin_object();
    for (const NamedSpan& one : spans_) {
      const Observation* figure = precedence_.printed(id, one.span);
      if (figure == nullptr) continue;
      json_.key(one.name).begin_object();
      json_.key("printed").number(figure->value);
      json_.key("basis").text(figure->basis);
      json_.key("source").text(figure->source);
      json_.key("pseudo_vintage").boolean(figure->pseudo);
      json_.end_object();
    }
    json_.end_object();
  }

  struct NamedSpan {
    PeriodSpan span;
    std::string name;
  };

  JsonWriter& json_;
  const Scenario& scenario_;
  const Model& model_;
  const Precedence& precedence_;
  const SingleRun& run_;
  std::vector<NamedSpan> spans_;  // named once, not for every series again
};

}  // namespace

std::string_view kind_name(SeriesKind kind) {
  switch (kind) {
    case SeriesKind::flow: return "flow";
    case SeriesKind::stock: return "stock";
    case SeriesKind::price: return "price";
    case SeriesKind::ratio: return "ratio";
    case SeriesKind::driver: return "driver";
  }
  return "";
}

std::string_view mark_name(Mark mark) {
  switch (mark) {
    case Mark::missing: return "missing";
    case Mark::actual: return "actual";
    case Mark::estimated: return "estimated";
    case Mark::forecast: return "forecast";
  }
  return "";
}

Mark mark_shown(const Precedence& precedence, SeriesId series, PeriodSpan span) {
  const bool rolls = span.first == span.last || precedence.roll_ups().of(series) != Rolling::none;
  return rolls ? mark_of(precedence, series, span) : Mark::missing;
}

void write_checks(JsonWriter& json, const Scenario& scenario,
                  const std::vector<CheckResult>& checks) {
  json.begin_array();
  for (const CheckResult& check : checks) {
    json.begin_object();
    json.key("name").text(check.name);
    json.key("title").text(check.title);
    json.key("period").text(scenario.model->calendar.name(check.span));
    json.key("unit").text(check.unit.text());
    json.key("left").number(check.left);
    json.key("right").number(check.right);
    json.key("difference").number(check.evaluable ? check.left - check.right : missing());
    json.key("evaluable").boolean(check.evaluable);
    json.key("ok").boolean(check.holds);
    json.end_object();
  }
  json.end_array();
}

void write_manifest(JsonWriter& json, const Scenario& scenario, const std::string& digest) {
  const Period known = scenario.precedence->as_of();
  json.begin_object();
  json.key("engine").text(engine_version);
  json.key("model").text(scenario.model->name);
  json.key("model_hash").text(scenario.model_hash);
  json.key("scenario_hash").text(scenario.scenario_hash);
  const auto& day = scenario.precedence->vintage().day;
  json.key("as_of").text(day ? text_of(*day) : scenario.model->calendar.name({known, known}));
  json.key("values_digest").text(digest);
  json.end_object();
}

void write_run(JsonWriter& json, const Scenario& scenario, const SingleRun& run) {
  RunJson(json, scenario, run).write();
}

std::string run_json(const Scenario& scenario, const SingleRun& run) {
  JsonWriter json;
  write_run(json, scenario, run);
  return std::move(json).str();
}

}  // namespace headwater
