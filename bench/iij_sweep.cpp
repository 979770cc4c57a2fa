// How many rows a second does a sweep of the IIJ model run, and what does the width of a block do?
//
// Eight axes, six outputs of two fiscal years, 20,000 rows. Before anything is timed, row 0 is held
// against a program that has its operations folded in, and all widths against each other. Ratios
// come from one run on one machine; see bench/README.md.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/model/lower.hpp"
#include "engine/run/conduct.hpp"
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
constexpr const char* drivers[] = {"si.conversion",      "si.purchasing_ratio", "security.growth",
                                   "om.growth",          "bandwidth.growth",    "si.other_ratio",
                                   "si.outsourced_cost", "headcount.net_hires"};

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
  for (const char* name : {"revenue.total", "operating_profit", "net_profit_attributable"}) {
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
  const auto grid = run(work, 256, 1);
  const auto& one = dynamic_cast<const RowsReducer&>(*single).rows().values;
  const auto& all = dynamic_cast<const RowsReducer&>(*grid).rows().values;
  for (Eigen::Index i = 0; i < one.cols(); ++i) {
    if (std::memcmp(&one(0, i), &all(0, i), sizeof(double)) != 0)
      fail("row 0 is not its single run");
  }
  for (const std::size_t lanes : {8u, 64u, 1024u}) {
    if (run(work, lanes, 2)->bytes() != grid->bytes())
      fail("the width of a block changes a result");
  }
}

void sweep_rows(benchmark::State& state, const Workload& work) {
  const auto rows = GridDesign(work.axes, work.levels).rows();
  for (auto step : state) {
    benchmark::DoNotOptimize(run(work, std::size_t(state.range(0)), std::size_t(state.range(1))));
  }
  state.SetItemsProcessed(std::int64_t(rows) * std::int64_t(state.iterations()));
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const std::string path = argc > 1 ? argv[1] : "scenarios/iij/base.scenario";
  const Workload work = prepare(path);
  check_answer(work);
  std::printf("iij_sweep rows=%llu instructions=%zu slots=%u constants=%zu\n",
              static_cast<unsigned long long>(GridDesign(work.axes, work.levels).rows()),
              work.program.code.size(), work.program.slots, work.program.constants.size());
  auto* family = benchmark::RegisterBenchmark(
      "iij_sweep", [&work](benchmark::State& state) { sweep_rows(state, work); });
  for (const int lanes : {8, 64, 256, 1024}) family->Args({lanes, 1});
  family->Args({256, 2})
      ->ArgNames({"lanes", "threads"})
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
