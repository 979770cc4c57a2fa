#include "engine/study/backtest.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "engine/scenario/hash.hpp"
#include "engine/scenario/known_at.hpp"
#include "engine/study/compare.hpp"
#include "engine/study/detail/baselines.hpp"
#include "engine/study/detail/judged.hpp"
#include "engine/study/detail/judged_origins.hpp"
#include "engine/study/detail/known_history.hpp"
#include "engine/study/detail/ordered_draws.hpp"
#include "engine/study/detail/origin_run.hpp"
#include "engine/study/outlook.hpp"

namespace headwater {
namespace {

constexpr std::array baselines = {Baseline::seasonal_naive, Baseline::drift,
                                  Baseline::last_year_growth, Baseline::guidance};

class Backtesting {
 public:
  Backtesting(const BacktestRequest& request, const RunOptions& options)
      : request_(request),
        options_(options),
        plan_(request.plan),
        model_(*request.reference.model) {}

  Checked<BacktestResult> run() {
    refuse_fixes();
    match_entrants();
    if (has_errors(said_)) return finished(false);
    auto placed = detail::judged_origins(request_.reference, plan_);
    said_.insert(said_.end(), placed.diagnostics.begin(), placed.diagnostics.end());
    if (!placed) return finished(false);
    result_.origins = std::move(placed.value->origins);
    result_.figures = std::move(placed.value->figures);
    add_contenders();
    for (std::size_t origin = 0; origin < result_.origins.size(); ++origin) {
      if (!forecast_from(origin)) return finished(false);
    }
    drop_idle_baselines();
    for (JudgedFigure& figure : result_.figures) {
      detail::judge_figure(figure, result_.contenders, result_.origins);
    }
    find_pseudo();
    digest();
    return finished(true);
  }

 private:
  Checked<BacktestResult> finished(bool whole) {
    if (!whole) return {std::nullopt, std::move(said_)};
    return {std::move(result_), std::move(said_)};
  }

  // What is fixed is known now; from an earlier origin it would be hindsight.
  void refuse_fixes() {
    for (const Operation& one : request_.reference.operations) {
      if (one.kind != OperationKind::fix) continue;
      said_.push_back(
          error("backtest-fix", one.place,
                fmt::format("{} is fixed here, which no forecast from an earlier origin could know",
                            model_.at(one.series).name),
                "leave the fix out of a scenario that is backtested"));
      return;
    }
  }

  void match_entrants() {
    for (const BacktestEntrant& entrant : request_.entrants) {
      const Scenario& other = entrant.scenario;
      targets_of_.emplace_back();
      if (!(other.model->calendar == model_.calendar)) {
        said_.push_back(error("calendars-at-odds", plan_.place,
                              fmt::format("{} has another calendar than {}", other.model_file,
                                          request_.reference.model_file),
                              "hold variants of one calendar beside each other"));
        continue;
      }
      const Matching matching = match(request_.reference, other);
      for (const SeriesId target : plan_.targets) {
        targets_of_.back().push_back(matching.counterpart[std::size_t(target)]);
        if (targets_of_.back().back()) continue;
        said_.push_back(error("target-missing", plan_.place,
                              fmt::format("{} measures {} in units of another kind",
                                          other.model_file, model_.at(target).name),
                              "show a figure that all variants measure alike"));
      }
    }
  }

  Vintage vintage_of(Period origin) const {
    Vintage vintage{origin, std::nullopt, Foresight::none, std::nullopt};
    if (plan_.rolling > 0) vintage.since = origin - (plan_.rolling - 1);
    return vintage;
  }

  void add_contenders() {
    for (std::size_t i = 0; i < request_.entrants.size(); ++i) {
      BacktestContender contender;
      contender.entrant = i;
      result_.contenders.push_back(std::move(contender));
    }
    for (const Baseline baseline : baselines) {
      BacktestContender contender;
      contender.baseline = baseline;
      result_.contenders.push_back(std::move(contender));
    }
    for (JudgedFigure& figure : result_.figures) {
      figure.records.resize(result_.contenders.size());
      for (ForecastRecord& one : figure.records) one.forecasts.resize(result_.origins.size());
    }
  }

  // Whether it was not stopped.
  bool forecast_from(std::size_t origin) {
    const Vintage vintage = vintage_of(result_.origins[origin]);
    const Precedence then(model_, vintage, request_.reference.operations);
    forecast_baselines(origin, then);
    for (std::size_t i = 0; i < request_.entrants.size(); ++i) {
      if (!forecast_entrant(origin, i, vintage)) return false;
      if (request_.told) {
        request_.told(origin * request_.entrants.size() + i + 1,
                      result_.origins.size() * request_.entrants.size());
      }
    }
    return true;
  }

  void forecast_baselines(std::size_t origin, const Precedence& then) {
    for (std::size_t f = 0; f < result_.figures.size(); ++f) {
      JudgedFigure& figure = result_.figures[f];
      const detail::KnownHistory history = detail::known_history(then, figure.target);
      figure.scales.push_back(detail::known_scale(then, history, figure, figure.spans[origin]));
      for (std::size_t c = request_.entrants.size(); c < result_.contenders.size(); ++c) {
        figure.records[c].forecasts[origin] =
            baseline(then, history, figure, origin, result_.contenders[c]);
      }
    }
  }

  PastForecast baseline(const Precedence& then, const detail::KnownHistory& history,
                        const JudgedFigure& figure, std::size_t origin,
                        BacktestContender& contender) {
    PastForecast forecast;
    const PeriodSpan span = figure.spans[origin];
    if (contender.baseline == Baseline::guidance) {
      const Observation* said = guidance_for(then, figure.target, span);
      if (said == nullptr) return forecast;
      if (said->pseudo) say_undated(*said);
      else forecast.value = said->value;
      return forecast;
    }
    const auto made = detail::baseline_forecast(model_.calendar, history, contender.baseline, span);
    if (!made) return forecast;
    forecast.value = made->value;
    if (made->used != made->wanted) say_short(contender, origin, history, *made);
    if (is_missing(made->deviation)) return forecast;
    const auto [errors, fresh] = errors_of_.try_emplace(made->freedom);
    if (fresh) errors->second = detail::student_errors(made->freedom);
    for (std::size_t i = 0; i < backtest_levels.size(); ++i) {
      forecast.quantiles[i] = made->value + made->deviation * errors->second.quantiles[i];
    }
    std::vector<double> spread = errors->second.spread;
    for (double& one : spread) one = made->value + made->deviation * one;
    forecast.crps = crps_of_draws(std::move(spread), figure.actuals[origin]).crps;
    return forecast;
  }

  // Nobody said since when it was known: from no origin it is.
  void say_undated(const Observation& guidance) {
    if (!told_undated_.insert(&guidance).second) return;
    said_.push_back(
        note("undated-guidance", guidance.place,
             fmt::format("guidance for {} of {} does not say since when it was known, so "
                         "it is left out",
                         model_.calendar.name(guidance.span), model_.at(guidance.series).name)));
  }

  void say_short(BacktestContender& contender, std::size_t origin,
                 const detail::KnownHistory& history, const detail::BaselineForecast& made) {
    add_note(
        contender, origin,
        note("short-history", plan_.place,
             fmt::format("{} needs more than {} known values: {} instead", row_of(made.wanted).name,
                         history.values.size(), row_of(made.used).name)));
  }

  // Once each: an earlier origin knows least, and has said it.
  static void add_note(BacktestContender& contender, std::size_t origin, Diagnostic said) {
    const auto again = [&](const OriginTrouble& one) {
      return one.said.code == said.code && one.said.place == said.place;
    };
    if (std::none_of(contender.notes.begin(), contender.notes.end(), again)) {
      contender.notes.push_back({origin, std::move(said)});
    }
  }

  bool forecast_entrant(std::size_t origin, std::size_t entrant, const Vintage& vintage) {
    BacktestContender& contender = result_.contenders[entrant];
    auto then = known_at(request_.entrants[entrant].scenario, vintage);
    for (Diagnostic& one : then.diagnostics) {
      if (one.severity != Severity::error) add_note(contender, origin, std::move(one));
    }
    if (!then) {
      add_trouble(contender, origin, std::move(then.diagnostics));
      return true;
    }
    std::vector<Output> outputs =
        detail::outputs_from(model_.calendar, result_.figures, result_.origins[origin]);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      outputs[i].series = targets_of_[entrant][i / plan_.ahead.size()]->series;
    }
    auto run = detail::run_at_origin(*then.value, outputs, options_);
    if (!run && run.diagnostics.empty()) return false;
    if (!run) {
      add_trouble(contender, origin, std::move(run.diagnostics));
      return true;
    }
    take(origin, entrant, *run.value);
    note_drivers(contender, detail::drivers_read(*then.value, outputs));
    return true;
  }

  // Of all origins: one reads this, another that.
  static void note_drivers(BacktestContender& contender, const detail::DriversRead& read) {
    const auto join = [](std::vector<std::string>& all, const std::vector<std::string>& more) {
      for (const std::string& name : more) {
        if (std::ranges::find(all, name) == all.end()) all.push_back(name);
      }
    };
    join(contender.drivers, read.all);
    join(contender.written, read.written);
  }

  static void add_trouble(BacktestContender& contender, std::size_t origin,
                          std::vector<Diagnostic> diagnostics) {
    for (Diagnostic& one : diagnostics) {
      if (one.severity != Severity::error) continue;
      contender.troubles.push_back({origin, std::move(one)});
      return;
    }
  }

  void take(std::size_t origin, std::size_t entrant, detail::OriginRun& run) {
    for (std::size_t i = 0; i < result_.figures.size(); ++i) {
      JudgedFigure& figure = result_.figures[i];
      if (!run.refusals[i].empty()) {
        Diagnostic refused =
            error("output-refused", plan_.place,
                  fmt::format("{} for {}: {}", model_.at(figure.target).name,
                              model_.calendar.name(figure.spans[origin]), run.refusals[i]),
                  "");
        result_.contenders[entrant].troubles.push_back({origin, std::move(refused)});
        continue;
      }
      const double factor = targets_of_[entrant][i / plan_.ahead.size()]->factor;
      PastForecast& forecast = figure.records[entrant].forecasts[origin];
      forecast.value = run.values[i] * factor;
      if (run.draws[i].empty()) continue;
      for (double& one : run.draws[i]) one *= factor;
      distribute(forecast, std::move(run.draws[i]), figure.actuals[origin]);
    }
  }

  static void distribute(PastForecast& forecast, std::vector<double> draws, double actual) {
    if (std::any_of(draws.begin(), draws.end(), is_missing)) return;
    const auto differs = [&](double one) { return one != draws.front(); };
    if (std::none_of(draws.begin(), draws.end(), differs)) return;  // what is drawn moves nothing
    forecast.crps = crps_of_draws(draws, actual).crps;
    const detail::OrderedValues ordered(std::move(draws));
    for (std::size_t i = 0; i < backtest_levels.size(); ++i) {
      forecast.quantiles[i] = detail::quantile(ordered, backtest_levels[i]);
    }
  }

  // What forecasts nothing here is no contender.
  void drop_idle_baselines() {
    for (std::size_t c = result_.contenders.size(); c > request_.entrants.size(); --c) {
      const auto idle = [&](const JudgedFigure& figure) {
        const auto& all = figure.records[c - 1].forecasts;
        return std::all_of(all.begin(), all.end(),
                           [](const PastForecast& one) { return is_missing(one.value); });
      };
      if (!std::all_of(result_.figures.begin(), result_.figures.end(), idle)) continue;
      result_.contenders.erase(result_.contenders.begin() + std::ptrdiff_t(c - 1));
      for (JudgedFigure& figure : result_.figures) {
        figure.records.erase(figure.records.begin() + std::ptrdiff_t(c - 1));
      }
    }
  }

  void find_pseudo() {
    const Precedence& now = *request_.reference.precedence;
    result_.pseudo = std::any_of(
        model_.observations.begin(), model_.observations.end(),
        [&](const Observation& one) { return one.pseudo && one.known_since <= now.as_of(); });
  }

  void digest() {
    ContentHash hash;
    const auto add = [&](double value) { hash.add(std::as_bytes(std::span(&value, 1))); };
    for (const JudgedFigure& figure : result_.figures) {
      for (const ForecastRecord& record : figure.records) {
        for (const PastForecast& one : record.forecasts) {
          add(one.value);
          for (const double quantile : one.quantiles) add(quantile);
        }
      }
    }
    result_.digest = hash.hex();
  }

  const BacktestRequest& request_;
  const RunOptions& options_;
  const BacktestPlan& plan_;
  const Model& model_;
  std::vector<std::vector<std::optional<Counterpart>>> targets_of_;  // by entrant, by target
  std::map<std::size_t, detail::StudentErrors> errors_of_;           // by degrees of freedom
  std::set<const Observation*> told_undated_;
  BacktestResult result_;
  std::vector<Diagnostic> said_;
};

}  // namespace

Checked<BacktestResult> backtest(const BacktestRequest& request, const RunOptions& options) {
  if (request.entrants.empty()) throw std::invalid_argument("entrants: none");
  return Backtesting(request, options).run();
}

}  // namespace headwater
