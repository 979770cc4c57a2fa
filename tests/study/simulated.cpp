#include "tests/study/simulated.hpp"

#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/math/distributions/normal.hpp>

#include "engine/sampling/unit_points.hpp"

namespace headwater::drawn {
namespace {

constexpr std::string_view model =
    "model m \"M\"\ncalendar annual\nhorizon FY2023..FY2024\n"
    "driver a : 1 = 1\ndriver b : 1 = 1\ndriver c : 1 = 1\ndriver d : 1 = 1\n"
    "ratio total : 1\n  = a + b\nratio quotient : 1\n  = a / b\nratio own : 1\n  = c * d\n"
    "ratio alone : 1\n  = a\n";

// In [0, 1), of 53 random bits.
double uniform(std::mt19937_64& random) { return double(random() >> 11) * 0x1p-53; }

double value_of(std::size_t axis, double probability) {
  const double z = quantile(boost::math::normal(), std::max(probability, 0x1p-54));
  if (axis == 0) return 10 + 2 * z;
  if (axis == 1) return 5 + 1.5 * z;
  return axis == 2 ? std::exp(0.6 + 0.15 * z) : std::exp(0.4 + 0.2 * z);
}

// By point, its stratum.
std::vector<std::uint64_t> shuffled(std::uint64_t points, std::mt19937_64& random) {
  std::vector<std::uint64_t> strata(points);
  std::iota(strata.begin(), strata.end(), 0);
  for (std::uint64_t i = points; i > 1; --i) std::swap(strata[i - 1], strata[random() % i]);
  return strata;
}

}  // namespace

Company::Company() {
  folder_.write("m.model", model);
  const auto path = folder_.write("s.scenario", "scenario \"S\"\nmodel \"m.model\"\n");
  auto loaded = load_scenario(path, sources_);
  if (!loaded) throw std::runtime_error("the company does not load");
  scenario_ = std::make_unique<Scenario>(std::move(*loaded.value));
  for (const char* name : {"a", "b", "c", "d"}) {
    const SeriesId series = *scenario_->model->find(name);
    Operation operation;
    operation.series = series;
    operation.span = scenario_->model->horizon;
    operation.axis = std::uint32_t(axes_.size());
    operations_.push_back(operation);
    axes_.push_back({name, scenario_->model->at(series).unit});
  }
}

Output Company::output(std::string_view series, int year) const {
  const Period period = scenario_->model->horizon.first + (year - 2023);
  return {*scenario_->model->find(series), {period, period}, std::nullopt};
}

SimulateRequest Company::request(const Design& design, std::uint32_t replicates,
                                 const std::vector<std::string_view>& series) const {
  SimulateRequest request{*scenario_->precedence, operations_, design};
  request.replicates = replicates;
  for (const std::string_view one : series) request.outputs.push_back(output(one));
  return request;
}

const Company& company() {
  static const Company only;
  return only;
}

ListDesign listed(const std::vector<std::vector<double>>& rows) {
  Eigen::ArrayXXd points = Eigen::ArrayXXd::Ones(Eigen::Index(rows.size()), 4);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j)
      points(Eigen::Index(i), Eigen::Index(j)) = rows[i][j];
  }
  return ListDesign(company().axes(), std::move(points));
}

ListDesign drawn(const DrawnSize& size) {
  std::mt19937_64 random(size.seed);
  Eigen::ArrayXXd points(Eigen::Index(size.rows), 4);
  const std::uint64_t each = size.rows / size.replicates;
  for (std::size_t axis = 0; axis < 4; ++axis) {
    for (std::uint64_t replicate = 0; replicate < size.replicates; ++replicate) {
      const auto strata = shuffled(each, random);
      for (std::uint64_t point = 0; point < each; ++point) {
        const double within = uniform(random);
        const double place =
            size.replicates == 1 ? within : (double(strata[point]) + within) / double(each);
        points(Eigen::Index(point * size.replicates + replicate), Eigen::Index(axis)) =
            value_of(axis, place);
      }
    }
  }
  return ListDesign(company().axes(), std::move(points));
}

ListDesign drawn_by_sobol(const DrawnSize& size) {
  UnitPointsOptions options;
  options.drawing = Drawing::sobol;
  options.seed = size.seed;
  options.points = size.rows / size.replicates;
  options.replicates = size.replicates;
  const UnitPoints units({{"a"}, {"b"}, {"c"}, {"d"}}, options);
  Eigen::ArrayXXd points(Eigen::Index(size.rows), 4);
  units.fill(0, points);
  for (Eigen::Index axis = 0; axis < points.cols(); ++axis) {
    for (double& one : points.col(axis)) one = value_of(std::size_t(axis), one);
  }
  return ListDesign(company().axes(), std::move(points));
}

}  // namespace headwater::drawn
