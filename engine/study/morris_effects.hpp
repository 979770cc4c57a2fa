// Morris screening: which factors matter, found with few runs.
//
// Of a Morris design (engine/scenario/morris_design.hpp). A factor's elementary effect is the
// change of the output over the step, on the scale on which a whole sweep of the factor's quantiles
// is 1: in the output's unit. A downward move counts the other way round; the margins of a factor
// of several move each its own way, so that there is no such sign and only mean_abs is told.
// Effects that lack an end are left out and counted. The interval of mean_abs is Student's, over
// trajectories. Memory does not grow with the rows.
//
// Source: Morris, Technometrics 33(2), 1991, pp. 161-174; mean_abs after Campolongo, Cariboni and
// Saltelli, Environmental Modelling & Software 22(10), 2007, pp. 1509-1518.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/run/reducer.hpp"
#include "engine/scenario/morris_design.hpp"
#include "engine/study/estimate.hpp"

namespace headwater {

// Of one factor and output: the mean of effects, and of their sizes, and squares about these.
struct MorrisMoments {
  std::uint64_t effects = 0;
  std::uint64_t missing = 0;
  std::uint64_t unsigned_effects = 0;  // among them
  double mean = 0;
  double squares = 0;
  double mean_abs = 0;
  double squares_abs = 0;

  void merge(const MorrisMoments& right);
};

class MorrisReducer final : public Reducer {
 public:
  // The design must outlive it.
  explicit MorrisReducer(const MorrisDesign& design) : design_(design) {}
  std::unique_ptr<Reducer> fresh() const override {
    return std::make_unique<MorrisReducer>(design_);
  }
  void add(const Block& chunk) override;
  void merge(const Reducer& right) override;
  std::vector<std::byte> bytes() const override;

  std::size_t factors() const { return design_.factors(); }
  std::size_t outputs() const { return moments_.size() / factors(); }
  std::span<const MorrisMoments> effects(std::size_t output) const {
    return std::span(moments_).subspan(output * factors(), factors());
  }

 private:
  const MorrisDesign& design_;
  std::vector<MorrisMoments> moments_;  // by output, then factor; empty before the first row
};

struct MorrisEffect {
  std::string factor;
  double mean = 0;            // mu: in which direction, on average
  Estimate mean_abs;          // mu*: how much the factor matters, >= 0
  double standard_error = 0;  // of mean_abs
  double spread = 0;          // sigma, by n - 1: how far it bends, or leans on other factors
  std::uint64_t effects = 0;  // that are counted; none: all missing; one: no spread and no error
  std::uint64_t missing = 0;  // left out
};

// By output, then factor. `names` are the factors', in order. Throws std::invalid_argument unless
// there are as many.
std::vector<std::vector<MorrisEffect>> morris_effects(const MorrisReducer& folded,
                                                      std::span<const std::string> names);

}  // namespace headwater
