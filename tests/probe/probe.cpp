// One line of fingerprint per piece of reference work, of values to the last bit: what every build
// of the engine must print alike, whatever compiler, optimisation and instruction set.
//
//     probe ROOT        the checkout, for its scenarios
//
// The expected lines are tests/golden/probe.expected. They say that builds agree; that the values
// are right is the affair of the other tests.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/model/load.hpp"
#include "engine/model/lower.hpp"
#include "engine/model/precedence.hpp"
#include "engine/run/conduct.hpp"
#include "engine/scenario/hash.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/single_run.hpp"
#include "engine/study/sweep.hpp"
#include "engine/study/target.hpp"
#include "engine/study/tornado.hpp"
#include "projection.hpp"
#include "sampling.hpp"

namespace headwater {
namespace {

void print(std::string_view name, std::string_view fingerprint) {
  std::fputs(fmt::format("{:<48} {}\n", name, fingerprint).c_str(), stdout);
}

template <typename Value>
const Value& had(const Checked<Value>& checked, const Sources& sources) {
  if (checked.value) return *checked.value;
  std::string all;
  for (const Diagnostic& one : checked.diagnostics) all += render(one, sources);
  throw std::runtime_error(all);
}

// Row by row: its values, then what it failed by.
std::string fingerprint(const Block& block) {
  ContentHash hash;
  for (Eigen::Index row = 0; row < block.values.rows(); ++row) {
    const Eigen::ArrayXd values = block.values.row(row);
    hash.add(std::as_bytes(std::span(values.data(), std::size_t(values.size()))));
  }
  for (const Failure& one : block.failures) {
    hash.add(fmt::format("{} {} {} {}", one.row, one.output, std::uint32_t(one.cause.series),
                         one.cause.period.index));
  }
  return hash.hex();
}

std::vector<std::filesystem::path> scenarios_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".scenario") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// What a target reached, and by what.
std::string fingerprint(const TargetResult& result) {
  ContentHash hash;
  for (const TargetLine& one : result.lines) hash.add(std::as_bytes(std::span(&one.found, 1)));
  for (const InstrumentMove& one : result.instruments) {
    hash.add(std::as_bytes(std::span(&one.found, 1)));
  }
  return hash.hex();
}

// All figures of a scenario, its sweeps and tornados row by row, and its targets.
void probe_scenario(const std::filesystem::path& path) {
  Sources sources;
  const auto loaded = load_scenario(path, sources);
  const Scenario& scenario = had(loaded, sources);
  const std::string name = path.parent_path().filename() / path.stem();
  print(name, had(run_everything(scenario), sources).digest);
  for (const SweepPlan& plan : scenario.sweeps) {
    const auto answer = sweep(scenario, plan);
    print(fmt::format("{} sweep {}", name, plan.name), fingerprint(had(answer, sources).rows));
  }
  for (std::size_t i = 0; i < scenario.tornados.size(); ++i) {
    const auto answer = tornado(scenario, scenario.tornados[i]);
    print(fmt::format("{} tornado {}", name, i + 1), fingerprint(had(answer, sources).rows));
  }
  for (std::size_t i = 0; i < scenario.targets.size(); ++i) {
    const auto answer = target(scenario, scenario.targets[i]);
    print(fmt::format("{} target {}", name, i + 1), fingerprint(had(answer, sources)));
  }
}

// Every operation, of two axes and of the quarter before, in twelve quarters.
constexpr auto formulas = std::to_array<const char*>({
    "x + y",
    "x - y",
    "x * y",
    "x / y",
    "x per y",
    "-x",
    "abs(x) - y",
    "min(x, y, @[-1])",
    "max(x, y)",
    "clamp(x, -1, y)",
    "mean(x, y, x * y)",
    "x ^ 3",
    "y ^ -2",
    "pow(x, y)",
    "pow(abs(x), 0.37)",
    "sqrt(x)",
    "sqrt(abs(x * y))",
    "exp(x)",
    "exp(-abs(y)) * @[-1]",
    "log(y)",
    "log(abs(x) + 1)",
    "if x < y then x else y * 2",
    "if x <= @[-1] then x else 1 / y",
    "if x == y then 3 else x",
    "x / y otherwise x",
    "present(log(x)) + present(y)",
    "@[-1] + x * 0.25",
    "@[-1] * 0.9 + y / (1 + abs(x))",
    "mid(x * @[-1])",
    "growth(@[-1] + x)",
    "trailing4(y * quarter)",
    "if quarter == 3 then x else @[-1] / 3",
    "delay(f0, 1.25)",
    "(x * 1.1 + y) * 0.7 - (x - y) / 3 * x + y * y / (x + 2)",
});

std::string text_of_operations() {
  std::string text =
      "model probe \"Probe\"\ncalendar quarterly, fiscal year starts april\n"
      "horizon 2022Q1..2024Q4\ndriver x : 1 = 1\ndriver y : 1 = 1\n";
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    const std::string own = fmt::format("f{}", i);
    std::string formula = formulas[i];
    for (auto at = formula.find('@'); at != std::string::npos; at = formula.find('@')) {
      formula.replace(at, 1, own);
    }
    text += fmt::format("flow {} : 1\n  before = 0.75\n  = {}\n", own, formula);
  }
  return text;
}

// Every pair of special values, and a thousand drawn ones.
Eigen::ArrayXXd points() {
  using Limits = std::numeric_limits<double>;
  constexpr auto special = std::to_array<double>({0.0,
                                                  -0.0,
                                                  1.0,
                                                  -1.0,
                                                  0.1,
                                                  -3.0,
                                                  1.0 / 3,
                                                  2.0,
                                                  709.5,
                                                  -745.0,
                                                  1e200,
                                                  1e-200,
                                                  3e-310,
                                                  Limits::min(),
                                                  Limits::max(),
                                                  -Limits::max(),
                                                  Limits::denorm_min(),
                                                  Limits::epsilon(),
                                                  Limits::infinity(),
                                                  Limits::quiet_NaN()});
  constexpr auto pairs = special.size() * special.size();
  constexpr std::size_t drawn = 1000;
  Eigen::ArrayXXd points(Eigen::Index(pairs + drawn), 2);
  for (std::size_t i = 0; i < pairs; ++i) {
    points(Eigen::Index(i), 0) = special[i / special.size()];
    points(Eigen::Index(i), 1) = special[i % special.size()];
  }
  std::mt19937 random(1);
  for (std::size_t i = pairs; i < pairs + drawn; ++i) {
    for (Eigen::Index axis = 0; axis < 2; ++axis) {
      points(Eigen::Index(i), axis) = double(std::int64_t(random()) - (1LL << 31)) * 0x1p-29;
    }
  }
  return points;
}

void probe_operations() {
  Sources sources;
  const FileId file = sources.add("probe.model", text_of_operations());
  const auto loaded = load_model("probe.model", file, parse(file, sources), sources, {".", false});
  const Model& model = had(loaded, sources);
  const Precedence precedence(model, std::nullopt);
  std::vector<Axis> axes;
  Operations operations;
  for (const char* name : {"x", "y"}) {
    Operation set;
    set.series = *model.find(name);
    set.span = {model.horizon.first - 8, model.horizon.last};
    set.axis = std::uint32_t(axes.size());
    operations.push_back(set);
    axes.push_back({name, Unit()});
  }
  std::vector<Output> outputs;
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    const SeriesId series = *model.find(fmt::format("f{}", i));
    for (const PeriodSpan& span : spans_of(model)) outputs.push_back({series, span, std::nullopt});
  }
  const auto lowered = lower(precedence, operations, axes, outputs);
  const Program& program = had(lowered, sources);
  const ListDesign design(axes, points());
  const auto answer = conduct({program, design, RowsReducer()});
  print("every operation", fingerprint(dynamic_cast<const RowsReducer&>(*answer).rows()));
  ContentHash hash;
  hash.add(listing(program, model));
  print("every operation, its listing", hash.hex());
}

void probe(const std::filesystem::path& root) {
  for (const char* folder : {"iij", "saas"}) {
    for (const auto& path : scenarios_of(root / "scenarios" / folder)) probe_scenario(path);
  }
  probe_operations();
  print("points and draws", fingerprint_of_sampling());
  print("projections", fingerprint_of_projection());
}

}  // namespace
}  // namespace headwater

int main(int count, char** words) {
  if (count != 2) {
    std::fputs("usage: probe ROOT\n", stderr);
    return 2;
  }
  try {
    headwater::probe(words[1]);
  } catch (const std::exception& error) {
    std::fputs(fmt::format("probe: {}\n", error.what()).c_str(), stderr);
    return 1;
  }
  return 0;
}
