#include "tests/run/naive.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "engine/core/elementary.hpp"
#include "tests/run/slope_number.hpp"

namespace headwater::test {
namespace {

double nothing() { return std::numeric_limits<double>::quiet_NaN(); }
double value_of(double number) { return number; }

// Of both kinds of number; headwater:: those of double.
using std::fabs;
using std::isfinite;
using std::isnan;

}  // namespace

template <typename Number>
NaiveOf<Number>::NaiveOf(const DrawnModel& model, std::vector<Number> points)
    : model_(model), points_(std::move(points)) {}

template <typename Number>
Number NaiveOf<Number>::got(Number result, Number a, Number b) {
  if (isnan(a) || isnan(b)) return nothing();
  if (isfinite(result)) return result;
  losing_.insert(now_);
  return nothing();
}

template <typename Number>
Number NaiveOf<Number>::output(const DrawnOutput& output) {
  now_ = {output.of_driver, output.index, output.last};
  if (output.of_driver) return cell({true, output.index, output.first});
  return rolled(output.index, output.first, output.last);
}

template <typename Number>
Number NaiveOf<Number>::cell(Cell cell) {
  if (!cell.of_driver && cell.period < model_.first) {
    return model_.series[std::size_t(cell.index)].before;
  }
  if (const auto known = values_.find(cell); known != values_.end()) return known->second;
  const Cell outer = std::exchange(now_, cell);
  Number value = 0;
  if (cell.of_driver) {
    value = driver(cell.index, cell.period, model_.operations.size());
  } else {
    value = of(model_.series[std::size_t(cell.index)].formula, cell.period);
    for (const DrawnOperation& one : model_.operations) {
      const bool touches = !one.of_driver && one.index == cell.index && one.first <= cell.period &&
                           cell.period <= one.last;
      if (touches) value = operated(one, value);
    }
  }
  now_ = outer;
  values_.emplace(cell, value);
  return value;
}

template <typename Number>
Number NaiveOf<Number>::point(int axis) const {
  const Number point = points_[std::size_t(axis)];
  return isfinite(point) ? point : nothing();
}

template <typename Number>
Number NaiveOf<Number>::standard(const DrawnDriver& driver, int period) const {
  switch (driver.shape) {
    case DrawnDriver::Shape::flat: return driver.values[0];
    case DrawnDriver::Shape::season: return driver.values[std::size_t(period % 4)];
    case DrawnDriver::Shape::step: break;
  }
  return driver.values[period <= driver.step ? 0 : 1];
}

// After the first so many operations, in order.
template <typename Number>
Number NaiveOf<Number>::driver(int index, int period, std::size_t operations) {
  Number value = standard(model_.drivers[std::size_t(index)], period);
  for (std::size_t i = 0; i < operations; ++i) {
    const DrawnOperation& one = model_.operations[i];
    if (!one.of_driver || one.index != index || period < one.first || one.last < period) continue;
    if (one.kind == DrawnOperation::Kind::grow) {
      const Number before = driver(index, period - 1, period == one.first ? i : i + 1);
      value = times(before, plus(1, point(one.axis)));
    } else if (one.kind != DrawnOperation::Kind::ramp) {
      value = operated(one, value);
    } else if (period == one.last) {
      value = point(one.axis);
    } else {
      const Number start = driver(index, one.first - 1, i);
      const Number share = double(period - one.first + 1) / double(one.last - one.first + 1);
      value = plus(start, times(minus(point(one.axis), start), share));
    }
  }
  return value;
}

template <typename Number>
Number NaiveOf<Number>::operated(const DrawnOperation& one, Number value) {
  const Number operand = point(one.axis);
  Number done = operand;
  if (one.kind == DrawnOperation::Kind::add) done = plus(value, operand);
  if (one.kind == DrawnOperation::Kind::multiply) done = times(value, operand);
  if (!one.when) return done;
  const Number position = point(one.when->axis);
  if (isnan(position)) return nothing();
  return position == one.when->at ? done : value;
}

template <typename Number>
Number NaiveOf<Number>::rolled(int series, int first, int last) {
  if (first == last) return cell({false, series, first});
  const Term& formula = model_.series[std::size_t(series)].formula;
  switch (model_.series[std::size_t(series)].kind) {
    case DrawnSeries::Kind::flow: return summed(series, first, last);
    case DrawnSeries::Kind::stock: return cell({false, series, last});
    case DrawnSeries::Kind::mean: return over(summed(series, first, last), last - first + 1);
    case DrawnSeries::Kind::compound: return compounded(series, first, last);
    case DrawnSeries::Kind::quotient: break;
  }
  const Number above = summed(formula.args[0].index, first, last);
  return over(above, summed(formula.args[1].index, first, last));
}

// Halves of a year, quarters of a half; nine months are a half and a quarter; else one by one.
template <typename Number>
Number NaiveOf<Number>::summed(int series, int first, int last) {
  const int count = last - first + 1;
  if (count == 1) return cell({false, series, first});
  const bool whole = (count == 4 && first % 4 == 0) || (count == 2 && first % 2 == 0);
  const int second = whole ? first + count / 2 : last;
  const Number early = summed(series, first, second - 1);
  return plus(early, summed(series, second, last));
}

template <typename Number>
Number NaiveOf<Number>::compounded(int series, int first, int last) {
  Number product = 1;
  for (int period = first; period <= last; ++period) {
    product = times(product, plus(1, cell({false, series, period})));
  }
  return minus(product, 1);
}

template <typename Number>
Number NaiveOf<Number>::of(const Term& term, int period) {
  switch (term.word) {
    case Word::number: return term.number;
    case Word::quarter: return period % 4 + 1;
    case Word::fiscal_year: return period / 4;
    case Word::driver: return cell({true, term.index, period - term.lag});
    case Word::series: return cell({false, term.index, period - term.lag});
    case Word::choose: return choice(term, period);
    case Word::delay: return delayed(term, period);
    case Word::minimum:
    case Word::maximum:
    case Word::sum:
    case Word::mean:
    case Word::clamp: return folded(term, period);
    default: break;
  }
  const Number a = of(term.args[0], period);
  if (term.args.size() == 1) return unary(term, period);
  const Number b = of(term.args[1], period);
  return binary(term.word, a, b);
}

template <typename Number>
Number NaiveOf<Number>::binary(Word word, Number a, Number b) {
  if (word == Word::otherwise) return isnan(a) ? b : a;
  if (isnan(a) || isnan(b)) return nothing();
  switch (word) {
    case Word::add: return plus(a, b);
    case Word::subtract: return minus(a, b);
    case Word::multiply: return times(a, b);
    case Word::divide:
    case Word::per: return over(a, b);
    case Word::raised: return got(power(a, b), a, b);
    case Word::minimum: return b < a ? b : a;
    case Word::maximum: return a < b ? b : a;
    case Word::less: return a < b;
    case Word::less_equal: return a <= b;
    case Word::greater: return a > b;
    case Word::greater_equal: return a >= b;
    case Word::equal: return a == b;
    default: return a != b;
  }
}

template <typename Number>
Number NaiveOf<Number>::unary(const Term& term, int period) {
  const auto back = [&](int periods) { return of(term.args[0], period - periods); };
  const Number a = back(0);
  switch (term.word) {
    case Word::present: return isnan(a) ? 0 : 1;
    case Word::negate: return -a;
    case Word::absolute: return fabs(a);
    case Word::root: return got(square_root(a), a);
    case Word::exponential: return got(exponential(a), a);
    case Word::logarithm: return got(logarithm(a), a);
    case Word::mid: return times(0.5, plus(back(1), a));
    case Word::growth: return minus(over(a, back(1)), 1);
    case Word::trailing4: {
      const Number early = plus(back(3), back(2));
      return plus(early, plus(back(1), a));
    }
    default: break;
  }
  Number product = 1;
  for (int i = 0; i < std::abs(term.index); ++i) product = times(product, a);
  return term.index < 0 ? over(1, product) : product;
}

template <typename Number>
Number NaiveOf<Number>::folded(const Term& term, int period) {
  std::vector<Number> args;
  for (const Term& arg : term.args) args.push_back(of(arg, period));
  if (term.word == Word::clamp) {
    return binary(Word::minimum, binary(Word::maximum, args[0], args[1]), args[2]);
  }
  const bool adds = term.word == Word::sum || term.word == Word::mean;
  Number value = args[0];
  for (std::size_t i = 1; i < args.size(); ++i) {
    value = binary(adds ? Word::add : term.word, value, args[i]);
  }
  return term.word == Word::mean ? over(value, double(args.size())) : value;
}

template <typename Number>
Number NaiveOf<Number>::choice(const Term& term, int period) {
  const Number condition = of(term.args[0], period);
  const Number yes = of(term.args[1], period);
  const Number no = of(term.args[2], period);
  if (isnan(condition)) return nothing();
  return condition != 0 ? yes : no;
}

// Of what was sent, each whole delay beside the drawn one gets a share: the larger as a product,
// the smaller what that leaves, and of two halves the earlier is the product.
template <typename Number>
Number NaiveOf<Number>::delayed(const Term& term, int period) {
  Number total = 0;
  for (int later = 0; later <= delay_reach; ++later) {
    const Number flow = of(term.args[0], period - later);
    const Number late = of(term.args[1], period - later);
    if (term.args[1].word == Word::number && std::ceil(value_of(late)) < later) continue;
    total = plus(total, arriving(flow, late, later));
  }
  return total;
}

template <typename Number>
Number NaiveOf<Number>::arriving(Number flow, Number late, int later) {
  if (isnan(late)) return nothing();
  if (late < 0 || late > delay_reach) return got(nothing(), 0);
  const Number off = late - later;
  const Number away = fabs(off);
  const Number share = 1 - away;
  // What begins to arrive with a delay the least bit longer has a slope, though it is 0 yet.
  const bool begins = off == -1 && !isnan(flow);
  if (share <= 0 && !begins) return 0;
  if (off > -0.5 && off <= 0.5) return times(share, flow);
  return minus(flow, times(away, flow));
}

template class NaiveOf<double>;
template class NaiveOf<SlopeNumber>;

}  // namespace headwater::test
