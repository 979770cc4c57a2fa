// Backtests for other programs.
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/backtest_view.hpp"
#include "engine/app/csv_lines.hpp"
#include "engine/app/run_json.hpp"

namespace headwater {
namespace {

std::string_view name_of(Baseline baseline) {
  switch (baseline) {
    case Baseline::seasonal_naive: return "seasonal_naive";
    case Baseline::drift: return "drift";
    case Baseline::last_year_growth: return "last_year_growth";
    case Baseline::guidance: break;
  }
  return "guidance";
}

std::string_view name_of(VerdictKind kind) {
  switch (kind) {
    case VerdictKind::too_few: return "too_few_origins";
    case VerdictKind::undecided: return "undecided";
    case VerdictKind::no_better_than_a_baseline: return "no_better_than_a_baseline";
    case VerdictKind::decided: break;
  }
  return "decided";
}

std::string ahead_name(const HowFar& ahead) {
  switch (ahead.to) {
    case tree::AheadTo::period: break;
    case tree::AheadTo::half_end: return "half_end";
    case tree::AheadTo::year_end: return "year_end";
  }
  return std::to_string(ahead.periods);
}

// What both formats say of a contender's forecasts, by name; missing what it has not.
struct Score {
  const char* name;
  double value;
};
std::vector<Score> scores_of(const ForecastRecord& record) {
  const PointScores& points = record.points;
  const DistributionScores& spread = record.distributions;
  const auto share = [](const IntervalCoverage& one) { return one.share.value; };
  return {{"forecasts", double(points.count)},
          {"mean_error", points.mean_error},
          {"mean_absolute_error", points.mean_absolute_error},
          {"root_mean_square_error", points.root_mean_square_error},
          {"mape", points.percentage.value},
          {"smape", points.symmetric_percentage},
          {"mase", points.scaled.value},
          {"distributions", double(spread.count)},
          {"crps", spread.crps},
          {"pinball", spread.pinball},
          {"within_80", share(spread.within_80)},
          {"within_95", share(spread.within_95)}};
}

std::string quantile_name(std::size_t level) {
  return fmt::format("p{:g}", 100 * backtest_levels[level]);
}

class BacktestJson {
 public:
  BacktestJson(const BacktestRequest& request, const BacktestResult& result)
      : request_(request), result_(result), model_(*request.reference.model) {}

  std::string write() {
    json_.begin_object();
    json_.key("title").text(request_.plan.title.english);
    json_.key("origins").begin_array();
    for (const Period& origin : result_.origins) json_.text(model_.calendar.name({origin, origin}));
    json_.end_array();
    json_.key("contenders").begin_array();
    for (std::size_t i = 0; i < result_.contenders.size(); ++i) contender(i);
    json_.end_array();
    json_.key("figures").begin_array();
    for (const JudgedFigure& one : result_.figures) figure(one);
    json_.end_array();
    json_.key("pseudo_vintage").boolean(result_.pseudo);
    json_.key("manifest");
    write_manifest(json_, request_.reference, result_.digest);
    json_.end_object();
    return json_.str();
  }

 private:
  std::string id_of(std::size_t index) const {
    const BacktestContender& one = result_.contenders[index];
    return one.entrant ? request_.entrants[*one.entrant].title.english
                       : std::string(name_of(one.baseline));
  }

  void contender(std::size_t index) {
    const BacktestContender& one = result_.contenders[index];
    json_.begin_object();
    json_.key("name").text(id_of(index));
    json_.key("kind").text(one.entrant ? "variant" : "baseline");
    if (one.entrant) {
      const Scenario& scenario = request_.entrants[*one.entrant].scenario;
      json_.key("model").text(scenario.model_file);
      json_.key("model_hash").text(scenario.model_hash);
      json_.key("drivers").integer(std::int64_t(one.drivers.size()));
      json_.key("drivers_written").begin_array();
      for (const std::string& name : one.written) json_.text(name);
      json_.end_array();
    }
    json_.key("without_forecast").begin_array();
    for (const OriginTrouble& trouble : one.troubles) {
      const Period origin = result_.origins[trouble.origin];
      json_.begin_object();
      json_.key("origin").text(model_.calendar.name({origin, origin}));
      json_.key("why").text(trouble.said.message);
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
  }

  void figure(const JudgedFigure& one) {
    const Series& series = model_.at(one.target);
    json_.begin_object();
    json_.key("series").text(series.name);
    json_.key("label").text(series.title.english);
    json_.key("unit").text(series.unit.text());
    json_.key("ahead").text(ahead_name(one.ahead));
    json_.key("spans").begin_array();
    for (const PeriodSpan& span : one.spans) json_.text(model_.calendar.name(span));
    json_.end_array();
    numbers("actuals", one.actuals);
    numbers("scales", one.scales);
    json_.key("forecasts").begin_array();
    for (std::size_t i = 0; i < one.records.size(); ++i) record(i, one.records[i]);
    json_.end_array();
    if (one.verdict) verdict(one);
    json_.end_object();
  }

  void numbers(const char* name, std::span<const double> values) {
    json_.key(name).begin_array();
    for (const double value : values) json_.number(value);
    json_.end_array();
  }

  void record(std::size_t index, const ForecastRecord& record) {
    json_.begin_object();
    json_.key("contender").text(id_of(index));
    std::vector<double> values;
    for (const PastForecast& one : record.forecasts) values.push_back(one.value);
    numbers("values", values);
    if (record.distributions.count > 0) {
      for (std::size_t level = 0; level < backtest_levels.size(); ++level) {
        values.clear();
        for (const PastForecast& one : record.forecasts) values.push_back(one.quantiles[level]);
        numbers(quantile_name(level).c_str(), values);
      }
      values.clear();
      for (const PastForecast& one : record.forecasts) values.push_back(one.crps);
      numbers("crps_by_origin", values);
    }
    json_.key("scores").begin_object();
    for (const Score& one : scores_of(record)) json_.key(one.name).number(one.value);
    json_.end_object();
    json_.end_object();
  }

  void verdict(const JudgedFigure& figure) {
    const Verdict& one = *figure.verdict;
    json_.key("verdict").begin_object();
    json_.key("kind").text(name_of(one.kind));
    json_.key("origins").integer(std::int64_t(one.origins));
    json_.key("leader").text(id_of(figure.compared[one.leader]));
    json_.key("better_than").begin_array();
    for (const std::size_t place : one.beaten) json_.text(id_of(figure.compared[place]));
    json_.end_array();
    json_.key("pairs").begin_array();
    for (const ContenderPair& pair : one.pairs) {
      json_.begin_object();
      json_.key("left").text(id_of(figure.compared[pair.left]));
      json_.key("right").text(id_of(figure.compared[pair.right]));
      json_.key("mean_difference").number(pair.difference.mean.value);
      json_.key("low").number(pair.difference.mean.low);
      json_.key("high").number(pair.difference.mean.high);
      json_.key("diebold_mariano_p").number(pair.difference.p_value);
      json_.key("judged_p").number(pair.judged.p_value);
      json_.key("corrected_p").number(pair.p_corrected);
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
  }

  const BacktestRequest& request_;
  const BacktestResult& result_;
  const Model& model_;
  JsonWriter json_;
};

}  // namespace

std::string backtest_json(const BacktestRequest& request, const BacktestResult& result) {
  return BacktestJson(request, result).write();
}

// A line for each forecast.
std::string backtest_csv(const BacktestRequest& request, const BacktestResult& result) {
  const Model& model = *request.reference.model;
  CsvLines csv;
  for (const char* heading : {"series", "label", "label_ja", "unit", "ahead", "origin", "period",
                              "contender", "kind", "forecast", "actual", "scale", "crps"}) {
    csv.text(heading);
  }
  for (std::size_t level = 0; level < backtest_levels.size(); ++level) {
    csv.text(quantile_name(level));
  }
  csv.end_line();
  for (const JudgedFigure& figure : result.figures) {
    const Series& series = model.at(figure.target);
    for (std::size_t c = 0; c < figure.records.size(); ++c) {
      const BacktestContender& contender = result.contenders[c];
      for (std::size_t i = 0; i < result.origins.size(); ++i) {
        const PastForecast& one = figure.records[c].forecasts[i];
        const Period origin = result.origins[i];
        csv.text(series.name).text(series.title.english).text(series.title.japanese);
        csv.text(series.unit.text()).text(ahead_name(figure.ahead));
        csv.text(model.calendar.name({origin, origin})).text(model.calendar.name(figure.spans[i]));
        csv.text(contender.entrant ? request.entrants[*contender.entrant].title.english
                                   : std::string(name_of(contender.baseline)));
        csv.text(contender.entrant ? "variant" : "baseline");
        csv.number(one.value).number(figure.actuals[i]).number(figure.scales[i]).number(one.crps);
        for (const double quantile : one.quantiles) csv.number(quantile);
        csv.end_line();
      }
    }
  }
  return csv.str();
}

}  // namespace headwater
