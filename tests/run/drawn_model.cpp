#include "tests/run/drawn_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

namespace headwater::test {

double ordinary_number(Random& random) {
  constexpr auto plain =
      std::to_array<double>({0, 1, 2, 3, 0.1, 0.7, 3.5, 10, 1e6, 1e-3, -2, -0.3});
  if (below(random, 3) == 0) return plain[std::size_t(below(random, int(plain.size())))];
  return std::ldexp(double(random()), -31) + (below(random, 6) == 0 ? -1.0 : 0.25);
}

double extreme_number(Random& random) {
  using Limits = std::numeric_limits<double>;
  constexpr auto extremes = std::to_array<double>(
      {0.0, -0.0, 1e308, -1e308, 1e-308, -1e-308, Limits::denorm_min(), -Limits::denorm_min(),
       3e-310, Limits::max(), Limits::min(), 1e150, 1e-160, 709.0, -745.0, Limits::infinity(),
       -Limits::infinity(), Limits::quiet_NaN()});
  return extremes[std::size_t(below(random, int(extremes.size())))];
}

namespace {

bool one_in(Random& random, int times) { return below(random, times) == 0; }

class Drawing {
 public:
  explicit Drawing(Random& random) : random_(random) {}

  DrawnModel drawn() {
    model_.first = 4 * 2022 + below(random_, 4);
    steady_ = !one_in(random_, 3);
    model_.last = model_.first + (steady_ ? 15 + below(random_, 9) : 5 + below(random_, 19));
    draw_drivers();
    draw_series();
    draw_operations();
    draw_outputs();
    return std::move(model_);
  }

 private:
  int length() const { return model_.last - model_.first + 1; }
  int any_driver() { return below(random_, int(model_.drivers.size())); }
  int any_period() { return model_.first + below(random_, length()); }

  void draw_drivers() {
    const int count = 1 + below(random_, 4);
    for (int i = 0; i < count; ++i) {
      DrawnDriver driver;
      driver.shape = DrawnDriver::Shape(below(random_, steady_ ? 2 : 3));
      for (int quarter = 0; quarter < 4; ++quarter) {
        driver.values.push_back(ordinary_number(random_));
      }
      driver.step = any_period();
      model_.drivers.push_back(driver);
    }
    if (!one_in(random_, 4)) return;
    late_ = count;
    const double quarters = 0.25 * below(random_, 4 * delay_reach);
    model_.drivers.push_back({DrawnDriver::Shape::flat, {quarters, 0, 0, 0}, 0, true});
  }

  void draw_series() {
    count_ = 1 + below(random_, one_in(random_, 4) ? 14 : 6);
    for (own_ = 0; own_ < count_; ++own_) {
      constexpr auto kinds = std::to_array<DrawnSeries::Kind>(
          {DrawnSeries::Kind::flow, DrawnSeries::Kind::flow, DrawnSeries::Kind::flow,
           DrawnSeries::Kind::stock, DrawnSeries::Kind::stock, DrawnSeries::Kind::mean,
           DrawnSeries::Kind::compound, DrawnSeries::Kind::quotient});
      DrawnSeries series;
      series.kind = kinds[std::size_t(below(random_, int(kinds.size())))];
      if (series.kind == DrawnSeries::Kind::quotient && flows_.empty()) {
        series.kind = DrawnSeries::Kind::flow;
      }
      series.before = ordinary_number(random_);
      series.formula = formula(series.kind);
      if (series.kind == DrawnSeries::Kind::flow) flows_.push_back(own_);
      model_.series.push_back(std::move(series));
    }
  }

  Term formula(DrawnSeries::Kind kind) {
    if (kind == DrawnSeries::Kind::quotient) return quotient();
    if (kind == DrawnSeries::Kind::stock) return accumulated();
    if (one_in(random_, 3)) return chain();
    return term(3);
  }

  Term cell(int index, int lag) {
    Term term;
    term.word = Word::series;
    term.index = index;
    term.lag = lag;
    return term;
  }
  Term with(Word word, std::vector<Term> args) {
    Term term;
    term.word = word;
    term.args = std::move(args);
    return term;
  }

  Term quotient() {
    const auto flow = [&] {
      return cell(flows_[std::size_t(below(random_, int(flows_.size())))], 0);
    };
    Term above = flow();
    return with(Word::per, {std::move(above), flow()});
  }

  // The level before, and what changes it: runs through all periods.
  Term accumulated() {
    Term before = cell(own_, 1);
    if (one_in(random_, 3)) before = with(Word::multiply, {std::move(before), leaf()});
    Term change = one_in(random_, 3) ? chain() : term(2);
    const Word word = one_in(random_, 3) ? Word::subtract : Word::add;
    return with(word, {std::move(before), std::move(change)});
  }

  // a + b * c - d ...: each result is read once, at once.
  Term chain() {
    constexpr auto words =
        std::to_array<Word>({Word::add, Word::add, Word::subtract, Word::multiply, Word::multiply,
                             Word::divide, Word::maximum, Word::minimum});
    Term all = leaf();
    for (int left = 2 + below(random_, 9); left > 0; --left) {
      const Word word = words[std::size_t(below(random_, int(words.size())))];
      Term next = leaf();
      const bool before = one_in(random_, 3);
      if (before) std::swap(all, next);
      all = with(word, {std::move(all), std::move(next)});
    }
    return all;
  }

  // A series reads those above it in its own period, and any of them in an earlier one.
  Term leaf() {
    Term term;
    const int lag = one_in(random_, 3) ? 1 + below(random_, 8) : 0;
    switch (below(random_, 12)) {
      case 0:
      case 1: term.number = std::fabs(ordinary_number(random_)); return term;
      case 2: term.word = one_in(random_, 4) ? Word::fiscal_year : Word::quarter; return term;
      case 3:
      case 4:
      case 5: return driver(lag);
      default: break;
    }
    const bool earlier = lag != 0 || own_ == 0;
    return cell(below(random_, earlier ? count_ : own_), earlier && lag == 0 ? 1 : lag);
  }

  Term driver(int lag) {
    Term term;
    term.word = Word::driver;
    term.index = below(random_, int(model_.drivers.size()) - (late_ ? 1 : 0));
    term.lag = lag;
    return term;
  }

  Term term(int depth) {
    if (depth == 0 || one_in(random_, 6)) return leaf();
    constexpr auto words = std::to_array<Word>(
        {Word::add,       Word::add,      Word::add,      Word::subtract, Word::subtract,
         Word::multiply,  Word::multiply, Word::multiply, Word::divide,   Word::divide,
         Word::per,       Word::minimum,  Word::maximum,  Word::sum,      Word::mean,
         Word::clamp,     Word::negate,   Word::absolute, Word::root,     Word::exponential,
         Word::logarithm, Word::raised,   Word::power,    Word::mid,      Word::growth,
         Word::trailing4, Word::present,  Word::delay,    Word::choose,   Word::choose,
         Word::choose,    Word::otherwise});
    const Word word = words[std::size_t(below(random_, int(words.size())))];
    if (word == Word::choose) return choice(depth);
    if (word == Word::delay) return delayed();
    Term drawn = with(word, {});
    if (word == Word::power) drawn.index = below(random_, 6) - 2;
    for (int i = operands(word); i > 0; --i) drawn.args.push_back(term(depth - 1));
    return drawn;
  }

  int operands(Word word) {
    switch (word) {
      case Word::negate:
      case Word::absolute:
      case Word::root:
      case Word::exponential:
      case Word::logarithm:
      case Word::power:
      case Word::mid:
      case Word::growth:
      case Word::trailing4:
      case Word::present: return 1;
      case Word::clamp: return 3;
      case Word::minimum:
      case Word::maximum: return 2 + below(random_, 3);
      case Word::sum:
      case Word::mean: return 1 + below(random_, 5);
      default: return 2;
    }
  }

  Term choice(int depth) {
    constexpr auto words = std::to_array<Word>({Word::less, Word::less_equal, Word::greater,
                                                Word::greater_equal, Word::equal, Word::unequal});
    Term left = term(depth - 1);
    Term right = term(depth - 1);
    if (one_in(random_, 3)) {  // of the calendar: known when the program is made
      left = with(Word::quarter, {});
      right = Term{};
      right.number = 1 + below(random_, 4);
    }
    const Word word = words[std::size_t(below(random_, int(words.size())))];
    Term condition = with(word, {std::move(left), std::move(right)});
    Term yes = term(depth - 1);
    return with(Word::choose, {std::move(condition), std::move(yes), term(depth - 1)});
  }

  Term delayed() {
    std::vector<int> earlier;
    for (const int flow : flows_) {
      if (flow < own_) earlier.push_back(flow);
    }
    if (earlier.empty()) return leaf();
    Term flow = cell(earlier[std::size_t(below(random_, int(earlier.size())))], 0);
    Term periods;
    periods.number = 0.25 * below(random_, 4 * delay_reach);
    if (late_) {
      periods.word = Word::driver;
      periods.index = *late_;
    }
    return with(Word::delay, {std::move(flow), std::move(periods)});
  }

  void draw_operations() {
    const int count = 1 + below(random_, 5);
    model_.axes = 1 + below(random_, count);
    for (int i = 0; i < count; ++i) {
      DrawnOperation one;
      one.of_driver = !one_in(random_, 4);
      // Add factors come after the formula; a driver may also grow, or go somewhere in equal steps.
      one.kind = one.of_driver ? DrawnOperation::Kind(below(random_, 5))
                               : DrawnOperation::Kind(1 + below(random_, 2));
      one.index = one.of_driver ? any_driver() : below(random_, count_);
      one.first = any_period();
      one.last = one.first + below(random_, model_.last - one.first + 1);
      if (steady_ || one_in(random_, 3)) one.first = model_.first - 8, one.last = model_.last;
      // What goes on from the period before, or to a last one, is another thing in each.
      if (steady_ && one.of_driver) one.kind = DrawnOperation::Kind(below(random_, 3));
      one.axis = i < model_.axes ? i : below(random_, model_.axes);
      if (one.kind <= DrawnOperation::Kind::multiply && one_in(random_, 8)) {
        one.when = {below(random_, model_.axes), double(below(random_, 3))};
      }
      model_.operations.push_back(one);
    }
  }

  void draw_outputs() {
    if (one_in(random_, 3)) return draw_all_outputs();
    for (int left = 1 + below(random_, one_in(random_, 2) ? 3 : 24); left > 0; --left) {
      DrawnOutput output;
      output.index = below(random_, count_);
      output.of_driver = one_in(random_, 12);
      if (output.of_driver) output.index = any_driver();
      output.first = output.last = any_period();
      if (!output.of_driver && one_in(random_, 2)) {
        output.last = output.first + below(random_, model_.last - output.first + 1);
      }
      model_.outputs.push_back(output);
    }
  }

  // Every cell, half and year, and what has come together since the horizon began.
  void draw_all_outputs() {
    for (int series = 0; series < count_; ++series) {
      for (int period = model_.first; period <= model_.last; ++period) {
        model_.outputs.push_back({false, series, period, period});
        for (const int count : {2, 4}) {
          if (period % count != 0 || period + count - 1 > model_.last) continue;
          model_.outputs.push_back({false, series, period, period + count - 1});
        }
      }
      model_.outputs.push_back({false, series, model_.first, model_.last});
    }
  }

  Random& random_;
  DrawnModel model_;
  bool steady_ = false;  // mostly the same in all periods, which may then be run as a loop
  int count_ = 0;        // of series
  int own_ = 0;          // the series being drawn
  std::vector<int> flows_;
  std::optional<int> late_;  // the driver that is a delay
};

}  // namespace

DrawnModel drawn_model(Random& random) { return Drawing(random).drawn(); }

}  // namespace headwater::test
