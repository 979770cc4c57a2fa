#include "engine/app/explain_view.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/aligned_formula.hpp"
#include "engine/app/explain_inputs.hpp"
#include "engine/app/explain_words.hpp"
#include "engine/app/wrap.hpp"
#include "engine/core/width.hpp"
#include "engine/model/arithmetic.hpp"

namespace headwater {
namespace {

constexpr int indent_max = 24;  // levels further down stay in sight

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

class ExplainText {
 public:
  ExplainText(const Scenario& scenario, const Sources& sources, const Explanation& explanation,
              std::size_t width)
      : scenario_(scenario),
        model_(*scenario.model),
        precedence_(*scenario.precedence),
        sources_(sources),
        explanation_(explanation),
        width_(width),
        printed_(explanation.cells.size(), false) {}

  std::string text() {
    std::vector<Entry> open = {{0, 0, 0}};
    while (!open.empty()) {
      const Entry entry = open.back();
      open.pop_back();
      if (!write(entry)) continue;
      std::vector<Entry> below = entries_below(entry);
      open.insert(open.end(), below.rbegin(), below.rend());
    }
    write_inputs();
    write_overrides();
    write_checks();
    write_deeper();
    return std::move(text_);
  }

 private:
  struct Entry {
    std::size_t cell;
    int level;
    std::size_t label_width;  // so that the values of neighbours stand below each other
  };

  const ExplainedCell& at(std::size_t index) const { return explanation_.cells[index]; }
  const Series& series_of(const ExplainedCell& cell) const { return model_.at(cell.id.series); }
  std::string label(PeriodSpan span) const { return model_.calendar.label(span); }
  std::string label_of(const ExplainedCell& cell) const {
    return fmt::format("{} {}", series_of(cell).name, label(cell.id.span));
  }
  static std::string indent(int level) {
    return std::string(std::size_t(std::min(2 * level, indent_max)), ' ');
  }
  std::string clean(const std::string& text) const { return escaped_for_terminal(text); }

  std::vector<Entry> entries_below(const Entry& entry) const {
    std::size_t widest = 0;
    const ExplainedCell& cell = at(entry.cell);
    for (const std::size_t index : cell.precedents) {
      widest = std::max(widest, label_of(at(index)).size());
    }
    std::vector<Entry> below;
    for (const std::size_t index : cell.precedents)
      below.push_back({index, entry.level + 1, widest});
    return below;
  }

  // Whether what it rests on comes below it: each figure is told once, where it is nearest.
  bool write(const Entry& entry) {
    const ExplainedCell& cell = at(entry.cell);
    const std::string value = value_text(cell);
    if (printed_[entry.cell] || entry.level > cell.depth) {
      line(entry.level, fmt::format("{:{}}  {}  {}", label_of(cell), entry.label_width, value,
                                    printed_[entry.cell] ? "above" : "below"));
      return false;
    }
    printed_[entry.cell] = true;
    const std::string title = clean(series_of(cell).title.english);
    if (entry.cell == 0) line(0, title.empty() ? label_of(cell) : label_of(cell) + "  " + title);
    const std::string heading =
        entry.cell == 0 ? "" : fmt::format("{:{}}  ", label_of(cell), entry.label_width);
    line(entry.level, fmt::format("{}{}  {}", heading, value, how(cell, entry.cell == 0)));
    write_details(cell, indent(entry.level) + "    ");
    return true;
  }

  void line(int level, const std::string& words) { paragraph(indent(level), words); }
  void paragraph(const std::string& lead, const std::string& words) {
    const std::string hanging = lead + "    ";
    std::string all = wrapped(split(words), " ", width_ == 0 ? 0 : width_ - lead.size());
    while (!all.empty() && all.back() == '\n') all.pop_back();
    bool first = true;
    for (std::size_t begin = 0; begin <= all.size();) {
      const std::size_t end = std::min(all.find('\n', begin), all.size());
      text_ += (first ? lead : hanging) + all.substr(begin, end - begin) + "\n";
      first = false;
      begin = end + 1;
    }
  }

  std::string value_text(const ExplainedCell& cell) const {
    const Series& series = series_of(cell);
    std::string text = full_text(cell.value, series.unit);
    if (!series.per.empty() && !is_missing(cell.value)) text += " per " + series.per;
    return text;
  }

  std::string how(const ExplainedCell& cell, bool asked) {
    std::string text(rule_words(model_, cell));
    if (is_missing(cell.value)) return "no value: " + absence_words(scenario_, cell);
    if (cell.winner.rule == Rule::observation) return observed(*cell.winner.observation, cell);
    if (cell.rolling) {
      text = roll_up_words(*cell.rolling);
    } else if (cell.winner.rule == Rule::outlook) {
      const Period splice = precedence_.splice(cell.id.series);
      if (asked || splice != precedence_.as_of())
        text += fmt::format(", spliced after {}", label({splice, splice}));
    } else if (cell.winner.rule == Rule::fixed) {
      return change_words(*cell.operations.front());
    } else if (cell.winner.rule == Rule::not_booked) {
      text = fmt::format("booked in Q{} only: nothing here", series_of(cell).booked_in);
    } else if (cell.winner.rule == Rule::before) {
      text = "before the model begins";
    }
    if (cell.driver) return text + driver_words(cell);
    const bool estimated = cell.mark == Mark::estimated;
    if (estimated) text += ", contains an estimate";
    if (cell.rolling && cell.mark == Mark::forecast) text += ", contains a forecast";
    const std::string place =
        cell.winner.formula && !series_of(cell).scheduled
            ? place_words(sources_, model_.formulas[*cell.winner.formula].place)
        : cell.formula && cell.rolling ? place_words(sources_, cell.formula->place)
                                       : "";
    return place.empty() ? text : fmt::format("{} ({})", text, clean(place));
  }

  std::string observed(const Observation& figure, const ExplainedCell& cell) const {
    std::string text = figure.basis + ", " + clean(figure.source);
    if (figure.source.empty()) text = figure.basis + ", no source given";
    const Period known = figure.known_since;
    if (cell.depth == 0) {
      text += figure.published
                  ? ", published on " + text_of(*figure.published)
                  : fmt::format(", published with {}{}", label({known, known}),
                                figure.pseudo ? " (pseudo-vintage: no date was given)" : "");
    }
    if (figure.span != cell.id.span) text += fmt::format(", printed for {}", label(figure.span));
    if (cell.rolling) text += "; it stands for periods of which some have no actual";
    if (cell.winner.estimated && figure.basis != "estimated") text += ", contains an estimate";
    return fmt::format("{} ({})", text, clean(place_words(sources_, figure.place)));
  }

  std::string driver_words(const ExplainedCell& cell) {
    const ExplainedDriver& driver = *cell.driver;
    const Series& series = series_of(cell);
    std::string text;
    for (const Operation* one : cell.operations) text += ", " + change_words(*one);
    if (!cell.operations.empty()) {
      text += ", default " + full_text(driver.standard, series.unit);
    }
    if (driver.piece != nullptr) {
      text += piece_words(model_, series, *driver.piece);
      const Place& place = model_.formulas[driver.piece->value].place;
      text +=
          fmt::format(" ({})", clean(place_words(sources_, place.end > 0 ? place : series.place)));
    }
    if (driver.low && driver.high) {
      const bool percent = series.unit.is_dimensionless();
      text +=
          fmt::format(", range {} to {}",
                      percent ? full_text(*driver.low, series.unit) : full_number(*driver.low),
                      percent ? full_text(*driver.high, series.unit) : full_number(*driver.high));
    }
    if (series.basis.empty() && series.basis_reason.empty()) return text;
    if (!reasoned_.insert(cell.id.series).second) return text + ", basis as above";
    return fmt::format("{}, basis {}{}", text, clean(series.basis),
                       series.basis_reason.empty() ? "" : ": " + clean(series.basis_reason));
  }

  // "plus 120 JPY mn (bear.scenario:7: licence true-up, FP&A, expires 4Q23)"
  std::string change_words(const Operation& one) const {
    std::string said = clean(place_words(sources_, one.place));
    if (!one.why.empty()) said += ": " + clean(one.why);
    if (!one.owner.empty()) said += ", " + clean(one.owner);
    if (one.expires) said += ", expires " + label({*one.expires, *one.expires});
    return fmt::format("{} ({})", operation_words(model_, one), said);
  }

  // What a scenario adds to a forecast, after its formula.
  void write_add_factors(const ExplainedCell& cell, const std::string& lead) {
    if (cell.driver || cell.operations.empty() || cell.winner.rule == Rule::fixed) return;
    for (const Operation* one : cell.operations) paragraph(lead, "then " + change_words(*one));
    if (!cell.formula) return;
    const Unit& unit = series_of(cell).unit;
    paragraph(lead, fmt::format("from {} by the formula to {}",
                                full_text(cell.formula->result.value, unit),
                                full_text(cell.value, unit)));
  }

  void write_details(const ExplainedCell& cell, const std::string& lead) {
    if (cell.formula) write_formula(*cell.formula, lead, cell);
    write_add_factors(cell, lead);
    const bool beaten = cell.printed != nullptr && cell.winner.observation != cell.printed;
    const Unit& unit = series_of(cell).unit;
    if (beaten) {
      const char* way = cell.rolling ? "beside it stands the" : "the formula wins over the";
      paragraph(lead, fmt::format("{} {} {}, {} ({})", way, cell.printed->basis,
                                  full_text(cell.printed->value, unit), clean(cell.printed->source),
                                  clean(place_words(sources_, cell.printed->place))));
    }
    if (cell.outdone) {
      const std::string role = cell.outdone->role.empty() ? "formula" : cell.outdone->role;
      paragraph(lead, fmt::format("the {} would give {}; the {} figure wins ({})", clean(role),
                                  full_text(cell.outdone->result.value, unit),
                                  cell.winner.observation->basis,
                                  clean(place_words(sources_, cell.outdone->place))));
      write_formula(*cell.outdone, lead, cell);
    }
    for (const OneOff* one : cell.one_offs) paragraph(lead, "one-off " + one_off_words(*one));
    if (!cell.formula && !cell.outdone && !cell.driver) return;
    for (const Place& before : series_of(cell).superseded) {
      paragraph(lead, fmt::format("redefined; before: {} ({})",
                                  clean(single_spaced(sources_.text(before))),
                                  clean(place_words(sources_, before))));
    }
  }

  std::string one_off_words(const OneOff& one) const {
    const PeriodSpan first{one.span.first, one.span.first};
    return fmt::format("{} {}: {}, {}{}", one.step ? "from" : "in",
                       label(one.step ? first : one.span),
                       full_text(one.amount, model_.at(one.series).unit), clean(one.why),
                       one.source.empty() ? "" : fmt::format(" ({})", clean(one.source)));
  }

  void write_formula(const ExplainedFormula& formula, const std::string& lead,
                     const ExplainedCell& cell) {
    const bool file_says =
        formula.role == "history" || formula.role == "outlook" || formula.role == "before";
    const std::string role = file_says ? formula.role : "";
    text_ += aligned_formula(lead, role, formula.pieces, width_);
    for (const ExplainedCall& call : formula.calls) {
      text_ += aligned_formula(lead + "  ", clean(call.written), call.pieces, width_);
    }
    for (const ExplainedLookup& lookup : formula.lookups) {
      paragraph(lead + "  ", clean(lookup.written) + ": " + row_words(model_, lookup));
    }
    for (const ExplainedProjection& one : formula.projections) {
      paragraph(lead + "  ", clean(one.written) + ": " + projection_words(model_, one));
    }
    for (const ExplainedSide& side : formula.sides) write_side(side, lead + "  ");
    for (const Place& deal : formula.deals) {
      paragraph(lead + "  ", fmt::format("{} ({})", clean(std::string(sources_.text(deal))),
                                         clean(place_words(sources_, deal))));
    }
    for (const OneOff* one : formula.one_offs) {
      const bool own =
          std::find(cell.one_offs.begin(), cell.one_offs.end(), one) != cell.one_offs.end();
      if (!own) paragraph(lead + "  ", "one-off " + one_off_words(*one));
    }
  }

  void write_side(const ExplainedSide& side, const std::string& lead) {
    std::string terms;
    for (const auto& [span, value] : side.terms) {
      terms += fmt::format("{}{} {}", terms.empty() ? "" : ", ", label(span), full_number(value));
    }
    const char* way = side.rolling == Rolling::mean ? "the mean of" : "the sum of";
    paragraph(lead, fmt::format("{} = {}, {} {}", clean(side.written),
                                full_text(side.result.value, side.result.unit), way, terms));
  }

  void write_inputs() {
    const FigureInputs& inputs = explanation_.inputs;
    const auto write = [&](const char* lead, std::vector<std::string> pieces) {
      for (std::string& piece : pieces) piece = clean(piece);
      if (!pieces.empty()) text_ += wrapped(pieces, " · ", width_, lead);
    };
    if (!inputs.levers.empty() || !inputs.shares.empty()) text_ += "\n";
    write("sensitive to: ", lever_words(model_, inputs, series_of(at(0)).unit));
    write("rests on: ", share_words(inputs));
  }

  void write_overrides() {
    if (scenario_.operations.empty()) return;
    if (explanation_.overrides.empty()) {
      text_ += "\nnothing that the scenario changes touches it\n";
      return;
    }
    text_ += "\nchanged by the scenario\n";
    for (const ExplainedOverride& one : explanation_.overrides) {
      const Series& driver = model_.at(one.operation->series);
      const PeriodSpan first{one.span.first, one.span.first};
      const PeriodSpan last{one.span.last, one.span.last};
      const std::string when = first == last ? label(first) : label(first) + "–" + label(last);
      const std::string before =
          is_missing(one.standard)
              ? ""
              : fmt::format(", {} {}", driver.kind == SeriesKind::driver ? "default" : "formula",
                            full_text(one.standard, driver.unit));
      paragraph("  ", fmt::format("{} {}, read in {} ({}): there {}{}", driver.name,
                                  operation_words(model_, *one.operation), when,
                                  clean(place_words(sources_, one.operation->place)),
                                  full_text(one.value, driver.unit), before));
    }
  }

  void write_checks() {
    if (explanation_.checks.empty()) return;
    text_ += "\n";
    for (const CheckResult& check : explanation_.checks) {
      const char* stands = !check.evaluable ? "cannot be evaluated"
                           : check.holds    ? "holds"
                                            : "broken";
      paragraph("", fmt::format("check {}: {} against {}, {}", check.name,
                                full_text(check.left, check.unit),
                                full_text(check.right, check.unit), stands));
    }
  }

  void write_deeper() {
    int deepest = 0;
    std::size_t closed = 0;
    for (const ExplainedCell& cell : explanation_.cells) deepest = std::max(deepest, cell.depth);
    for (const ExplainedCell& cell : explanation_.cells) {
      const bool computed = cell.driver && cell.driver->piece != nullptr &&
                            model_.formulas[cell.driver->piece->value].op != NodeOp::constant;
      const bool more = cell.rolling || cell.winner.formula || computed;
      closed += more && !cell.formula && cell.winner.rule != Rule::observation ? 1 : 0;
    }
    if (closed == 0) return;
    text_ += fmt::format("\n{} {} deeper: --depth {}, or --depth all\n", closed,
                         closed == 1 ? "figure goes" : "figures go", deepest + 1);
  }

  const Scenario& scenario_;
  const Model& model_;
  const Precedence& precedence_;
  const Sources& sources_;
  const Explanation& explanation_;
  std::size_t width_;
  std::vector<bool> printed_;
  std::set<SeriesId> reasoned_;  // drivers whose basis was told
  std::string text_;
};

}  // namespace

std::string explain_text(const Scenario& scenario, const Sources& sources,
                         const Explanation& explanation, std::size_t width) {
  return ExplainText(scenario, sources, explanation, width).text();
}

}  // namespace headwater
