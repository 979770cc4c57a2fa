// How far is the engine from a loop that was written for one model alone?
//
// The reference workload (w1/w1.model) runs through the engine and through loops that
// w1/generate.py makes of the same file: rows side by side in vector registers (fused) and one
// after the other (scalar). Before anything is timed every row of every loop is held against the
// engine, and the sum over all rows against a published checksum. See bench/README.md.
//
//   bench_w1 [--tiny]            the table
//   bench_w1 --flat-memory ROWS  mean and histogram of so many rows, and the memory they took
//   bench_w1 --serve             a line for each line read: what bench/peers runs in turns with
//   others
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <vector>

#include <fmt/format.h>

#include "bench/mean_histogram.hpp"
#include "bench/turns.hpp"
#include "bench/w1/workload.hpp"
#include "engine/run/conduct.hpp"
#include "engine/run/executor.hpp"

namespace {

using namespace headwater;

class Sums final : public Reducer {
 public:
  std::unique_ptr<Reducer> fresh() const override { return std::make_unique<Sums>(); }
  void add(const Block& chunk) override { sum_ += chunk.values.col(0).sum(); }
  void merge(const Reducer& right) override { sum_ += dynamic_cast<const Sums&>(right).sum_; }
  std::vector<std::byte> bytes() const override {
    const auto* first = reinterpret_cast<const std::byte*>(&sum_);
    return {first, first + sizeof sum_};
  }

 private:
  double sum_ = 0;
};

// Everything that is timed, made and checked once.
struct Bench {
  Program program;
  Block block;  // the engine's own values beside the points
  std::vector<w1::Loop> fused;
  Executor executor;

  explicit Bench(const std::string& model)
      : program(w1::lowered(model)),
        block(w1::drawn(program, w1::checksum_rows)),
        fused(w1::fused_loops()),
        executor(program, RunOptions{}.block_lanes) {
    executor.run(block);
    w1::expect_checksum(block.values);
    for (const w1::Loop& loop : fused) {
      w1::expect_same(loop.name, w1::run(loop.run, block), block);
    }
    w1::expect_same("scalar", w1::run(w1::scalar, block), block);
  }
};

// The first output alone, and with its derivatives with respect to all drivers.
struct GradientBench {
  Program value;
  Program gradient;
  Block value_block;
  Block block;
  Executor value_executor;
  Executor executor;

  explicit GradientBench(const std::string& model)
      : value(w1::lowered(model, w1::Shown::first)),
        gradient(w1::lowered(model, w1::Shown::first_and_derivatives)),
        value_block(w1::drawn(value, w1::checksum_rows)),
        block(w1::drawn(gradient, w1::checksum_rows)),
        value_executor(value),
        executor(gradient) {
    value_executor.run(value_block);
    executor.run(block);
    expect_slopes();
  }

 private:
  // The values are the same to the bit. A small step in all drivers at once changes them by the sum
  // of the derivatives, but in the few rows that have a kink within it.
  void expect_slopes() {
    if ((block.values.col(0) != value_block.values.col(0)).any()) {
      throw std::runtime_error("the output has other values with its derivatives beside it");
    }
    constexpr double step = 1e-7;
    const auto moved = [&](double by) {
      Block one;
      one.points = value_block.points * (1 + by);
      value_executor.run(one);
      return Eigen::ArrayXd(one.values.col(0));
    };
    const Eigen::ArrayXd change = (moved(step) - moved(-step)) / (2 * step);
    const Eigen::ArrayXXd terms = block.points * block.values.rightCols(block.points.cols());
    const Eigen::ArrayXd error = (terms.rowwise().sum() - change).abs();
    const auto wrong = (error > 1e-5 * terms.abs().rowwise().sum()).count();
    if (wrong > block.points.rows() / 100) {
      throw std::runtime_error(fmt::format("the derivatives of {} rows are no slopes", wrong));
    }
  }
};

std::unique_ptr<Reducer> conducted(const Bench& bench, std::uint64_t rows, std::size_t threads,
                                   const Reducer& reducer) {
  const w1::DrawnDesign design(bench.program.axes, rows);
  return conduct({bench.program, design, reducer}, {.threads = threads});
}

std::vector<Contestant> contestants(Bench& bench) {
  std::vector<Contestant> all;
  const auto add = [&](const std::string& name, w1::Run run) {
    // The values of a loop are written where nothing else is read from.
    all.push_back({name, [&bench, run, values = w1::run(run, bench.block)]() mutable {
                     run(bench.block.points.data(), values.data(), w1::checksum_rows);
                   }});
  };
  add("fused", bench.fused.front().run);
  for (const w1::Loop& loop : std::span(bench.fused).subspan(1)) add(loop.name, loop.run);
  add("scalar", w1::scalar);
  all.push_back({"interpreter", [&bench] { bench.executor.run(bench.block); }});
  all.push_back({"points", [&bench] { w1::drawn(bench.program, w1::checksum_rows); }});
  all.push_back({"conduct", [&bench] { conducted(bench, w1::checksum_rows, 1, Sums()); }});
  return all;
}

struct Size {
  std::size_t rounds = 41;
  std::uint64_t rows_of_threads = 1u << 21;
  std::size_t rounds_of_threads = 5;
};
constexpr Size tiny{1, 1u << 15, 1};

void print_table(const std::vector<Contestant>& all, const Turns& turns) {
  fmt::print("{:<20}{:>10}{:>14}{:>10}\n", "", "ns/row", "rows/s", "x fused");
  for (const Contestant& one : all) {
    const double seconds = turns.seconds(one.name) / double(w1::checksum_rows);
    fmt::print("{:<20}{:>10.1f}{:>14.0f}{:>10.2f}\n", one.name, seconds * 1e9, 1 / seconds,
               turns.ratio(one.name, "fused"));
  }
}

void measure(Bench& bench, GradientBench& gradient, const Size& size) {
  const std::vector<Contestant> all = contestants(bench);
  const Turns turns(all, size.rounds, Clock::thread);
  print_table(all, turns);
  const Turns threads({{"one", [&] { conducted(bench, size.rows_of_threads, 1, Sums()); }},
                       {"two", [&] { conducted(bench, size.rows_of_threads, 2, Sums()); }}},
                      size.rounds_of_threads, Clock::wall);
  const Turns slopes({{"value", [&] { gradient.value_executor.run(gradient.value_block); }},
                      {"gradient", [&] { gradient.executor.run(gradient.block); }}},
                     size.rounds, Clock::thread);
  fmt::print("{:<20}{:>24.1f} x one output alone, by {} drivers\n", "gradient",
             slopes.ratio("gradient", "value"), gradient.gradient.axes.size());
  const ProgramSize length = size_of(bench.program);
  fmt::print("w1 loop={} interpreter/fused={:.3f}", bench.fused.front().name,
             turns.ratio("interpreter", "fused"));
  for (std::size_t i = 1; i < bench.fused.size(); ++i) {
    fmt::print(" {}/fused={:.3f}", bench.fused[i].name, turns.ratio(bench.fused[i].name, "fused"));
  }
  fmt::print(" scalar/fused={:.3f} conduct/interpreter={:.3f} points/interpreter={:.3f}",
             turns.ratio("scalar", "fused"), turns.ratio("conduct", "interpreter"),
             turns.ratio("points", "interpreter"));
  fmt::print(
      " threads2={:.3f} gradient/value={:.3f} instructions_per_row={} hoisted={} repeated={} "
      "rows={} rows_of_threads={}\n",
      threads.ratio("one", "two"), slopes.ratio("gradient", "value"), length.per_row,
      length.hoisted, length.looped, w1::checksum_rows, size.rows_of_threads);
}

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return double(usage.ru_maxrss) / 1024;
}

// The reducer against the values themselves, where there are still few enough to keep, and against
// itself on another number of threads.
void expect_histogram(const Bench& bench, const MeanHistogram& wanted) {
  const auto answer = conducted(bench, w1::checksum_rows, 1, wanted);
  const auto& digest = dynamic_cast<const MeanHistogram&>(*answer);
  std::uint64_t counted = digest.below() + digest.above();
  for (const std::uint64_t count : digest.counts()) counted += count;
  const double mean = bench.block.values.col(0).mean();
  if (counted != w1::checksum_rows || std::abs(digest.mean() - mean) > 1e-12 * std::abs(mean)) {
    throw std::runtime_error(fmt::format("the histogram counts {} rows, of mean {} instead of {}",
                                         counted, digest.mean(), mean));
  }
  if (conducted(bench, w1::checksum_rows, 2, wanted)->bytes() != digest.bytes()) {
    throw std::runtime_error("the histogram depends on the number of threads");
  }
}

void flat_memory(const Bench& bench, std::uint64_t rows) {
  const MeanHistogram wanted({.output = 0, .low = 0, .high = 60000, .count = 120});
  const auto digest = [&](std::uint64_t count) {
    const auto answer = conducted(bench, count, 0, wanted);
    return dynamic_cast<const MeanHistogram&>(*answer);
  };
  expect_histogram(bench, wanted);
  digest(rows / 100);
  const double early = peak_mib();
  MeanHistogram all = wanted;
  const double seconds = seconds_of([&] { all = digest(rows); }, Clock::wall);
  fmt::print("mean {:.6f}, below the histogram {}, above {}, missing {}\n", all.mean(), all.below(),
             all.above(), all.missing());
  fmt::print("flat_memory rows={} seconds={:.2f} peak_mib_at_hundredth={:.1f} peak_mib={:.1f}\n",
             all.rows(), seconds, early, peak_mib());
}

// "row N": the engine's values of a row. "sums N": the scalar loop's sums over the first N rows.
// Else the name of a contestant: nanoseconds a row of one run.
void serve(Bench& bench) {
  std::map<std::string, std::function<void()>> runs;
  for (const Contestant& one : contestants(bench)) runs[one.name] = one.run;
  const Eigen::ArrayXXd engine = bench.block.values;
  const Eigen::ArrayXXd scalar = w1::run(w1::scalar, bench.block);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string word;
    Eigen::Index number = 0;
    words >> word >> number;
    if (word == "row") {
      fmt::print("{}\n", fmt::join(engine.row(number), " "));
    } else if (word == "sums") {
      fmt::print("{}\n", fmt::join(scalar.topRows(number).colwise().sum().eval(), " "));
    } else {
      fmt::print("{}\n",
                 1e9 * seconds_of(runs.at(word), Clock::thread) / double(w1::checksum_rows));
    }
    std::fflush(stdout);
  }
}

int run(const std::vector<std::string>& words) {
  const std::string model = "bench/w1/w1.model";
  Bench bench(model);
  if (words.empty() || (words.size() == 1 && words[0] == "--tiny")) {
    GradientBench gradient(model);
    measure(bench, gradient, words.empty() ? Size{} : tiny);
  } else if (words.size() == 1 && words[0] == "--serve") {
    serve(bench);
  } else if (words.size() == 2 && words[0] == "--flat-memory") {
    flat_memory(bench, std::stoull(words[1]));
  } else {
    throw std::runtime_error("usage: bench_w1 [--tiny | --serve | --flat-memory ROWS]");
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench: {}\n", error.what());
    return 1;
  }
}
