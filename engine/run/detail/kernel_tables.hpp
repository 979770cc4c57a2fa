// The kernels of an instruction set, each in the place of its links and of its constants.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "engine/run/detail/kernel_bodies.hpp"
#include "engine/run/detail/step.hpp"

namespace headwater::detail {
namespace {

constexpr bool divides(Link link) { return link == Link::divide || link == Link::divide_into; }
constexpr bool commutes(Link link) { return link == Link::add || link == Link::multiply; }
constexpr bool orders(Link link) {
  return link == Link::minimum || link == Link::maximum || link == Link::minimum_right ||
         link == Link::maximum_right;
}

// What a kernel is to know of its constants. Not of two that meet, which were folded; not of one
// that can be turned round; and of three operations only where it pays (a division takes longer
// than all loads) and there are not too many.
constexpr int known(std::initializer_list<Link> links, int constants) {
  const int first = constants & 3;
  if (first == 3 || (first == 2 && commutes(*links.begin()))) return any_operand;
  if (links.size() < 3) return constants;
  if (sanitized) return any_operand;
  const bool quick =
      std::ranges::none_of(links, divides) && std::ranges::count_if(links, orders) < 2;
  return quick ? constants : any_operand;
}
constexpr int known_of_both(Link left, Link middle, Link right, int constants) {
  const auto plain = [](Link link) { return link < Link::divide; };
  const bool quick = plain(left) && plain(middle) && plain(right) && !sanitized;
  if (!quick || known({left}, constants & 3) == any_operand) return any_operand;
  return known({right}, constants >> 2) == any_operand ? any_operand : constants;
}

// Kernels by the place in their table: the number of the links, then the constants.
struct Ones {
  template <class Isa, int i>
  static constexpr Kernel at() {
    constexpr Link first = Link(i >> 2);
    return one<Isa, first, known({first}, i & 3)>;
  }
};
struct Twos {
  template <class Isa, int i>
  static constexpr Kernel at() {
    constexpr Link first = Link((i >> 3) / links);
    constexpr Link second = Link((i >> 3) % links);
    return two<Isa, first, second, known({first, second}, i & 7)>;
  }
};
struct Threes {
  template <class Isa, int i>
  static constexpr Kernel at() {
    constexpr Link first = Link((i >> 4) / links / links);
    constexpr Link second = Link((i >> 4) / links % links);
    constexpr Link third = Link((i >> 4) % links);
    return three<Isa, first, second, third, known({first, second, third}, i & 15)>;
  }
};
struct Boths {
  template <class Isa, int i>
  static constexpr Kernel at() {
    constexpr Link left = Link((i >> 4) / first_links / first_links);
    constexpr Link middle = Link((i >> 4) / first_links % first_links);
    constexpr Link right = Link((i >> 4) % first_links);
    return both<Isa, left, middle, right, known_of_both(left, middle, right, i & 15)>;
  }
};
struct Selections {
  template <class Isa, int i>
  static constexpr Kernel at() {
    constexpr Comparison comparison = Comparison((i >> 1) / (links + 1) / arms);
    constexpr int products = (i >> 1) / (links + 1) % arms;
    constexpr int link = (i >> 1) % (links + 1);
    constexpr int constants = (i & 1) != 0 ? leading_constants(products) : any_operand;
    return select<Isa, comparison, products, link, constants>;
  }
};

template <class Isa, class Kernels, int... i>
constexpr void fill(Kernel* places, std::integer_sequence<int, i...>) {
  const Kernel all[] = {Kernels::template at<Isa, i>()...};
  std::copy(std::begin(all), std::end(all), places);
}
template <class Isa, class Kernels, int count>
constexpr void fill(Kernel (&places)[count]) {
  fill<Isa, Kernels>(places, std::make_integer_sequence<int, count>());
}

template <class Isa>
constexpr KernelSet kernel_set() {
  KernelSet set{};
  set.vector = sizeof(typename Isa::V);
  fill<Isa, Ones>(set.one);
  fill<Isa, Twos>(set.two);
  fill<Isa, Threes>(set.three);
  fill<Isa, Boths>(set.both);
  fill<Isa, Selections>(set.select);
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
