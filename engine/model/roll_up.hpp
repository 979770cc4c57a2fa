// How a series adds up to a half or a year.
//
// A flow is the sum along the calendar's one tree; a stock is its last level; a price or a ratio
// is the quotient its formula measures, each side rolled up by itself. Nothing is ever averaged
// in silence: what fits no rule has no roll-up.
#pragma once

#include <optional>
#include <vector>

#include "engine/model/model.hpp"

namespace headwater {

enum class Rolling {
  none,      // blank
  constant,  // the same in every period
  sum,
  mean,
  last,
  compound,
  quotient,  // holds a `per`: each side by itself, the rest as written
};

class RollUps {
 public:
  explicit RollUps(const Model& model);

  Rolling of(SeriesId series) const { return rolling_[std::size_t(series)]; }
  Rolling of(NodeId node) const;
  // The formula a price or ratio rolls up through: of its history, else its own.
  std::optional<NodeId> measure(SeriesId series) const;

 private:
  Rolling by_kind(const Series& series) const;
  std::vector<SeriesId> unknown_in(NodeId formula) const;
  Rolling of_sum(const Node& node) const;
  Rolling of_product(const Node& node) const;
  Rolling of_call(const Node& node) const;
  const Model* model_;
  std::vector<Rolling> rolling_;
};

}  // namespace headwater
