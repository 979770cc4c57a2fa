// What conduct() does, for a function that is no program: chunks merged along the complete binary
// tree of their indices.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>

#include "engine/run/conduct.hpp"

namespace headwater::test {

// (rows x axes) -> (rows x outputs)
using Function = std::function<Eigen::ArrayXXd(const Eigen::ArrayXXd&)>;

struct FunctionJob {
  const Design& design;
  const Function& function;
  const Reducer& reducer;
};

inline Block block_of(const FunctionJob& job, std::uint64_t chunk) {
  Block block;
  block.first_row = chunk * chunk_rows(job.design);
  const std::uint64_t left = job.design.rows() - block.first_row;
  block.points.resize(Eigen::Index(std::min(chunk_rows(job.design), left)),
                      Eigen::Index(job.design.axes().size()));
  job.design.fill(block.first_row, block.points);
  block.values = job.function(block.points);
  return block;
}

// The answer of 2^level chunks from index 2^level on.
inline std::unique_ptr<Reducer> answer(const FunctionJob& job, std::uint32_t level,
                                       std::uint64_t index) {
  if (level == 0) {
    auto leaf = job.reducer.fresh();
    leaf->add(block_of(job, index));
    return leaf;
  }
  auto left = answer(job, level - 1, 2 * index);
  const std::uint64_t middle = (2 * index + 1) << (level - 1);
  if (middle < chunk_count(job.design)) left->merge(*answer(job, level - 1, 2 * index + 1));
  return left;
}

inline std::unique_ptr<Reducer> conduct_function(const FunctionJob& job) {
  std::uint32_t level = 0;
  while ((std::uint64_t(1) << level) < chunk_count(job.design)) ++level;
  return answer(job, level, 0);
}

}  // namespace headwater::test
