#include "bench/w1/workload.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/model/lower.hpp"
#include "engine/model/read_operations.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater::w1 {
namespace {

template <typename Value>
Value taken(Checked<Value> checked) {
  if (checked) return std::move(*checked.value);
  throw std::runtime_error("the workload does not load: " +
                           (checked.diagnostics.empty() ? "" : checked.diagnostics[0].message));
}

SeriesId series(const Model& model, const std::string& name) {
  const auto found = model.find(name);
  if (!found) throw std::runtime_error("the workload has no series " + name);
  return *found;
}

// From 0 to 1, and the same for a state in every language that has 64-bit numbers.
double drawn_at(std::uint64_t state) {
  std::uint64_t z = (state + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return double((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

bool close(double value, double expected) {
  return std::abs(value - expected) <= tolerance * std::abs(expected);
}

}  // namespace

Program lowered(const std::filesystem::path& path, Shown what) {
  Sources sources;
  const Scenario scenario = taken(load_scenario(path, sources));
  const Model& model = *scenario.model;
  Operations operations;
  std::vector<Axis> axes;
  for (const Driver& driver : drivers()) {
    Operation operation;
    operation.series = series(model, driver.name);
    operation.span = {{-forever}, {forever}};
    operation.axis = std::uint32_t(axes.size());
    operations.push_back(operation);
    axes.push_back({driver.name, Unit()});
  }
  std::vector<Output> shown;
  const PeriodSpan last{model.horizon.last, model.horizon.last};
  for (const std::string& name : outputs()) {
    shown.push_back({series(model, name), last});
  }
  if (what != Shown::outputs) shown.resize(1);
  if (what == Shown::first_and_derivatives) {
    for (std::uint32_t axis = 0; axis < axes.size(); ++axis) {
      shown.push_back({shown[0].series, last, std::nullopt, axis});
    }
  }
  return taken(lower(*scenario.precedence, operations, axes, shown));
}

DrawnDesign::DrawnDesign(std::span<const Axis> axes, std::uint64_t rows)
    : axes_(axes.begin(), axes.end()), drivers_(drivers()), rows_(rows) {}

void DrawnDesign::fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const {
  const std::uint64_t count = drivers_.size();
  for (std::uint64_t j = 0; j < count; ++j) {
    const auto& [name, low, high] = drivers_[j];
    double* column = points.col(Eigen::Index(j)).data();
    for (Eigen::Index i = 0; i < points.rows(); ++i) {
      const std::uint64_t row = first_row + std::uint64_t(i);
      column[i] = low + (high - low) * drawn_at(row * count + j);
    }
  }
}

Block drawn(const Program& program, std::uint64_t rows) {
  const DrawnDesign design(program.axes, rows);
  Block block;
  block.points.resize(Eigen::Index(rows), Eigen::Index(program.axes.size()));
  design.fill(0, block.points);
  return block;
}

Eigen::ArrayXXd run(Run loop, const Block& block) {
  Eigen::ArrayXXd values(block.points.rows(), Eigen::Index(outputs().size()));
  loop(block.points.data(), values.data(), std::size_t(values.rows()));
  return values;
}

void expect_same(const std::string& loop, const Eigen::ArrayXXd& values, const Block& block) {
  for (Eigen::Index row = 0; row < values.rows(); ++row) {
    for (Eigen::Index output = 0; output < values.cols(); ++output) {
      const double expected = block.values(row, output);
      if (close(values(row, output), expected)) continue;
      throw std::runtime_error(fmt::format("{} gives {} for row {}, output {}, and the engine {}",
                                           loop, values(row, output), row, output, expected));
    }
  }
}

void expect_checksum(const Eigen::ArrayXXd& values) {
  if (values.rows() == Eigen::Index(checksum_rows) && close(values.col(0).sum(), checksum)) return;
  throw std::runtime_error(fmt::format("the checksum of {} rows is {:.14g}, not {:.14g}",
                                       values.rows(), values.col(0).sum(), checksum));
}

}  // namespace headwater::w1
