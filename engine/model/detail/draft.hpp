// A program before its instructions have an order and its values a place.
//
// Every instruction has a value of its own, read by number: the axes come first, then the
// instructions as they were written, each after what it reads.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/program.hpp"

namespace headwater::detail {

// A value of a draft by number, or a constant of it.
class Ref {
 public:
  Ref() = default;
  static Ref constant(std::uint32_t number) { return Ref(number | constant_bit); }
  static Ref value(std::uint32_t number) { return Ref(number); }
  bool is_constant() const { return (bits_ & constant_bit) != 0; }
  std::uint32_t number() const { return bits_ & ~constant_bit; }
  std::uint32_t bits() const { return bits_; }
  bool operator==(const Ref&) const = default;

 private:
  explicit Ref(std::uint32_t bits) : bits_(bits) {}
  static constexpr std::uint32_t constant_bit = 1u << 31;
  std::uint32_t bits_ = constant_bit;
};

struct Drafted {
  NodeOp op = NodeOp::add;
  std::uint32_t operands = 0;
  std::array<Ref, 3> read;
  CellId origin;  // the earliest of the cells it is written for, by period, then series
  Period last;    // of those cells
  std::span<const Ref> reads() const { return std::span(read).first(operands); }
};

// The value of a cell; or of an output, which comes after the cells of its last period.
struct Root {
  Period period;
  std::uint32_t series = 0;
  Ref value;
};

// Instructions that run over and over until every lane is done. `carried` are copies of what it
// begins with; each time, at the end, `results` put there what it goes on with. Whatever depends on
// what is carried and leads to a result, or to `until`, runs every time.
struct Iteration {
  std::vector<std::uint32_t> carried;  // values
  std::vector<std::uint32_t> results;  // by carried: copies, numbered in a row
  Ref until;                           // not 0: this lane is done
  std::uint32_t times_max = 1;
};

struct Draft {
  std::uint32_t axes = 0;
  std::vector<Drafted> code;
  std::vector<Constant> constants;
  std::vector<Root> cells;  // in any order
  std::vector<Root> outputs;
  std::vector<Iteration> iterations;

  std::uint32_t values() const { return axes + std::uint32_t(code.size()); }
  const Drafted& of(std::uint32_t value) const { return code[value - axes]; }
};

}  // namespace headwater::detail
