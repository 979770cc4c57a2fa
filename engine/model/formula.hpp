// Checked formulas: expressions whose names are resolved and whose units agree.
//
// A formula is a node of a graph without cycles; nodes are shared by number. Every node's value is
// in its own unit; a change of scale is a node of its own (`convert`), so that a reader of the
// program can see it. A built-in function keeps both its call, for roll-ups and explanations, and
// its expansion into plain operations, which is what runs.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/source.hpp"
#include "engine/core/unit.hpp"

namespace headwater {

enum class NodeId : std::uint32_t {};
enum class SeriesId : std::uint32_t {};

enum class NodeOp {
  constant,  // `value`
  cell,      // `series`, `lag` periods back
  shift,     // args[0], `lag` periods back
  quarter,   // quarter of the fiscal year, 1..4
  month,     // civil month, 1..12
  fiscal_year,
  period,    // its number: what a table is looked up by
  months,    // in the period
  days,      // in the period
  lookup,    // table `index` at its keys; one argument more is the year it starts by
  one_off,   // of `series`, `lag` periods back: its amount or its step, else 0
  schedule,  // of pipeline: `index`
  base,      // in ranges: the driver's own default
  convert,   // args[0] times `value`, a change of scale
  negate,
  add,
  subtract,
  multiply,
  divide,
  per,  // a quotient that rolls up each side by itself
  minimum,
  maximum,
  absolute,
  power,  // args[0] to the whole power `lag`
  raise,  // args[0] to the power args[1], both plain numbers
  square_root,
  exponential,
  logarithm,
  less,
  less_equal,
  equal,
  choose,      // args[0] is a condition: args[1], else args[2]
  otherwise,   // args[0] unless it is missing, then args[1]
  present,     // 1 unless args[0] is missing, then 0
  projection,  // args[0] where what it reads is known; after that as rule `index` projects it, of
               // its last `lag` values where the rule takes so many
  delayed,     // what of the flow args[0] arrives, sent args[1] periods before, `lag` at most
  on_its_way,  // what of it has not arrived yet
  call,        // built-in `index`: args[0] its expansion, then its arguments
  copy,        // of programs alone: a value as it is, in another place
};

// Whether an operation of arithmetic has one operand.
constexpr bool is_unary(NodeOp op) {
  return op == NodeOp::negate || op == NodeOp::absolute || op == NodeOp::present ||
         op == NodeOp::square_root || op == NodeOp::exponential || op == NodeOp::logarithm ||
         op == NodeOp::copy;
}

struct Node {
  NodeOp op = NodeOp::constant;
  Unit unit;
  std::vector<NodeId> args;
  SeriesId series{};
  std::int32_t lag = 0;
  std::uint32_t index = 0;
  double value = 0;
  Place place;
};

// Nodes by number; they are only ever added.
class Formulas {
 public:
  NodeId add(Node node) {
    nodes_.push_back(std::move(node));
    return NodeId(nodes_.size() - 1);
  }
  void place(NodeId id, const Place& place) { nodes_[std::size_t(id)].place = place; }
  const Node& operator[](NodeId id) const { return nodes_[std::size_t(id)]; }
  std::size_t size() const { return nodes_.size(); }

 private:
  std::vector<Node> nodes_;
};

}  // namespace headwater
