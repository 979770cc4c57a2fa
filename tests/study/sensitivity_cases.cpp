// Prints points, values and what is made of them, for study/salib_oracle.py to make once more: a
// line of JSON for each case.
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/scenario/saltelli_design.hpp"
#include "engine/scenario/subset_design.hpp"
#include "engine/study/dgsm.hpp"
#include "engine/study/morris_effects.hpp"
#include "engine/study/shapley_effects.hpp"
#include "engine/study/sobol_indices.hpp"
#include "tests/study/conduct_function.hpp"
#include "tests/study/functions.hpp"

namespace {

using namespace headwater;
using namespace headwater::test;

constexpr BasePoints base{.seed = 7, .points = 32};

std::string list(const auto& numbers) { return fmt::format("[{}]", fmt::join(numbers, ", ")); }

std::string list(const Estimate& one) {
  return fmt::format("[{}, {}, {}]", one.value, one.low, one.high);
}

// The rows of a design, what the function gives, and which factor each axis is of.
std::string rows(const Inputs& inputs, const Design& design, const Function& function) {
  Eigen::ArrayXXd points(Eigen::Index(design.rows()), Eigen::Index(design.axes().size()));
  design.fill(0, points);
  const Eigen::ArrayXXd values = function(points);
  std::string said = fmt::format("\"factors\": {}, \"axis_factor\": {}, \"points\": [",
                                 inputs.factors.size(), list(factor_of_axis(inputs)));
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    said += (i == 0 ? "" : ", ") + list(points.row(i).reshaped());
  }
  said += "], \"values\": [";
  for (Eigen::Index i = 0; i < values.rows(); ++i) {
    said += (i == 0 ? "" : ", ") + list(values.row(i).reshaped());
  }
  return said + "]";
}

void sobol(const Inputs& inputs, const Function& function) {
  const SaltelliDesign design(inputs, base);
  const auto folded =
      conduct_function({design, function, SobolReducer(inputs.factors.size(), base.replicates)});
  const SobolTable table =
      sobol_indices(dynamic_cast<const SobolReducer&>(*folded), names_of(inputs))[0];
  std::vector<std::string> first;
  std::vector<std::string> total;
  for (const SobolIndex& one : table.factors) {
    first.push_back(list(one.first));
    total.push_back(list(one.total));
  }
  fmt::print("{{\"kind\": \"sobol\", {}, \"replicates\": {}, \"first\": {}, \"total\": {}}}\n",
             rows(inputs, design, function), base.replicates, list(first), list(total));
}

void morris(const Inputs& inputs, const Function& function, const MorrisOptions& options) {
  const MorrisDesign design(inputs, options);
  const auto folded = conduct_function({design, function, MorrisReducer(design)});
  const auto effects =
      morris_effects(dynamic_cast<const MorrisReducer&>(*folded), names_of(inputs))[0];
  std::vector<std::string> said;
  for (const MorrisEffect& one : effects) {
    const double sign = is_missing(one.mean) ? 0 : 1;  // JSON has no NaN
    said.push_back(fmt::format("[{}, {}, {}, {}]", sign > 0 ? one.mean : 0.0, one.mean_abs.value,
                               sign > 0 ? one.spread : 0.0, one.mean_abs.high));
  }
  fmt::print("{{\"kind\": \"morris\", {}, \"levels\": {}, \"effects\": {}}}\n",
             rows(inputs, design, function), options.levels, list(said));
}

void shapley(const Inputs& inputs, const Function& function) {
  const SubsetDesign design(inputs, base);
  const auto folded =
      conduct_function({design, function, ShapleyReducer(inputs.factors.size(), base.replicates)});
  const ShapleyTable table =
      shapley_effects(dynamic_cast<const ShapleyReducer&>(*folded), names_of(inputs))[0];
  std::vector<std::string> said;
  for (const ShapleyEffect& one : table.factors) said.push_back(list(one.effect));
  fmt::print("{{\"kind\": \"shapley\", {}, \"replicates\": {}, \"effects\": {}}}\n",
             rows(inputs, design, function), base.replicates, list(said));
}

void slopes() {
  const Inputs inputs = Ishigami::inputs();
  const UnitPoints points(
      inputs.joint.unit_axes(),
      {.seed = base.seed, .points = base.points, .replicates = base.replicates});
  const ScoreGradient scores(inputs, points);
  const DrawnRows design(inputs, points);
  const auto folded =
      conduct_function({design, ishigami_and_slopes, DgsmReducer(scores, base.replicates)});
  std::vector<std::string> said;
  for (const DgsmFactor& one : dgsm(dynamic_cast<const DgsmReducer&>(*folded))[0].factors) {
    said.push_back(fmt::format("[{}, {}]", one.bound.value, one.slope_squared.value));
  }
  fmt::print("{{\"kind\": \"dgsm\", {}, \"slopes\": {}}}\n",
             rows(inputs, design, ishigami_and_slopes), list(said));
}

}  // namespace

int main() {
  const Ishigami ishigami;
  const SobolG g{{0, 1, 4.5, 9, 99, 99, 99, 99}};
  Inputs grouped = Ishigami::inputs();
  grouped.factors = {{"outer", {0, 2}}, {"middle", {1}}};
  sobol(Ishigami::inputs(), ishigami);
  sobol(g.inputs(), g);
  sobol(grouped, ishigami);
  morris(Ishigami::inputs(), ishigami, {.trajectories = 500, .tail = 0});
  morris(alike(4, normal(0.5, 0.2)), polynomial, {.trajectories = 100, .levels = 6});
  morris(grouped, ishigami, {.trajectories = 100});
  shapley(Ishigami::inputs(), ishigami);
  shapley(alike(4, uniform(0, 1)), polynomial);
  slopes();
}
