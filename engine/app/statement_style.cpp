#include "engine/app/statement_style.hpp"

#include <algorithm>
#include <stdexcept>

namespace headwater {

StatementStyle::StatementStyle(const FigureTable& table, std::span<const StatementLine> lines)
    : table_(table) {
  if (lines.empty()) throw std::invalid_argument("StatementStyle: lines must not be empty");
  main_ = table.model.at(lines.front().series).unit;
  for (const StatementLine& line : lines) {
    if (table.model.at(line.series).unit == main_) largest_ = std::max(largest_, line.largest);
  }
  heading_unit_ = of(lines.front()).unit;
}

FigureStyle StatementStyle::of(const StatementLine& line) const {
  const Series& series = table_.model.at(line.series);
  return figure_style(table_, series, series.unit == main_ ? largest_ : line.largest);
}

std::string StatementStyle::label(const StatementLine& line) const {
  const FigureStyle style = of(line);
  std::string name = label_of(table_.model.at(line.series), table_.words);
  const bool own_unit = !style.percent && style.unit != heading_unit_;
  if (own_unit) name += say(table_.words.in_brackets, style.unit);
  return std::string(2 * std::size_t(line.depth), ' ') + name;
}

std::string StatementStyle::heading() const {
  return say(table_.words.unit_heading, heading_unit_);
}

}  // namespace headwater
