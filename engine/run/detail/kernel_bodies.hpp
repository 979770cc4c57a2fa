// The loops of all kernels, over the vectors of an instruction set.
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

template <class Isa>
struct Operand {
  const char* at;
  std::size_t advance;

  [[gnu::always_inline]] Operand(const char* table, const Step& step, int which)
      : at(table + step.read[which].at), advance(step.read[which].advance) {}
  [[gnu::always_inline]] typename Isa::V next() {
    const auto value = Isa::load(at);
    at += advance;
    return value;
  }
};

// `next` gives the vectors of the result, one after the other.
template <class Isa, typename Next>
[[gnu::always_inline]] inline void fill(char* table, const Step& step, std::size_t bytes,
                                        Next next) {
  constexpr std::size_t vector = sizeof(typename Isa::V);
  char* out = table + step.result;
  const char* const end = out + bytes;
  do {
#pragma GCC unroll 8
    for (std::size_t i = 0; i < Step::stride; i += vector) Isa::store(out + i, next());
    out += Step::stride;
  } while (out != end);
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

template <class Isa, Link first>
void one(char* table, const Step& step, std::size_t bytes) {
  Operand<Isa> a(table, step, 0), b(table, step, 1);
  fill<Isa>(table, step, bytes, [&]() __attribute__((always_inline)) {
    return linked<Isa, first>(a.next(), b.next());
  });
}

template <class Isa, Link first, Link second>
void two(char* table, const Step& step, std::size_t bytes) {
  Operand<Isa> a(table, step, 0), b(table, step, 1), c(table, step, 2);
  fill<Isa>(table, step, bytes, [&]() __attribute__((always_inline)) {
    const auto so_far = linked<Isa, first>(a.next(), b.next());
    return linked<Isa, second>(so_far, c.next());
  });
}

template <class Isa, Link first, Link second, Link third>
void three(char* table, const Step& step, std::size_t bytes) {
  Operand<Isa> a(table, step, 0), b(table, step, 1), c(table, step, 2), d(table, step, 3);
  fill<Isa>(table, step, bytes, [&]() __attribute__((always_inline)) {
    const auto so_far = linked<Isa, second>(linked<Isa, first>(a.next(), b.next()), c.next());
    return linked<Isa, third>(so_far, d.next());
  });
}

template <class Isa, Link left, Link middle, Link right>
void both(char* table, const Step& step, std::size_t bytes) {
  Operand<Isa> a(table, step, 0), b(table, step, 1), c(table, step, 2), d(table, step, 3);
  fill<Isa>(table, step, bytes, [&]() __attribute__((always_inline)) {
    const auto first = linked<Isa, left>(a.next(), b.next());
    const auto second = linked<Isa, right>(c.next(), d.next());
    return linked<Isa, middle>(first, second);
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
  Operand<Isa> a(table, step, 0), b(table, step, 1);
  fill<Isa>(table, step, bytes, [&]() __attribute__((always_inline)) {
    const auto holds = compared<Isa, comparison>(a.next(), b.next());
    return Isa::select(holds, Isa::all(1), Isa::all(0));
  });
}

// One of two, or of their products.
template <class Isa, bool product>
struct Arm {
  Operand<Isa> first, second;
  [[gnu::always_inline]] Arm(const char* table, const Step& step, int which)
      : first(table, step, which), second(table, step, which + (product ? 1 : 0)) {}
  [[gnu::always_inline]] typename Isa::V next() {
    const auto value = first.next();
    if constexpr (product) return value * second.next();
    return value;
  }
};

template <class Isa, Comparison comparison, int products, int link>
void select(char* table, const Step& step, std::size_t bytes) {
  constexpr bool first = (products & 1) != 0;
  constexpr bool second = (products & 2) != 0;
  constexpr int after = 4 + int(first) + int(second);
  Operand<Isa> a(table, step, 0), b(table, step, 1), other(table, step, after);
  Arm<Isa, first> yes(table, step, 2);
  Arm<Isa, second> no(table, step, 3 + int(first));
  fill<Isa>(table, step, bytes, [&]() __attribute__((always_inline)) {
    const auto holds = compared<Isa, comparison>(a.next(), b.next());
    const auto chosen = Isa::select(holds, yes.next(), no.next());
    if constexpr (link == no_link) {
      return chosen;
    } else {
      return linked<Isa, Link(link)>(chosen, other.next());
    }
  });
}

template <class Isa>
void choose(char* table, const Step& step, std::size_t bytes) {
  Operand<Isa> condition(table, step, 0), yes(table, step, 1), no(table, step, 2);
  fill<Isa>(table, step, bytes, [&]() __attribute__((always_inline)) {
    return Isa::select(Isa::nonzero(condition.next()), yes.next(), no.next());
  });
}

template <class Isa>
void otherwise(char* table, const Step& step, std::size_t bytes) {
  Operand<Isa> a(table, step, 0), b(table, step, 1);
  fill<Isa>(table, step, bytes, [&]() __attribute__((always_inline)) {
    const auto value = a.next();
    return Isa::select(Isa::missing(value), b.next(), value);
  });
}

// A function of one vector, as a type: kernels are told apart by it.
template <class Isa, typename Function>
void mapped(char* table, const Step& step, std::size_t bytes) {
  Operand<Isa> a(table, step, 0);
  fill<Isa>(table, step, bytes,
            [&]() __attribute__((always_inline)) { return Function::of(a.next()); });
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

// Entry i of each table, so that i counts through all combinations.
template <class Isa, int i>
constexpr void fill_chain(KernelSet& set) {
  constexpr Link third = Link(i % links);
  constexpr Link second = Link(i / links % links);
  constexpr Link first = Link(i / links / links);
  set.three[i] = three<Isa, first, second, third>;
  if constexpr (i % links == 0) set.two[i / links] = two<Isa, first, second>;
  if constexpr (i % (links * links) == 0) set.one[i / (links * links)] = one<Isa, first>;
}
template <class Isa, int i>
constexpr void fill_both(KernelSet& set) {
  set.both[i] = both<Isa, Link(i / first_links / first_links), Link(i / first_links % first_links),
                     Link(i % first_links)>;
}
template <class Isa, int i>
constexpr void fill_select(KernelSet& set) {
  set.select[i] =
      select<Isa, Comparison(i / (links + 1) / arms), i / (links + 1) % arms, i % (links + 1)>;
}

template <class Isa, int... i>
constexpr void fill(KernelSet& set, std::integer_sequence<int, i...>) {
  (fill_chain<Isa, i>(set), ...);
}
template <class Isa, int... i>
constexpr void fill_boths(KernelSet& set, std::integer_sequence<int, i...>) {
  (fill_both<Isa, i>(set), ...);
}
template <class Isa, int... i>
constexpr void fill_selects(KernelSet& set, std::integer_sequence<int, i...>) {
  (fill_select<Isa, i>(set), ...);
}

template <class Isa>
constexpr KernelSet kernel_set() {
  KernelSet set{};
  set.vector = sizeof(typename Isa::V);
  fill<Isa>(set, std::make_integer_sequence<int, first_links * links * links>());
  fill_boths<Isa>(set, std::make_integer_sequence<int, first_links * first_links * first_links>());
  fill_selects<Isa>(set, std::make_integer_sequence<int, selections>());
  set.compare[int(Comparison::less)] = compare<Isa, Comparison::less>;
  set.compare[int(Comparison::less_equal)] = compare<Isa, Comparison::less_equal>;
  set.compare[int(Comparison::equal)] = compare<Isa, Comparison::equal>;
  set.choose = choose<Isa>;
  set.otherwise = otherwise<Isa>;
  set.present = mapped<Isa, Present<Isa>>;
  set.negate = mapped<Isa, Negate<Isa>>;
  set.absolute = mapped<Isa, Absolute<Isa>>;
  set.copy = mapped<Isa, Copy<Isa>>;
  set.square_root = elementary<SquareRoot>;
  set.exponential = elementary<Exponential>;
  set.logarithm = elementary<Logarithm>;
  set.raise = raise;
  set.load = load;
  set.any_missing = any_missing<Isa>;
  return set;
}

}  // namespace
}  // namespace headwater::detail
