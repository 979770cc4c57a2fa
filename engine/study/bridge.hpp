// A bridge: the change of one figure between two scenarios, shared out among their differences.
//
// ScenarioDifferences move by item: the drivers of a group together, or each by itself. The shares,
// in the order shown, sum to the change: added one after the other to the first figure they give
// the second to the bit wherever doubles can (see land() in contributions.hpp). There is no
// residual.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/differences.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

enum class BridgeBy {
  groups,   // an item for each group of drivers of the model, and for each series in none
  drivers,  // an item for each series
};

enum class BridgeMethod {
  shapley,     // averaged over all orders: 2^items runs
  sequential,  // one after the other, in the order of the items: what each adds then
};

struct BridgeOptions {
  BridgeBy by = BridgeBy::groups;
  BridgeMethod method = BridgeMethod::shapley;
};

inline constexpr std::size_t shapley_items_max = 16;
inline constexpr std::size_t shapley_structures_max = 6;  // each doubles the programs

// What moves as one. A driver in two groups goes with the first; what is no plain driver (a line
// with an add factor or a fix, what a pipeline says of a deal) is in no group.
struct BridgeItem {
  std::string name;  // of the group, or of the series
  Title title;
  bool group = false;
  Change change = Change::value;
  std::vector<std::size_t> differences;  // of ScenarioDifferences::of
};

// Groups in the order of the model, then the others in the order of its series.
std::vector<BridgeItem> bridge_items(const Model& model, const ScenarioDifferences& differences,
                                     BridgeBy by);

struct BridgeRow {
  std::size_t item = 0;
  double share = 0;  // of the change, in the unit of the figure
  double level = 0;  // the first figure, this row's share and those above
};

struct BridgeResult {
  Output output;
  BridgeOptions options;
  double first = 0;  // the figure in each scenario, as a single run gives it
  double second = 0;
  ScenarioDifferences differences;
  std::vector<BridgeItem> items;
  std::vector<BridgeRow> rows;  // largest first, equals by name; sequential: as the items are
  double rounding = 0;          // second less the level of the last row: see land()
  std::vector<double> values;   // of each set of items, or after each item
  std::size_t programs = 0;
};

// Errors: those of lower(), a figure missing in a scenario or between the two, too many items for
// the method, and shares that do not sum to the change to 1e-10 of the largest. Throws
// std::invalid_argument when the scenarios are not comparable().
Checked<BridgeResult> bridge(const Scenario& first, const Scenario& second, const Output& output,
                             const BridgeOptions& options = {}, const RunOptions& how = {});

}  // namespace headwater
