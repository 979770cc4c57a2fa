// What is kept of the draws of one output while rows come in: all values, or counts in bins once
// they are too many; and by group of rows (row modulo groups) the moments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/run/block.hpp"
#include "engine/study/detail/moments.hpp"
#include "engine/study/detail/ordered_draws.hpp"

namespace headwater::detail {

class OutputDraws {
 public:
  explicit OutputDraws(std::size_t groups);

  void add(std::uint64_t first_row, std::span<const double> values);  // rows that follow
  void failed(const Failure& failure);                                // in the order of rows
  // From now on draws are counted, in bins as wide as those so far suggest.
  void count_from_now();

  std::uint64_t missing() const { return missing_; }
  std::uint64_t present() const;
  double least() const { return least_; }
  double greatest() const { return greatest_; }
  const std::optional<Failure>& first_failure() const { return first_failure_; }
  const std::vector<Moments>& moments() const { return moments_; }  // by group
  std::span<const double> kept() const { return kept_; }            // by row; none once counted
  const std::optional<FineBins>& fine() const { return fine_; }     // once counted

  std::vector<std::unique_ptr<OrderedDraws>> by_group() const;
  std::unique_ptr<OrderedDraws> together(
      const std::vector<std::unique_ptr<OrderedDraws>>& groups) const;

 private:
  void count(std::uint64_t first_row, std::span<const double> values);
  std::vector<double> group_values(std::size_t group) const;

  std::vector<Moments> moments_;
  std::vector<double> kept_;
  std::optional<FineBins> fine_;
  std::vector<BinCounts> counts_;  // by group
  std::uint64_t missing_ = 0;
  double least_;
  double greatest_;
  std::optional<Failure> first_failure_;
};

}  // namespace headwater::detail
