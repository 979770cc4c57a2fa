// Which points to run: an indexable family of rows that never materialises.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "engine/model/operation.hpp"

namespace headwater {

// Row i is a pure function of the design and i, so that any thread may fill any rows.
class Design {
 public:
  virtual ~Design() = default;
  virtual std::span<const Axis> axes() const = 0;
  virtual std::uint64_t rows() const = 0;
  // Rows come in groups that belong together (a tornado bar, a path); no chunk splits one.
  virtual std::uint32_t rows_per_group() const { return 1; }
  // Fills (lanes × axes) with the rows from `first_row` on.
  virtual void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const = 0;
};

// Rows written out one by one; without axes, one empty row: a single run.
class ListDesign final : public Design {
 public:
  ListDesign() : points_(1, 0), rows_(1) {}
  // `points` is (rows × axes). Throws std::invalid_argument when its width is not that of `axes`.
  ListDesign(std::vector<Axis> axes, Eigen::ArrayXXd points);
  std::span<const Axis> axes() const override { return axes_; }
  std::uint64_t rows() const override { return rows_; }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override;

 private:
  std::vector<Axis> axes_;
  Eigen::ArrayXXd points_;
  std::uint64_t rows_;
};

// The cross product of dimensions, the last of which goes round fastest. A dimension is an axis, or
// several that go along with each other, level by level.
class GridDesign final : public Design {
 public:
  // `levels` by axis, none empty; `with` by axis: whether it goes along with the one before, which
  // has as many levels. Throws std::invalid_argument when they do not fit, or when the product
  // exceeds 2^62 rows.
  GridDesign(std::vector<Axis> axes, std::vector<std::vector<double>> levels,
             std::vector<bool> with = {});
  std::span<const Axis> axes() const override { return axes_; }
  std::uint64_t rows() const override { return rows_; }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override;

 private:
  std::vector<Axis> axes_;
  std::vector<std::vector<double>> levels_;
  std::vector<bool> with_;
  std::uint64_t rows_ = 1;
};

}  // namespace headwater
