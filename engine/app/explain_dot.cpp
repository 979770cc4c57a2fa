#include "engine/app/explain_dot.hpp"

#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/app/explain_words.hpp"
#include "engine/core/width.hpp"

namespace headwater {
namespace {

// Inside double quotes of the DOT language, where only these two mean something.
std::string quoted(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

const char* look_of(const ExplainedCell& cell) {
  if (cell.driver) return "shape=hexagon, fillcolor=\"#fff2cc\"";
  if (cell.mark == Mark::missing)
    return "shape=box, fillcolor=\"#eeeeee\", style=\"filled,dashed\"";
  if (cell.mark == Mark::forecast) return "shape=ellipse, fillcolor=\"#dae8fc\"";
  if (cell.winner.rule == Rule::observation) return "shape=box, fillcolor=\"#d5e8d4\"";
  return "shape=box, fillcolor=\"#d5e8d4\", style=\"filled,rounded\"";
}

}  // namespace

std::string explain_dot(const Scenario& scenario, std::span<const Explanation> explanations) {
  const Model& model = *scenario.model;
  std::map<FigureId, std::size_t> numbers;
  std::set<std::pair<std::size_t, std::size_t>> arrows;
  std::string text =
      "digraph explanation {\n  rankdir=LR\n  node [style=filled, fontname=\"Helvetica\"]\n";
  for (const Explanation& one : explanations) {
    std::vector<std::size_t> number_of;
    for (const ExplainedCell& cell : one.cells) {
      const auto [found, fresh] = numbers.try_emplace(cell.id, numbers.size());
      number_of.push_back(found->second);
      if (!fresh) continue;
      const Series& series = model.at(cell.id.series);
      const std::string value = escaped_for_terminal(full_text(cell.value, series.unit));
      text +=
          fmt::format("  n{} [label=\"{}\\n{}\\n{}\", {}]\n", found->second, quoted(series.name),
                      quoted(model.calendar.label(cell.id.span)), quoted(value), look_of(cell));
    }
    for (std::size_t i = 0; i < one.cells.size(); ++i) {
      for (const std::size_t read : one.cells[i].precedents) {
        arrows.emplace(number_of[read], number_of[i]);
      }
    }
  }
  for (const auto& [from, to] : arrows) text += fmt::format("  n{} -> n{}\n", from, to);
  return text + "}\n";
}

}  // namespace headwater
