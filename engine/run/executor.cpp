#include "engine/run/executor.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>
#include <utility>
#include <xmmintrin.h>

#include "engine/core/floating_point_state.hpp"
#include "engine/model/arithmetic.hpp"

namespace headwater {
namespace {

constexpr unsigned lost_value_flags = 0x0001 | 0x0004 | 0x0008;  // invalid, zero-divide, overflow
constexpr std::size_t line_lanes = detail::Step::line / sizeof(double);
constexpr std::size_t stride_lanes = detail::Step::stride / sizeof(double);

// Strips are filled up to whole strides.
std::size_t padded(std::size_t lanes) {
  return (lanes + stride_lanes - 1) / stride_lanes * stride_lanes;
}

// As wide as wished, but within the 2^32 bytes that steps can tell.
std::size_t lanes_within(const Program& program, std::size_t lanes) {
  const std::size_t most =
      0xffff'0000 - detail::Step::line * std::min<std::size_t>(program.constants.size(), 1u << 25);
  const std::size_t widest = most / sizeof(double) / std::max<std::size_t>(1, program.slots);
  const std::size_t whole = widest / stride_lanes * stride_lanes;
  if (whole == 0) throw std::invalid_argument("program: too many slots and constants to run");
  return std::min(lanes, whole);
}

const detail::KernelSet& kernels_here(InstructionSet set) {
  const auto here = instruction_sets();
  if (std::find(here.begin(), here.end(), set) == here.end()) {
    throw std::invalid_argument("set: one of instruction_sets()");
  }
  return detail::kernels_of(set);
}

// A missing value is done as well: nothing brings it back.
bool all_done(const double* until, std::size_t lanes) {
  return std::all_of(until, until + lanes, [](double lane) { return lane != 0; });
}

constexpr std::align_val_t page{4096};

}  // namespace

// Between the first level of the cache, which W1 at 64 lanes just about leaves, and the share of
// dispatch, which grows as blocks get narrow: engine/run/README.md has the measurements.
std::size_t lanes_for(const Program& program) {
  constexpr std::size_t table_bytes = std::size_t{96} * 1024;
  const std::size_t lanes = table_bytes / sizeof(double) / std::max<std::size_t>(1, program.slots);
  return std::clamp<std::size_t>(lanes / stride_lanes * stride_lanes, stride_lanes, 512);
}

void Executor::Free::operator()(char* table) const { ::operator delete[](table, page); }

Executor::Executor(const Program& program, std::size_t lanes_max, InstructionSet set)
    : program_(program),
      kernels_(kernels_here(set)),
      lanes_max_(lanes_within(program, lanes_max == 0 ? lanes_for(program) : lanes_max)),
      ready_(detail::step_program(program, kernels_,
                                  {padded(lanes_max_) * sizeof(double), program.slots,
                                   program.code.empty() ? 0 : program.constants.size()})) {
  const std::size_t bytes = layout().bytes();
  table_.reset(static_cast<char*>(::operator new[](bytes, page)));
  std::memset(table_.get(), 0, bytes);
  runs_ = std::uint32_t(size_of(program).per_row);
  for (std::size_t i = 0; i < program.constants.size(); ++i) {
    const double value = program.constants[i].value;
    if (layout().constants > 0) std::fill_n(doubles_at(layout().constant(i)), line_lanes, value);
    constant_causes_.push_back(is_missing(value) ? runs_ + std::uint32_t(i) + 1 : 0);
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
  const std::size_t bytes = padded(lanes) * sizeof(double);
  return std::any_of(program_.results.begin(), program_.results.end(), [&](const auto& result) {
    return !result.constant && kernels_.any_missing(slot(result.index), bytes);
  });
}

// Strips are filled up with the last lane, which then raises no flag of its own.
void Executor::load(const Block& block, Lanes lanes) {
  for (std::size_t axis = 0; axis < program_.axes.size(); ++axis) {
    double* const strip = slot(std::uint32_t(axis));
    kernels_.load(block.points.col(Eigen::Index(axis)).data() + lanes.first, strip, lanes.count);
    std::fill(strip + lanes.count, strip + padded(lanes.count), strip[lanes.count - 1]);
  }
}

void Executor::run_fast(std::size_t lanes) {
  char* const table = table_.get();
  const std::size_t bytes = padded(lanes) * sizeof(double);
  detail::Step* const steps = ready_.steps.data();
  for (const detail::Pass& pass : ready_.passes) {
    for (std::uint32_t repeat = 0; repeat < pass.repeats; ++repeat) {
      for (std::uint32_t i = pass.moves_begin; i < pass.moves_end; ++i) {
        detail::Move& move = ready_.moves[i];
        move.now = repeat == 0 ? move.offset : move.now + 1 == move.ring ? 0 : move.now + 1;
        detail::Step& step = steps[move.step];
        (move.which < 0 ? step.result : step.read[move.which].at) =
            move.first + move.now * move.apart;
      }
      const detail::Step* const end = steps + pass.steps_end;
      for (const detail::Step* step = steps + pass.steps_begin; step != end; ++step) {
        step->run(table, *step, bytes);
      }
      if (pass.until && all_done(doubles_at(*pass.until), lanes)) break;
    }
  }
}

void Executor::run_checking(std::size_t lanes) {
  causes_.assign(std::size_t(program_.slots) * lanes_max_, 0);
  std::uint32_t before = 0;  // instructions of earlier regions
  for (const Region& region : program_.regions) {
    for (std::uint32_t repeat = 0; repeat < region.repeats; ++repeat) {
      for (std::uint32_t i = 0; i < region.count; ++i) {
        const std::uint32_t number = before + repeat * region.count + i;
        check(program_.code[region.first + i], repeat, number, lanes);
      }
      if (region.until && all_done(slot(*region.until), lanes)) break;
    }
    before += region.count * region.repeats;
  }
}

void Executor::check(const Instruction& one, std::uint32_t repeat, std::uint32_t number,
                     std::size_t lanes) {
  const auto traced = [&](const ProgramOperand& operand) -> kernel::Traced {
    const std::uint32_t index = operand.at(repeat);
    if (operand.constant) {
      return {&program_.constants[index].value, &constant_causes_[index], true};
    }
    return {slot(index), &causes_[index * lanes_max_], false};
  };
  const std::uint32_t result = one.result.at(repeat);
  const kernel::Traced none{};
  kernel::checking(one.op, traced(one.a), is_unary(one.op) ? none : traced(one.b),
                   one.op == NodeOp::choose ? traced(one.c) : none,
                   {slot(result), &causes_[result * lanes_max_], number}, lanes);
}

// Instructions are numbered as they run.
CellId Executor::origin_of(std::uint32_t cause) const {
  if (cause == 0) return {};
  std::uint32_t number = cause - 1;
  if (number >= runs_) return program_.constants[number - runs_].origin;
  for (const Region& region : program_.regions) {
    if (number < region.count * region.repeats) {
      CellId cell = program_.code[region.first + number % region.count].origin;
      cell.period = cell.period + std::int32_t(number / region.count) * region.periods;
      return cell;
    }
    number -= region.count * region.repeats;
  }
  return {};
}

void Executor::store(Block& block, Lanes lanes, bool with_causes) {
  for (std::size_t output = 0; output < program_.results.size(); ++output) {
    const ProgramOperand& result = program_.results[output];
    double* const column = block.values.col(Eigen::Index(output)).data() + lanes.first;
    if (result.constant) {
      std::fill_n(column, lanes.count, program_.constants[result.index].value);
    } else {
      std::copy_n(slot(result.index), lanes.count, column);
    }
    // A fast run is never without flags where a lane's own arithmetic lost the value.
    if (!with_causes && !(result.constant && constant_causes_[result.index] != 0)) continue;
    for (std::size_t lane = 0; lane < lanes.count; ++lane) {
      if (!is_missing(column[lane])) continue;
      column[lane] = missing();
      const std::uint32_t cause = result.constant ? constant_causes_[result.index]
                                                  : causes_[result.index * lanes_max_ + lane];
      const auto row = block.first_row + std::uint64_t(lanes.first) + lane;
      block.failures.push_back({row, std::uint32_t(output), origin_of(cause)});
    }
  }
}

}  // namespace headwater
