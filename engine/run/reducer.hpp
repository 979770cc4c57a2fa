// Folds blocks into an answer; partial answers merge along one tree.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "engine/run/block.hpp"

namespace headwater {

class Reducer {
 public:
  virtual ~Reducer() = default;
  virtual std::unique_ptr<Reducer> fresh() const = 0;  // the same fold, nothing folded yet
  virtual void add(const Block& chunk) = 0;            // a whole chunk, in row order
  virtual void merge(const Reducer& right) = 0;        // rows that follow; along the tree only
  // The answer so far in a form that is the same everywhere: shards, files, comparison.
  virtual std::vector<std::byte> bytes() const = 0;
};

// Keeps every row: points, values and failures.
class RowsReducer final : public Reducer {
 public:
  std::unique_ptr<Reducer> fresh() const override { return std::make_unique<RowsReducer>(); }
  void add(const Block& chunk) override;
  void merge(const Reducer& right) override;
  std::vector<std::byte> bytes() const override;

  const Block& rows() const { return rows_; }

 private:
  Block rows_;
};

}  // namespace headwater
