#include "engine/study/cuts.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/study/detail/reach.hpp"

namespace headwater {
namespace {

using detail::Cells;
using detail::cells_of;
using detail::read_by;

bool holds(const Cells& cells, const MovedDriver& moved) {
  const auto first = cells.lower_bound({moved.driver, moved.span.first});
  return first != cells.end() && first->series == moved.driver &&
         moved.span.contains(first->period);
}

// What is fixed, in reach of the outputs if it were not.
struct Fixed {
  std::vector<CellId> cells;
  Place place;
};

class CutSearch {
 public:
  CutSearch(const Scenario& scenario, std::span<const Output> outputs)
      : model_(*scenario.model),
        free_(model_, scenario.precedence->vintage(), without_fixes(scenario.operations)),
        reached_(read_by(*scenario.precedence, cells_of(*scenario.precedence, outputs))) {
    const Cells reach = read_by(free_, cells_of(free_, outputs));
    for (const Operation& one : scenario.operations) {
      if (one.kind != OperationKind::fix) continue;
      Fixed& fixed = fixed_[one.series];
      if (fixed.cells.empty()) fixed.place = one.place;
      const Period first = std::max(one.span.first, model_.horizon.first);
      const Period last = std::min(one.span.last, model_.horizon.last);
      for (Period p = first; p <= last; p = p + 1) {
        if (reach.contains({one.series, p})) fixed.cells.push_back({one.series, p});
      }
    }
  }

  Cuts of(std::span<const MovedDriver> moved) const {
    Cuts cuts;
    cuts.of.assign(moved.size(), Cut::none);
    for (const auto& [series, fixed] : fixed_) {
      const Cells behind = read_by(free_, fixed.cells);
      std::set<std::string> whole;
      std::set<std::string> part;
      for (std::size_t i = 0; i < moved.size(); ++i) {
        if (!holds(behind, moved[i])) continue;
        const bool left = holds(reached_, moved[i]);
        cuts.of[i] = left ? Cut::part : Cut::whole;
        (left ? part : whole).insert(model_.at(moved[i].driver).name);
      }
      if (!whole.empty() || !part.empty()) {
        cuts.said.push_back(note(series, fixed, whole, part));
      }
    }
    return cuts;
  }

 private:
  static Operations without_fixes(Operations operations) {
    std::erase_if(operations, [](const Operation& one) { return one.kind == OperationKind::fix; });
    return operations;
  }

  Diagnostic note(SeriesId series, const Fixed& fixed, const std::set<std::string>& whole,
                  const std::set<std::string>& part) const {
    const auto [first, last] = std::minmax_element(
        fixed.cells.begin(), fixed.cells.end(),
        [](const CellId& left, const CellId& right) { return left.period < right.period; });
    Diagnostic note;
    note.severity = Severity::note;
    note.code = "cut-by-fix";
    note.place = fixed.place;
    note.message = fmt::format("the fix of {} in {} cuts off ", model_.at(series).name,
                               model_.calendar.name({first->period, last->period}));
    note.message += fmt::format("{}", fmt::join(whole, ", "));
    if (!whole.empty() && !part.empty()) note.message += ", and ";
    if (!part.empty()) note.message += fmt::format("{} in part", fmt::join(part, ", "));
    note.hint = fmt::format("to let them act: unfix {}", model_.at(series).name);
    return note;
  }

  const Model& model_;
  Precedence free_;  // of the scenario without its fixes
  Cells reached_;    // what the outputs read as it stands
  std::map<SeriesId, Fixed> fixed_;
};

}  // namespace

Cuts find_cuts(const Scenario& scenario, std::span<const MovedDriver> moved,
               std::span<const Output> outputs) {
  const auto& operations = scenario.operations;
  const bool any = std::any_of(operations.begin(), operations.end(),
                               [](const Operation& one) { return one.kind == OperationKind::fix; });
  if (!any) return {std::vector<Cut>(moved.size(), Cut::none), {}};
  return CutSearch(scenario, outputs).of(moved);
}

}  // namespace headwater
