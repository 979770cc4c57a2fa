// A small system of linear equations, solved by instructions.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/model/detail/writer.hpp"

namespace headwater::detail {

// Writes x with A x = b, by elimination. The pivots are chosen while it is written, so that all
// lanes have the same: the diagonal before others, then constants. What is 0 in every lane takes no
// part. A pivot of 0 makes x missing, first at the cell of its unknown.
class LinearSystem {
 public:
  using Value = ProgramWriter::Value;

  // `a` by equation, then unknown; `cells` by unknown.
  LinearSystem(ProgramWriter& writer, std::vector<std::vector<Value>> a, std::vector<CellId> cells);

  std::vector<Value> solve(std::vector<Value> b) const;

 private:
  struct Pivot {
    std::size_t equation = 0;
    std::size_t unknown = 0;
  };
  struct Step {  // of an equation, `factor` times that of a pivot is taken away
    std::size_t pivot = 0;
    std::size_t equation = 0;
    Value factor;
  };
  Pivot next_pivot(const std::vector<bool>& done_equations, const std::vector<bool>& done) const;
  void eliminate(std::size_t pivot, const std::vector<bool>& done_equations);
  Value minus_product(const Value& from, const Value& factor, const Value& by, CellId origin) const;

  ProgramWriter& writer_;
  std::vector<std::vector<Value>> a_;  // upper triangular in the order of the pivots, once made
  std::vector<CellId> cells_;
  std::vector<Pivot> pivots_;
  std::vector<Step> steps_;
};

}  // namespace headwater::detail
