// The mean and the histogram of one output: as much memory for a billion rows as for one.
//
// Counts are whole numbers, so they are exact in any order. The mean is of a compensated sum:
// Neumaier, ZAMM 54, 1974, pp. 39-51. Partial answers merge along one tree, so its bits do not
// depend on who ran what.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/run/reducer.hpp"

namespace headwater {

class MeanHistogram final : public Reducer {
 public:
  struct Bins {
    std::size_t output = 0;
    double low = 0;
    double high = 1;  // > low; a value of `high` counts as above
    std::size_t count = 100;
  };

  explicit MeanHistogram(const Bins& bins) : bins_(bins), counts_(bins.count, 0) {}

  std::unique_ptr<Reducer> fresh() const override;
  void add(const Block& chunk) override;
  void merge(const Reducer& right) override;
  std::vector<std::byte> bytes() const override;

  double mean() const;         // of what is not missing
  std::uint64_t rows() const;  // the missing as well
  std::uint64_t below() const { return below_; }
  std::uint64_t above() const { return above_; }
  std::uint64_t missing() const { return missing_; }
  const std::vector<std::uint64_t>& counts() const { return counts_; }

 private:
  void add(double value);

  Bins bins_;
  std::vector<std::uint64_t> counts_;
  std::uint64_t below_ = 0;
  std::uint64_t above_ = 0;
  std::uint64_t missing_ = 0;
  double sum_ = 0;
  double lost_ = 0;  // what additions to `sum_` have rounded away
};

}  // namespace headwater
