// The built-in functions of formulas: one row each, with its meaning in plain operations.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/model/formula.hpp"

namespace headwater {

// Adds nodes whose units already agree; converting is the caller's business.
class FormulaBuilder {
 public:
  FormulaBuilder(Formulas& formulas, std::int32_t periods_per_year)
      : formulas_(formulas), periods_per_year_(periods_per_year) {}

  NodeId constant(double value, const Unit& unit = {});
  NodeId leaf(NodeOp op);                               // a calendar's plain number
  NodeId binary(NodeOp op, NodeId left, NodeId right);  // unit: of left; of products, the product
  NodeId choose(NodeId condition, NodeId yes, NodeId no);
  // `op` is delayed or on_its_way: of a flow that arrives `periods` later, `reach` at most.
  NodeId delayed(NodeOp op, NodeId flow, NodeId periods, std::int32_t reach);
  NodeId unary(NodeOp op, NodeId operand, const Unit& unit);
  NodeId shifted(NodeId node, std::int32_t periods);  // the node that many periods back
  NodeId converted(NodeId node, const Unit& unit);    // itself when the scale agrees
  NodeId one_off(const Node& cell);                   // the one-off of a cell
  std::int32_t periods_per_year() const { return periods_per_year_; }
  const Node& operator[](NodeId id) const { return formulas_[id]; }

 private:
  Formulas& formulas_;
  std::int32_t periods_per_year_;
};

// What a call is over a half or a year.
enum class CallRollUp {
  none,        // blank
  mean,        // of its values, when the argument is a stock
  last,        // its value in the last period
  as_written,  // as its expansion
};

// What an argument is; the expansion gets it as a node.
enum class Argument {
  value,   // brought to the unit of the first value
  series,  // a series by name, not an expression
  plain,   // dimensionless, brought to a plain number
  count,   // a whole number of at least 1, written out
  period,  // a period of the calendar, written out: a plain number, its index
  delay,   // how many periods: a plain number, and one argument more: how many at most, a constant
};

struct Builtin {
  std::string_view name;
  std::string_view signature;  // for messages: "mid(x)"
  std::string_view meaning;
  int arguments_min;
  int arguments_max;
  std::array<Argument, 4> arguments;  // what lies beyond arguments_min is as the first
  CallRollUp roll_up;
  NodeId (*expand)(FormulaBuilder&, std::span<const NodeId>);
};

std::span<const Builtin> builtins();

inline constexpr std::int32_t delay_reach_max = 60;

}  // namespace headwater
