// The blocks `uncertainty` and `sensitivity`, as far as the model alone says what they mean.
#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/scenario/detail/uncertain.hpp"
#include "engine/scenario/draw_names.hpp"

namespace headwater::detail {
namespace {

template <typename Value>
void take(std::vector<Diagnostic>& diagnostics, Checked<Value>& from) {
  diagnostics.insert(diagnostics.end(), from.diagnostics.begin(), from.diagnostics.end());
}

std::optional<std::uint64_t> whole_number(const std::string& digits) {
  std::uint64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number);
  return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

class Blocks {
 public:
  Blocks(OperationReader& reader, const Model& model, const Limits& limits)
      : reader_(reader), model_(model), limits_(limits) {}

  void defaults() {
    for (std::size_t i = 0; i < model_.series.size(); ++i) {
      const auto& uncertain = model_.series[i].uncertain;
      if (!uncertain) continue;
      auto drawn = reader_.draw(*uncertain, SeriesId(i));
      take(said, drawn);
      if (drawn && !drawn.value->certain) plan.lines.push_back(std::move(*drawn.value));
    }
  }

  void add(const tree::Uncertainty& block) {
    if (!plan.place) plan.place = block.place;
    lines(block);
    for (const auto& one : block.correlations) add(one);
    for (const auto& one : block.chances) {
      auto chance = reader_.chance(one);
      take(said, chance);
      if (chance) plan.chances.push_back(*chance.value);
    }
    if (!block.revisions.empty()) plan.revisions.clear();
    for (const auto& one : block.revisions) {
      auto revision = reader_.revision(one);
      take(said, revision);
      if (revision) plan.revisions.push_back(*revision.value);
    }
    if (!block.shown.empty()) {
      auto shown = reader_.shown(block.shown, block.periods);
      take(said, shown);
      if (shown) plan.shown = std::move(*shown.value);
    }
    design(block);
  }

  // What is said of a driver that is not drawn after all.
  void finish() {
    // A driver that a later block turns certain takes its correlations with it.
    std::erase_if(plan.correlations, [&](const DrawnPair& pair) {
      return certain_.contains(pair.left) || certain_.contains(pair.right);
    });
    for (const DrawnPair& pair : plan.correlations) {
      for (const SeriesId driver : {pair.left, pair.right}) {
        const bool drawn = std::any_of(plan.lines.begin(), plan.lines.end(),
                                       [&](const auto& line) { return line.series == driver; });
        if (drawn) continue;
        said.push_back(error(
            "correlated-but-certain", pair.place,
            fmt::format("{} is not drawn, so it goes along with nothing", model_.at(driver).name),
            fmt::format("add a line: {} ~ base + normal(0, 1)", model_.at(driver).name)));
      }
    }
  }

  UncertaintyPlan plan;
  std::vector<Diagnostic> said;

 private:
  // A driver's lines replace those of the blocks before.
  void lines(const tree::Uncertainty& block) {
    std::vector<DrawnDriver> fresh;
    for (const tree::Draw& one : block.lines) {
      auto drawn = reader_.draw(one);
      take(said, drawn);
      if (drawn && !refuse_twice(fresh, *drawn.value, one.driver)) {
        fresh.push_back(std::move(*drawn.value));
      }
    }
    for (const DrawnDriver& one : fresh) {
      if (one.certain) certain_.insert(one.series);
      else certain_.erase(one.series);
    }
    std::vector<DrawnDriver> merged;
    std::vector<bool> placed(fresh.size(), false);
    const auto place_all_of = [&](SeriesId driver) {
      for (std::size_t i = 0; i < fresh.size(); ++i) {
        if (fresh[i].series != driver || placed[i]) continue;
        placed[i] = true;
        if (!fresh[i].certain) merged.push_back(fresh[i]);
      }
    };
    for (DrawnDriver& before : plan.lines) {
      const bool again = std::any_of(fresh.begin(), fresh.end(),
                                     [&](const auto& one) { return one.series == before.series; });
      if (again) place_all_of(before.series);
      else merged.push_back(std::move(before));
    }
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      if (!placed[i] && !fresh[i].certain) merged.push_back(fresh[i]);
    }
    plan.lines = std::move(merged);
  }

  bool refuse_twice(const std::vector<DrawnDriver>& before, const DrawnDriver& drawn,
                    const tree::Name& driver) {
    for (const DrawnDriver& first : before) {
      if (first.series != drawn.series || !overlap(first.span, drawn.span)) continue;
      Diagnostic twice =
          error("drawn-twice", driver.place, fmt::format("{} is drawn already", driver.text),
                "keep one of the two lines, or give them periods apart");
      twice.labels.push_back({first.place, "first here"});
      said.push_back(std::move(twice));
      return true;
    }
    return false;
  }

  void add(const tree::Correlation& from) {
    auto pair = reader_.correlation(from);
    take(said, pair);
    if (!pair) return;
    const auto same = [&](const DrawnPair& one) {
      return std::minmax(one.left, one.right) == std::minmax(pair.value->left, pair.value->right);
    };
    const auto before = std::find_if(plan.correlations.begin(), plan.correlations.end(), same);
    if (before == plan.correlations.end()) plan.correlations.push_back(*pair.value);
    else *before = *pair.value;
  }

  void design(const tree::Uncertainty& block) {
    if (!block.draws.empty()) {
      const auto draws = whole_number(block.draws);
      if (!draws || *draws < 2 || *draws > limits_.draws) {
        said.push_back(
            error("bad-draws", block.design,
                  draws && *draws > limits_.draws
                      ? fmt::format("{} draws are more than {}", block.draws, limits_.draws)
                      : fmt::format("{} is no number of draws", block.draws),
                  draws && *draws > limits_.draws ? raise_limit("draws", limits_.draws)
                                                  : "draw 65536 by sobol"));
      } else {
        plan.draws = *draws;
      }
    }
    if (!block.seed.empty()) {
      const auto seed = whole_number(block.seed);
      if (seed) plan.seed = *seed;
      else
        said.push_back(error("bad-seed", block.design, "a seed is a whole number",
                             "draw 65536 by sobol with seed 2023"));
    }
    if (block.method.text.empty()) return;
    if (const auto drawing = named(drawing_names, block.method.text)) {
      plan.drawing = *drawing;
      return;
    }
    const auto known = words_of(drawing_names);
    const auto near = nearest(block.method.text, known);
    said.push_back(error("unknown-method", block.method.place,
                         fmt::format("no way to draw is named '{}'", block.method.text),
                         near ? fmt::format("did you mean {}?", *near)
                              : fmt::format("there are {}", fmt::join(known, ", "))));
  }

  OperationReader& reader_;
  const Model& model_;
  const Limits& limits_;
  std::set<SeriesId> certain_;  // by a line of the last block that names them
};

std::optional<Diagnostic> add_method(SensitivityPlan& plan, const tree::SensitivityMethod& one) {
  if (const auto method = named(sensitivity_names, one.method.text)) {
    const auto points =
        one.points.empty() ? std::optional<std::uint64_t>(0) : whole_number(one.points);
    if (!points || (!one.points.empty() && *points < 2)) {
      return error("bad-draws", one.method.place,
                   fmt::format("{} is no number of points", one.points),
                   "by sobol with 16384 points");
    }
    plan.methods.push_back({*method, *points});
    return std::nullopt;
  }
  const auto known = words_of(sensitivity_names);
  const auto near = nearest(one.method.text, known);
  return error("unknown-method", one.method.place,
               fmt::format("no method of sensitivity analysis is named '{}'", one.method.text),
               near ? fmt::format("did you mean {}?", *near)
                    : fmt::format("there are {}", fmt::join(known, ", ")));
}

}  // namespace

Checked<UncertaintyPlan> read_uncertainty(OperationReader& reader, const Model& model,
                                          const std::vector<const tree::Uncertainty*>& all,
                                          const Limits& limits) {
  Blocks blocks(reader, model, limits);
  blocks.defaults();
  for (const tree::Uncertainty* one : all) blocks.add(*one);
  blocks.finish();
  Checked<UncertaintyPlan> checked;
  checked.diagnostics = std::move(blocks.said);
  if (!has_errors(checked.diagnostics)) checked.value = std::move(blocks.plan);
  return checked;
}

Checked<SensitivityPlan> read_sensitivity(OperationReader& reader, const tree::Sensitivity& block) {
  Checked<SensitivityPlan> checked;
  SensitivityPlan plan;
  plan.title = {block.title.english.text, block.title.japanese.text};
  plan.place = block.place;
  for (const tree::SensitivityMethod& one : block.methods) {
    if (auto wrong = add_method(plan, one)) checked.diagnostics.push_back(std::move(*wrong));
  }
  const std::string& across = block.across.text;
  plan.by_group = across == "groups";
  if (!across.empty() && across != "groups" && across != "drivers") {
    checked.diagnostics.push_back(error("unknown-method", block.across.place,
                                        fmt::format("'{}' is nothing to go across", across),
                                        "across groups, or across drivers"));
  }
  auto shown = reader.shown(block.shown, block.periods);
  take(checked.diagnostics, shown);
  if (shown) plan.shown = std::move(*shown.value);
  if (!has_errors(checked.diagnostics)) checked.value = std::move(plan);
  return checked;
}

}  // namespace headwater::detail
