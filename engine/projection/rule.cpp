#include "engine/projection/rule.hpp"

#include <array>

#include "engine/core/error.hpp"

namespace headwater {
namespace {

using enum ProjectionRule;
using enum ProjectionForm;

template <std::size_t values>
std::size_t always(std::size_t, std::size_t) {
  return values;
}
std::size_t one_season(std::size_t season, std::size_t) { return season; }
std::size_t season_and_one(std::size_t season, std::size_t) { return season + 1; }

// A fit leaves three degrees of freedom to its errors at least: with fewer, Student's intervals
// are of no use (95 % is within 3.2 standard deviations with three, 12.7 with one). Theta has three
// parameters: a slope, a first level and alpha; a damped trend five: a first level and slope,
// alpha, beta and phi.
constexpr std::array<ProjectionRow, 8> rows = {{
    {last_value, "last_value", "last_value(x)", "the last known value", closed, 1, always<1>,
     last_value},
    {seasonal_naive, "seasonal_naive", "seasonal_naive(x)", "the known value of the same season",
     closed, 1, one_season, last_value},
    {drift, "drift", "drift(x)", "straight on along first and last known value", closed, 1,
     always<2>, last_value},
    {seasonal_growth, "seasonal_growth", "seasonal_growth(x)",
     "the same season grown by the last known growth on the year", closed, 1, season_and_one,
     seasonal_naive},
    {mean_of_last, "mean_of_last", "mean_of_last(x, n)", "the mean of the last n known values",
     closed, 2, always<1>, last_value},
    {damped_trend, "damped_trend", "damped_trend(x)",
     "exponential smoothing with a trend that fades", fitted, 1, always<8>, drift},
    {theta, "theta", "theta(x)", "exponential smoothing with half the slope of a straight line",
     fitted, 1, always<6>, drift},
    {combined, "combined", "combined(x)", "the mean of theta and damped trend", fitted, 1,
     always<8>, drift},
}};

}  // namespace

std::span<const ProjectionRow> projection_rules() { return rows; }

const ProjectionRow& row_of(ProjectionRule rule) { return rows[static_cast<std::size_t>(rule)]; }

ProjectionRule rule_for(ProjectionRule wanted, std::size_t size, std::size_t season,
                        std::size_t count) {
  require(size >= 1, "a projection has a history of one value at least");
  while (size < row_of(wanted).needs(season, count)) wanted = row_of(wanted).fallback;
  return wanted;
}

}  // namespace headwater
