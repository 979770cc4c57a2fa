// What does a whole Sobol' analysis cost, and where does it go?
//
// First and total indices of the reference workload's 30 drivers, each even on its range, for its
// three outputs: 16 replicates of 1,024 base points, 32 runs each, 524,288 in all, on one thread.
// Before anything is timed the indices are held to what they must be: none far below 0, a total not
// below its first, and first ones that add up to no more than 1.
//
//   bench_sobol [--tiny]   sampling, model and reduction apart, and the whole
//   bench_sobol --serve    for each line read a whole analysis: its seconds, then first and total
//                          indices of the first output by driver; what bench/peers/sobol.py runs
#include "engine/study/sobol_indices.hpp"

#include <cstdint>
#include <cstdio>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "bench/turns.hpp"
#include "bench/w1/workload.hpp"
#include "engine/run/conduct.hpp"
#include "engine/run/executor.hpp"
#include "engine/scenario/saltelli_design.hpp"

namespace {

using namespace headwater;

Inputs inputs_of(const Program& program) {
  std::vector<Margin> margins;
  for (const w1::Driver& driver : w1::drivers()) {
    const DistributionText text{
        Family::uniform, {{Says::low, driver.low}, {Says::high, driver.high}}, {}};
    margins.push_back({driver.name, std::get<Distribution>(make_distribution(text)), {}, false});
  }
  Inputs inputs{program.axes, Joint(margins, {}), {}};
  for (std::size_t i = 0; i < margins.size(); ++i) inputs.factors.push_back({margins[i].name, {i}});
  return inputs;
}

struct Bench {
  Program program;
  Inputs inputs;
  BasePoints base;
  std::vector<std::string> names;

  Bench(const std::string& model, std::uint64_t points)
      : program(w1::lowered(model)), inputs(inputs_of(program)), base{.points = points} {
    for (const Factor& factor : inputs.factors) names.push_back(factor.name);
  }
  // All that an analysis needs but the program, which is made once: scrambles and tables too.
  std::vector<SobolTable> whole() const {
    const SaltelliDesign design(inputs, base);
    const SobolReducer reducer(names.size(), base.replicates);
    const auto folded = conduct({program, design, reducer}, {.threads = 1});
    return sobol_indices(dynamic_cast<const SobolReducer&>(*folded), names);
  }
};

// 0.1 is far beyond the error of as few points as --tiny takes.
void expect_indices(const std::vector<SobolTable>& tables) {
  for (const SobolTable& table : tables) {
    double sum = 0;
    for (const SobolIndex& one : table.factors) {
      sum += one.first.value;
      if (!(one.first.value > -0.1 && one.total.value > one.first.value - 0.1)) {
        throw std::runtime_error("the indices of " + one.factor + " are none");
      }
    }
    if (table.missing > 0 || !(sum > 0.5 && sum < 1.1)) {
      throw std::runtime_error(fmt::format("first order indices add up to {}", sum));
    }
  }
}

Block chunk_of(const Design& design, std::uint64_t chunk) {
  Block block;
  block.first_row = chunk * chunk_rows(design);
  block.points.resize(Eigen::Index(chunk_rows(design)), Eigen::Index(design.axes().size()));
  design.fill(block.first_row, block.points);
  return block;
}

// The parts, each over as many rows as the whole: sampling makes all of them, the others take those
// of one chunk as often.
void measure(const Bench& bench, std::size_t rounds) {
  const SaltelliDesign design(bench.inputs, bench.base);
  const std::uint64_t chunks = chunk_count(design);
  Executor executor(bench.program);
  Block block = chunk_of(design, 0);
  executor.run(block);
  const auto times = [chunks](const auto& one) {
    return [chunks, one] {
      for (std::uint64_t i = 0; i < chunks; ++i) one(i);
    };
  };
  SobolReducer folded(bench.names.size(), bench.base.replicates);
  const Turns turns({{"sampling", times([&](std::uint64_t i) { chunk_of(design, i); })},
                     {"model", times([&](std::uint64_t) { executor.run(block); })},
                     {"reduction", times([&](std::uint64_t) { folded.add(block); })},
                     {"whole", [&] { bench.whole(); }}},
                    rounds, Clock::thread);
  for (const char* part : {"sampling", "model", "reduction", "whole"}) {
    const double seconds = turns.seconds(part);
    fmt::print("{:<20}{:>10.1f} ms{:>10.1f} ns/row{:>8.1f} %\n", part, seconds * 1e3,
               seconds * 1e9 / double(design.rows()), 100 * turns.ratio(part, "whole"));
  }
  fmt::print("sobol sampling/whole={:.3f} model/whole={:.3f} reduction/whole={:.3f} rows={}\n",
             turns.ratio("sampling", "whole"), turns.ratio("model", "whole"),
             turns.ratio("reduction", "whole"), design.rows());
}

void serve(const Bench& bench) {
  for (std::string line; std::getline(std::cin, line);) {
    std::vector<SobolTable> tables;
    const double seconds = seconds_of([&] { tables = bench.whole(); }, Clock::thread);
    fmt::print("{}", seconds);
    for (const SobolIndex& one : tables[0].factors) fmt::print(" {}", one.first.value);
    for (const SobolIndex& one : tables[0].factors) fmt::print(" {}", one.total.value);
    fmt::print("\n");
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string mode = argc > 1 ? argv[1] : "";
  const bool tiny = mode == "--tiny";
  const Bench bench("bench/w1/w1.model", tiny ? 64 : 1024);
  expect_indices(bench.whole());
  if (mode == "--serve") serve(bench);
  else measure(bench, tiny ? 1 : 11);
} catch (const std::exception& error) {
  fmt::print(stderr, "bench_sobol: {}\n", error.what());
  return 1;
}
