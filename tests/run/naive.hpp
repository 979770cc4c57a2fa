// What a drawn model means, by plain recursion over it as it was drawn: knows nothing of the
// engine but its functions of one number (exponential() and the like), which are tested elsewhere.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "tests/run/drawn_model.hpp"

namespace headwater::test {

// Of one row, in numbers that know how to add, compare and so on: double, or one that carries its
// slope along. Missing is a NaN, whichever.
template <typename Number>
class NaiveOf {
 public:
  NaiveOf(const DrawnModel& model, std::vector<Number> points);

  Number output(const DrawnOutput& output);

  struct Cell {
    bool of_driver = false;
    int index = 0;
    int period = 0;
    bool operator<(const Cell& right) const {
      return std::tie(of_driver, index, period) <
             std::tie(right.of_driver, right.index, right.period);
    }
  };
  // In which an operation lost a value that its operands had; branches not taken included.
  const std::set<Cell>& losing() const { return losing_; }

 private:
  Number cell(Cell cell);
  Number driver(int index, int period, std::size_t operations);
  Number operated(const DrawnOperation& operation, Number value);
  Number standard(const DrawnDriver& driver, int period) const;
  Number point(int axis) const;
  Number rolled(int series, int first, int last);
  Number summed(int series, int first, int last);
  Number compounded(int series, int first, int last);
  Number of(const Term& term, int period);
  Number binary(Word word, Number a, Number b);
  Number unary(const Term& term, int period);
  Number folded(const Term& term, int period);
  Number choice(const Term& term, int period);
  Number delayed(const Term& term, int period);
  Number arriving(Number flow, Number late, int later);

  Number plus(Number a, Number b) { return got(a + b, a, b); }
  Number minus(Number a, Number b) { return got(a - b, a, b); }
  Number times(Number a, Number b) { return got(a * b, a, b); }
  Number over(Number a, Number b) { return got(a / b, a, b); }
  // A result that is not finite is missing; it was lost here when nothing of it was missing before.
  Number got(Number result, Number a, Number b = 0);

  const DrawnModel& model_;
  std::vector<Number> points_;
  std::map<Cell, Number> values_;
  std::set<Cell> losing_;
  Cell now_;
};

using Naive = NaiveOf<double>;

}  // namespace headwater::test
