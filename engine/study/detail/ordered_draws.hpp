// Draws in order of size: all of them, or how many fell into each of 65,536 narrow bins.
//
// The k-th smallest of n draws stands for the quantile (k - 1/2) / n, with straight lines between
// (Hyndman and Fan's type 5, Hazen's). It is the one of the usual definitions that has no bias of
// first order where draws are spread evenly over the strata of a design: type 7 is off there by
// (1/2 - p) / n of probability, as much as the whole error of such a design may be.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace headwater::detail {

class OrderedDraws {
 public:
  virtual ~OrderedDraws() = default;
  virtual std::uint64_t size() const = 0;
  virtual double at(std::uint64_t index) const = 0;  // from 0, the smallest
  // Sums of so many of the smallest, and of the greatest; a part of a draw counts by its share.
  virtual double sum_of_least(double draws) const = 0;
  virtual double sum_of_greatest(double draws) const = 0;
  // How many are less than a value; those that equal it by half.
  virtual double count_below(double value) const = 0;
};

double quantile(const OrderedDraws& draws, double p);  // missing without a draw
// Mean of the least, or of the greatest, `share` of the draws: of quantiles over that share.
double mean_of_least(const OrderedDraws& draws, double share);
double mean_of_greatest(const OrderedDraws& draws, double share);

class OrderedValues final : public OrderedDraws {
 public:
  explicit OrderedValues(std::vector<double> values);  // none missing, in any order
  // What several hold, together.
  explicit OrderedValues(const std::vector<std::unique_ptr<OrderedDraws>>& parts);

  std::uint64_t size() const override { return values_.size(); }
  double at(std::uint64_t index) const override { return values_[index]; }
  double sum_of_least(double draws) const override;
  double sum_of_greatest(double draws) const override;
  double count_below(double value) const override;
  const std::vector<double>& values() const { return values_; }

 private:
  std::vector<double> values_;
};

// Equal bins from `low` on: the finest that a histogram of `step` a bar is made of.
struct FineBins {
  static constexpr std::uint32_t per_bar = 2048;
  static constexpr std::uint32_t bars = 32;
  static constexpr std::uint32_t count = per_bar * bars;
  double low = 0;
  double step = 1;  // of a bar

  double width() const { return step / per_bar; }
};

// How many of the draws fell into each bin; those outside all are counted and summed.
struct BinCounts {
  std::vector<std::uint32_t> bins;  // FineBins::count
  std::uint64_t below = 0;
  std::uint64_t above = 0;
  double sum_below = 0;
  double sum_above = 0;

  void add(double value, const FineBins& fine);
};

// A draw is taken to be in its bin as if the bin's draws stood evenly in it: off by its width at
// most.
class OrderedCounts final : public OrderedDraws {
 public:
  // `parts` outlive nothing: their counts are added up. `least` and `greatest` of all draws.
  struct Ends {
    double least = 0;
    double greatest = 0;
  };
  OrderedCounts(const FineBins& fine, const std::vector<const BinCounts*>& parts, const Ends& ends);

  std::uint64_t size() const override { return size_; }
  double at(std::uint64_t index) const override;
  double sum_of_least(double draws) const override;
  double sum_of_greatest(double draws) const override;
  double count_below(double value) const override;
  std::uint64_t below() const { return below_; }
  std::uint64_t above() const { return above_; }
  std::uint64_t in_bar(std::uint32_t bar) const;

 private:
  std::uint64_t in_bin(std::uint32_t bin) const;
  double edge(std::uint32_t bin) const { return fine_.low + fine_.width() * bin; }

  FineBins fine_;
  Ends ends_;
  std::vector<std::uint64_t> up_to_;  // by bin, the draws below its upper edge
  std::uint64_t size_ = 0;
  std::uint64_t below_ = 0;
  std::uint64_t above_ = 0;
  double sum_below_ = 0;
  double sum_above_ = 0;
};

}  // namespace headwater::detail
