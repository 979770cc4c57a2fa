// An expression of the tree with every bracket written, for tests that ask how it was read.
#pragma once

#include <string>

#include "engine/lang/tree.hpp"

namespace headwater::test {

inline std::string sign(tree::Operator op) {
  switch (op) {
    case tree::Operator::add: return "+";
    case tree::Operator::subtract: return "-";
    case tree::Operator::multiply: return "*";
    case tree::Operator::divide: return "/";
    case tree::Operator::per: return "per";
    case tree::Operator::power: return "^";
    case tree::Operator::otherwise: return "otherwise";
    case tree::Operator::le: return "<=";
    case tree::Operator::lt: return "<";
    case tree::Operator::ge: return ">=";
    case tree::Operator::gt: return ">";
    case tree::Operator::eq: return "==";
    case tree::Operator::ne: return "!=";
  }
  return "?";
}

// "(a + (b * 2[JPY mn]))", "x[-1]", "max(a, b)".
inline std::string shown(const tree::Expr& expr) {
  switch (expr.kind) {
    case tree::ExprKind::number:
      return expr.unit.text.empty() ? expr.text : expr.text + "[" + expr.unit.text + "]";
    case tree::ExprKind::name:
      return expr.lag == 0 ? expr.text : expr.text + "[-" + std::to_string(expr.lag) + "]";
    case tree::ExprKind::negate: return "(- " + shown(expr.args[0]) + ")";
    case tree::ExprKind::binary:
      return "(" + shown(expr.args[0]) + " " + sign(expr.op) + " " + shown(expr.args[1]) + ")";
    case tree::ExprKind::conditional:
      return "(if " + shown(expr.args[0]) + " then " + shown(expr.args[1]) + " else " +
             shown(expr.args[2]) + ")";
    case tree::ExprKind::text: return "\"" + expr.text + "\"";
    case tree::ExprKind::call: break;
  }
  std::string arguments;
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    if (i > 0) arguments += ", ";
    if (expr.vintage && i + 1 == expr.args.size()) arguments += "by start of ";
    arguments += shown(expr.args[i]);
  }
  return expr.text + "(" + arguments + ")";
}

}  // namespace headwater::test
