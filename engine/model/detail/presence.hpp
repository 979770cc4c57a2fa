// Two readings of a formula that need no numbers: what it lacks, and which cells it reads.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/precedence.hpp"

namespace headwater::detail {

// A value is what is missing for it, or nothing.
struct Presence {
  using Value = std::optional<Absence>;
  const Precedence& precedence;
  std::map<CellId, Value>& drivers;  // what is known of their cells: each is looked at once
  int depth = 0;  // of drivers whose defaults read drivers; a circle of them is told elsewhere
  // Whether what is projected is there too: as a forecast it is, as history it is not known. Of a
  // driver, whose value nobody knows anyway, it is.
  enum class Projected { there, not_known } projections = Projected::there;

  Value constant(double) const { return std::nullopt; }
  bool is_zero(const Value&) const { return false; }
  Value absent(const Node& node, Period period) const;
  Value cell(SeriesId series, Period period) const;
  Value base(SeriesId series, Period period) const { return cell(series, period); }
  Value operand(const Operation&) const { return std::nullopt; }
  Value position(const Switch&) const { return std::nullopt; }
  Value printed(const Observation&) const { return std::nullopt; }
  Value lost(CellId id) const { return Absence{id, NodeId{}, id.period}; }
  void used(std::size_t) const {}
  void reads_known_only(bool) const {}
  Value unary(NodeOp op, const Value& value) const {
    return op == NodeOp::present ? std::nullopt : value;
  }
  Value binary(NodeOp op, const Value& left, const Value& right) const {
    if (op == NodeOp::otherwise) return left ? right : left;
    return left ? left : right;
  }
  // Which branch is taken is not known here, so both must be there.
  Value choose(const Value& condition, const Value& yes, const Value& no) const {
    return condition ? condition : yes ? yes : no;
  }
  Value projected(NodeId projection, std::span<const Value> history, std::int32_t) const {
    if (projections == Projected::there) return history.back();
    return Absence{std::nullopt, projection, Period{}};
  }
  std::optional<Value> observed(SeriesId series, PeriodSpan span) const;
};

// Collects the cells read, each once per reading.
struct Reading {
  struct Value {};
  std::vector<CellId>& cells;

  Value constant(double) const { return {}; }
  bool is_zero(const Value&) const { return false; }
  Value absent(const Node&, Period) const { return {}; }
  Value cell(SeriesId series, Period period) {
    cells.push_back({series, period});
    return {};
  }
  Value base(SeriesId, Period) const { return {}; }
  Value operand(const Operation&) const { return {}; }
  Value position(const Switch&) const { return {}; }
  Value printed(const Observation&) const { return {}; }
  Value lost(CellId) const { return {}; }
  void used(std::size_t) const {}
  void reads_known_only(bool) const {}
  Value unary(NodeOp, Value) const { return {}; }
  Value binary(NodeOp, Value, Value) const { return {}; }
  Value choose(Value, Value, Value) const { return {}; }
  Value projected(NodeId, std::span<const Value>, std::int32_t) const { return {}; }
  std::optional<Value> observed(SeriesId, PeriodSpan) const { return std::nullopt; }
};

}  // namespace headwater::detail
