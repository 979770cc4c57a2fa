#include "engine/study/sensitivity.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/scenario/draw_design.hpp"
#include "engine/scenario/morris_design.hpp"
#include "engine/scenario/saltelli_design.hpp"
#include "engine/scenario/score_gradient.hpp"
#include "engine/scenario/subset_design.hpp"
#include "engine/study/detail/drawn_unread.hpp"
#include "engine/study/detail/factors_of.hpp"

namespace headwater {
namespace {

std::vector<std::string> names_of(const std::vector<Factor>& factors) {
  std::vector<std::string> names;
  for (const Factor& one : factors) names.push_back(one.name);
  return names;
}

class Analysis {
 public:
  Analysis(const SensitivityRequest& request, const RunOptions& options)
      : request_(request),
        plan_(*request.scenario.uncertainty),
        options_(options),
        operations_(request.scenario.operations) {
    operations_.insert(operations_.end(), plan_.operations.begin(), plan_.operations.end());
  }

  Checked<SensitivityResult> run() {
    Checked<SensitivityResult> checked;
    detail::Factors made = detail::factors_of(request_.scenario, request_.by_group);
    result_.outputs = request_.outputs;
    result_.factors = made.factors;
    result_.titles = std::move(made.titles);
    result_.effort = request_.effort;
    inputs_.emplace(Inputs{plan_.axes, *plan_.joint, std::move(made.factors)});
    auto program = lower(*request_.scenario.precedence, operations_, plan_.axes, request_.outputs);
    checked.diagnostics = std::move(made.said);
    const auto lowered = detail::without_drawn(std::move(program.diagnostics), request_.scenario);
    checked.diagnostics.insert(checked.diagnostics.end(), lowered.begin(), lowered.end());
    if (!program) return checked;
    program_ = std::move(program.value);
    for (const SensitivityMethod method : {SensitivityMethod::morris, SensitivityMethod::sobol,
                                           SensitivityMethod::dgsm, SensitivityMethod::shapley}) {
      if (asked(method) && !done(method)) return checked;
    }
    checked.value = std::move(result_);
    return checked;
  }

 private:
  bool asked(SensitivityMethod method) const {
    return std::find(request_.methods.begin(), request_.methods.end(), method) !=
           request_.methods.end();
  }

  // False when it was stopped.
  bool done(SensitivityMethod method) {
    switch (method) {
      case SensitivityMethod::morris: return morris();
      case SensitivityMethod::sobol: return sobol(result_.effort.sobol, result_.sobol);
      case SensitivityMethod::dgsm: return dgsm();
      case SensitivityMethod::shapley: return shapley();
    }
    return true;
  }

  std::unique_ptr<Reducer> conducted(const Program& program, const Design& design,
                                     const Reducer& reducer) {
    result_.runs += design.rows();
    return conduct({program, design, reducer}, options_);
  }

  // Whole replicates of base points; Latin hypercubes and pairs have no place in designs that mix
  // points, so that these draw by Sobol'.
  BasePoints base_points(std::uint64_t& points) const {
    BasePoints base;
    base.drawing = plan_.drawing == Drawing::random ? Drawing::random : Drawing::sobol;
    base.seed = plan_.seed;
    base.replicates = replicates_of_design;
    base.points = (points + base.replicates - 1) / base.replicates;
    points = base.points * base.replicates;
    return base;
  }

  bool morris() {
    const MorrisDesign design(*inputs_,
                              {.trajectories = result_.effort.morris, .seed = plan_.seed});
    const auto folded = conducted(*program_, design, MorrisReducer(design));
    if (!folded) return false;
    result_.morris =
        morris_effects(dynamic_cast<const MorrisReducer&>(*folded), names_of(inputs_->factors));
    return true;
  }

  bool sobol(std::uint64_t& points, std::vector<SobolTable>& tables) {
    const SaltelliDesign design(*inputs_, base_points(points));
    const SobolReducer reducer(inputs_->factors.size(), replicates_of_design);
    const auto folded = conducted(*program_, design, reducer);
    if (!folded) return false;
    tables = sobol_indices(dynamic_cast<const SobolReducer&>(*folded), names_of(inputs_->factors));
    return true;
  }

  bool dgsm() {
    const BasePoints base = base_points(result_.effort.dgsm);
    const UnitPointsOptions points{base.drawing, base.seed, base.points, base.replicates};
    const DrawDesign design(plan_.axes, *plan_.joint, points);
    std::vector<Output> outputs;
    for (const Output& one : request_.outputs) {
      outputs.push_back(one);
      for (std::uint32_t axis = 0; axis < plan_.axes.size(); ++axis) {
        outputs.push_back(one);
        outputs.back().by = axis;
      }
    }
    const auto program =
        lower_answerable(*request_.scenario.precedence, operations_, plan_.axes, outputs);
    const ScoreGradient scores(*inputs_, design.unit_points());
    const auto folded =
        conducted(*program.value, design, DgsmReducer(scores, replicates_of_design));
    if (!folded) return false;
    result_.dgsm = headwater::dgsm(dynamic_cast<const DgsmReducer&>(*folded));
    return true;
  }

  // All of them, or those that matter most by total index and the others as one.
  bool shapley() {
    Inputs few = *inputs_;
    result_.shapley_factors.resize(few.factors.size());
    std::iota(result_.shapley_factors.begin(), result_.shapley_factors.end(), std::size_t{0});
    if (few.factors.size() > SubsetDesign::factors_max && !choose(few)) return false;
    const SubsetDesign design(few, base_points(result_.effort.shapley));
    const auto folded =
        conducted(*program_, design, ShapleyReducer(few.factors.size(), replicates_of_design));
    if (!folded) return false;
    result_.shapley =
        shapley_effects(dynamic_cast<const ShapleyReducer&>(*folded), names_of(few.factors));
    return true;
  }

  bool choose(Inputs& few) {
    std::vector<SobolTable> screened = result_.sobol;
    std::uint64_t points = 4'096;
    if (screened.empty() && !sobol(points, screened)) return false;
    auto& chosen = result_.shapley_factors;
    const auto worth = [&](std::size_t factor) {
      double most = 0;
      for (const SobolTable& table : screened) {
        const double total = table.factors[factor].total.value;
        if (!is_missing(total)) most = std::max(most, total);
      }
      return most;
    };
    std::stable_sort(chosen.begin(), chosen.end(),
                     [&](std::size_t a, std::size_t b) { return worth(a) > worth(b); });
    Factor rest{"", {}};
    for (std::size_t i = SubsetDesign::factors_max - 1; i < chosen.size(); ++i) {
      const auto& axes = few.factors[chosen[i]].axes;
      rest.axes.insert(rest.axes.end(), axes.begin(), axes.end());
    }
    chosen.resize(SubsetDesign::factors_max - 1);
    std::sort(chosen.begin(), chosen.end());
    std::vector<Factor> kept;
    for (const std::size_t one : chosen) kept.push_back(few.factors[one]);
    kept.push_back(std::move(rest));
    few.factors = std::move(kept);
    result_.shapley_rest = true;
    return true;
  }

  const SensitivityRequest& request_;
  const UncertaintyPlan& plan_;
  const RunOptions& options_;
  Operations operations_;
  std::optional<Inputs> inputs_;
  std::optional<Program> program_;
  SensitivityResult result_;
};

}  // namespace

std::uint64_t& SensitivityEffort::of(SensitivityMethod method) {
  switch (method) {
    case SensitivityMethod::morris: return morris;
    case SensitivityMethod::sobol: return sobol;
    case SensitivityMethod::dgsm: return dgsm;
    case SensitivityMethod::shapley: break;
  }
  return shapley;
}

Checked<SensitivityResult> sensitivity(const SensitivityRequest& request,
                                       const RunOptions& options) {
  if (request.outputs.empty()) throw std::invalid_argument("outputs: no figure");
  if (request.methods.empty()) throw std::invalid_argument("methods: none");
  return Analysis(request, options).run();
}

}  // namespace headwater
