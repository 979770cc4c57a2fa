#include "engine/app/explain_inputs.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "engine/app/explain_words.hpp"
#include "engine/app/figure_style.hpp"

namespace headwater {
namespace {

constexpr std::size_t levers_shown = 3;

// Three digits: it is a range by a derivative. A change of a percentage is in points.
std::string swing_text(double value, const Unit& unit) {
  const double size = std::fabs(value);
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4;
  std::string number = short_number(size, decimals, Sign::of_negatives, phrases(Language::english));
  if (unit.is_plain()) return number;
  const std::string name = unit.text();
  if (name == "%") return number + " pp";
  const bool digit = !name.empty() && name.front() >= '0' && name.front() <= '9';
  return number + (digit ? " × " : " ") + name;
}

}  // namespace

std::vector<std::string> lever_words(const Model& model, const FigureInputs& inputs,
                                     const Unit& unit) {
  std::vector<std::string> words;
  const std::size_t count = std::min(levers_shown, inputs.levers.size());
  for (std::size_t i = 0; i < count; ++i) {
    const Lever& one = inputs.levers[i];
    const Series& driver = model.at(one.driver);
    words.push_back(fmt::format("{} ±{} → {}{}", driver.name,
                                swing_text(one.half_range, driver.unit), one.effect < 0 ? "∓" : "±",
                                swing_text(one.effect, unit)));
  }
  return words;
}

std::vector<std::string> share_words(const FigureInputs& inputs) {
  std::vector<std::string> words;
  for (const InputShare& one : inputs.shares) {
    const double percent = 100 * one.share;
    words.push_back(
        fmt::format("{} {:.{}f}%", basis_name(one.basis), percent, percent < 1 ? 1 : 0));
  }
  return words;
}

std::string_view basis_name(InputBasis basis) {
  switch (basis) {
    case InputBasis::printed: return "printed";
    case InputBasis::derived: return "derived";
    case InputBasis::history: return "history";
    case InputBasis::judgement: return "judgement";
    case InputBasis::estimated: return "estimated";
    case InputBasis::scenario: return "scenario";
    case InputBasis::unsaid: return "no basis given";
  }
  return "";
}

}  // namespace headwater
