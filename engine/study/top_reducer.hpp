// The rows in which one output is largest, with all their values: flat in memory.
//
// Largest first; of equals the earlier row. A row in which the output is missing is none of them.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/run/reducer.hpp"

namespace headwater {

struct TopRow {
  std::uint64_t row = 0;
  std::vector<double> values;  // by output
};

class TopReducer final : public Reducer {
 public:
  // Keeps `count` rows, >= 1, by output `by`.
  TopReducer(std::size_t count, std::size_t by) : count_(count), by_(by) {}
  std::unique_ptr<Reducer> fresh() const override {
    return std::make_unique<TopReducer>(count_, by_);
  }
  void add(const Block& chunk) override;
  void merge(const Reducer& right) override;
  std::vector<std::byte> bytes() const override;

  const std::vector<TopRow>& rows() const { return rows_; }
  std::uint64_t missing() const { return missing_; }  // rows without the output
  const std::vector<Failure>& first_failure() const { return first_failure_; }

 private:
  void keep_best();

  std::size_t count_;
  std::size_t by_;
  std::vector<TopRow> rows_;
  std::uint64_t missing_ = 0;
  std::vector<Failure> first_failure_;  // of the output; none or one
};

}  // namespace headwater
