// Runs a program over points, a block of lanes at a time. It knows neither designs nor studies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/model/program.hpp"
#include "engine/run/block.hpp"
#include "engine/run/detail/step_program.hpp"
#include "engine/run/kernels.hpp"

namespace headwater {

// How many lanes of a program side by side keep its working table near the processor.
std::size_t lanes_for(const Program& program);

// Owns its working table, so each thread has an executor of its own. The program must outlive it.
class Executor {
 public:
  // `lanes_max` is the width of a block, 0: lanes_for(program). Neither it nor the instruction set
  // ever changes a result. Throws std::invalid_argument for one the processor has not got.
  explicit Executor(const Program& program, std::size_t lanes_max = 0,
                    InstructionSet set = instruction_sets().back());

  // Fills `block.values` and `block.failures` from `block.points`, whatever their number of rows.
  // The rounding mode and exception masks of the thread are set while it runs and put back.
  void run(Block& block);

 private:
  struct Lanes {
    Eigen::Index first;
    std::size_t count;
  };
  struct Free {
    void operator()(char* table) const;
  };
  void run_lanes(Block& block, Lanes lanes);
  void load(const Block& block, Lanes lanes);
  void run_fast(std::size_t lanes);
  void run_checking(std::size_t lanes);
  void check(const Instruction& one, std::uint32_t repeat, std::uint32_t number, std::size_t lanes);
  bool any_missing(std::size_t lanes) const;
  void store(Block& block, Lanes lanes, bool traced);
  CellId origin_of(std::uint32_t cause) const;
  double* doubles_at(std::size_t place) const {
    return reinterpret_cast<double*>(table_.get() + place);
  }
  double* slot(std::uint32_t index) const { return doubles_at(layout().slot(index)); }
  const detail::TableLayout& layout() const { return ready_.layout; }

  const Program& program_;
  const detail::KernelSet& kernels_;
  std::size_t lanes_max_;
  detail::StepProgram ready_;
  std::unique_ptr<char[], Free> table_;         // slots, then constants
  std::vector<std::uint32_t> causes_;           // (slots × lanes), of a checking run
  std::vector<std::uint32_t> constant_causes_;  // by constant: beyond all instructions, plus one
  std::uint32_t runs_ = 0;                      // instructions that run for a row
};

}  // namespace headwater
