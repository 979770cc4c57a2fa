// The parts that statements are made of: names, texts, units, periods, expressions.
//
// Names may hold holes (`revenue.mobile.{m}`) inside a `for`, which engine/lang/expand.hpp fills.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/source.hpp"

namespace headwater::tree {

struct Name {  // a dotted path, a word or a wildcard
  std::string text;
  Place place;
};
struct Text {  // between double quotes
  std::string text;
  Place place;
};
struct Title {  // both languages, either may be empty
  Text english;
  Text japanese;
};
struct UnitText {
  std::string text;  // "JPY / line / month"; empty when none is written
  std::string per;   // the note in "% per quarter": "quarter"
  Place place;       // without the note
  Place per_place;   // of the note alone
};
struct PeriodText {  // 2023Q3, FY2024, 2023Q3..2024Q2, FY2024.., ..2023Q2
  Name first;        // empty text: open
  Name last;         // empty text: open; equal to first when a single period is written
  Place place;
};

enum class Operator {
  add,
  subtract,
  multiply,
  divide,
  per,
  power,
  otherwise,
  le,
  lt,
  ge,
  gt,
  eq,
  ne
};

// One kind of expression each; `args` are its operands in reading order.
enum class ExprKind {
  number,       // 12, 12.5%, 3 JPY mn: `digits` and `unit`
  name,         // x, x[-1]: `text` and `lag`
  negate,       // args[0]
  binary,       // args[0] op args[1]
  call,         // text(args...); with `vintage` the last argument is "by start of ..."
  conditional,  // if args[0] then args[1] else args[2]
  text,         // between quotes: in the rows of a `for`, and the key of a table
};

struct Expr {
  ExprKind kind = ExprKind::number;
  Place place;
  std::string text;  // a name, a function, or the digits of a number
  Place text_place;  // of the name or of the operator
  UnitText unit;
  int lag = 0;  // periods back, >= 0
  Operator op = Operator::add;
  bool vintage = false;
  std::vector<Expr> args;
};

struct Range {
  Expr low;
  Expr high;
  Place place;
};

}  // namespace headwater::tree
