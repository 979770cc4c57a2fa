#include "engine/scenario/uncertainty.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/model/lower.hpp"
#include "engine/sampling/joint.hpp"
#include "engine/scenario/detail/uncertain.hpp"
#include "engine/scenario/detail/valued.hpp"
#include "engine/scenario/draw_design.hpp"
#include "engine/scenario/draw_names.hpp"

namespace headwater {

std::uint32_t replicates_of(Drawing drawing) {
  return drawing == Drawing::random ? 1 : replicates_of_design;
}

std::string_view name_of(Drawing drawing) {
  for (const auto& [name, value] : drawing_names) {
    if (value == drawing) return name;
  }
  return "";
}

namespace detail {
namespace {

using tree::Course;

class Ready {
 public:
  Ready(const Precedence& precedence, UncertaintyPlan& plan)
      : precedence_(precedence), model_(precedence.model()), plan_(plan) {}

  std::vector<Diagnostic> make() {
    std::vector<Margin> margins;
    for (std::size_t i = 0; i < plan_.lines.size(); ++i) {
      if (auto margin = this->margin(plan_.lines[i])) {
        margins.push_back(std::move(*margin));
        plan_.line_of.push_back(i);
      }
    }
    if (has_errors(said_)) return std::move(said_);
    plan_.joint = std::make_shared<const Joint>(std::move(margins), correlations());
    say_repaired();
    say_hidden();
    say_design();
    return std::move(said_);
  }

 private:
  std::optional<Margin> margin(DrawnDriver& line) {
    if (line.history) read_history(line);
    auto made = make_distribution(line.text);
    if (const auto* impossible = std::get_if<Impossible>(&made)) {
      refuse(line, *impossible);
      return std::nullopt;
    }
    Operation whole;
    whole.kind = line.kind;
    whole.series = line.series;
    whole.span = {std::max(line.span.first, first_of(line)),
                  std::min(line.span.last, model_.horizon.last)};
    whole.place = line.place;
    const Operations pieces = with_values(precedence_, whole);
    if (pieces.empty()) {
      say_without_value(line);
      return std::nullopt;
    }
    Margin margin{line.name, std::get<Distribution>(std::move(made)), {}, false};
    switch (line.course) {
      case Course::constant: add_constant(line, pieces); break;
      case Course::each_period: add_each(line, pieces, margin); break;
      case Course::random_walk:
      case Course::autoregressive: add_path(line, pieces, margin); break;
    }
    return margin;
  }

  // What is not said begins with the forecast.
  Period first_of(const DrawnDriver& line) const {
    const bool said = line.span.first.index > -forever;
    return std::max(said ? line.span.first : precedence_.as_of() + 1, model_.horizon.first);
  }

  std::uint32_t add_axis(const DrawnDriver& line, std::optional<Period> period) {
    const Series& driver = model_.at(line.series);
    const bool factor = line.kind == OperationKind::multiply;
    std::string name = line.name;
    if (period) name = driver.name + "@" + model_.calendar.name({*period, *period});
    plan_.axes.push_back({std::move(name), factor ? Unit() : driver.unit});
    return std::uint32_t(plan_.axes.size() - 1);
  }

  void add_constant(const DrawnDriver& line, const Operations& pieces) {
    const std::uint32_t axis = add_axis(line, std::nullopt);
    for (Operation piece : pieces) {
      piece.axis = axis;
      plan_.operations.push_back(std::move(piece));
    }
  }

  void add_each(const DrawnDriver& line, const Operations& pieces, Margin& margin) {
    for (const Operation& piece : pieces) {
      for (Period p = piece.span.first; p <= piece.span.last; p = p + 1) {
        Operation one = piece;
        one.span = {p, p};
        one.axis = add_axis(line, p);
        plan_.operations.push_back(std::move(one));
        margin.periods.push_back(p.index);
      }
    }
  }

  // A path goes on through periods in which the driver has no value of its own.
  void add_path(const DrawnDriver& line, const Operations& pieces, Margin& margin) {
    const Period first = pieces.front().span.first;
    const Period last = pieces.back().span.last;
    margin.path = true;
    Operation path = pieces.front();
    path.span = {first, last};
    path.persistence = line.persistence;
    path.axis = std::uint32_t(plan_.axes.size());
    for (Period p = first; p <= last; p = p + 1) {
      add_axis(line, p);
      margin.periods.push_back(p.index);
    }
    plan_.operations.push_back(std::move(path));
  }

  // What is known of a series becomes the values that are drawn from.
  void read_history(DrawnDriver& line) {
    line.text.parameters.clear();
    line.parameters.clear();
    std::vector<Output> outputs;
    const Period last = std::min(precedence_.splice(*line.history), model_.horizon.last);
    for (Period p = model_.horizon.first; p <= last; p = p + 1) {
      outputs.push_back({*line.history, {p, p}});
    }
    const auto program = lower_answerable(precedence_, precedence_.operations(), {}, outputs);
    if (!program) return;
    for (const ProgramOperand& result : program.value->results) {
      const double value = program.value->constants.at(result.index).value;
      if (is_missing(value)) continue;
      line.text.parameters.push_back({Says::value, value * line.history_factor});
      line.parameters.push_back(line.distribution);
    }
  }

  void refuse(const DrawnDriver& line, const Impossible& why) {
    const bool blamed = why.parameter && *why.parameter < line.parameters.size();
    said_.push_back(error("impossible-distribution",
                          blamed ? line.parameters[*why.parameter] : line.distribution, why.what,
                          why.hint));
  }

  void say_without_value(const DrawnDriver& line) {
    said_.push_back(error(
        "drawn-without-value", line.place,
        fmt::format("{} has no value in these periods to be drawn", model_.at(line.series).name),
        "give other periods, or a value where the driver is declared"));
  }

  std::vector<RankCorrelation> correlations() {
    std::vector<RankCorrelation> all;
    for (const DrawnPair& pair : plan_.correlations) {
      for (std::size_t i = 0; i < plan_.line_of.size(); ++i) {
        for (std::size_t j = 0; j < plan_.line_of.size(); ++j) {
          const bool its = line(i).series == pair.left && line(j).series == pair.right;
          if (its) all.push_back({i, j, pair.value});
        }
      }
    }
    return all;
  }

  const DrawnDriver& line(std::size_t margin) const { return plan_.lines[plan_.line_of[margin]]; }

  void say_repaired() {
    if (plan_.joint->repaired().empty()) return;
    std::string changed;
    for (const Repaired& one : plan_.joint->repaired()) {
      changed += fmt::format("{}{} with {} {:.3g} instead of {:.3g}", changed.empty() ? "" : ", ",
                             line(one.left).name, line(one.right).name, one.given, one.asked);
    }
    Diagnostic warning = error(
        "correlations-repaired", plan_.correlations.front().place,
        fmt::format("no drivers can go along with each other like this; the nearest that can: {}",
                    changed),
        "make the correlations smaller, or say only those you have reason for");
    warning.severity = Severity::warning;
    said_.push_back(std::move(warning));
  }

  // What the scenario makes of a driver is lost where the driver is drawn without regard to it.
  void say_hidden() {
    for (const DrawnDriver& drawn : plan_.lines) {
      if (drawn.kind != OperationKind::set) continue;
      for (const Operation& one : precedence_.operations()) {
        const bool apart = one.span.last < std::max(drawn.span.first, first_of(drawn)) ||
                           drawn.span.last < one.span.first;
        if (one.series != drawn.series || apart) continue;
        const std::string& name = model_.at(drawn.series).name;
        Diagnostic warning =
            error("draw-hides-change", one.place,
                  fmt::format("{} is changed here, but drawn without regard to it", name),
                  fmt::format("draw around what it is: {} ~ base + normal(0, 1)", name));
        warning.labels.push_back({drawn.place, "drawn here"});
        warning.severity = Severity::warning;
        said_.push_back(std::move(warning));
        break;
      }
    }
  }

  void say_design() {
    const UnitPointsOptions points = points_of(plan_.drawing, plan_.draws, plan_.seed);
    const std::uint64_t rows = points.points * points.replicates;
    const bool whole = rows == plan_.draws;
    const bool power = (points.points & (points.points - 1)) == 0;
    if (!plan_.place || (whole && (power || plan_.drawing != Drawing::sobol))) return;
    std::uint64_t balanced = 1;
    while (balanced < points.points) balanced *= 2;
    Diagnostic note;
    note.severity = Severity::note;
    note.code = "draws-rounded";
    note.place = *plan_.place;
    note.message =
        whole ? fmt::format("{} draws by sobol are not balanced: powers of two are", rows)
              : fmt::format("{} draws become {}: {} sets of as many, whose spread is the error",
                            plan_.draws, rows, points.replicates);
    note.hint = plan_.drawing == Drawing::sobol
                    ? fmt::format("draw {} by sobol", balanced * points.replicates)
                    : fmt::format("draw {} by {}", rows, name_of(plan_.drawing));
    said_.push_back(std::move(note));
  }

  const Precedence& precedence_;
  const Model& model_;
  UncertaintyPlan& plan_;
  std::vector<Diagnostic> said_;
};

}  // namespace

std::vector<Diagnostic> make_ready(const Precedence& precedence, UncertaintyPlan& plan) {
  return Ready(precedence, plan).make();
}

}  // namespace detail
}  // namespace headwater
