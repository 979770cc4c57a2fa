#include "engine/model/lint.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace headwater {
namespace {

bool is_time(const Unit& unit) {
  constexpr std::array<std::string_view, 4> names = {"day", "month", "quarter", "year"};
  return unit.written().size() == 1 && unit.written().begin()->second == 1 &&
         std::ranges::find(names, unit.written().begin()->first) != names.end();
}

class Linter {
 public:
  explicit Linter(const Model& model) : model_(model) {
    for (const Series& series : model.series) {
      if (series.scheduled) pipelines_.insert(series.place.file);
    }
  }

  std::vector<Diagnostic> lint() {
    find_read();
    for (std::size_t i = 0; i < model_.series.size(); ++i) {
      const Series& series = model_.series[i];
      if (series.scheduled || made_by_pipeline(series)) continue;
      if (series.kind == SeriesKind::driver) {
        look_at_driver(SeriesId(i), series);
      } else {
        look_at_formulas(series);
      }
    }
    look_at_observations();
    look_at_unused_rows();
    return in_file_order(std::move(diagnostics_));
  }

 private:
  // Their rows are data, and every one of them is read.
  bool made_by_pipeline(const Series& series) const {
    return pipelines_.contains(series.place.file);
  }

  void warn(std::string code, const Place& place, std::string message, std::string hint) {
    if (diagnostics_.size() > mistakes_max) return;
    if (diagnostics_.size() == mistakes_max) {
      diagnostics_.push_back(more_mistakes(place));
    } else {
      Diagnostic diagnostic;
      diagnostic.code = std::move(code);
      diagnostic.place = place;
      diagnostic.message = std::move(message);
      diagnostic.hint = std::move(hint);
      diagnostics_.push_back(std::move(diagnostic));
    }
    diagnostics_.back().severity = Severity::warning;
  }

  void find_read() {
    for (std::size_t i = 0; i < model_.series.size(); ++i) {
      const Series& series = model_.series[i];
      for (const auto& formula : {series.plain, series.history, series.outlook, series.before}) {
        if (formula) read_by(*formula, SeriesId(i));
      }
      for (const Parts& parts : series.parts) read_by(parts.sum, SeriesId(i));
      for (const DefaultPiece& piece : series.defaults) read_by(piece.value, SeriesId(i));
    }
    for (const ModelCheck& check : model_.checks) {
      read_by(check.left, std::nullopt);
      read_by(check.right, std::nullopt);
    }
  }

  // What reads only itself is read by nobody.
  void read_by(NodeId formula, std::optional<SeriesId> reader) {
    std::vector<NodeId> open = {formula};
    std::set<NodeId> seen;
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (!seen.insert(id).second) continue;
      const Node& node = model_.formulas[id];
      if (node.op == NodeOp::cell && node.series != reader) read_.insert(node.series);
      open.insert(open.end(), node.args.begin(), node.args.end());
    }
  }

  void look_at_driver(SeriesId id, const Series& series) {
    if (!read_.contains(id)) {
      warn("lint-unused-driver", series.place, fmt::format("no formula reads {}", series.name),
           "use it, or leave it out");
    }
    if (series.basis.empty()) {
      warn(
          "lint-no-basis", series.place, fmt::format("{} has no basis", series.name),
          "say where it comes from: basis judgement \"why\", or history, derived, printed \"p.3\"");
    } else if (series.basis_reason.empty()) {
      warn("lint-no-basis", series.place, fmt::format("the basis of {} has no words", series.name),
           fmt::format("basis {} \"{}\"", series.basis,
                       series.basis == "printed" ? "p.3" : "how it was read"));
    }
    look_at_range(series);
  }

  void look_at_range(const Series& series) {
    if (!series.range_low || !series.range_high) return;
    const Node& low = model_.formulas[*series.range_low];
    const Node& high = model_.formulas[*series.range_high];
    if (low.op != NodeOp::constant || high.op != NodeOp::constant) return;
    for (const DefaultPiece& piece : series.defaults) {
      const Node& value = model_.formulas[piece.value];
      const bool inside =
          value.op != NodeOp::constant || (low.value <= value.value && value.value <= high.value);
      if (inside) continue;
      const auto text = [&](double number) {
        return series.unit.text_of(fmt::format("{}", number));
      };
      return warn("lint-outside-range", series.place,
                  fmt::format("{} is {}, outside its range from {} to {}", series.name,
                              text(value.value), text(low.value), text(high.value)),
                  "widen the range, or change the value");
    }
  }

  // Rows of a name that is no series are left aside; near to one, they are likely to be its own.
  void look_at_unused_rows() {
    const auto known = model_.series_names();
    for (const auto& [name, unused] : model_.observations_unused) {
      const auto near = nearest(name, known);
      const bool near_is_observed =
          near &&
          std::any_of(model_.observations.begin(), model_.observations.end(),
                      [&](const Observation& one) { return model_.at(one.series).name == *near; });
      if (!near || near_is_observed) continue;
      warn("lint-unknown-series", unused.first, fmt::format("no series is named {}", name),
           fmt::format("did you mean {}?", *near));
    }
  }

  // `before` is where a series begins, and a number is what one writes there.
  void look_at_formulas(const Series& series) {
    std::set<NodeId> seen;
    bool differs = false;
    for (const auto& formula : {series.plain, series.history, series.outlook}) {
      if (formula) look_at(*formula, series, seen, differs);
    }
  }

  void look_at(NodeId id, const Series& series, std::set<NodeId>& seen, bool& differs) {
    if (!seen.insert(id).second) return;
    const Node& node = model_.formulas[id];
    if (node.op == NodeOp::constant) look_at_number(node, series);
    if (node.op == NodeOp::choose && node.place.end != 0 && !differs &&
        names_a_period(node.args[0])) {
      differs = true;
      warn("lint-differs-by-period", node.place,
           fmt::format("the formula of {} differs from period to period", series.name),
           "let a driver differ instead: driver NAME : UNIT = 1 in FY2023, 2 from FY2024");
    }
    // Of a condition, the numbers are positions; of a call, the arguments are what was written.
    const std::size_t first = node.op == NodeOp::choose || node.op == NodeOp::call ? 1 : 0;
    if (node.op == NodeOp::lookup) return;
    for (std::size_t i = first; i < node.args.size(); ++i) {
      look_at(node.args[i], series, seen, differs);
    }
  }

  // Whole numbers of a few, of time too (12 month), and halves are arithmetic; anything else with a
  // unit is an assumption.
  void look_at_number(const Node& node, const Series& series) {
    constexpr double few = 12;
    const double size = std::fabs(node.value);
    const bool counts = node.unit.is_plain() || is_time(node.unit);
    const bool arithmetic = counts && ((size <= few && size == std::floor(size)) ||
                                       (node.unit.is_plain() && size == 0.5));
    const bool definition = size == 1;  // 1 night / room / day: a change of words, not a figure
    if (node.place.end == 0 || size == 0 || definition || arithmetic) return;
    const std::string number = node.unit.text_of(fmt::format("{}", node.value));
    warn("lint-hard-coded", node.place,
         fmt::format("{} is written into the formula of {}", number, series.name),
         fmt::format("make it a driver, with a range and a basis: driver NAME : {} = {}",
                     node.unit.is_plain() ? "1" : node.unit.text(), node.value));
  }

  bool names_a_period(NodeId condition) const {
    const Node& node = model_.formulas[condition];
    if (node.op == NodeOp::fiscal_year || node.op == NodeOp::period) return true;
    return std::any_of(node.args.begin(), node.args.end(),
                       [this](NodeId arg) { return names_a_period(arg); });
  }

  void look_at_observations() {
    std::set<SeriesId> shown;
    for (const StatementLayout& statement : model_.statements) {
      for (const StatementRow& row : statement.rows) shown.insert(row.series);
    }
    std::set<SeriesId> seen;
    for (const Observation& observation : model_.observations) {
      const SeriesId id = observation.series;
      const Series& series = model_.at(id);
      const bool met = series.history_formula() || !series.parts.empty();
      if (!seen.insert(id).second || met || read_.contains(id) || shown.contains(id)) continue;
      if (series.outlook) continue;  // it goes on from what is observed
      warn("lint-unread-observation", series.place,
           fmt::format("{} is observed, but no formula, check or statement reads it", series.name),
           "check something against it, show it in a statement, or leave it out");
    }
  }

  const Model& model_;
  std::set<FileId> pipelines_;  // files of deals
  std::set<SeriesId> read_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

std::vector<Diagnostic> lint(const Model& model) { return Linter(model).lint(); }

std::vector<Diagnostic> lint_operations(const Precedence& precedence) {
  const Model& model = precedence.model();
  std::vector<Diagnostic> diagnostics;
  for (const Operation& one : precedence.operations()) {
    const Series& series = model.at(one.series);
    const bool factor = series.kind != SeriesKind::driver && one.kind != OperationKind::fix;
    if (!factor || !one.why.empty()) continue;
    Diagnostic diagnostic;
    diagnostic.severity = Severity::warning;
    diagnostic.code = "lint-no-basis";
    diagnostic.place = one.place;
    diagnostic.message = fmt::format("this add factor of {} has no reason", series.name);
    diagnostic.hint = "say it at the end of the line: why \"licence true-up\"";
    diagnostics.push_back(std::move(diagnostic));
  }
  return diagnostics;
}

std::vector<Diagnostic> lint_blocks(const Precedence& precedence) {
  const Model& model = precedence.model();
  std::vector<bool> solves(model.solves.size(), false);
  for (const Circle& circle : precedence.circles()) {
    for (const SeriesId unknown : circle.unknowns) solves[*model.at(unknown).solve] = true;
  }
  std::vector<Diagnostic> diagnostics;
  for (std::size_t block = 0; block < solves.size(); ++block) {
    if (solves[block]) continue;
    Diagnostic diagnostic;
    diagnostic.severity = Severity::warning;
    diagnostic.code = "lint-idle-solve";
    diagnostic.place = model.solves[block].place;
    diagnostic.message = "nothing is solved here: no circle runs through these series";
    diagnostic.hint = "take them out of the braces, or let one of them read what depends on it";
    diagnostics.push_back(std::move(diagnostic));
  }
  return diagnostics;
}

}  // namespace headwater
