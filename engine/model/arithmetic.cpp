#include "engine/model/arithmetic.hpp"

#include <cmath>

#include "engine/core/elementary.hpp"
#include "engine/core/error.hpp"

namespace headwater {
namespace {

double finite(double value) { return std::isfinite(value) ? value : missing(); }

}  // namespace

double arithmetic(NodeOp op, double left, double right) {
  if (op == NodeOp::otherwise) return is_missing(left) ? right : left;
  if (is_missing(left) || is_missing(right)) return missing();
  switch (op) {
    case NodeOp::add: return finite(left + right);
    case NodeOp::subtract: return finite(left - right);
    case NodeOp::multiply: return finite(left * right);
    case NodeOp::divide:
    case NodeOp::per: return finite(left / right);
    case NodeOp::raise: return power(left, right);
    case NodeOp::minimum: return right < left ? right : left;
    case NodeOp::maximum: return left < right ? right : left;
    case NodeOp::less: return left < right ? 1 : 0;
    case NodeOp::less_equal: return left <= right ? 1 : 0;
    case NodeOp::equal: return left <= right && left >= right ? 1 : 0;
    default: break;
  }
  require(false, "an operation of two operands");
  return missing();
}

double arithmetic(NodeOp op, double operand) {
  if (op == NodeOp::present) return is_missing(operand) ? 0 : 1;
  if (is_missing(operand)) return missing();
  switch (op) {
    case NodeOp::copy: return operand;
    case NodeOp::negate: return -operand;
    case NodeOp::absolute: return std::fabs(operand);
    case NodeOp::square_root: return square_root(operand);
    case NodeOp::exponential: return exponential(operand);
    case NodeOp::logarithm: return logarithm(operand);
    default: break;
  }
  require(false, "an operation of one operand");
  return missing();
}

double choose(double condition, double yes, double no) {
  if (is_missing(condition)) return missing();
  return condition != 0 ? yes : no;
}

}  // namespace headwater
