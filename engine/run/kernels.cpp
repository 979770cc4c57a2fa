#include "engine/run/kernels.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/elementary.hpp"
#include "engine/core/error.hpp"
#include "engine/model/arithmetic.hpp"

// clang takes floating-point flags for unobserved unless told, and then compares without a signal:
// `equal` of a missing value was 0 (clang 19, -O2). g++ keeps the flags by default.
#ifdef __clang__
#pragma clang fp exceptions(strict)
#endif

namespace headwater::kernel {
namespace {

// Plain loops on purpose: they vectorise, and comparisons signal on a missing operand.
template <typename F>
void each(Strip a, Strip b, double* out, std::size_t lanes, F f) {
  const double* x = a.values;
  const double* y = b.values;
  if (a.constant && b.constant) {
    for (std::size_t i = 0; i < lanes; ++i) out[i] = f(*x, *y);
  } else if (a.constant) {
    const double left = *x;
    for (std::size_t i = 0; i < lanes; ++i) out[i] = f(left, y[i]);
  } else if (b.constant) {
    const double right = *y;
    for (std::size_t i = 0; i < lanes; ++i) out[i] = f(x[i], right);
  } else {
    for (std::size_t i = 0; i < lanes; ++i) out[i] = f(x[i], y[i]);
  }
}

// The functions of engine/core/elementary.hpp raise `invalid` themselves where they lose a value.
void mapped(void (*strip)(const double*, double*, std::size_t), Strip a, double* out,
            std::size_t lanes) {
  if (!a.constant) return strip(a.values, out, lanes);
  strip(a.values, out, 1);
  std::fill_n(out, lanes, *out);
}

void raised(Strip a, Strip b, double* out, std::size_t lanes) {
  if (!a.constant && !b.constant) return powers(a.values, b.values, out, lanes);
  if (!a.constant) return powers(a.values, *b.values, out, lanes);
  if (!b.constant) return powers(*a.values, b.values, out, lanes);
  std::fill_n(out, lanes, power(*a.values, *b.values));
}

double at(Strip strip, std::size_t lane) { return strip.values[strip.constant ? 0 : lane]; }

// Missing operands raise no flag here by themselves: these define their meaning at once.
void quiet(NodeOp op, Strip a, Strip b, Strip c, double* out, std::size_t lanes) {
  for (std::size_t i = 0; i < lanes; ++i) {
    if (op == NodeOp::choose) {
      out[i] = choose(at(a, i), at(b, i), at(c, i));
    } else if (op == NodeOp::otherwise) {
      out[i] = is_missing(at(a, i)) ? at(b, i) : at(a, i);
    } else {
      out[i] = arithmetic(op, at(a, i));
    }
  }
}

}  // namespace

void fast(NodeOp op, Strip a, Strip b, Strip c, double* out, std::size_t lanes) {
  switch (op) {
    case NodeOp::add: return each(a, b, out, lanes, [](double x, double y) { return x + y; });
    case NodeOp::subtract: return each(a, b, out, lanes, [](double x, double y) { return x - y; });
    case NodeOp::multiply: return each(a, b, out, lanes, [](double x, double y) { return x * y; });
    case NodeOp::divide: return each(a, b, out, lanes, [](double x, double y) { return x / y; });
    case NodeOp::minimum:
      return each(a, b, out, lanes, [](double x, double y) { return y < x ? y : x; });
    case NodeOp::maximum:
      return each(a, b, out, lanes, [](double x, double y) { return x < y ? y : x; });
    case NodeOp::less:
      return each(a, b, out, lanes, [](double x, double y) { return x < y ? 1.0 : 0.0; });
    case NodeOp::less_equal:
      return each(a, b, out, lanes, [](double x, double y) { return x <= y ? 1.0 : 0.0; });
    case NodeOp::equal:
      return each(a, b, out, lanes,
                  [](double x, double y) { return x <= y && x >= y ? 1.0 : 0.0; });
    case NodeOp::raise: return raised(a, b, out, lanes);
    case NodeOp::square_root: return mapped(square_roots, a, out, lanes);
    case NodeOp::exponential: return mapped(exponentials, a, out, lanes);
    case NodeOp::logarithm: return mapped(logarithms, a, out, lanes);
    case NodeOp::choose:
    case NodeOp::otherwise:
    case NodeOp::negate:
    case NodeOp::absolute:
    case NodeOp::present: return quiet(op, a, b, c, out, lanes);
    default: require(false, "only arithmetic is run");
  }
}

void checking(NodeOp op, Traced a, Traced b, Traced c, double* out, std::uint32_t* out_causes,
              std::uint32_t instruction, std::size_t lanes) {
  const auto cause = [](const Traced& operand, std::size_t lane) {
    return operand.causes[operand.values.constant ? 0 : lane];
  };
  for (std::size_t i = 0; i < lanes; ++i) {
    const double x = at(a.values, i);
    const bool unary = is_unary(op);
    if (op == NodeOp::choose) {
      const double result = choose(x, at(b.values, i), at(c.values, i));
      out_causes[i] = !is_missing(result) ? 0
                      : is_missing(x)     ? cause(a, i)
                      : x != 0            ? cause(b, i)
                                          : cause(c, i);
      out[i] = result;
      continue;
    }
    const double y = unary ? 0 : at(b.values, i);
    const double result = unary ? arithmetic(op, x) : arithmetic(op, x, y);
    const bool fallback = op == NodeOp::otherwise;
    out_causes[i] = !is_missing(result)       ? 0
                    : fallback                ? cause(b, i)
                    : is_missing(x)           ? cause(a, i)
                    : !unary && is_missing(y) ? cause(b, i)
                                              : instruction + 1;
    out[i] = result;
  }
}

}  // namespace headwater::kernel
