// Writes instructions: folds constants exactly, finds equal ones again, allots slots at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/model/program.hpp"

namespace headwater::detail {

class ProgramWriter {
 public:
  // A value while the program is written: a constant, or a result by number (axes come first).
  struct Value {
    bool constant = true;
    double number = 0;
    std::uint32_t result = 0;
    CellId lost;  // of a missing constant: where it went missing
  };

  explicit ProgramWriter(std::uint32_t axes) : results_(axes), axes_(axes) {}

  static Value constant(double number);
  static Value missing(CellId where);
  static Value axis(std::uint32_t index) { return {false, 0, index, {}}; }

  Value unary(NodeOp op, const Value& a, CellId origin);
  Value binary(NodeOp op, const Value& a, const Value& b, CellId origin);
  Value choose(const Value& condition, const Value& yes, const Value& no, CellId origin);

  // Instructions that no output needs are dropped; slots are reused once a value is dead.
  void finish(std::span<const Value> outputs, Program& program);

 private:
  struct Written {
    NodeOp op;
    std::uint32_t result;
    Value a, b, c;
    int operands;
    CellId origin;
  };
  // A constant's bits and where it was lost if it was, or a result's number.
  using OperandKey = std::tuple<bool, std::uint64_t, CellId>;
  using Key = std::tuple<NodeOp, OperandKey, OperandKey, OperandKey>;

  static OperandKey key(const Value& value);
  Value write(NodeOp op, int operands, const Value& a, const Value& b, const Value& c,
              CellId origin);
  ProgramOperand operand(const Value& value, Program& program);
  static std::vector<const Value*> operands_of(const Written& one);
  void find_last_reads(std::span<const Value> outputs);
  void release(const Value& value, std::size_t reader, std::vector<std::uint32_t>& free);

  static constexpr std::size_t unread = std::size_t(-1);
  static constexpr std::size_t always = std::size_t(-2);

  std::uint32_t results_;
  std::uint32_t axes_;
  std::vector<std::size_t> last_read_;
  std::vector<Written> written_;
  std::map<Key, std::uint32_t> known_;
  std::vector<std::uint32_t> slot_of_;
  std::map<std::pair<std::uint64_t, CellId>, std::uint32_t> constants_;
};

}  // namespace headwater::detail
