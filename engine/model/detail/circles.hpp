// Circles of cells that are allowed: those of one period that run through a series of a `solve`
// block. They are determined together.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

#include "engine/model/cell_id.hpp"
#include "engine/model/model.hpp"

namespace headwater {

// Cells of one period that need one another.
struct Circle {
  std::size_t block = 0;  // of Model::solves
  Period period;
  // What is solved for: series of blocks, as few as break every circle; in order of declaration.
  std::vector<SeriesId> unknowns;
  // All others, each after those of them it reads.
  std::vector<SeriesId> others;
};

namespace detail {

class Circles {
 public:
  using Reads = std::function<std::vector<CellId>(CellId)>;

  Circles() = default;
  // Circles within `span` that run through forecasts, or drivers, alone. `is_forecast` says so of a
  // cell.
  Circles(const Model& model, PeriodSpan span, const Reads& reads,
          const std::function<bool(CellId)>& is_forecast);

  bool empty() const { return circles_.empty(); }
  // The circle a cell is of, if it is of one.
  const Circle* of(CellId cell) const;
  const std::vector<Circle>& all() const { return circles_; }

 private:
  std::vector<Circle> circles_;
  std::map<CellId, std::size_t> by_cell_;
};

}  // namespace detail
}  // namespace headwater
