// Where does a step of a program spend its time: on its way into the kernel, or on its vectors?
//
// Each kernel runs a thousand steps over a table that fits the first level of the cache (L1), and
// over one that does not (L2), in blocks of 64 and of 192 lanes. What the two widths share is the
// step's own cost; what they do not share is that of a vector. Before anything is timed, every
// kernel must make ones of ones.
#include "engine/run/kernels.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <new>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace {

using namespace headwater;
using detail::Link;
using detail::Step;

constexpr std::size_t steps = 1000;
constexpr std::size_t narrow = 64;
constexpr std::size_t wide = 192;

struct Kind {
  const char* name;
  detail::Kernel kernel;
  int reads;
};

std::vector<Kind> kinds(const detail::KernelSet& set) {
  const int multiply = int(Link::multiply);
  const int chain = (multiply * detail::links + multiply) * detail::links + multiply;
  const int both = (multiply * detail::first_links + multiply) * detail::first_links + multiply;
  const int select = detail::selection(detail::Comparison::less_equal, 0, detail::no_link);
  return {{"copy", set.copy, 1},
          {"multiply", set.one[multiply << 2], 2},
          {"three", set.three[chain << 4], 4},
          {"three_with_constants", set.three[chain << 4 | 0b0101], 4},
          {"three_that_ask", set.three[chain << 4 | 0b1111], 4},
          {"both", set.both[both << 4], 4},
          {"select", set.select[select << 1], 4},
          {"divide", set.one[int(Link::divide) << 2], 2}};
}

class Table {
 public:
  Table(const Kind& kind, std::uint32_t vector, std::size_t lanes, std::size_t slots)
      : bytes_(lanes * sizeof(double)), at_(slots * lanes / 8) {
    for (Line& line : at_) std::fill_n(line.values, 8, 1.0);
    std::minstd_rand random(1);
    const auto place = [&] { return std::uint32_t(bytes_ * (random() % slots)); };
    for (std::size_t i = 0; i < steps; ++i) {
      Step step;
      step.run = kind.kernel;
      step.result = place();
      for (int k = 0; k < kind.reads; ++k) step.read[k] = {place(), vector};
      steps_.push_back(step);
    }
  }
  void run() {
    for (const Step& step : steps_) step.run(table(), step, bytes_);
  }
  // All that is computed here of ones is 1.
  bool holds_ones() const {
    return std::ranges::all_of(at_, [](const Line& line) {
      return std::ranges::all_of(line.values, [](double value) { return value == 1; });
    });
  }

 private:
  struct alignas(Step::line) Line {
    double values[8];
  };
  char* table() { return reinterpret_cast<char*>(at_.data()); }
  std::size_t bytes_;
  std::vector<Line> at_;
  std::vector<Step> steps_;
};

// Keeps the nanoseconds of each run, by name, beside what Google Benchmark prints.
class Times : public benchmark::ConsoleReporter {
 public:
  Times() : ConsoleReporter(OO_Tabular) {}
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.aggregate_name.empty() || run.aggregate_name == "median") {
        ns_[run.run_name.function_name] = run.GetAdjustedCPUTime() / double(steps);
      }
    }
    ConsoleReporter::ReportRuns(runs);
  }
  double at(const std::string& name) const { return ns_.at(name); }

 private:
  std::map<std::string, double> ns_;
};

std::string name_of(const Kind& kind, std::size_t lanes, std::size_t slots) {
  return fmt::format("{}/lanes:{}/slots:{}", kind.name, lanes, slots);
}

// Tables that fit the usual first level, and the usual second.
std::size_t slots_for(std::size_t bytes, std::size_t lanes) {
  return bytes / (lanes * sizeof(double));
}
constexpr std::size_t near = 24 * 1024;
constexpr std::size_t far = 384 * 1024;

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const detail::KernelSet& set = detail::kernels_of(instruction_sets().back());
  const std::vector<Kind> all = kinds(set);
  for (const Kind& kind : all) {
    for (const std::size_t bytes : {near, far}) {
      for (const std::size_t lanes : {narrow, wide}) {
        const std::size_t slots = slots_for(bytes, lanes);
        Table table(kind, set.vector, lanes, slots);
        table.run();
        if (!table.holds_ones()) {
          fmt::print(stderr, "bench: {} of ones is not 1\n", kind.name);
          return 1;
        }
        benchmark::RegisterBenchmark(name_of(kind, lanes, bytes).c_str(),
                                     [table](benchmark::State& state) mutable {
                                       for (auto step : state) table.run();
                                     });
      }
    }
  }
  Times times;
  benchmark::RunSpecifiedBenchmarks(&times);
  const double vectors = double((wide - narrow) * sizeof(double)) / double(set.vector);
  fmt::print("\nns              a step   a vector   a vector, beyond the first level\n");
  std::string line = fmt::format("kernels vector_bytes={}", set.vector);
  for (const Kind& kind : all) {
    const auto ns = [&](std::size_t lanes, std::size_t bytes) {
      return times.at(name_of(kind, lanes, bytes));
    };
    const double vector = (ns(wide, near) - ns(narrow, near)) / vectors;
    const double step = ns(narrow, near) - vector * double(narrow * sizeof(double)) / set.vector;
    const double beyond = (ns(wide, far) - ns(narrow, far)) / vectors;
    fmt::print("{:<12}{:>10.2f}{:>11.2f}{:>11.2f}\n", kind.name, step, vector, beyond);
    line += fmt::format(" {0}_step_ns={1:.2f} {0}_vector_ns={2:.2f}", kind.name, step, vector);
  }
  fmt::print("{}\n", line);
  return 0;
}
