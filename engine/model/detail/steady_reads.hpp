// What formulas read, found once for those that read the same cells, so far back, at every period.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/model/roll_up.hpp"
#include "engine/model/static_view.hpp"

namespace headwater::detail {

struct LaggedSeries {
  SeriesId series{};
  std::int32_t lag = 0;  // periods back
};

class SteadyReads {
 public:
  // Of every formula and default of the model's series.
  SteadyReads(const Model& model, const StaticView& view, const RollUps& roll_ups);

  // In order of series, then period, each once. Nothing for a formula whose reads depend on the
  // period (a choice, a delay), that may lack more than cells (a lookup), or of no series.
  std::optional<std::span<const LaggedSeries>> of(NodeId formula) const {
    const std::uint32_t entry = entries_[std::size_t(formula)];
    if (entry == 0) return std::nullopt;
    const std::size_t begin = begins_[entry - 1];
    return std::span(reads_).subspan(begin, begins_[entry] - begin);
  }

  // Whether such a formula lacks its value whenever one of its reads is missing: most do, but not
  // `x otherwise y`.
  bool needs_all(NodeId formula) const { return needs_all_[entries_[std::size_t(formula)] - 1]; }

 private:
  void add(const Model& model, const StaticView& view, const RollUps& roll_ups, NodeId formula);

  std::vector<std::uint32_t> entries_;  // by node: 1 + the number of its reads; 0: none are kept
  std::vector<std::size_t> begins_;     // of each in reads_, and the end
  std::vector<LaggedSeries> reads_;
  std::vector<bool> needs_all_;  // by number
};

}  // namespace headwater::detail
