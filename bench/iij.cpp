// How many rows a second does the IIJ model run, beside the reference workload as one fused loop?
//
// Ten axes, eight outputs: four lines of two fiscal years. Before anything is timed, row 0 is held
// against a program that has its operations folded in, and all widths against each other. What do
// the derivatives of the eight outputs by every driver cost beside one run of them?
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bench/turns.hpp"
#include "bench/w1/workload.hpp"
#include "engine/model/lower.hpp"
#include "engine/run/conduct.hpp"
#include "engine/run/executor.hpp"
#include "engine/scenario/scenario.hpp"

namespace {

using namespace headwater;

struct Workload {
  Scenario scenario;
  Operations operations;
  std::vector<Axis> axes;
  std::vector<std::vector<double>> levels;
  std::vector<Output> outputs;
  Program program;
};

void fail(const char* what) {
  std::fprintf(stderr, "bench: %s\n", what);
  std::exit(1);
}

// Each axis multiplies a driver by a few factors round one.
constexpr const char* drivers[] = {"si.conversion",      "si.purchasing_ratio",
                                   "security.growth",    "om.growth",
                                   "bandwidth.growth",   "si.other_ratio",
                                   "si.outsourced_cost", "headcount.net_hires",
                                   "wan.growth",         "tax.rate"};

Workload prepare(const std::string& path) {
  Sources sources;
  auto checked = load_scenario(path, sources);
  if (!checked) fail("the IIJ scenario does not load");
  Workload work{std::move(*checked.value), {}, {}, {}, {}, {}};
  const Model& model = *work.scenario.model;
  for (const char* name : drivers) {
    Operation operation;
    operation.kind = OperationKind::multiply;
    operation.series = *model.find(name);
    operation.span = {work.scenario.precedence->as_of() + 1, model.horizon.last};
    operation.axis = std::uint32_t(work.axes.size());
    work.operations.push_back(operation);
    work.axes.push_back({name, Unit()});
    work.levels.push_back({0.9, 1.0, 1.1});
  }
  work.levels.back().assign(10, 1.0);
  for (std::size_t i = 0; i < 10; ++i) work.levels.back()[i] = 0.9 + 0.02 * double(i);
  for (const char* name :
       {"revenue.total", "gross_profit.total", "operating_profit", "net_profit_attributable"}) {
    for (const int year : {2023, 2024}) {
      work.outputs.push_back({*model.find(name), model.calendar.year(year), std::nullopt});
    }
  }
  auto program = lower(*work.scenario.precedence, work.operations, work.axes, work.outputs);
  if (!program) fail("the program does not lower");
  work.program = std::move(*program.value);
  return work;
}

std::unique_ptr<Reducer> run(const Workload& work, std::size_t lanes, std::size_t threads) {
  const GridDesign design(work.axes, work.levels);
  const RowsReducer rows;
  return conduct({work.program, design, rows}, {lanes, threads});
}

// The first row against a program that knows its point when it is made.
void check_answer(const Workload& work) {
  Operations operations = work.operations;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    operations[i].value = work.levels[i].front();
    operations[i].axis.reset();
  }
  const auto folded = lower(*work.scenario.precedence, operations, {}, work.outputs);
  const RowsReducer rows;
  const ListDesign once;
  const auto single = conduct({*folded.value, once, rows}, {1, 1});
  const auto grid = run(work, RunOptions{}.block_lanes, 1);
  const auto& one = dynamic_cast<const RowsReducer&>(*single).rows().values;
  const auto& all = dynamic_cast<const RowsReducer&>(*grid).rows().values;
  for (Eigen::Index i = 0; i < one.cols(); ++i) {
    if (std::memcmp(&one(0, i), &all(0, i), sizeof(double)) != 0)
      fail("row 0 is not its single run");
  }
  for (const std::size_t lanes : {8u, 64u, 256u, 1024u}) {
    if (run(work, lanes, 2)->bytes() != grid->bytes())
      fail("the width of a block changes a result");
  }
}

// As many rows as the reference workload is timed with, drawn from the design.
Block block_of(const Workload& work) {
  const GridDesign design(work.axes, work.levels);
  Block block;
  block.points.resize(Eigen::Index(w1::checksum_rows), Eigen::Index(work.axes.size()));
  design.fill(0, block.points);
  return block;
}

void print_size(const Program& program) {
  const ProgramSize size = size_of(program);
  const auto share = [&](std::uint64_t part) { return double(part) / double(size.per_row); };
  fmt::print(" instructions_per_row={} hoisted={:.3f} repeated={:.3f} slots={} lanes={}",
             size.per_row, share(size.hoisted), share(size.looped), program.slots,
             lanes_for(program));
}

void measure(const Workload& work, std::size_t rounds) {
  const Program reference = w1::lowered("bench/w1/w1.model");
  const Block drawn = w1::drawn(reference, w1::checksum_rows);
  const w1::Loop fused = w1::fused_loops().front();
  Eigen::ArrayXXd values = w1::run(fused.run, drawn);
  Block block = block_of(work);
  std::vector<Contestant> all = {
      {"fused", [&] { fused.run(drawn.points.data(), values.data(), w1::checksum_rows); }}};
  std::vector<Executor> executors;
  executors.reserve(4);
  for (const std::size_t lanes : {0u, 8u, 64u, 1024u}) {
    Executor& executor = executors.emplace_back(work.program, lanes);
    all.push_back({lanes == 0 ? "iij" : fmt::format("iij_lanes{}", lanes),
                   [&executor, &block] { executor.run(block); }});
  }
  const Turns turns(all, rounds, Clock::thread);
  const Turns threads({{"one", [&] { run(work, 0, 1); }}, {"two", [&] { run(work, 0, 2); }}},
                      rounds, Clock::wall);
  fmt::print("{:<12}{:>14}{:>10}\n", "", "rows/s", "x fused");
  for (const Contestant& one : all) {
    fmt::print("{:<12}{:>14.0f}{:>10.3f}\n", one.name,
               double(w1::checksum_rows) / turns.seconds(one.name), turns.ratio("fused", one.name));
  }
  fmt::print("iij rows_a_second/fused={:.3f} threads2={:.3f}", turns.ratio("fused", "iij"),
             threads.ratio("one", "two"));
  print_size(work.program);
  fmt::print(" rows={}\n", w1::checksum_rows);
}

// The eight outputs by every driver in every forecast period: one sweep backwards, an output a
// lane, beside a run of the outputs alone.
class GradientBench {
 public:
  explicit GradientBench(const Workload& work) {
    const Model& model = *work.scenario.model;
    const Period last = model.horizon.last;
    for (std::size_t i = 0; i < model.series.size(); ++i) {
      if (model.series[i].kind != SeriesKind::driver) continue;
      for (Period p = work.scenario.precedence->as_of() + 1; p <= last; p = p + 1) {
        slopes_.by.push_back(std::uint32_t(axes_.size()));
        axes_.push_back({model.series[i].name, model.series[i].unit, CellId{SeriesId(i), p}});
      }
    }
    slopes_.of = work.outputs.size();
    const Precedence& known = *work.scenario.precedence;
    const Operations& operations = work.scenario.operations;
    value_ = std::move(*lower(known, operations, axes_, work.outputs).value);
    seeded_ = std::move(*lower_seeded(known, operations, axes_, work.outputs, slopes_).value);
    std::vector<Output> each = work.outputs;
    for (const Output& output : work.outputs) {
      for (const std::uint32_t axis : slopes_.by) {
        each.push_back(output);
        each.back().by = axis;
      }
    }
    each_ = std::move(*lower(known, operations, axes_, each).value);
    one_.points.setZero(1, Eigen::Index(axes_.size()));
    lanes_.points.setZero(Eigen::Index(slopes_.of), Eigen::Index(axes_.size() + slopes_.of));
    lanes_.points.rightCols(Eigen::Index(slopes_.of)).matrix().setIdentity();
  }

  // The values to the bit; the derivatives as those of a sweep for each output. Sums may be taken
  // in another order, so an error is held against the largest derivative of the output.
  void check() {
    Executor(value_).run(one_);
    Executor(seeded_).run(lanes_);
    Block apart{0, one_.points, {}, {}};
    Executor(each_).run(apart);
    const auto outputs = Eigen::Index(slopes_.of);
    const auto axes = Eigen::Index(axes_.size());
    for (Eigen::Index i = 0; i < outputs; ++i) {
      if (std::memcmp(&lanes_.values(i, i), &one_.values(0, i), sizeof(double)) != 0)
        fail("a figure has another value with its derivatives beside it");
      const Eigen::ArrayXd mine = lanes_.values.row(i).tail(axes);
      const Eigen::ArrayXd alone = apart.values.row(0).segment(outputs + i * axes, axes);
      const double size = alone.abs().maxCoeff();
      if (!(size > 0) || !((mine - alone).abs().maxCoeff() <= 1e-13 * size))
        fail("outputs that are swept together have other derivatives");
      same_ += (mine == alone).count();
    }
  }

  void measure(std::size_t rounds) {
    Executor value(value_, 1), seeded(seeded_), each(each_, 1);
    Block apart{0, one_.points, {}, {}};
    const Turns turns({{"value", [&] { repeat(value, one_); }},
                       {"seeded", [&] { repeat(seeded, lanes_); }},
                       {"each", [&] { repeat(each, apart); }}},
                      rounds, Clock::thread);
    fmt::print("{:<12}{:>10.2f} x one run of {} outputs, by {} drivers and periods\n", "gradient",
               turns.ratio("seeded", "value"), slopes_.of, axes_.size());
    fmt::print("iij gradient/run={:.2f} sweeps_apart/run={:.2f} same_bits={:.4f} gradients={}\n",
               turns.ratio("seeded", "value"), turns.ratio("each", "value"),
               double(same_) / double(slopes_.of * axes_.size()), slopes_.of * axes_.size());
  }

 private:
  static void repeat(Executor& executor, Block& block) {
    for (int i = 0; i < 200; ++i) executor.run(block);
  }

  std::vector<Axis> axes_;
  Slopes slopes_;
  Program value_, seeded_, each_;
  Block one_, lanes_;
  Eigen::Index same_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const Workload work = prepare("scenarios/iij/base.scenario");
  check_answer(work);
  const std::size_t rounds = argc > 1 ? std::stoul(argv[1]) : 41;
  measure(work, rounds);
  GradientBench gradient(work);
  gradient.check();
  gradient.measure(rounds);
  return 0;
}
