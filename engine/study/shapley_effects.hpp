// Shapley effects: an output's variance shared out among the factors, interactions in equal parts.
//
// Of a subset design (engine/scenario/subset_design.hpp): groups of 2^n rows f_m, in which factor i
// is of the first of two base points where bit i of m is set. For a set v of factors, the pairs of
// rows m and m xor v differ in v alone, so that half their mean square difference is the total
// variance T_v of that set (Jansen), here the mean over all 2^n pairs of a group. A factor's effect
// is the mean, over all orders, of what it adds to T when it joins those before it, over T of all:
//
//   effect_i = sum over v without i of |v|! (n - |v| - 1)! / n! (T_(v+i) - T_v) / T_all
//
// Effects add up to 1. Of an output that never changes, all are 0. Of a group only the squares of
// its Walsh-Hadamard transform are kept, summed: the transform of these is the autocorrelation
// a_v = mean_m f_m f_(m xor v), and T_v = a_0 - a_v. A group that lacks a row is left out whole and
// counted. Base point b is of replicate b % replicates; intervals as in engine/study/estimate.hpp.
//
// Source: Owen, "Sobol' indices and Shapley value", SIAM/ASA Journal on Uncertainty Quantification
// 2(1), 2014, pp. 245-251; Song, Nelson and Staum, "Shapley effects for global sensitivity
// analysis", the same 4(1), 2016, pp. 1060-1083 (T may stand for the variance explained).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/run/reducer.hpp"
#include "engine/study/estimate.hpp"

namespace headwater {

// Of one output in the groups of one replicate.
struct ShapleySpectrum {
  std::uint64_t groups = 0;
  std::uint64_t missing = 0;
  std::vector<double> squares;  // by set of factors; of the transform, summed over groups

  void merge(const ShapleySpectrum& right);
};

class ShapleyReducer final : public Reducer {
 public:
  static constexpr std::size_t factors_max = 12;

  // `factors` from 1 to factors_max; `replicates` >= 1.
  explicit ShapleyReducer(std::size_t factors, std::uint32_t replicates = 16);
  std::unique_ptr<Reducer> fresh() const override;
  void add(const Block& chunk) override;
  void merge(const Reducer& right) override;
  std::vector<std::byte> bytes() const override;

  std::size_t factors() const { return factors_; }
  std::size_t outputs() const { return spectra_.size() / replicates_; }
  std::span<const ShapleySpectrum> replicates(std::size_t output) const {
    return std::span(spectra_).subspan(output * replicates_, replicates_);
  }

 private:
  std::size_t factors_;
  std::uint32_t replicates_;
  std::vector<ShapleySpectrum> spectra_;  // by output, then replicate; empty before the first row
};

struct ShapleyEffect {
  std::string factor;
  Estimate effect;
};

struct ShapleyTable {
  std::uint64_t groups = 0;   // that are counted
  std::uint64_t missing = 0;  // left out
  double variance = 0;        // T of all; missing when no group is counted, as are the effects
  std::vector<ShapleyEffect> factors;
};

// By output. `names` are the factors', in order. Throws std::invalid_argument unless there are as
// many.
std::vector<ShapleyTable> shapley_effects(const ShapleyReducer& folded,
                                          std::span<const std::string> names);

}  // namespace headwater
