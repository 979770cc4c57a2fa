// Every figure of the reference model can be redone from what its explanation shows: the values
// put into its formula, read back by the small calculator below, give the value again.
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/study/explain.hpp"
#include "engine/tables/number_format.hpp"

namespace {

using namespace headwater;

// The language's arithmetic, loosest first; what is not taken is "…", what is missing "nan".
class Calculator {
 public:
  explicit Calculator(std::string_view text) : text_(text) {}
  double all() {
    const double value = choice();
    BOOST_TEST_REQUIRE(at_ == text_.size(), "left over: " << text_.substr(at_));
    return value;
  }

 private:
  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  double choice() {
    if (!take("if ")) return comparison();
    const bool holds = comparison() != 0;
    BOOST_TEST_REQUIRE(take(" then "));
    const double yes = choice();
    BOOST_TEST_REQUIRE(take(" else "));
    const double no = choice();
    return holds ? yes : no;
  }
  double comparison() {
    const double left = fallback();
    if (take(" == ")) return left == fallback();
    if (take(" <= ")) return left <= fallback();
    return take(" < ") ? left < fallback() : left;
  }
  double fallback() {
    double value = sum();
    while (take(" otherwise ")) {
      const double other = sum();
      if (std::isnan(value)) value = other;
    }
    return value;
  }
  double sum() {
    double value = product();
    while (true) {
      if (take(" + ")) value += product();
      else if (take(" - ")) value -= product();
      else return value;
    }
  }
  double product() {
    double value = power();
    while (true) {
      if (take(" * ")) value *= power();
      else if (take(" / ") || take(" per ")) value /= power();
      else if (take(" (× ")) value *= factor();
      else if (take(" (÷ ")) value /= factor();
      else return value;
    }
  }
  double power() {
    const double value = operand();
    return take(" ^ ") ? std::pow(value, operand()) : value;
  }
  // 0.01 to JPY mn)
  double factor() {
    const std::size_t end = text_.find(" to ", at_);
    std::string digits;
    for (const char c : text_.substr(at_, end - at_)) {
      if (c != ',') digits += c;
    }
    at_ = text_.find(')', end) + 1;
    return std::stod(digits);
  }
  double operand() {
    if (take("…") || take("nan")) return std::nan("");
    if (take("-")) return -operand();
    if (take("max(")) return arguments(true);
    if (take("min(")) return arguments(false);
    if (take("(")) {
      const double value = choice();
      BOOST_TEST_REQUIRE(take(")"));
      return value;
    }
    double value = 0;
    const auto read = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    BOOST_TEST_REQUIRE((read.ec == std::errc()), "no number: " << text_.substr(at_));
    at_ = std::size_t(read.ptr - text_.data());
    if (take("%")) value /= 100;
    return value;
  }
  double arguments(bool largest) {
    double value = choice();
    while (take(", ")) {
      const double other = choice();
      value = largest ? std::fmax(value, other) : std::fmin(value, other);
    }
    BOOST_TEST_REQUIRE(take(")"));
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

double hundredths(const Unit& unit) { return unit.is_dimensionless() ? unit.factor_to(Unit()) : 1; }

// Percentages as the hundredths their sign says they are.
double redone(const std::vector<FormulaPiece>& pieces) {
  std::string text;
  for (const FormulaPiece& piece : pieces) {
    if (!piece.figure) {
      text += piece.valued;
      continue;
    }
    const double value = piece.figure->value * hundredths(piece.figure->unit);
    text += std::isnan(value) ? "nan"
            : value < 0       ? "(" + round_trip(value) + ")"
                              : round_trip(value);
  }
  BOOST_TEST_INFO(text);
  return Calculator(text).all();
}

void redo(const std::string& name, const std::vector<FormulaPiece>& pieces,
          const Quantity& result) {
  BOOST_TEST_CONTEXT(name) {
    const double value = redone(pieces);
    const double expected = result.value * hundredths(result.unit);
    double largest = std::fabs(expected);
    for (const FormulaPiece& piece : pieces) {
      if (piece.figure && std::fabs(piece.figure->value) > largest) {
        largest = std::fabs(piece.figure->value);
      }
    }
    BOOST_TEST((std::fabs(value - expected) <= 1e-11 * largest), value << " for " << expected);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(explanations_redone)

BOOST_AUTO_TEST_CASE(every_figure_below_net_profit_and_key_ratios_can_be_redone_by_hand) {
  Sources sources;
  const std::string path = std::string(HEADWATER_SOURCE_DIR) + "/scenarios/iij/base.scenario";
  const auto scenario = load_scenario(path, sources);
  BOOST_TEST_REQUIRE(bool(scenario));
  const auto run = run_everything(*scenario.value);
  BOOST_TEST_REQUIRE(bool(run));
  const Model& model = *scenario.value->model;
  std::size_t redos = 0;
  for (const char* figure :
       {"eps@FY2025", "eps@FY2022", "ratio.payout@FY2024", "arpu.mobile.mvne@FY2023",
        "si.om.cover@2024Q2", "growth_yoy.security_revenue@FY2023", "bandwidth.price@FY2022",
        "ebitda.adjusted@FY2024"}) {
    const auto id = read_figure(*scenario.value, figure, sources);
    BOOST_TEST_REQUIRE(bool(id));
    for (const ExplainedCell& cell : explain(*scenario.value, sources, *id.value).cells) {
      const std::string name =
          model.at(cell.id.series).name + " " + model.calendar.name(cell.id.span);
      if (model.horizon.contains(cell.id.span)) {
        const double shown = run.value->figures.at(cell.id.series, cell.id.span);
        BOOST_TEST(
            (std::bit_cast<std::uint64_t>(cell.value) == std::bit_cast<std::uint64_t>(shown)),
            name << " is " << cell.value << ", but run says " << shown);
      }
      for (const auto& formula : {cell.formula, cell.outdone}) {
        if (!formula || formula->pieces.front().valued == "no deal falls into it") continue;
        if (std::isnan(formula->result.value)) continue;
        redo(name, formula->pieces, formula->result);
        for (const ExplainedCall& call : formula->calls) redo(name, call.pieces, call.result);
        ++redos;
      }
    }
  }
  BOOST_TEST(redos > 1500u);
}

BOOST_AUTO_TEST_SUITE_END()
