#include "engine/study/tornado.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/scenario/tornado_design.hpp"
#include "engine/study/detail/shown.hpp"

namespace headwater {
namespace {

std::vector<std::string> names_of(const TornadoPlan& plan) {
  std::vector<std::string> names;
  for (const Bar& bar : plan.bars) names.push_back(bar.name);
  return names;
}

void append(Operations& operations, const Operations& end, std::optional<Switch> when) {
  for (Operation one : end) {
    one.when = when;
    operations.push_back(std::move(one));
  }
}

// Every end of every bar, each switched by its bar's axis.
Operations switched(const Scenario& scenario, const TornadoPlan& plan) {
  Operations operations = scenario.operations;
  for (std::size_t i = 0; i < plan.bars.size(); ++i) {
    const auto axis = std::uint32_t(i);
    append(operations, plan.bars[i].low, Switch{axis, TornadoDesign::low});
    append(operations, plan.bars[i].high, Switch{axis, TornadoDesign::high});
  }
  return operations;
}

// A bar that moves nothing shows it; only the scenario's own operations are worth a warning.
std::vector<Diagnostic> without_bars(std::vector<Diagnostic> diagnostics, const TornadoPlan& plan) {
  std::erase_if(diagnostics, [&](const Diagnostic& one) {
    const auto is_its = [&](const Bar& bar) { return bar.place == one.place; };
    return one.code == "operation-unread" &&
           std::any_of(plan.bars.begin(), plan.bars.end(), is_its);
  });
  return diagnostics;
}

// Of a bar with several drivers, cut as a whole only when none of them has anything left to do.
std::vector<Cut> cuts_of(const TornadoPlan& plan, const std::vector<Cut>& moved) {
  std::vector<Cut> cuts;
  std::size_t next = 0;
  for (const Bar& bar : plan.bars) {
    bool any = false;
    bool whole = true;
    for (std::size_t i = 0; i < bar.low.size(); ++i, ++next) {
      any = any || moved[next] != Cut::none;
      whole = whole && moved[next] == Cut::whole;
    }
    cuts.push_back(whole ? Cut::whole : any ? Cut::part : Cut::none);
  }
  return cuts;
}

std::vector<MovedDriver> moved_by(const TornadoPlan& plan) {
  std::vector<MovedDriver> moved;
  for (const Bar& bar : plan.bars) {
    for (const Operation& one : bar.low) moved.push_back({one.series, one.span});
  }
  return moved;
}

bool before(const TornadoPlan& plan, const TornadoBar& left, const TornadoBar& right) {
  if (is_missing(left.swing) != is_missing(right.swing)) return is_missing(right.swing);
  if (!is_missing(left.swing) && left.swing != right.swing) return left.swing > right.swing;
  return plan.bars[left.bar].name < plan.bars[right.bar].name;
}

TornadoTable table_of(const TornadoPlan& plan, const Output& output, double base,
                      const std::vector<Cut>& cuts,
                      const Eigen::Ref<const Eigen::ArrayXd>& values) {
  TornadoTable table;
  table.output = output;
  table.base = base;
  double sum = 0;
  double low_changes = 0;
  double high_changes = 0;
  for (std::size_t i = 0; i < plan.bars.size(); ++i) {
    const double low = values(Eigen::Index(2 * i));
    const double high = values(Eigen::Index(2 * i + 1));
    const double swing = std::fabs(high - low);
    if (!is_missing(swing)) sum += swing;
    low_changes += low - base;
    high_changes += high - base;
    table.bars.push_back({i, low, high, swing, 0, cuts[i]});
  }
  for (TornadoBar& bar : table.bars) bar.share = sum > 0 ? bar.swing / sum : bar.swing;
  std::stable_sort(
      table.bars.begin(), table.bars.end(),
      [&](const TornadoBar& left, const TornadoBar& right) { return before(plan, left, right); });
  const auto last = Eigen::Index(2 * plan.bars.size());
  table.all_low = values(last);
  table.all_high = values(last + 1);
  table.interaction_low = table.all_low - base - low_changes;
  table.interaction_high = table.all_high - base - high_changes;
  return table;
}

}  // namespace

Operations operations_at(const Scenario& scenario, const TornadoPlan& plan, std::uint64_t row) {
  Operations operations = scenario.operations;
  for (std::size_t i = 0; i < plan.bars.size(); ++i) {
    const bool moves = row / 2 == i || row / 2 == plan.bars.size();
    if (!moves) continue;
    append(operations, row % 2 == 0 ? plan.bars[i].low : plan.bars[i].high, std::nullopt);
  }
  return operations;
}

Checked<TornadoResult> tornado(const Scenario& scenario, const TornadoPlan& plan,
                               const RunOptions& options) {
  Checked<TornadoResult> checked;
  const TornadoDesign design(names_of(plan));
  const auto outputs = detail::outputs_of(plan.shown);
  const auto program =
      lower(*scenario.precedence, switched(scenario, plan), design.axes(), outputs);
  checked.diagnostics = without_bars(program.diagnostics, plan);
  if (!program) return checked;
  TornadoResult result;
  result.plan = &plan;
  const auto moved = moved_by(plan);
  const Cuts cuts = find_cuts(scenario, moved, outputs);
  checked.diagnostics.insert(checked.diagnostics.end(), cuts.said.begin(), cuts.said.end());
  const auto answer = conduct({*program.value, design, RowsReducer()}, options);
  result.rows = dynamic_cast<const RowsReducer&>(*answer).rows();
  const auto still = lower(*scenario.precedence, scenario.operations, {}, outputs);
  const auto base = detail::single_row(*still.value);
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto values = result.rows.values.col(Eigen::Index(i));
    const auto of_output = find_cuts(scenario, moved, std::span(&outputs[i], 1)).of;
    result.tables.push_back(table_of(plan, outputs[i], base[i], cuts_of(plan, of_output), values));
  }
  checked.value = std::move(result);
  return checked;
}

}  // namespace headwater
