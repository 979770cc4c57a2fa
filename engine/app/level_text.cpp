#include "engine/app/level_text.hpp"

#include "engine/app/figure_style.hpp"

namespace headwater {

std::string level_text(const Model& model, const Levels& axis, std::size_t level,
                       const Phrases& words) {
  const double value = axis.values[level];
  if (axis.operation.kind == OperationKind::multiply) {
    return "×" + short_number(value, 4, Sign::of_negatives, words);
  }
  const Unit& unit = axis.axis.unit;
  const bool added = axis.operation.kind == OperationKind::add;
  const std::string number =
      short_number(value, 6, added ? Sign::always : Sign::of_negatives, words);
  const bool percent = unit.is_dimensionless() && !unit.is_plain();
  if (percent && !added) return number + "%";
  return say(words.amount, number,
             percent ? std::string(words.points) : unit_text(model, unit, words));
}

}  // namespace headwater
