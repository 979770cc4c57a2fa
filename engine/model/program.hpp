// A model lowered for running: instructions over slots, axes in, outputs out.
//
// A slot is a row of the working table, one value per lane. Whatever depends on no axis was
// computed when the program was made, by the same arithmetic, and stands among the constants.
//
// The code falls into regions, run one after the other: first what is the same in all periods, then
// the periods in order. Where periods repeat one another, their instructions stand once, as a body
// that runs several times: what a later repeat reads of an earlier one stays in its slot, and what
// differs by value only (calendar, season, actuals) is a row of constants.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/operation.hpp"
#include "engine/model/precedence.hpp"

namespace headwater {

// A slot, or a constant of the program. In a body that repeats, an operand may move on: over `ring`
// neighbours, round and round, beginning at the one numbered `offset`.
struct ProgramOperand {
  bool constant = false;
  std::uint32_t index = 0;   // of the first of the ring
  std::uint32_t ring = 1;    // >= 1; 1: it stays
  std::uint32_t offset = 0;  // < ring
  std::uint32_t at(std::uint32_t repeat) const {
    return ring == 1 ? index : index + (offset + repeat) % ring;
  }
  bool operator==(const ProgramOperand&) const = default;
};

// Neighbours whose values go no further may run as one, and need no slot then: two or three
// operations of arithmetic in a row, two that a third takes together, or a comparison with the
// choice it makes, the products to choose from, and what is done with it. The last of them says how
// many before it it joins; each still has its slot, for who runs them one by one.
struct Instruction {
  NodeOp op = NodeOp::add;  // arithmetic: negate to equal, choose, otherwise, present, copy
  ProgramOperand result;    // a slot
  ProgramOperand a;
  ProgramOperand b;         // of binary operations and choose
  ProgramOperand c;         // of choose
  CellId origin;            // the cell it was written for; in repeat r its period is r bodies later
  std::uint32_t joins = 0;  // so many instructions before it have no reader beyond it
};

struct Region {
  std::uint32_t first = 0;  // its instructions: [first, first + count) of the code
  std::uint32_t count = 0;
  std::uint32_t repeats = 1;
  std::int32_t periods = 0;  // of one repeat; 0: what no period has to itself
  Period begins;             // of the first repeat, unless `periods` is 0
  // A slot: the repeats end early, after one in which no lane has 0 there.
  std::optional<std::uint32_t> until;
  bool operator==(const Region&) const = default;
};

struct Constant {
  double value = 0;
  CellId origin;  // of a missing one: where the value went missing
};

// How the circle a cell is on was solved: how often its formulas were computed; and for an unknown
// where that ended, its value less its formula, and the size of what that difference is made of.
enum class Solving { evaluations, residual, terms };
inline constexpr std::uint32_t evaluations_max = 60;  // few are needed, or all are in vain

// What to compute: a cell or the roll-up of a span; or one side of a check.
struct Output {
  SeriesId series{};
  PeriodSpan span;
  std::optional<NodeId> side;  // instead of the series: a check's formula over the span
  // Instead: the derivative with respect to an axis, by number, in the series' unit per the axis';
  // at a kink, of the branch taken. Missing where the value is, or where there is no slope; 0 by an
  // axis that nothing reads.
  std::optional<std::uint32_t> by;
  std::optional<Solving> solving;  // instead: of the circle that the cell is on
  bool operator==(const Output&) const = default;
};

struct Program {
  std::vector<Axis> axes;  // slot i holds axis i when a block starts
  std::vector<Output> outputs;
  std::vector<ProgramOperand> results;  // by output, where it stands when all has run
  std::vector<Constant> constants;
  std::vector<Instruction> code;
  std::vector<Region> regions;  // all of the code, in order
  std::uint32_t slots = 0;      // of the working table, axes included
};

// How many instructions run for a row, those of a body every time, at most, and where. What depends
// on no axis is not among them.
struct ProgramSize {
  std::uint64_t per_row = 0;
  std::uint64_t hoisted = 0;  // of them, run once for all periods
  std::uint64_t looped = 0;   // of them, run in a body that repeats
};
ProgramSize size_of(const Program& program);

// By instruction of a region: the first, by its number in the code, of those it may run as one
// with.
std::vector<std::uint32_t> first_of_steps(const Program& program, const Region& region);

// The program as text, one instruction a line with the cell it was written for.
std::string listing(const Program& program, const Model& model);

}  // namespace headwater
