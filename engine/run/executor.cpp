#include "engine/run/executor.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <xmmintrin.h>

#include "engine/model/arithmetic.hpp"
#include "engine/run/kernels.hpp"

namespace headwater {
namespace {

constexpr unsigned standard_control =
    0x1f80;  // all exceptions masked, round to nearest, flags clear
constexpr unsigned lost_value_flags = 0x0001 | 0x0004 | 0x0008;  // invalid, zero-divide, overflow

// The thread's floating-point state as the program needs it, for as long as this lives.
class FloatingPointState {
 public:
  FloatingPointState() : before_(_mm_getcsr()) { _mm_setcsr(standard_control); }
  ~FloatingPointState() { _mm_setcsr(before_); }
  FloatingPointState(const FloatingPointState&) = delete;
  FloatingPointState& operator=(const FloatingPointState&) = delete;

 private:
  unsigned before_;
};

}  // namespace

Executor::Executor(const Program& program, std::size_t lanes_max)
    : program_(program), lanes_max_(lanes_max) {
  if (lanes_max == 0) throw std::invalid_argument("lanes_max: at least 1");
  table_.resize(Eigen::Index(lanes_max), Eigen::Index(program.slots));
  for (std::size_t i = 0; i < program.constants.size(); ++i) {
    const bool lost = is_missing(program.constants[i].value);
    constant_causes_.push_back(lost ? std::uint32_t(program.code.size() + i + 1) : 0);
  }
}

void Executor::run(Block& block) {
  block.values.resize(block.points.rows(), Eigen::Index(program_.results.size()));
  block.failures.clear();
  const FloatingPointState state;
  for (Eigen::Index first = 0; first < block.points.rows(); first += Eigen::Index(lanes_max_)) {
    const auto left = std::size_t(block.points.rows() - first);
    run_lanes(block, {first, std::min(left, lanes_max_)});
  }
  const auto by_row = [](const Failure& left, const Failure& right) {
    return std::pair(left.row, left.output) < std::pair(right.row, right.output);
  };
  std::sort(block.failures.begin(), block.failures.end(), by_row);
}

void Executor::run_lanes(Block& block, Lanes lanes) {
  load(block, lanes);
  _mm_setcsr(standard_control);
  run_fast(lanes.count);
  // A missing constant goes through sums without a flag; only its cause is still to be found.
  const bool lost = (_mm_getcsr() & lost_value_flags) != 0 || any_missing(lanes.count);
  if (lost) {
    load(block, lanes);
    run_checking(lanes.count);
  }
  store(block, lanes, lost);
}

bool Executor::any_missing(std::size_t lanes) const {
  return std::any_of(program_.results.begin(), program_.results.end(), [&](const auto& result) {
    if (result.constant) return false;
    const double* values = table_.col(Eigen::Index(result.index)).data();
    return std::any_of(values, values + lanes, [](double value) { return is_missing(value); });
  });
}

void Executor::load(const Block& block, Lanes lanes) {
  for (std::size_t axis = 0; axis < program_.axes.size(); ++axis) {
    const auto column = block.points.col(Eigen::Index(axis));
    // An infinity would go through sums without a flag: as a point it is missing.
    std::transform(column.data() + lanes.first, column.data() + lanes.first + lanes.count,
                   slot(std::uint32_t(axis)),
                   [](double point) { return std::isfinite(point) ? point : missing(); });
  }
}

void Executor::run_fast(std::size_t lanes) {
  const auto strip = [this](const ProgramOperand& operand) {
    return operand.constant ? kernel::Strip{&program_.constants[operand.index].value, true}
                            : kernel::Strip{slot(operand.index), false};
  };
  for (const Instruction& one : program_.code) {
    const bool ternary = one.op == NodeOp::choose;
    kernel::fast(one.op, strip(one.a), strip(one.b), ternary ? strip(one.c) : kernel::Strip{},
                 slot(std::uint32_t(one.result)), lanes);
  }
}

void Executor::run_checking(std::size_t lanes) {
  causes_.assign(std::size_t(program_.slots) * lanes_max_, 0);
  const auto traced = [this](const ProgramOperand& operand) -> kernel::Traced {
    if (operand.constant) {
      return {{&program_.constants[operand.index].value, true}, &constant_causes_[operand.index]};
    }
    return {{slot(operand.index), false}, &causes_[operand.index * lanes_max_]};
  };
  for (std::size_t i = 0; i < program_.code.size(); ++i) {
    const Instruction& one = program_.code[i];
    const auto result = std::uint32_t(one.result);
    const bool ternary = one.op == NodeOp::choose;
    kernel::checking(one.op, traced(one.a), traced(one.b),
                     ternary ? traced(one.c) : kernel::Traced{}, slot(result),
                     &causes_[result * lanes_max_], std::uint32_t(i), lanes);
  }
}

void Executor::store(Block& block, Lanes lanes, bool with_causes) {
  const auto origin = [this](std::uint32_t cause) {
    const std::size_t number = cause - 1;
    const std::size_t instructions = program_.code.size();
    return number < instructions ? program_.code[number].origin
                                 : program_.constants[number - instructions].origin;
  };
  for (std::size_t output = 0; output < program_.results.size(); ++output) {
    const ProgramOperand& result = program_.results[output];
    auto column =
        block.values.col(Eigen::Index(output)).segment(lanes.first, Eigen::Index(lanes.count));
    for (std::size_t lane = 0; lane < lanes.count; ++lane) {
      const double value =
          result.constant ? program_.constants[result.index].value : slot(result.index)[lane];
      const bool lost = is_missing(value);
      column[Eigen::Index(lane)] = lost ? missing() : value;
      if (!lost) continue;
      // A fast run is never without flags where a lane's own arithmetic lost the value.
      const std::uint32_t cause = result.constant ? constant_causes_[result.index]
                                  : with_causes   ? causes_[result.index * lanes_max_ + lane]
                                                  : 0;
      const auto row = block.first_row + std::uint64_t(lanes.first) + lane;
      block.failures.push_back({row, std::uint32_t(output), cause == 0 ? CellId{} : origin(cause)});
    }
  }
}

}  // namespace headwater
