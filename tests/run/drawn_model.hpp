// Models drawn at random: what they say as a tree, and as the text the engine reads.
//
// A period is a whole number here, that of the engine's own calendar: four to a fiscal year.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace headwater::test {

using Random = std::mt19937;  // its numbers are the same everywhere, those of distributions are not

inline int below(Random& random, int bound) { return int(random() % std::uint32_t(bound)); }
double ordinary_number(Random& random);
double extreme_number(Random& random);  // zeros, the smallest, the largest, and what is no number

enum class Word {
  number,
  driver,
  series,
  quarter,
  fiscal_year,
  add,
  subtract,
  multiply,
  divide,
  per,
  otherwise,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  unequal,
  minimum,
  maximum,
  sum,
  mean,
  clamp,
  negate,
  absolute,
  root,
  exponential,
  logarithm,
  raised,
  power,
  mid,
  growth,
  trailing4,
  present,
  delay,
  choose,
};

struct Term {
  Word word = Word::number;
  double number = 0;
  int index = 0;  // of a driver or a series; the exponent of a power
  int lag = 0;
  std::vector<Term> args;
};

struct DrawnDriver {
  enum class Shape { flat, season, step };
  Shape shape = Shape::flat;
  std::vector<double> values;  // four: by quarter of the year, or before and after the step
  int step = 0;                // the last period before it
  bool is_delay = false;       // so many quarters, three at most
};

struct DrawnSeries {
  enum class Kind { flow, stock, mean, compound, quotient };
  Kind kind = Kind::flow;
  double before = 0;
  Term formula;
};

struct DrawnOperation {
  enum class Kind { set, add, multiply, grow, ramp };
  Kind kind = Kind::set;
  bool of_driver = true;
  int index = 0;
  int first = 0;
  int last = 0;
  int axis = 0;
  struct Switch {
    int axis = 0;
    double at = 0;
  };
  std::optional<Switch> when = std::nullopt;
};

struct DrawnOutput {
  bool of_driver = false;
  int index = 0;
  int first = 0;
  int last = 0;
};

inline constexpr int delay_reach = 3;

struct DrawnModel {
  int first = 0;  // of the horizon
  int last = 0;
  int axes = 0;
  std::vector<DrawnDriver> drivers;
  std::vector<DrawnSeries> series;
  std::vector<DrawnOperation> operations;
  std::vector<DrawnOutput> outputs;

  std::string horizon() const;
  std::string body() const;
  std::string describe_operations() const;  // for messages
};

DrawnModel drawn_model(Random& random);

}  // namespace headwater::test
