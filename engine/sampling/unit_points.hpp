// Points of the unit cube: an indexable family of rows that never materialises.
//
// An axis is named by its driver, a period and a copy. Random draws depend on (seed, axis, row) and
// on nothing else. Sobol' dimensions and Latin strata follow the order of the axes, so that axes
// appended change no other; their scrambles and permutations are keyed by the axis.
//
// With replicates, row r is point r / replicates of replicate r % replicates, so that the first
// rows of any number of points hold all replicates alike. A replicate is a scramble (or a Latin
// hypercube) of its own; random draws have no need of any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "engine/sampling/drawing.hpp"
#include "engine/sampling/sobol.hpp"

namespace headwater {

struct UnitAxis {
  std::string name;
  std::int32_t period = 0;
  std::uint32_t copy = 0;  // of designs that draw an axis more than once
  bool operator==(const UnitAxis&) const = default;
};

struct UnitPointsOptions {
  Drawing drawing = Drawing::sobol;
  std::uint64_t seed = 1;
  std::uint64_t points = 1024;   // of a replicate; antithetic: even
  std::uint32_t replicates = 1;  // >= 1
};

class UnitPoints {
 public:
  // Later axes are random draws: Boost has directions for 3,667, whose quality wanes.
  static constexpr std::size_t sobol_axes_max = 1024;

  // Throws std::invalid_argument naming the option that breaks its bound.
  UnitPoints(std::vector<UnitAxis> axes, const UnitPointsOptions& options);

  const std::vector<UnitAxis>& axes() const { return axes_; }
  std::uint64_t rows() const;             // points × replicates
  std::size_t axes_drawn_random() const;  // of Sobol' points, those beyond sobol_axes_max

  // Fills (lanes × axes) with the rows from `first_row` on, each in (0, 1).
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const;

 private:
  void fill_column(std::size_t axis, std::uint64_t first_row, double* out, std::size_t count) const;
  // Of one replicate: points first, first + 1, ...
  void fill_points(std::size_t axis, std::uint32_t replicate, std::uint64_t first, double* out,
                   std::size_t count) const;
  bool by_row(std::size_t axis) const;

  std::vector<UnitAxis> axes_;
  UnitPointsOptions options_;
  std::vector<std::uint64_t> keys_;
  Sobol sobol_;
};

}  // namespace headwater
