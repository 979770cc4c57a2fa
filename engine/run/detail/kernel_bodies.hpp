// The loops of all kernels, over the vectors of an instruction set; kernel_tables.hpp says which
// there are.
//
// Right whenever no operand is missing where an order is asked and no result overflows: each such
// case raises a floating-point flag (invalid, zero-divide or overflow), and the executor then runs
// the block again with arithmetic() of engine/model/arithmetic.hpp, lane by lane. So a comparison
// here is one that signals, also where a plain one would pass in silence.
//
// An Isa has a vector type V, a mask M and
//   V load(const char*)  void store(char*, V)  V all(double)
//   V lesser(V a, V b)   a < b ? a : b, greater(V a, V b)  a > b ? a : b; both signal
//   M less(V, V)  less_equal(V, V)  equal(V, V)  nonzero(V)   which signal; M missing(V), which
//   does not V select(M, V yes, V no)  V negated(V)  V absolute(V)  bool any(M)
// Everything here is local to the file that includes it, and inlined: no copy compiled for one
// instruction set may serve another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "engine/core/elementary.hpp"
#include "engine/run/detail/step.hpp"

namespace headwater::detail {
namespace {

// A sanitizer checks every load, and a kernel then takes seconds to compile: fewer are made, and
// their loops are left as they are.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif
inline constexpr int unrolled = sanitized ? 1 : 8;

// Which operands of a step are constants: a bit each, or to be asked of the step.
inline constexpr int any_operand = -1;
enum class Holds { strip, constant, either };
constexpr Holds holds(int constants, int which) {
  if (constants == any_operand) return Holds::either;
  return (constants >> which & 1) != 0 ? Holds::constant : Holds::strip;
}

// The vectors of an operand, stride by stride.
template <class Isa, Holds>
struct Operand;

template <class Isa>
struct Operand<Isa, Holds::strip> {
  const char* at;
  [[gnu::always_inline]] Operand(const char* table, const Step& step, int which)
      : at(table + step.read[which].at) {}
  [[gnu::always_inline]] typename Isa::V next(std::size_t i) const { return Isa::load(at + i); }
  [[gnu::always_inline]] void go_on() { at += Step::stride; }
};

template <class Isa>
struct Operand<Isa, Holds::constant> {
  typename Isa::V value;
  [[gnu::always_inline]] Operand(const char* table, const Step& step, int which)
      : value(Isa::load(table + step.read[which].at)) {}
  [[gnu::always_inline]] typename Isa::V next(std::size_t) const { return value; }
  [[gnu::always_inline]] void go_on() {}
};

template <class Isa>
struct Operand<Isa, Holds::either> {
  const char* at;
  std::size_t advance;
  [[gnu::always_inline]] Operand(const char* table, const Step& step, int which)
      : at(table + step.read[which].at), advance(step.read[which].advance) {}
  [[gnu::always_inline]] typename Isa::V next(std::size_t) {
    const auto value = Isa::load(at);
    at += advance;
    return value;
  }
  [[gnu::always_inline]] void go_on() {}
};

template <class Isa, typename Function, class... Operands>
[[gnu::always_inline]] inline void fill(char* out, std::size_t bytes, Function of,
                                        Operands... operands) {
  constexpr std::size_t vector = sizeof(typename Isa::V);
  const char* const end = out + bytes;
  do {
#pragma GCC unroll unrolled
    for (std::size_t i = 0; i < Step::stride; i += vector) {
      Isa::store(out + i, of(operands.next(i)...));
    }
    out += Step::stride;
    (operands.go_on(), ...);
  } while (out != end);
}

// The strip of a step's result: a function of vectors of its first `reads` operands.
template <class Isa, int constants, int reads, typename Function>
[[gnu::always_inline]] inline void over(char* table, const Step& step, std::size_t bytes,
                                        Function of) {
  [&]<int... which>(std::integer_sequence<int, which...>) __attribute__((always_inline)) {
    fill<Isa>(table + step.result, bytes, of,
              Operand<Isa, holds(constants, which)>(table, step, which)...);
  }(std::make_integer_sequence<int, reads>());
}

// `so_far` is on the left but for the last four.
template <class Isa, Link link>
[[gnu::always_inline]] inline typename Isa::V linked(typename Isa::V so_far,
                                                     typename Isa::V other) {
  if constexpr (link == Link::add) return so_far + other;
  if constexpr (link == Link::subtract) return so_far - other;
  if constexpr (link == Link::multiply) return so_far * other;
  if constexpr (link == Link::divide) return so_far / other;
  if constexpr (link == Link::minimum) return Isa::lesser(other, so_far);
  if constexpr (link == Link::maximum) return Isa::greater(other, so_far);
  if constexpr (link == Link::subtract_from) return other - so_far;
  if constexpr (link == Link::divide_into) return other / so_far;
  if constexpr (link == Link::minimum_right) return Isa::lesser(so_far, other);
  if constexpr (link == Link::maximum_right) return Isa::greater(so_far, other);
}

template <class Isa, Link first, int constants>
void one(char* table, const Step& step, std::size_t bytes) {
  using V = typename Isa::V;
  over<Isa, constants, 2>(table, step, bytes, [](V a, V b) __attribute__((always_inline)) {
    return linked<Isa, first>(a, b);
  });
}

template <class Isa, Link first, Link second, int constants>
void two(char* table, const Step& step, std::size_t bytes) {
  using V = typename Isa::V;
  over<Isa, constants, 3>(table, step, bytes, [](V a, V b, V c) __attribute__((always_inline)) {
    return linked<Isa, second>(linked<Isa, first>(a, b), c);
  });
}

template <class Isa, Link first, Link second, Link third, int constants>
void three(char* table, const Step& step, std::size_t bytes) {
  using V = typename Isa::V;
  over<Isa, constants, 4>(
      table, step, bytes, [](V a, V b, V c, V d) __attribute__((always_inline)) {
        return linked<Isa, third>(linked<Isa, second>(linked<Isa, first>(a, b), c), d);
      });
}

template <class Isa, Link left, Link middle, Link right, int constants>
void both(char* table, const Step& step, std::size_t bytes) {
  using V = typename Isa::V;
  over<Isa, constants, 4>(
      table, step, bytes, [](V a, V b, V c, V d) __attribute__((always_inline)) {
        return linked<Isa, middle>(linked<Isa, left>(a, b), linked<Isa, right>(c, d));
      });
}

template <class Isa, Comparison comparison>
[[gnu::always_inline]] inline typename Isa::M compared(typename Isa::V a, typename Isa::V b) {
  if constexpr (comparison == Comparison::less) return Isa::less(a, b);
  if constexpr (comparison == Comparison::less_equal) return Isa::less_equal(a, b);
  if constexpr (comparison == Comparison::equal) return Isa::equal(a, b);
}

template <class Isa, Comparison comparison>
void compare(char* table, const Step& step, std::size_t bytes) {
  using V = typename Isa::V;
  over<Isa, any_operand, 2>(table, step, bytes, [](V a, V b) __attribute__((always_inline)) {
    return Isa::select(compared<Isa, comparison>(a, b), Isa::all(1), Isa::all(0));
  });
}

// What to choose from is one operand each, or the product of two.
template <class Isa, Comparison comparison, int products, int link, int constants>
void select(char* table, const Step& step, std::size_t bytes) {
  constexpr int first = (products & 1) != 0 ? 2 : 1;
  constexpr int second = (products & 2) != 0 ? 2 : 1;
  constexpr int reads = 2 + first + second + (link == no_link ? 0 : 1);
  over<Isa, constants, reads>(table, step, bytes, [](auto... all) __attribute__((always_inline)) {
    const typename Isa::V read[] = {all...};
    const auto holds = compared<Isa, comparison>(read[0], read[1]);
    auto yes = read[2];
    if constexpr (first == 2) yes = yes * read[3];
    auto no = read[2 + first];
    if constexpr (second == 2) no = no * read[3 + first];
    const auto chosen = Isa::select(holds, yes, no);
    if constexpr (link == no_link) {
      return chosen;
    } else {
      return linked<Isa, Link(link)>(chosen, read[reads - 1]);
    }
  });
}

template <class Isa>
void choose(char* table, const Step& step, std::size_t bytes) {
  using V = typename Isa::V;
  over<Isa, any_operand, 3>(table, step, bytes,
                            [](V condition, V yes, V no) __attribute__((always_inline)) {
                              return Isa::select(Isa::nonzero(condition), yes, no);
                            });
}

template <class Isa>
void otherwise(char* table, const Step& step, std::size_t bytes) {
  using V = typename Isa::V;
  over<Isa, any_operand, 2>(table, step, bytes, [](V a, V b) __attribute__((always_inline)) {
    return Isa::select(Isa::missing(a), b, a);
  });
}

// A function of one vector, as a type: kernels are told apart by it.
template <class Isa, typename Function>
void mapped(char* table, const Step& step, std::size_t bytes) {
  using V = typename Isa::V;
  over<Isa, any_operand, 1>(table, step, bytes,
                            [](V a) __attribute__((always_inline)) { return Function::of(a); });
}
template <class Isa>
struct Copy {
  [[gnu::always_inline]] static typename Isa::V of(typename Isa::V value) { return value; }
};
template <class Isa>
struct Negate {
  [[gnu::always_inline]] static typename Isa::V of(typename Isa::V value) {
    return Isa::negated(value);
  }
};
template <class Isa>
struct Absolute {
  [[gnu::always_inline]] static typename Isa::V of(typename Isa::V value) {
    return Isa::absolute(value);
  }
};
template <class Isa>
struct Present {
  [[gnu::always_inline]] static typename Isa::V of(typename Isa::V value) {
    return Isa::select(Isa::missing(value), Isa::all(0), Isa::all(1));
  }
};

// Functions of engine/core/elementary.hpp, which the compiler makes vector code of. They raise
// `invalid` themselves where they lose a value. A strip may be written over what it reads, lane by
// lane: hence the promise that iterations are independent.
struct Lane {
  const double* at;
  std::size_t stride;
  Lane(const char* table, const Step& step, int which)
      : at(reinterpret_cast<const double*>(table + step.read[which].at)),
        stride(step.read[which].advance == 0 ? 0 : 1) {}
};
inline double* lanes_of(char* table, const Step& step) {
  return reinterpret_cast<double*>(table + step.result);
}

template <typename Function>
void elementary(char* table, const Step& step, std::size_t bytes) {
  const Lane x(table, step, 0);
  double* out = lanes_of(table, step);
  const std::size_t count = bytes / sizeof(double);
  if (x.stride == 0) {
    const double value = Function::of(*x.at);
    for (std::size_t i = 0; i < count; ++i) out[i] = value;
    return;
  }
#pragma GCC ivdep
  for (std::size_t i = 0; i < count; ++i) out[i] = Function::of(x.at[i]);
}
struct SquareRoot {
  [[gnu::always_inline]] static double of(double x) { return square_root(x); }
};
struct Exponential {
  [[gnu::always_inline]] static double of(double x) { return exponential(x); }
};
struct Logarithm {
  [[gnu::always_inline]] static double of(double x) { return logarithm(x); }
};

inline void raise(char* table, const Step& step, std::size_t bytes) {
  const Lane x(table, step, 0), y(table, step, 1);
  double* out = lanes_of(table, step);
  const std::size_t count = bytes / sizeof(double);
  if (x.stride == 0) {
    const double base = *x.at;
#pragma GCC ivdep
    for (std::size_t i = 0; i < count; ++i) out[i] = power(base, y.at[i * y.stride]);
  } else if (y.stride == 0) {
    const double exponent = *y.at;
#pragma GCC ivdep
    for (std::size_t i = 0; i < count; ++i) out[i] = power(x.at[i], exponent);
  } else {
#pragma GCC ivdep
    for (std::size_t i = 0; i < count; ++i) out[i] = power(x.at[i], y.at[i]);
  }
}

// An infinity would go through sums without a flag: as a point it is missing.
inline void load(const double* points, double* strip, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const double point = points[i];
    strip[i] = __builtin_fabs(point) <= __DBL_MAX__ ? point : __builtin_nan("");
  }
}

template <class Isa>
bool any_missing(const double* strip, std::size_t bytes) {
  const char* at = reinterpret_cast<const char*>(strip);
  const char* const end = at + bytes;
  bool any = false;
  for (; at != end; at += sizeof(typename Isa::V)) any |= Isa::any(Isa::missing(Isa::load(at)));
  return any;
}

}  // namespace
}  // namespace headwater::detail
