// Runs a program over points, a block of lanes at a time. It knows neither designs nor studies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/model/program.hpp"
#include "engine/run/block.hpp"

namespace headwater {

// Owns its working table, so each thread has an executor of its own. The program must outlive it.
class Executor {
 public:
  // `lanes_max` is the width of a block, >= 1; it never changes a result.
  Executor(const Program& program, std::size_t lanes_max);

  // Fills `block.values` and `block.failures` from `block.points`, whatever their number of rows.
  // The rounding mode and exception masks of the thread are set while it runs and put back.
  void run(Block& block);

 private:
  struct Lanes {
    Eigen::Index first;
    std::size_t count;
  };
  void run_lanes(Block& block, Lanes lanes);
  void load(const Block& block, Lanes lanes);
  void run_fast(std::size_t lanes);
  void run_checking(std::size_t lanes);
  bool any_missing(std::size_t lanes) const;
  void store(Block& block, Lanes lanes, bool traced);
  double* slot(std::uint32_t index) { return table_.col(Eigen::Index(index)).data(); }

  const Program& program_;
  std::size_t lanes_max_;
  Eigen::ArrayXXd table_;                       // (lanes × slots)
  std::vector<std::uint32_t> causes_;           // (slots × lanes), of a checking run
  std::vector<std::uint32_t> constant_causes_;  // by constant: its number beyond the code, plus one
};

}  // namespace headwater
