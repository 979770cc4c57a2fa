#include "engine/study/detail/judged_origins.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/study/detail/origin_run.hpp"

namespace headwater::detail {
namespace {

class Placing {
 public:
  Placing(const Scenario& reference, const BacktestPlan& plan)
      : reference_(reference),
        plan_(plan),
        model_(*reference.model),
        now_(reference.precedence->as_of()) {}

  Checked<JudgedOrigins> place() {
    for (const SeriesId target : plan_.targets) {
      for (const HowFar& ahead : plan_.ahead) {
        JudgedFigure figure;
        figure.target = target;
        figure.ahead = ahead;
        judged_.figures.push_back(std::move(figure));
      }
    }
    const PeriodSpan asked = plan_.origins.value_or(PeriodSpan{model_.horizon.first, now_ - 1});
    std::int32_t idle = 0;
    for (Period origin = asked.first; origin <= asked.last; origin = origin + 1) {
      if (!add(origin)) ++idle;
    }
    if (judged_.origins.empty()) return {std::nullopt, {no_origin(asked)}};
    if (idle > 0 && plan_.origins) say_idle(idle, asked.count());
    say_unjudged();
    return {std::move(judged_), std::move(said_)};
  }

 private:
  // Whether anything came of what is forecast from there.
  bool add(Period origin) {
    const std::vector<double> came = actuals_after(origin);
    if (std::all_of(came.begin(), came.end(), is_missing)) return false;
    judged_.origins.push_back(origin);
    for (std::size_t i = 0; i < came.size(); ++i) {
      JudgedFigure& figure = judged_.figures[i];
      figure.spans.push_back(*figure.ahead.from(model_.calendar, origin));
      figure.actuals.push_back(came[i]);
      if (!is_missing(came[i])) ++figure.judged;
    }
    return true;
  }

  // By figure; missing where its span is not known.
  std::vector<double> actuals_after(Period origin) const {
    const std::vector<Output> outputs = outputs_from(model_.calendar, judged_.figures, origin);
    if (!plan_.first_figures) return known_figures(*reference_.precedence, outputs);
    std::vector<double> values;
    for (const Output& output : outputs) values.push_back(first_figure(output));
    return values;
  }

  // As it was known first: with the results of its own last period, or of one after it.
  double first_figure(const Output& output) const {
    for (Period p = output.span.last; p <= now_; p = p + 1) {
      const Vintage vintage{p, std::nullopt, Foresight::none, std::nullopt};
      const Precedence then(model_, vintage, reference_.operations);
      const double figure = known_figures(then, std::span(&output, 1)).front();
      if (!is_missing(figure)) return figure;
    }
    return missing();
  }

  Diagnostic no_origin(PeriodSpan asked) const {
    const bool none = asked.last < asked.first;
    return error("no-origin", plan_.place,
                 none
                     ? "there is no period to forecast from"
                     : fmt::format("from {} nothing that is shown is known by {}",
                                   model_.calendar.name(asked), model_.calendar.name({now_, now_})),
                 "name earlier origins, a nearer horizon, or figures of which actuals are known");
  }

  void say_idle(std::int32_t idle, std::int32_t all) {
    said_.push_back(
        note("origin-without-actuals", plan_.place,
             fmt::format("from {} of the {} origins nothing can be judged yet", idle, all)));
  }

  // A target, so far ahead, of which no actual is known from any origin.
  void say_unjudged() {
    for (const JudgedFigure& figure : judged_.figures) {
      if (figure.judged > 0) continue;
      said_.push_back(note(
          "nothing-to-judge", plan_.place,
          fmt::format("no actual of {} is known so far ahead of any origin: {}",
                      model_.at(figure.target).name, model_.calendar.name(figure.spans.back()))));
    }
  }

  const Scenario& reference_;
  const BacktestPlan& plan_;
  const Model& model_;
  Period now_;
  JudgedOrigins judged_;
  std::vector<Diagnostic> said_;
};

}  // namespace

Checked<JudgedOrigins> judged_origins(const Scenario& reference, const BacktestPlan& plan) {
  return Placing(reference, plan).place();
}

std::vector<Output> outputs_from(const Calendar& calendar, std::span<const JudgedFigure> figures,
                                 Period origin) {
  std::vector<Output> outputs;
  for (const JudgedFigure& figure : figures) {
    outputs.push_back({figure.target, *figure.ahead.from(calendar, origin)});
  }
  return outputs;
}

}  // namespace headwater::detail
