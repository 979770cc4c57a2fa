// Sobol' indices: what share of an output's variance each factor has alone, and with all others.
//
// Of a Saltelli design (engine/scenario/saltelli_design.hpp): groups of A, B and, for each factor
// i, AB_i. With the mean m of all rows and the variance V of the rows A and B,
//
//   first_i = mean((B - m) (AB_i - A)) / V      Saltelli and others, table 2 (b)
//   total_i = mean((A - AB_i)^2) / (2 V)        Jansen; there table 2 (f)
//
// as SALib.analyze.sobol has them, whose V divides by the number of rows. An index estimated below
// 0 stays so. Of an output that never changes, all indices are 0. A group that lacks a row is left
// out whole and counted. Memory does not grow with the rows.
//
// Base point b is of replicate b % replicates. Each replicate gives indices of its own, with its
// own m and V; their spread is the interval (engine/study/estimate.hpp).
//
// Source: Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola, Computer Physics
// Communications 181(2), 2010, pp. 259-270; Jansen, Computer Physics Communications 117, 1999, pp.
// 35-43.
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

// Of one output in the groups of one replicate: means, and sums of squares and products about them.
struct SobolMoments {
  struct Change {  // AB_i - A
    double mean = 0;
    double product = 0;  // with B, both less their means
    double square = 0;   // as it is
  };
  std::uint64_t groups = 0;
  std::uint64_t missing = 0;
  double mean_a = 0;
  double mean_b = 0;
  double square_a = 0;
  double square_b = 0;
  std::vector<Change> changes;  // by factor

  void merge(const SobolMoments& right);
};

class SobolReducer final : public Reducer {
 public:
  // Both >= 1; groups of `factors` + 2 rows.
  explicit SobolReducer(std::size_t factors, std::uint32_t replicates = 16);
  std::unique_ptr<Reducer> fresh() const override;
  void add(const Block& chunk) override;
  void merge(const Reducer& right) override;
  std::vector<std::byte> bytes() const override;

  std::size_t factors() const { return factors_; }
  std::size_t outputs() const { return moments_.size() / replicates_; }
  std::span<const SobolMoments> replicates(std::size_t output) const {
    return std::span(moments_).subspan(output * replicates_, replicates_);
  }

 private:
  std::size_t factors_;
  std::uint32_t replicates_;
  std::vector<SobolMoments> moments_;  // by output, then replicate; empty before the first row
};

struct SobolIndex {
  std::string factor;
  Estimate first;
  Estimate total;
};

struct SobolTable {
  std::uint64_t groups = 0;   // that are counted
  std::uint64_t missing = 0;  // left out
  double mean = 0;            // of A and B, as is the variance; both missing when none is counted
  double variance = 0;
  std::vector<SobolIndex> factors;  // all missing when no group is counted
};

// By output. `names` are the factors', in order. Throws std::invalid_argument unless there are as
// many.
std::vector<SobolTable> sobol_indices(const SobolReducer& folded,
                                      std::span<const std::string> names);

}  // namespace headwater
