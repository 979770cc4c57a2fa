// Writes instructions: folds constants exactly, and finds equal ones again.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/model/detail/draft.hpp"
#include "engine/model/detail/number_table.hpp"
#include "engine/model/program.hpp"

namespace headwater::detail {

class ProgramWriter {
 public:
  // A value while the program is written: a constant, or a result by number (axes come first).
  struct Value {
    bool constant = true;
    std::uint32_t result = 0;
    double number = 0;
    CellId lost;  // of a missing constant: where it went missing
  };

  explicit ProgramWriter(std::uint32_t axes) { draft_.axes = axes; }

  static Value constant(double number) { return {true, 0, number, {}}; }
  static Value missing(CellId where) { return {true, 0, headwater::missing(), where}; }
  static Value axis(std::uint32_t index) { return {false, index, 0, {}}; }
  static Value written(std::uint32_t number) { return {false, number, 0, {}}; }

  Value unary(NodeOp op, const Value& a, CellId origin);
  Value binary(NodeOp op, const Value& a, const Value& b, CellId origin);
  Value choose(const Value& condition, const Value& yes, const Value& no, CellId origin);

  // What an instruction on constants comes to.
  static Value folded(const Drafted& one, std::span<const Value> operands);

  // The value of a cell: cells give the program its order.
  void name(CellId cell, const Value& value);
  // The same for what is no cell, by its order within the period.
  void place(Period period, std::uint32_t order, const Value& value);

  // The same value, of which no derivative is passed on.
  Value hold(const Value& value, CellId origin);

  // What an iteration carries from one time to the next, beginning with `initial`.
  Value carry(const Value& initial, CellId origin);
  struct Carried {
    Value from;  // of carry()
    Value next;  // an instruction of the iteration
  };
  // What is carried when all lanes are done, or at last.
  std::vector<Value> iterate(std::span<const Carried> carried, const Value& until,
                             std::uint32_t times_max);

  const Draft& draft() const { return draft_; }
  Value value_of(Ref ref) const;
  Value write_anew(Drafted one);  // though there be an equal one

  struct Wanted {
    CellId at;  // of an output: its series, and the last of its periods
    Value value;
    std::optional<std::uint32_t> by;  // instead: its derivative with respect to an axis
  };
  // Instructions that no output needs are dropped.
  void finish(std::span<const Wanted> outputs, Program& program);

 private:
  Value write(Drafted one);
  Ref ref(const Value& value);
  void want(std::span<const Wanted> outputs);

  Draft draft_;
  NumberTable known_;      // instructions
  NumberTable constants_;  // by their bits, and by where they were lost if they were
};

}  // namespace headwater::detail
