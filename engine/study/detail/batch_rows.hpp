// The results of one job in a batch file: rows in, rows out, and the digest that vouches for them.
#pragma once

#include <cstdint>
#include <string>

#include "engine/run/block.hpp"
#include "engine/study/batch_jobs.hpp"
#include "engine/tables/sqlite.hpp"

namespace headwater::detail {

// Of a chunk as it is stored: its rows one after the other, points before values. -0 is stored as
// 0.
std::string chunk_digest(const Block& chunk);

std::uint64_t missing_in(const Block& chunk);

class JobRows {
 public:
  JobRows(const Database& database, const BatchPlan& plan, std::size_t job);

  void insert(const Block& chunk);
  // Whatever is stored of those rows. Fewer rows, or none, when one is not as we write them.
  Block read(std::uint64_t first_row, std::uint64_t rows);
  std::uint64_t count() const;  // of rows, or of the values of a run

 private:
  void insert_row(const Block& chunk, Eigen::Index lane);
  bool read_row(Block& block, Eigen::Index lane);

  const Database& database_;
  BatchKind kind_;
  std::int64_t job_;  // as it is numbered in the file
  std::string table_;
  Eigen::Index axes_;
  Eigen::Index outputs_;
  Statement insert_;
  Statement select_;
};

}  // namespace headwater::detail
