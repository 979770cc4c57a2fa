// A backtest: what models would have forecast from what was known, held against what came.
//
// An origin is a period with whose results a forecast could have been made. Each variant is taken
// there as engine/scenario/known_at.hpp has it: observations, deals, one-offs and table rows known
// by then and nothing later; formulas and drivers that are read off history read it anew. A number
// that a model or a scenario holds is the same at every origin, though it may have been written
// with hindsight: such drivers are counted. All variants, and baselines besides, forecast the same
// figures from the same origins, and are judged by the figures of the scenario's own model as they
// are known now, or as they were printed first.
//
// Baselines know the figure's own history alone: the seasonal naive rule, drift, the last year's
// growth on the level of the year before, and the company's guidance where there was one. Over a
// half or a year that has begun they add what is known of it to what they project; a ratio or a
// price they project as it is and do not roll up.
//
// Where the scenario is uncertain, what is drawn makes a forecast a distribution as well; the point
// forecast is the run without draws. A forecast of which a draw has no value is no distribution. A
// baseline's errors are taken to be Student's, with the deviation and degrees of freedom that its
// rule has from the history so far.
//
// Sources: Tashman, "Out-of-sample tests of forecasting accuracy", International Journal of
// Forecasting 16(4), 2000, pp. 437-450 (origins); those of the scores in their headers.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/missing.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/distribution_scores.hpp"
#include "engine/study/point_scores.hpp"
#include "engine/study/verdict.hpp"

namespace headwater {

struct BacktestEntrant {
  Title title;
  const Scenario& scenario;  // read against the variant's model
};

struct BacktestRequest {
  const Scenario& reference;
  const BacktestPlan& plan;               // of the reference
  std::vector<BacktestEntrant> entrants;  // at least one
  // After each origin of each entrant, on the calling thread; or none.
  std::function<void(std::size_t done, std::size_t all)> told;
};

enum class Baseline { seasonal_naive, drift, last_year_growth, guidance };

inline constexpr std::array<double, 5> backtest_levels = {0.025, 0.1, 0.5, 0.9, 0.975};

// In the unit of the reference's series.
struct PastForecast {
  double value = missing();
  double crps = missing();  // of a distribution, as the quantiles
  std::array<double, backtest_levels.size()> quantiles = {missing(), missing(), missing(),
                                                          missing(), missing()};
  bool operator==(const PastForecast&) const = default;
};

struct DistributionScores {
  std::size_t count = 0;  // forecasts that were distributions, with an actual
  double crps = missing();
  double pinball = missing();  // mean over the levels too
  IntervalCoverage within_80;
  IntervalCoverage within_95;
  bool operator==(const DistributionScores&) const = default;
};

// One contender's forecasts of one figure.
struct ForecastRecord {
  std::vector<PastForecast> forecasts;  // by origin
  PointScores points;
  DistributionScores distributions;
};

// A target so far ahead.
struct JudgedFigure {
  SeriesId target{};  // of the reference's model
  HowFar ahead;
  std::vector<PeriodSpan> spans;        // by origin
  std::vector<double> actuals;          // by origin; missing where the span is not known yet
  std::vector<double> scales;           // by origin: of MASE, as known there
  std::size_t judged = 0;               // origins with an actual
  std::vector<ForecastRecord> records;  // by contender
  // Of the contenders with errors, by their place among all, but for those that would take too many
  // origins from the others. Nothing to judge without a variant and another contender.
  std::vector<std::size_t> compared;
  std::optional<Verdict> verdict;
};

// What a contender could not do, from which origin.
struct OriginTrouble {
  std::size_t origin = 0;
  Diagnostic said;
};

struct BacktestContender {
  std::optional<std::size_t> entrant;  // else a baseline
  Baseline baseline = Baseline::seasonal_naive;
  std::vector<OriginTrouble> troubles;  // origins, or figures, without a forecast
  std::vector<OriginTrouble> notes;     // each at the first origin that it is said of
  // Of an entrant: the drivers its forecasts rest on from any origin, and those of them that are
  // numbers somebody wrote.
  std::vector<std::string> drivers;
  std::vector<std::string> written;
};

struct BacktestResult {
  std::vector<Period> origins;
  std::vector<BacktestContender> contenders;  // entrants, then baselines that forecast anything
  std::vector<JudgedFigure> figures;          // target by target
  bool pseudo = false;                        // an actual that counts has no date of its own
  std::string digest;                         // of all forecasts
};

// Errors: a `fix` in the scenario, which would tell an origin what came; origins without anything
// to judge; a target some entrant has in no unit of the kind. Trouble at one origin is no error:
// the others go on. The same bytes for any threads and any width of block. Throws
// std::invalid_argument without an entrant, and what conduct() throws. Nothing, without a
// diagnostic, when it was stopped.
Checked<BacktestResult> backtest(const BacktestRequest& request, const RunOptions& options = {});

}  // namespace headwater
