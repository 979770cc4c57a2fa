// What a drawn model means, by plain recursion over it as it was drawn: knows nothing of the
// engine but its functions of one number (exponential() and the like), which are tested elsewhere.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "tests/run/drawn_model.hpp"

namespace headwater::test {

// Of one row. Missing is a NaN, whichever.
class Naive {
 public:
  Naive(const DrawnModel& model, std::vector<double> points);

  double output(const DrawnOutput& output);

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
  double cell(Cell cell);
  double driver(int index, int period, std::size_t operations);
  double operated(const DrawnOperation& operation, double value);
  double standard(const DrawnDriver& driver, int period) const;
  double point(int axis) const;
  double rolled(int series, int first, int last);
  double summed(int series, int first, int last);
  double compounded(int series, int first, int last);
  double of(const Term& term, int period);
  double binary(Word word, double a, double b);
  double unary(const Term& term, int period);
  double folded(const Term& term, int period);
  double choice(const Term& term, int period);
  double delayed(const Term& term, int period);
  double arriving(double flow, double late, int later);

  double plus(double a, double b) { return got(a + b, a, b); }
  double minus(double a, double b) { return got(a - b, a, b); }
  double times(double a, double b) { return got(a * b, a, b); }
  double over(double a, double b) { return got(a / b, a, b); }
  // A result that is not finite is missing; it was lost here when nothing of it was missing before.
  double got(double result, double a, double b = 0);

  const DrawnModel& model_;
  std::vector<double> points_;
  std::map<Cell, double> values_;
  std::set<Cell> losing_;
  Cell now_;
};

}  // namespace headwater::test
