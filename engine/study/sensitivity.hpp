// Which uncertain drivers decide a figure: Morris effects, Sobol' indices, derivatives and Shapley
// effects of one scenario, side by side.
//
// A factor is what gets one answer: a line of the scenario's uncertainty, in all its periods; by
// group, all lines whose drivers are in one group of the model. Drivers that are correlated are one
// factor, since an index of one of them alone would not say what it is worth.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/factor.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/dgsm.hpp"
#include "engine/study/morris_effects.hpp"
#include "engine/study/shapley_effects.hpp"
#include "engine/study/sobol_indices.hpp"

namespace headwater {

// What a method is given: base points, each of several runs; paths of Morris.
struct SensitivityEffort {
  std::uint64_t morris = 200;
  std::uint64_t sobol = 16'384;
  std::uint64_t dgsm = 4'096;
  std::uint64_t shapley = 1'024;

  std::uint64_t& of(SensitivityMethod method);
};

struct SensitivityRequest {
  const Scenario& scenario;                // with uncertainty, of which something is drawn
  std::vector<Output> outputs;             // not none
  std::vector<SensitivityMethod> methods;  // not none
  SensitivityEffort effort;
  bool by_group = false;
};

struct SensitivityResult {
  std::vector<Output> outputs;
  std::vector<Factor> factors;
  std::vector<Title> titles;                      // by factor, of its drivers or its groups
  std::vector<std::vector<MorrisEffect>> morris;  // by output, then factor; empty: not asked for
  std::vector<SobolTable> sobol;                  // by output; the three below too
  std::vector<DgsmTable> dgsm;
  std::vector<ShapleyTable> shapley;
  // Of Shapley effects, which are of few factors: by factor of the tables its number among all; the
  // last is all others together when there are others.
  std::vector<std::size_t> shapley_factors;
  bool shapley_rest = false;
  SensitivityEffort effort;  // as it was: base points are whole replicates
  std::uint64_t runs = 0;    // rows of all methods
};

// Errors: those of lower(). Warnings: drivers that count as one since they are correlated. An
// answer is the same for any threads and any width of block. Nothing when it was stopped. Throws
// std::invalid_argument when the request breaks a bound above.
Checked<SensitivityResult> sensitivity(const SensitivityRequest& request,
                                       const RunOptions& options = {});

}  // namespace headwater
