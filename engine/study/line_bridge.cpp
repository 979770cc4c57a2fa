#include "engine/study/line_bridge.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/study/compare.hpp"
#include "engine/study/contributions.hpp"
#include "engine/study/detail/bridge_rows.hpp"
#include "engine/study/detail/definition.hpp"
#include "engine/study/detail/line_figures.hpp"
#include "engine/study/exact_sum.hpp"

namespace headwater {
namespace {

using detail::line_figures;
using detail::LineFigures;
using detail::Term;
using detail::terms_of_formula;
using detail::terms_of_parts;

struct Line {
  std::vector<SeriesId> series;  // one; several that are implied together
  double contribution = 0;
  bool implied = false;
};

// Every series that the figure may be taken apart into, itself among them.
std::vector<SeriesId> all_terms(const Model& model, SeriesId figure) {
  std::set<SeriesId> seen = {figure};
  std::vector<SeriesId> open = {figure};
  while (!open.empty()) {
    const SeriesId one = open.back();
    open.pop_back();
    for (const auto& terms : {terms_of_formula(model, one), terms_of_parts(model, one)}) {
      for (const Term& term : terms) {
        if (seen.insert(term.series).second) open.push_back(term.series);
      }
    }
  }
  return {seen.begin(), seen.end()};
}

class LineBridge {
 public:
  LineBridge(const LineEnd& first, const LineEnd& second)
      : first_(first), second_(second), model_(*first.scenario.model) {}

  Checked<BridgeResult> run(SeriesId figure) {
    result_.output = {figure, second_.end.span, std::nullopt, std::nullopt};
    result_.options = {BridgeBy::lines, BridgeMethod::sequential};
    result_.ends = {first_.end, second_.end};
    if (!read(figure)) return {std::nullopt, std::move(said_)};
    result_.first = before_.at(figure).value;
    result_.second = after_.at(figure).value;
    take_apart(figure, 1, Cut::allowed);
    if (lines_.size() < 2) {
      say("bridge-of-no-lines",
          fmt::format("{} is not made of lines that both ends have", model_.at(figure).name),
          "--of a total or a profit; two scenarios of one model also have a bridge --by groups");
      return {std::nullopt, std::move(said_)};
    }
    close();
    return {std::move(result_), std::move(said_)};
  }

 private:
  enum class Cut { allowed, done };  // a part is a line, whatever it is made of

  void say(const char* code, std::string message, std::string hint) {
    Diagnostic error;
    error.code = code;
    error.place = model_.at(result_.output.series).place;
    error.message = std::move(message);
    error.hint = std::move(hint);
    said_.push_back(std::move(error));
  }

  bool read(SeriesId figure) {
    const auto lines = all_terms(model_, figure);
    return read(first_, lines, before_) && read(second_, lines, after_);
  }

  bool read(const LineEnd& end, const std::vector<SeriesId>& lines, LineFigures& figures) {
    auto found = line_figures(end, match(first_.scenario, end.scenario), lines);
    for (Diagnostic& one : found.diagnostics) said_.push_back(std::move(one));
    if (!found) return false;
    figures = std::move(*found.value);
    if (figures.contains(result_.output.series)) return true;
    const std::string name = fmt::format("{}@{}", model_.at(result_.output.series).name,
                                         model_.calendar.name(end.end.span));
    const bool guided = end.end.source == BridgeSource::guidance;
    say("nothing-to-bridge",
        fmt::format("{} has no {} in {}", name, guided ? "guidance" : "value", end.scenario.path),
        fmt::format("headwater {} {}{} shows what there is", guided ? "run" : "explain",
                    end.scenario.path, guided ? "" : " " + name));
    return false;
  }

  double change(SeriesId series) const {
    return after_.at(series).value - before_.at(series).value;
  }

  // What the terms lack of the total at one end, and what printed digits leave open.
  struct Gap {
    double lacking = 0;
    double open = 0;
    double rounding = 0;  // of doubles
  };
  static Gap gap(const LineFigures& figures, SeriesId total, const std::vector<Term>& terms) {
    std::vector<double> sum = {figures.at(total).value};
    double largest = std::fabs(sum.front());
    double open = figures.at(total).half_width;
    for (const Term& term : terms) {
      const auto& one = figures.at(term.series);
      sum.push_back(-term.factor * one.value);
      largest = std::max(largest, std::fabs(sum.back()));
      open += std::fabs(term.factor) * one.half_width;
    }
    return {exact_sum(sum), open, 1e-12 * largest};
  }

  bool adds_up(const LineFigures& figures, SeriesId total, const std::vector<Term>& terms) const {
    const Gap found = gap(figures, total, terms);
    return std::fabs(found.lacking) <= found.open + found.rounding;
  }

  bool is_known(const Term& term) const {
    return before_.contains(term.series) && after_.contains(term.series);
  }

  // What has no figure at an end gives way to what it is made of itself.
  std::vector<Term> down_to_known(const std::vector<Term>& terms) const {
    std::vector<Term> found;
    for (const Term& term : terms) {
      const auto below = terms_of_formula(model_, term.series);
      if (is_known(term) || below.empty()) {
        found.push_back(term);
        continue;
      }
      for (const Term& one : down_to_known(below)) {
        found.push_back({one.series, term.factor * one.factor});
      }
    }
    return found;
  }

  // The terms that a series is shown by; those that an end has no figure for are implied together.
  struct Shown {
    std::vector<Term> known;    // empty: the series is a line itself
    std::vector<Term> implied;  // only where guidance leaves them open
  };
  Shown shown_by(SeriesId series, Cut cut) const {
    if (cut == Cut::done) return {};
    const bool by_formula = !terms_of_formula(model_, series).empty();
    const auto terms = by_formula ? down_to_known(terms_of_formula(model_, series))
                                  : terms_of_parts(model_, series);
    Shown shown;
    for (const Term& term : terms) (is_known(term) ? shown.known : shown.implied).push_back(term);
    if (shown.implied.empty()) {
      const bool whole = adds_up(before_, series, terms) && adds_up(after_, series, terms);
      return whole ? shown : Shown();
    }
    return by_formula && is_guided() ? shown : Shown();
  }

  bool is_guided() const {
    return first_.end.source == BridgeSource::guidance ||
           second_.end.source == BridgeSource::guidance;
  }

  void take_apart(SeriesId series, double factor, Cut cut) {
    const Shown shown = shown_by(series, cut);
    if (shown.known.empty()) {
      lines_.push_back({{series}, factor * change(series) + 0.0});  // never -0
      return;
    }
    const bool by_formula = !terms_of_formula(model_, series).empty();
    const std::size_t begin = lines_.size();
    for (const Term& term : shown.known) {
      take_apart(term.series, factor * term.factor, by_formula ? cut : Cut::done);
    }
    if (shown.implied.empty()) give_rounding(factor, series, shown.known, begin);
    else imply(factor, series, shown);
  }

  // What the known terms leave of the total.
  void imply(double factor, SeriesId total, const Shown& shown) {
    std::vector<double> terms = {change(total)};
    for (const Term& term : shown.known) terms.push_back(-term.factor * change(term.series));
    Line line{{}, factor * exact_sum(terms) + 0.0, true};
    for (const Term& term : shown.implied) line.series.push_back(term.series);
    lines_.push_back(std::move(line));
  }

  // To the largest of the lines from `begin` on.
  void give_rounding(double factor, SeriesId total, const std::vector<Term>& terms,
                     std::size_t begin) {
    const Gap after = gap(after_, total, terms);
    const Gap before = gap(before_, total, terms);
    const double lacking = factor * (after.lacking - before.lacking);
    const auto largest =
        std::max_element(lines_.begin() + std::ptrdiff_t(begin), lines_.end(),
                         [](const Line& left, const Line& right) {
                           return std::fabs(left.contribution) < std::fabs(right.contribution);
                         });
    largest->contribution += lacking;
    if (std::fabs(lacking) > after.rounding + before.rounding) {
      result_.printed_rounding += std::fabs(lacking);
    }
  }

  void close() {
    std::vector<double> contributions;
    for (const Line& line : lines_) {
      result_.rows.push_back({result_.items.size(), line.contribution, 0, 0});
      result_.items.push_back(item_of(line));
      contributions.push_back(line.contribution);
    }
    constexpr double error_max = 1e-10;
    require(closure_error(contributions, result_.first, result_.second) <= error_max,
            "lines come to the change of what they make up");
    detail::land_rows(result_);
    result_.values = {result_.first, result_.second};
    result_.runs = 2;
    result_.programs = 2;
  }

  BridgeItem item_of(const Line& line) const {
    BridgeItem item;
    for (const SeriesId one : line.series) {
      const Series& series = model_.at(one);
      item.name += (item.name.empty() ? "" : ", ") + series.name;
      item.title.english += (item.title.english.empty() ? "" : " and ") + series.title.english;
      item.title.japanese += (item.title.japanese.empty() ? "" : "・") + series.title.japanese;
    }
    item.series = line.series;
    item.implied = line.implied;
    return item;
  }

  const LineEnd& first_;
  const LineEnd& second_;
  const Model& model_;
  LineFigures before_;
  LineFigures after_;
  std::vector<Line> lines_;
  BridgeResult result_;
  std::vector<Diagnostic> said_;
};

}  // namespace

Checked<BridgeResult> line_bridge(const LineEnd& first, const LineEnd& second, SeriesId figure) {
  return LineBridge(first, second).run(figure);
}

}  // namespace headwater
