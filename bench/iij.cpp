// How many rows a second does the IIJ model run, beside the reference workload as one fused loop?
//
// Ten axes, eight outputs: four lines of two fiscal years. Before anything is timed, row 0 is held
// against a program that has its operations folded in, and all widths against each other.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
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

}  // namespace

int main(int argc, char** argv) {
  const Workload work = prepare("scenarios/iij/base.scenario");
  check_answer(work);
  measure(work, argc > 1 ? std::stoul(argv[1]) : 41);
  return 0;
}
