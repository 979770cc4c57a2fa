// Expressions to formulas: names resolved, units held to each other, scales converted.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/lang/tree.hpp"
#include "engine/model/builtin.hpp"
#include "engine/model/detail/loader.hpp"

namespace headwater::detail {

class Typing {
 public:
  // `own` is the series a formula belongs to: what `base` means, and whose unit a bare number of
  // a driver's own line takes.
  struct Context {
    const Series* own = nullptr;
    bool own_line = false;  // header, range or list: bare numbers take the own unit
  };

  explicit Typing(Loader& loader);

  // The expression in `unit`; nothing, with a message, when it cannot be.
  std::optional<NodeId> in_unit(const tree::Expr& expr, const Unit& unit, std::string_view of,
                                const Place& unit_place, Context context);

  // A comparison's sides, the right one in the unit of the left.
  struct Sides {
    NodeId left;
    NodeId right;
  };
  std::optional<Sides> sides(const tree::Expr& comparison);

  // The value of an expression of numbers alone, in `unit`.
  std::optional<double> number(const tree::Expr& expr, const Unit& unit, std::string_view of,
                               const Place& unit_place);

 private:
  struct Typed {
    NodeId id;
    bool bare = false;  // a number nobody gave a unit
  };
  using Result = std::optional<Typed>;

  Result typed(const tree::Expr& expr);
  Result untraced(const tree::Expr& expr);
  Result number_literal(const tree::Expr& expr);
  Result name(const tree::Expr& expr);
  Result calendar_value(const tree::Expr& expr);
  Result negated(const tree::Expr& expr);
  Result binary(const tree::Expr& expr);
  Result product(const tree::Expr& expr, NodeOp op);
  Result power(const tree::Expr& expr);
  Result same_unit(const tree::Expr& expr, NodeOp op);
  Result comparison(const tree::Expr& expr);
  Result conditional(const tree::Expr& expr);
  Result call(const tree::Expr& expr);
  Result lookup(const tree::Expr& expr, std::uint32_t index);
  std::optional<NodeId> lookup_key(const tree::Expr& arg, const LookupTable& table, KeyKind kind);
  std::string call_of(const LookupTable& table) const;
  Result built_in(const tree::Expr& expr, std::uint32_t index);
  Result projection(const tree::Expr& expr, std::uint32_t index);
  bool holds(NodeId formula, NodeOp op) const;
  bool reads_known(NodeId formula) const;  // a series of which figures may be known
  bool argument(const Builtin& row, const tree::Expr& arg, Argument kind, std::vector<NodeId>& ids);
  bool period_argument(const Builtin& row, const tree::Expr& arg, std::vector<NodeId>& ids);
  bool delay_argument(const Builtin& row, const tree::Expr& arg, const Typed& value,
                      std::vector<NodeId>& ids);
  void refuse_delay(const tree::Expr& arg, const Node& node, bool bounded);
  std::optional<double> longest(const Node& node) const;
  bool ordered(const tree::Expr& expr, const Builtin& row, const std::vector<NodeId>& ids);
  void unknown_function(const tree::Expr& expr);
  bool refuse_table(const tree::Expr& expr);

  // Whether a product of units stays within Unit::exponent_max; reports at `expr` when not.
  bool multiplies(const tree::Expr& expr, const Unit& left, const Unit& right, int exponent);
  // Whether numbers can hold the change of scale; reports at `expr` when not.
  bool converts(const tree::Expr& expr, const Unit& from, const Unit& to);
  // Whether a formula, its functions written out, is short enough to walk; reports when not.
  bool is_short(const tree::Expr& expr, NodeId id);
  bool reads_series(const tree::Expr& expr) const;
  std::optional<double> constant_value(NodeId id) const;
  void wrong_unit(const tree::Expr& expr, const Typed& value, const Unit& unit, std::string_view of,
                  const Place& unit_place);

  // Brings `right` to the unit of `left` (or the reverse when only left is bare); reports a clash.
  bool agree(const tree::Expr& left_expr, Typed& left, const tree::Expr& right_expr, Typed& right,
             std::string_view verb);
  void clash(const tree::Expr& left_expr, const Typed& left, const tree::Expr& right_expr,
             const Typed& right, std::string_view verb);
  void bare_number(const tree::Expr& number, const tree::Expr& beside, const Unit& unit);
  // An expression in a unit where another one is wanted; `beside` is what stands in that, if any.
  struct Misfit {
    const tree::Expr& expr;
    const Unit& have;
    const Unit& wanted;
    const tree::Expr* beside = nullptr;
  };
  // What would mend it, as it is typed; the first of those below that knows a way.
  std::string way_out(const Misfit& misfit) const;
  std::string share_hint(const Misfit& misfit) const;
  std::string months_hint(const Misfit& misfit) const;
  std::string price_hint(const Misfit& misfit) const;
  std::string undeclared_scale_hint(const Misfit& misfit) const;
  std::string new_price_hint(const Misfit& misfit) const;
  // Text for a product: `beside`, or the name of another series in `unit`, or one of it.
  std::string something_in(const Unit& unit, const Misfit& misfit) const;
  std::string operand_of(const tree::Expr& expr) const;
  std::string with_unit(const tree::Expr& expr, const Unit& unit) const;
  std::string described(const tree::Expr& expr, const Unit& unit, const Place& from) const;
  std::string source_of(const tree::Expr& expr) const;
  NodeId leaf(NodeOp op, const Unit& unit, const Place& place);

  Loader& loader_;
  FormulaBuilder build_;
  Context context_;
  std::vector<std::size_t> sizes_;  // by node: its parts once its functions are written out
};

}  // namespace headwater::detail
