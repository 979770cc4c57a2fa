// Drawn models, computed by the engine and by an evaluator that knows nothing of it: plain
// recursion over the formula as it was drawn. Both do the same IEEE operations in the same order,
// so they agree to the bit.
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/run/executor.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/run/special_values.hpp"

using namespace headwater;
using test::bits;
using test::Known;

namespace {

using Random = std::mt19937;

int below(Random& random, int bound) { return int(random() % std::uint32_t(bound)); }

struct Term {
  char kind = 'n';  // n number, d driver, f flow, q quarter, and the letters of `apply`
  double number = 0;
  int index = 0;  // of a driver or a flow
  int lag = 0;
  std::vector<Term> args;
};

std::string text(const Term& term) {
  const auto lag = [&] { return term.lag == 0 ? "" : "[-" + std::to_string(term.lag) + "]"; };
  const auto arg = [&](std::size_t i) { return text(term.args[i]); };
  const auto infix = [&](const char* sign) { return "(" + arg(0) + sign + arg(1) + ")"; };
  const auto call = [&](const char* name) {
    return name + ("(" + arg(0)) + (term.args.size() > 1 ? ", " + arg(1) : "") + ")";
  };
  switch (term.kind) {
    case 'n': return fmt::format("{}", term.number);
    case 'd': return "d" + std::to_string(term.index) + lag();
    case 'f': return "f" + std::to_string(term.index) + lag();
    case 'q': return "quarter";
    case '+': return infix(" + ");
    case '-': return infix(" - ");
    case '*': return infix(" * ");
    case '/': return infix(" / ");
    case 'p': return infix(" per ");
    case 'o': return infix(" otherwise ");
    case '<': return infix(" < ");
    case 'l': return infix(" <= ");
    case '=': return infix(" == ");
    case '!': return infix(" != ");
    case 'm': return call("min");
    case 'M': return call("max");
    case '~': return "(-" + arg(0) + ")";
    case 'a': return call("abs");
    case 'i': return call("mid");
    case 'g': return call("growth");
    case 't': return call("trailing4");
    case 'P': return call("present");
    case '^': return "(" + arg(0) + " ^ " + std::to_string(term.index) + ")";
    default: return "(if " + arg(0) + " then " + arg(1) + " else " + arg(2) + ")";
  }
}

struct Drawn {
  std::vector<std::vector<double>> defaults;  // of each driver, by quarter of the year
  std::vector<double> before;
  std::vector<Term> flows;

  std::string body() const {
    std::string all;
    for (std::size_t i = 0; i < defaults.size(); ++i) {
      all += fmt::format("driver d{} : 1 by quarter of year = Q1 {}, Q2 {}, Q3 {}, Q4 {}\n", i,
                         defaults[i][0], defaults[i][1], defaults[i][2], defaults[i][3]);
    }
    for (std::size_t i = 0; i < flows.size(); ++i) {
      all += fmt::format("flow f{} : 1\n  before = {}\n  = {}\n", i, before[i], text(flows[i]));
    }
    return all;
  }
};

double drawn_number(Random& random) {
  constexpr double numbers[] = {0, 1, 2, 3, 0.1, 0.7, 3.5, 10, 1e6, 1e-3, 1e150, -2, -0.3};
  return numbers[below(random, 13)];
}

class Drawing {
 public:
  Drawing(Random& random, int drivers, int flows)
      : random_(random), drivers_(drivers), flows_(flows) {}

  Drawn drawn() {
    Drawn drawn;
    for (int i = 0; i < drivers_; ++i) {
      const double one = drawn_number(random_);
      const bool season = below(random_, 3) == 0;
      drawn.defaults.push_back({one, season ? drawn_number(random_) : one, one, one});
    }
    for (flow_ = 0; flow_ < flows_; ++flow_) {
      drawn.before.push_back(drawn_number(random_));
      drawn.flows.push_back(term(4));
    }
    return drawn;
  }

 private:
  // A flow reads those above it in its own period, and any of them in an earlier one.
  Term leaf() {
    Term term;
    const int lag = below(random_, 3) == 0 ? 1 + below(random_, 5) : 0;
    switch (below(random_, 5)) {
      case 0: term.number = std::fabs(drawn_number(random_)); return term;
      case 1: term.kind = 'q'; return term;
      case 2: term.kind = 'd', term.index = below(random_, drivers_), term.lag = lag; return term;
      default: break;
    }
    term.kind = 'f';
    term.lag = lag;
    if (lag == 0 && flow_ == 0) term.lag = 1;
    term.index = below(random_, term.lag == 0 ? flow_ : flows_);
    return term;
  }

  Term term(int depth) {
    if (depth == 0 || below(random_, 5) == 0) return leaf();
    static const std::string kinds = "++--**//pomM~aigtP^??";
    Term term;
    term.kind = kinds[std::size_t(below(random_, int(kinds.size())))];
    int operands = 2;
    if (std::string("~aigtP^").find(term.kind) != std::string::npos) operands = 1;
    if (term.kind == '^') term.index = 1 + below(random_, 3);
    if (term.kind == '?') {
      Term condition;
      condition.kind = "<l=!"[below(random_, 4)];
      condition.args = {this->term(depth - 1), this->term(depth - 1)};
      term.args.push_back(std::move(condition));
    }
    for (int i = 0; i < operands; ++i) term.args.push_back(this->term(depth - 1));
    return term;
  }

  Random& random_;
  int drivers_;
  int flows_;
  int flow_ = 0;
};

// The naive evaluator: a period is a number, 0 the first of the horizon and of its year.
class Naive {
 public:
  enum class How { set, add, multiply };
  Naive(const Drawn& drawn, std::vector<How> how, std::vector<double> operands)
      : drawn_(drawn), how_(std::move(how)), operands_(std::move(operands)) {}

  double flow(int index, int period) {
    if (period < 0) return drawn_.before[std::size_t(index)];
    const auto known = values_.find({index, period});
    if (known != values_.end()) return known->second;
    const double value = of(drawn_.flows[std::size_t(index)], period);
    values_.emplace(std::pair(index, period), value);
    return value;
  }
  double year(int index, int first) {
    return sum(sum(flow(index, first), flow(index, first + 1)),
               sum(flow(index, first + 2), flow(index, first + 3)));
  }

 private:
  static double lost() { return std::nan(""); }
  static double finite(double value) { return std::isfinite(value) ? value : lost(); }
  static double sum(double a, double b) { return finite(a + b); }
  static int quarter(int period) { return ((period % 4) + 4) % 4 + 1; }

  double driver(int index, int period) {
    const auto i = std::size_t(index);
    const double base = drawn_.defaults[i][std::size_t(quarter(period) - 1)];
    switch (how_[i]) {
      case How::set: return operands_[i];
      case How::add: return finite(base + operands_[i]);
      case How::multiply: return finite(base * operands_[i]);
    }
    return 0;
  }

  double of(const Term& term, int at) {
    switch (term.kind) {
      case 'n': return term.number;
      case 'q': return quarter(at);
      case 'd': return driver(term.index, at - term.lag);
      case 'f': return flow(term.index, at - term.lag);
      case 'P': return std::isnan(of(term.args[0], at)) ? 0 : 1;
      case '?': return choice(term, at);
      default: break;
    }
    const double a = of(term.args[0], at);
    if (term.kind == 'o') return std::isnan(a) ? of(term.args[1], at) : a;
    if (term.args.size() == 1) return unary(term, a, at);
    const double b = of(term.args[1], at);
    if (std::isnan(a) || std::isnan(b)) return lost();
    switch (term.kind) {
      case '+': return finite(a + b);
      case '-': return finite(a - b);
      case '*': return finite(a * b);
      case '/':
      case 'p': return finite(a / b);
      case 'm': return b < a ? b : a;
      case 'M': return a < b ? b : a;
      case '<': return a < b;
      case 'l': return a <= b;
      case '=': return a == b;
      default: return a != b;
    }
  }

  double unary(const Term& term, double a, int at) {
    const auto back = [&](int periods) { return of(term.args[0], at - periods); };
    switch (term.kind) {
      case '~': return -a;
      case 'a': return std::fabs(a);
      case 'i': return finite(0.5 * sum(back(1), a));
      case 'g': return finite(finite(a / back(1)) - 1);
      case 't': return sum(sum(back(3), back(2)), sum(back(1), a));
      default: break;
    }
    double product = a;
    for (int i = 1; i < term.index; ++i) product = finite(product * a);
    return product;
  }

  double choice(const Term& term, int at) {
    const double condition = of(term.args[0], at);
    if (std::isnan(condition)) return lost();
    return of(term.args[condition != 0 ? 1 : 2], at);
  }

  const Drawn& drawn_;
  std::vector<How> how_;
  std::vector<double> operands_;
  std::map<std::pair<int, int>, double> values_;
};

double canonical(double value) { return std::isnan(value) ? missing() : value; }

// One drawn model with its program: every flow in every quarter, and each of its years.
class Trial {
 public:
  explicit Trial(std::uint32_t seed) : random_(seed) {
    const int drivers = 1 + below(random_, 3);
    const int flows = 1 + below(random_, 4);
    drawn_ = Drawing(random_, drivers, flows).drawn();
    known_ = std::make_unique<Known>(test::Tiny{.body = drawn_.body()});
    for (int i = 0; i < drivers; ++i) {
      const Naive::How how = Naive::How(below(random_, 3));
      how_.push_back(how);
      const SeriesId id = known_->id("d" + std::to_string(i));
      operations_.push_back({.kind = OperationKind(int(how)),
                             .series = id,
                             .span = {{-1'000'000}, {1'000'000}},
                             .axis = std::uint32_t(i)});
      axes_.push_back({"d" + std::to_string(i), Unit()});
    }
    for (int flow = 0; flow < flows; ++flow) {
      const SeriesId id = known_->id("f" + std::to_string(flow));
      const Period first = known_->period("2022Q1");
      for (int p = 0; p < 8; ++p) outputs_.push_back({id, {first + p, first + p}, std::nullopt});
      for (int p = 0; p < 8; p += 4) {
        outputs_.push_back({id, {first + p, first + p + 3}, std::nullopt});
      }
    }
  }

  void hold(int rows) {
    const std::string model = known_->diagnosis() + drawn_.body();
    BOOST_TEST_CONTEXT(model) {
      const auto lowered = known_->lowered(outputs_, operations_, axes_);
      BOOST_TEST_REQUIRE(lowered.value.has_value(), known_->rendered(lowered.diagnostics));
      Block block;
      block.points.resize(rows, Eigen::Index(axes_.size()));
      for (Eigen::Index i = 0; i < block.points.size(); ++i) {
        block.points.data()[i] = drawn_number(random_);
      }
      Executor(*lowered.value, 1 + std::size_t(below(random_, 5))).run(block);
      std::size_t lost = 0;
      for (Eigen::Index row = 0; row < rows; ++row) lost += hold_row(block, row);
      BOOST_TEST(block.failures.size() == lost);
    }
  }

 private:
  // Against the naive values, and against a program that has no axes: all of it folded.
  std::size_t hold_row(const Block& block, Eigen::Index row) {
    std::vector<double> operands;
    Operations folded = operations_;
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      operands.push_back(block.points(row, Eigen::Index(i)));
      folded[i].axis.reset();
      folded[i].value = operands.back();
    }
    Naive naive(drawn_, how_, operands);
    const auto constants = known_->lowered(outputs_, folded);
    BOOST_TEST_REQUIRE(constants.value.has_value());
    BOOST_TEST(constants.value->code.empty());
    std::size_t lost = 0;
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      const int flow = int(i / 10);
      const int at = int(i % 10);
      const double expected = at < 8 ? naive.flow(flow, at) : naive.year(flow, (at - 8) * 4);
      const double run = block.values(row, Eigen::Index(i));
      BOOST_TEST_CONTEXT("f" << flow << ", output " << at << ", row " << row) {
        BOOST_TEST(bits(run) == bits(canonical(expected)), run << " != " << expected);
        const double constant = constants.value->constants[constants.value->results[i].index].value;
        BOOST_TEST(bits(constant) == bits(run), constant << " != " << run);
      }
      lost += std::isnan(expected) ? 1 : 0;
    }
    return lost;
  }

  Random random_;
  Drawn drawn_;
  std::unique_ptr<Known> known_;
  std::vector<Naive::How> how_;
  Operations operations_;
  std::vector<Axis> axes_;
  std::vector<Output> outputs_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(drawn_models_have_the_values_of_their_formulas_to_the_bit) {
  for (std::uint32_t seed = 1; seed <= 800; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) { Trial(seed).hold(8); }
  }
}
