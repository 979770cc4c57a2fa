// The workload as the engine runs it: the program of w1.model, its points, and what must come out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "bench/w1/loops.hpp"
#include "engine/model/program.hpp"
#include "engine/run/block.hpp"
#include "engine/run/design.hpp"

namespace headwater::w1 {

inline constexpr std::uint64_t checksum_rows = 16384;
inline constexpr double checksum = 352766550.81181;  // of output 0 over these rows
inline constexpr double tolerance = 1e-9;            // relative

// Every driver is set in every period, each by an axis of its own. Throws std::runtime_error with
// the first diagnostic when the model does not load or lower.
enum class Shown {
  outputs,                // all of them
  first,                  // of them, alone
  first_and_derivatives,  // with respect to every driver, one after the other
};
Program lowered(const std::filesystem::path& model, Shown what = Shown::outputs);

// Rows drawn evenly from the drivers' ranges, by splitmix64 of row and driver.
class DrawnDesign final : public Design {
 public:
  DrawnDesign(std::span<const Axis> axes, std::uint64_t rows);
  std::span<const Axis> axes() const override { return axes_; }
  std::uint64_t rows() const override { return rows_; }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override;

 private:
  std::vector<Axis> axes_;
  std::vector<Driver> drivers_;
  std::uint64_t rows_;
};

// The first `rows` points, not yet run.
Block drawn(const Program& program, std::uint64_t rows);

// The values of a loop at the block's points: (rows × outputs).
Eigen::ArrayXXd run(Run loop, const Block& block);

// Throws std::runtime_error that names the loop, row and output unless all differ by no more than
// the tolerance.
void expect_same(const std::string& loop, const Eigen::ArrayXXd& values, const Block& block);

// Throws std::runtime_error unless the sum of output 0 over `checksum_rows` rows is `checksum`.
void expect_checksum(const Eigen::ArrayXXd& values);

}  // namespace headwater::w1
