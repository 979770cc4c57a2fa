// Drawn models: the unit a series is declared in changes no value, and `per` rolls up as the ratio
// of what stands on its two sides.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/model/property.hpp"

using namespace headwater;
using test::hold_for_all;
using test::Known;

namespace {

int below(int bound) { return *rc::gen::inRange(0, bound); }

struct Scale {
  std::string unit;
  long double size;  // in the first unit of its dimension
};

// Money, shares, lines, and money per line: dimensions that products of each other stay within.
enum Dimension { money, share, lines, price };
const std::array<std::vector<Scale>, 4> scales = {{
    {{"JPY", 1}, {"k", 1e3L}, {"JPY mn", 1e6L}, {"oku", 1e8L}},
    {{"1", 1}, {"%", 1e-2L}, {"bp", 1e-4L}},
    {{"line", 1}, {"10k line", 1e4L}},
    {{"JPY / line", 1}, {"oku / 10k line", 1e4L}, {"k / line", 1e3L}, {"JPY / 10k line", 1e-4L}},
}};
const std::string units =
    "unit k = 1000 JPY\nunit JPY mn = 1000 k\nunit oku = 100 JPY mn\n"
    "unit line\nunit 10k line = 10000 line\n";

struct Observed {
  Dimension dimension;
  int printed_in;       // which of the scales
  int hundredths;       // the figure printed
  int declared_in = 0;  // which of the scales
};

struct Term {
  char kind = 's';  // s a series, and the letters of `text`
  std::size_t series = 0;
  std::vector<Term> args;
};

std::string text(const Term& term) {
  const auto arg = [&](std::size_t i) { return text(term.args[i]); };
  switch (term.kind) {
    case 's': return fmt::format("s{}", term.series);
    case 'm': return "min(" + arg(0) + ", " + arg(1) + ")";
    case 'M': return "max(" + arg(0) + ", " + arg(1) + ")";
    case '~': return "(-" + arg(0) + ")";
    case 'a': return "abs(" + arg(0) + ")";
    case '?': return "(if " + arg(0) + " < " + arg(1) + " then " + arg(2) + " else " + arg(3) + ")";
    default: return "(" + arg(0) + " " + term.kind + " " + arg(1) + ")";
  }
}

// Two series of each dimension.
Term drawn(Dimension dimension, int depth) {
  Term term;
  const auto args = [&](char kind, std::initializer_list<Dimension> of) {
    term.kind = kind;
    for (const Dimension one : of) term.args.push_back(drawn(one, depth - 1));
    return term;
  };
  if (depth == 0 || below(6) == 0) {
    term.series = std::size_t(dimension) * 2 + std::size_t(below(2));
    return term;
  }
  const auto any = Dimension(below(4));
  switch (below(9)) {
    case 0: return args('+', {dimension, dimension});
    case 1: return args('-', {dimension, dimension});
    case 2: return args('m', {dimension, dimension});
    case 3: return args('M', {dimension, dimension});
    case 4: return args(below(2) == 0 ? '~' : 'a', {dimension});
    case 5: return args('?', {any, any, dimension, dimension});
    case 6: return args(below(2) == 0 ? '*' : '/', {dimension, share});
    default: break;
  }
  switch (dimension) {
    case money: return args('*', {price, lines});
    case share: return args('/', {any, any});
    case lines: return args('/', {money, price});
    case price: return args('/', {money, lines});
  }
  return term;
}

struct DrawnModel {
  std::vector<Observed> series;
  Term formula;
  int shown_in = 0;

  double shown() const {
    std::string body = units;
    std::vector<std::string> actuals;
    for (std::size_t i = 0; i < series.size(); ++i) {
      const auto& in = scales[series[i].dimension];
      body += fmt::format("flow s{} : {}  actual only\n", i,
                          in[std::size_t(series[i].declared_in)].unit);
      actuals.push_back(fmt::format("s{},2022Q1,{}e-2,{}", i, series[i].hundredths,
                                    in[std::size_t(series[i].printed_in)].unit));
    }
    body += fmt::format("flow y : {}\n  = {}\n  actual only\n",
                        scales[money][std::size_t(shown_in)].unit, text(formula));
    return Known({.body = body, .actuals = actuals}).value("y", "2022Q1");
  }
};

constexpr long double u = 0x1p-53L;

// A value in the first units of its dimension, and how far from it a model may come that computes
// it in others. A conversion is one product by the nearest double of its factor: (1 + u)^2, less
// than 2.001 u of the value. Each of the other operations rounds once.
struct Bounded {
  long double value = 0;
  long double error = 0;
  bool decided = true;  // no comparison so close, no divisor so small that rounding decides
};

Bounded rounded(Bounded one, int times) {
  one.error += 1.001L * times * u * (std::fabs(one.value) + one.error);
  return one;
}
Bounded converted(const Bounded& one) { return rounded(one, 2); }

Bounded combined(char kind, const Bounded& left, const Bounded& right) {
  const long double a = std::fabs(left.value);
  const long double b = std::fabs(right.value);
  Bounded result{0, 0, left.decided && right.decided};
  switch (kind) {
    case '+': result.value = left.value + right.value; break;
    case '-': result.value = left.value - right.value; break;
    case 'm': result.value = std::min(left.value, right.value); break;
    case 'M': result.value = std::max(left.value, right.value); break;
    case '*':
      result.value = left.value * right.value;
      result.error = a * right.error + b * left.error + left.error * right.error;
      return rounded(result, 1);
    default:
      result.decided = result.decided && b > 2 * right.error;
      if (!result.decided) return result;
      result.value = left.value / right.value;
      result.error = (left.error + std::fabs(result.value) * right.error) / (b - right.error);
      return rounded(result, 1);
  }
  const bool picks = kind == 'm' || kind == 'M';
  result.error = picks ? std::max(left.error, right.error) : left.error + right.error;
  return picks ? result : rounded(result, 1);
}

// Whatever the units are: the right side of a sum, and all that is compared, may be converted.
Bounded bounded(const Term& term, const std::vector<Observed>& series) {
  const auto arg = [&](std::size_t i) { return bounded(term.args[i], series); };
  switch (term.kind) {
    case 's': {
      const Observed& one = series[term.series];
      const long double size = scales[one.dimension][std::size_t(one.printed_in)].size;
      // Reading the figure rounds once, bringing it to the declared unit is a conversion.
      return rounded({one.hundredths * size / 100, 0}, 3);
    }
    case '~':
    case 'a': {
      Bounded one = arg(0);
      one.value = term.kind == 'a' ? std::fabs(one.value) : -one.value;
      return one;
    }
    case '?': {
      const Bounded left = arg(0);
      const Bounded right = converted(arg(1));
      const bool yes = left.value < right.value;
      Bounded taken = yes ? arg(2) : converted(arg(3));
      const long double apart = std::fabs(left.value - right.value);
      taken.decided =
          taken.decided && left.decided && right.decided && apart > left.error + right.error;
      return taken;
    }
    case '*':
    case '/': return combined(term.kind, arg(0), arg(1));
    default: return combined(term.kind, arg(0), converted(arg(1)));
  }
}

int any_scale(Dimension of) { return below(int(scales[of].size())); }

// Any figure but zero.
int hundredths() {
  const int one = *rc::gen::inRange(1, 100'000);
  return below(4) == 0 ? -one : one;
}

DrawnModel drawn_model() {
  DrawnModel model;
  for (int i = 0; i < 8; ++i) {
    const auto of = Dimension(i / 2);
    model.series.push_back({of, any_scale(of), hundredths(), any_scale(of)});
  }
  model.formula = drawn(money, 4);
  model.shown_in = any_scale(money);
  return model;
}

}  // namespace

// Against the exact value, and one model against the other in which a series has another unit.
BOOST_AUTO_TEST_CASE(the_unit_a_series_is_declared_in_changes_no_value_but_by_its_rounding) {
  int decided = 0;
  hold_for_all("another scale, the same value", 1000, [&decided] {
    const DrawnModel model = drawn_model();
    DrawnModel other = model;
    const auto changed = std::size_t(below(9));
    int& scale = changed == 8 ? other.shown_in : other.series[changed].declared_in;
    scale = any_scale(changed == 8 ? money : other.series[changed].dimension);
    RC_LOG() << text(model.formula);

    const Bounded exact = converted(bounded(model.formula, model.series));

    const auto back = [](const DrawnModel& one) {
      return one.shown() * scales[money][std::size_t(one.shown_in)].size;
    };
    if (!exact.decided) return;
    ++decided;
    const long double first = back(model);
    const long double second = back(other);
    RC_ASSERT(std::fabs(first - exact.value) <= exact.error);
    RC_ASSERT(std::fabs(second - exact.value) <= exact.error);
    RC_ASSERT(std::fabs(first - second) <= 2 * exact.error);
  });
  BOOST_TEST(decided > 800);  // a bound that decides nothing holds nothing
}

namespace {

// What may stand on a side of `per`, over the quarters of one year.
struct Side {
  std::string text;
  int months = 0;                          // to which power months are in its unit
  std::function<double(int, int)> rolled;  // from quarter to quarter, 0..3
};

struct Year {
  std::vector<double> a, b;  // flows, by quarter
  std::vector<double> s;     // levels, the one before the first quarter first
};

double tree(const std::function<double(int)>& quarter, int first, int last) {
  if (first == last) return quarter(first);
  if (last - first == 1) return quarter(first) + quarter(last);
  return tree(quarter, first, first + 1) + tree(quarter, first + 2, last);
}

Side summed(std::string text, int months, std::function<double(int)> quarter) {
  return {std::move(text), months, [quarter = std::move(quarter)](int first, int last) {
            return tree(quarter, first, last);
          }};
}

Side drawn_side(const Year& year) {
  const auto a = [&year](int q) { return year.a[std::size_t(q)]; };
  const auto b = [&year](int q) { return year.b[std::size_t(q)]; };
  const auto mid = [&year](int q) {
    return 0.5 * (year.s[std::size_t(q)] + year.s[std::size_t(q) + 1]);
  };
  switch (below(9)) {
    case 0: return summed("a", 0, a);
    case 1: return summed("b", 0, b);
    case 2: return summed("(a + b)", 0, [=](int q) { return a(q) + b(q); });
    case 3: return summed("(a - b)", 0, [=](int q) { return a(q) - b(q); });
    case 4: return summed("(a * months)", 1, [=](int q) { return a(q) * 3; });
    case 5: return summed("(mid(s) * months)", 1, [=](int q) { return mid(q) * 3; });
    case 6: return summed("months", 1, [](int) { return 3.0; });
    case 7: return {"s", 0, [&year](int, int last) { return year.s[std::size_t(last) + 1]; }};
    default: break;
  }
  return {"mid(s)", 0, [=](int first, int last) {
            const double sum = tree(mid, first, last);
            return first == last ? sum : sum / (last - first + 1);
          }};
}

// Each side by itself, then divided, however deep.
Side drawn_per(const Year& year, int depth) {
  if (depth == 0 || below(3) == 0) return drawn_side(year);
  const Side left = drawn_per(year, depth - 1);
  const Side right = drawn_per(year, depth - 1);
  return {"(" + left.text + " per " + right.text + ")", left.months - right.months,
          [l = left.rolled, r = right.rolled](int first, int last) {
            return arithmetic(NodeOp::divide, l(first, last), r(first, last));
          }};
}

std::vector<double> amounts(int count) {
  std::vector<double> all;
  for (int i = 0; i < count; ++i) {
    const double digits = double(*rc::gen::inRange<std::int64_t>(1, 1LL << 53));
    const double sign = below(5) == 0 ? -1 : 1;
    all.push_back(below(12) == 0 ? 0 : sign * std::ldexp(digits, below(60) - 80));
  }
  return all;
}

Known model_of(const Year& year, const Side& measure) {
  const int power = measure.months;
  const std::string unit = power == 0  ? "1"
                           : power > 0 ? fmt::format("month^{}", power)
                                       : fmt::format("1 / month^{}", -power);
  std::vector<std::string> actuals = {fmt::format("s,2021Q4,{},1", year.s[0])};
  for (std::size_t q = 0; q < 4; ++q) {
    actuals.push_back(fmt::format("a,2022Q{},{},1", q + 1, year.a[q]));
    actuals.push_back(fmt::format("b,2022Q{},{},1", q + 1, year.b[q]));
    actuals.push_back(fmt::format("s,2022Q{},{},1", q + 1, year.s[q + 1]));
  }
  return Known({.body = fmt::format("flow a : 1  actual only\nflow b : 1  actual only\n"
                                    "stock s : 1  actual only\nprice r : {}\n  = {}\n"
                                    "  actual only\n",
                                    unit, measure.text),
                .actuals = actuals,
                .horizon = "2022Q1..2022Q4"});
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_per_rolls_up_as_the_ratio_of_its_sides_to_the_bit) {
  hold_for_all("each side by itself, then divided", 500, [] {
    const Year year{amounts(4), amounts(4), amounts(5)};
    const Side left = drawn_per(year, 2);
    const Side right = drawn_per(year, 2);
    const Side measure{"(" + left.text + " per " + right.text + ")", left.months - right.months,
                       [&](int first, int last) {
                         return arithmetic(NodeOp::divide, left.rolled(first, last),
                                           right.rolled(first, last));
                       }};
    RC_LOG() << measure.text;

    const Known known = model_of(year, measure);

    struct Span {
      const char* name;
      int first, last;
    };
    for (const Span& span :
         {Span{"2022Q2", 1, 1}, Span{"2022H1", 0, 1}, Span{"2022H2", 2, 3}, Span{"FY2022", 0, 3}}) {
      const double expected = measure.rolled(span.first, span.last);
      const double value = known.value("r", span.name);
      RC_LOG() << span.name << ": " << value << ", and by hand " << expected;
      RC_ASSERT((value == expected || (is_missing(value) && is_missing(expected))));
    }
  });
}
