// Of every output the least, the greatest and the mean over all rows: flat in memory.
//
// Missing values are left out and counted. A chunk is summed in row order and chunks along the one
// tree, so the mean is the same bits for any number of threads.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/run/reducer.hpp"

namespace headwater {

struct OutputSummary {
  std::uint64_t present = 0;
  std::uint64_t missing = 0;
  double sum = 0;
  double least = 0;  // the first of equals; these four only when anything is present
  double greatest = 0;
  std::uint64_t least_row = 0;
  std::uint64_t greatest_row = 0;

  double mean() const;  // missing when nothing is present
};

class SummaryReducer final : public Reducer {
 public:
  std::unique_ptr<Reducer> fresh() const override { return std::make_unique<SummaryReducer>(); }
  void add(const Block& chunk) override;
  void merge(const Reducer& right) override;
  std::vector<std::byte> bytes() const override;

  const std::vector<OutputSummary>& outputs() const { return outputs_; }
  // The first that was lost, if any was.
  const std::vector<Failure>& first_failure() const { return first_failure_; }

 private:
  void fold(const SummaryReducer& right);

  std::vector<OutputSummary> outputs_;  // empty before the first row
  std::vector<Failure> first_failure_;  // none or one
};

}  // namespace headwater
