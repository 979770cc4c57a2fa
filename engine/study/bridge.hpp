// A bridge: the change of one figure between two scenarios, divided up among their differences.
//
// What moves together is an item: the drivers of a group, or a series by itself. Contributions sum
// to the change to the bit: added exactly and rounded once, in any order (exact_sum). The change is
// second - first, unless all contributions are so large beside it that no doubles near them sum to
// that: see land() in contributions.hpp. There is no residual.
#pragma once

#include <array>
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
  lines,    // an item for each line that the figure is made of: see line_bridge.hpp
};

enum class BridgeMethod {
  shapley,     // averaged over all orders: 2^items runs; of many items, over orders drawn
  sequential,  // one after the other, in the order of the items: what each adds then
  path,        // all evenly at once, by the figure's slopes; differences in value only
};

struct BridgeOptions {
  BridgeBy by = BridgeBy::groups;
  BridgeMethod method = BridgeMethod::shapley;
};

inline constexpr std::size_t shapley_items_max = 16;      // exactly; of more, orders are drawn
inline constexpr std::size_t shapley_order_pairs = 128;   // an order and its reverse
inline constexpr std::size_t shapley_structures_max = 6;  // each doubles the programs

// What moves as one. A driver in two groups goes with the first; what is no plain driver (a line
// with an add factor or a fix, what a pipeline says of a deal) is in no group.
struct BridgeItem {
  std::string name;  // of the group, or of the series
  Title title;
  bool group = false;
  Change change = Change::value;
  std::vector<std::size_t> differences;  // of ScenarioDifferences::of
  std::vector<SeriesId> series;          // theirs; by lines, the line's
  bool known = false;                    // what became known between the scenarios
  bool implied = false;                  // by lines: what the others leave of guidance
};

// What became known, then groups in the order of the model, then the others in the order of its
// series.
std::vector<BridgeItem> bridge_items(const Model& model, const ScenarioDifferences& differences,
                                     BridgeBy by);

struct BridgeRow {
  std::size_t item = 0;
  double contribution = 0;  // to the change, in the unit of the figure
  double error = 0;         // its standard error, where orders were drawn
  double level = 0;  // the first figure with this contribution and those above; last, the second
};

enum class BridgeSource { run, guidance };

// Which figure a bridge begins or ends with.
struct BridgeEnd {
  PeriodSpan span;
  BridgeSource source = BridgeSource::run;
  bool operator==(const BridgeEnd&) const = default;
};

struct BridgeResult {
  Output output;
  BridgeOptions options;
  std::array<BridgeEnd, 2> ends;
  double first = 0;  // the figure in each scenario, as a single run gives it
  double second = 0;
  double change = 0;  // the contributions' exact sum: second - first, but for `rounding`
  ScenarioDifferences differences;
  std::vector<BridgeItem> items;
  std::vector<BridgeRow> rows;  // largest first, equals by name; sequential: as the items are
  double rounding = 0;  // what the contributions lack of second - first: 0 wherever doubles can
  double printed_rounding = 0;  // by lines: what printed parts lacked of printed totals
  std::vector<double> values;   // of each set of items; after each item; of a path, its ends
  std::size_t runs = 0;
  std::size_t programs = 0;
  std::size_t orders = 0;  // drawn; 0: the contributions are exact
};

// Errors: those of lower(), a figure missing in a scenario or between the two, too many structures
// for the method, a path that breaks, and contributions that do not sum to the change to 1e-10 of
// the largest. Throws std::invalid_argument when the scenarios are not comparable(), and by lines.
Checked<BridgeResult> bridge(const Scenario& first, const Scenario& second, const Output& output,
                             const BridgeOptions& options = {}, const RunOptions& how = {});

}  // namespace headwater
