#include "engine/app/compare_view.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "engine/app/figure_style.hpp"
#include "engine/app/outlook_notes.hpp"
#include "engine/app/statement_style.hpp"
#include "engine/core/width.hpp"

namespace headwater {
namespace {

double largest_of(const ComparedRow& row) {
  double largest = 0;
  for (const auto& span : row.figures) {
    for (const ComparedFigure& one : span) {
      if (!std::isnan(one.value)) largest = std::max(largest, std::fabs(one.value));
    }
  }
  return largest;
}

// A column: of a period, a scenario's figure or its difference from the first.
struct Column {
  std::size_t span = 0;
  std::size_t scenario = 0;
  bool difference = false;
};

// The order in which people miss periods: the year, then what is ahead, then what is known.
std::vector<std::size_t> importance(const Model& model, const SideBySide& comparison,
                                    const std::vector<bool>& forecasts) {
  const auto& spans = comparison.spans;
  std::vector<std::size_t> order(spans.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto weight = [&](std::size_t i) {
    const bool part = !model.calendar.is_year(spans[i]);
    return (forecasts[i] ? 0 : 2) + (part ? 1 : 0);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return weight(a) < weight(b); });
  std::vector<std::size_t> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  return place;
}

// The rows of one statement.
class ComparedStatement {
 public:
  ComparedStatement(const SideBySide& comparison, const FigureTable& table, std::size_t statement,
                    std::size_t scenarios)
      : comparison_(comparison),
        words_(table.words),
        model_(table.model),
        rows_(rows_of(comparison, statement)),
        lines_(lines_of(rows_)),
        style_(table, lines_) {
    for (std::size_t i = 0; i < comparison.spans.size(); ++i) {
      forecasts_.push_back(any_marked(i, std::nullopt, Mark::forecast));
      for (std::size_t k = 0; k < scenarios; ++k) {
        columns_.push_back({i, k, false});
        if (k > 0) columns_.push_back({i, k, true});
      }
    }
  }

  TextTable table() const {
    TextTable table;
    table.columns.push_back({style_.heading(), Align::left, 0, 0});
    const auto places = importance(model_, comparison_, forecasts_);
    for (const Column& one : columns_) {
      const bool begins = one.scenario == 0;
      table.columns.push_back({heading(one), Align::right, fold_rank(one, places[one.span]),
                               begins ? 3u : 1u, period(one.span)});
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) table.rows.push_back(row_of(i));
    return table;
  }

 private:
  static std::vector<const ComparedRow*> rows_of(const SideBySide& comparison,
                                                 std::size_t statement) {
    std::vector<const ComparedRow*> rows;
    for (const ComparedRow& row : comparison.rows) {
      if (row.statement == statement) rows.push_back(&row);
    }
    return rows;
  }

  static std::vector<StatementLine> lines_of(const std::vector<const ComparedRow*>& rows) {
    std::vector<StatementLine> lines;
    for (const ComparedRow* row : rows)
      lines.push_back({row->series, row->depth, largest_of(*row)});
    return lines;
  }

  // Whether any figure of a span, of one scenario or of all, is so marked.
  bool any_marked(std::size_t span, std::optional<std::size_t> scenario, Mark mark) const {
    return std::any_of(rows_.begin(), rows_.end(), [&](const ComparedRow* row) {
      const auto& figures = row->figures[span];
      if (scenario) return figures[*scenario].mark == mark;
      return std::any_of(figures.begin(), figures.end(),
                         [&](const ComparedFigure& one) { return one.mark == mark; });
    });
  }

  // Higher goes first: figures of the others, the first's figure in further periods, differences
  // in further periods. What is nearest of the first two scenarios stays.
  int fold_rank(const Column& column, std::size_t place) const {
    constexpr int step = 1'000;
    const int scenario = int(std::min<std::size_t>(column.scenario, step - 1));
    const int further = int(std::min<std::size_t>(place, step - 1));
    if (column.difference) return further * step + scenario - 1;
    if (column.scenario == 0) return further == 0 ? 0 : step * step + further;
    return 2 * step * step + scenario * step + further;
  }

  std::string period(std::size_t span) const {
    return model_.calendar.label(comparison_.spans[span]) +
           std::string(forecasts_[span] ? std::string_view(words_.forecast_mark) : "");
  }

  std::string heading(const Column& column) const {
    const std::string letter = scenario_letter(column.scenario);
    if (column.difference) return letter + "-" + scenario_letter(0);
    return letter + behind(column, Mark::missing);
  }

  // The mark of an estimate, or a blank where another figure of the column has one.
  std::string behind(const Column& column, Mark mark) const {
    if (mark == Mark::estimated) return std::string(words_.estimate_mark);
    const bool others = any_marked(column.span, column.scenario, Mark::estimated);
    return std::string(others ? display_width(words_.estimate_mark) : 0, ' ');
  }

  TextRow row_of(std::size_t number) const {
    const FigureStyle style = style_.of(lines_[number]);
    TextRow text;
    text.cells.push_back(style_.label(lines_[number]));
    for (const Column& column : columns_) {
      const ComparedFigure& one = rows_[number]->figures[column.span][column.scenario];
      text.cells.push_back(column.difference
                               ? change_text(one.difference, style, words_)
                               : figure_text(one.value, style, words_) + behind(column, one.mark));
    }
    return text;
  }

  const SideBySide& comparison_;
  const Phrases& words_;
  const Model& model_;
  std::vector<const ComparedRow*> rows_;
  std::vector<StatementLine> lines_;
  StatementStyle style_;
  std::vector<Column> columns_;
  std::vector<bool> forecasts_;  // by span
};

// What stands around the tables.
class ComparedWords {
 public:
  ComparedWords(std::span<const Scenario> scenarios, const SideBySide& comparison,
                const Phrases& words)
      : scenarios_(scenarios),
        comparison_(comparison),
        first_(*scenarios.front().model),
        words_(words) {}

  PageTitle title() const {
    const std::string known = as_of(scenarios_.front());
    const bool told = one_vintage() && !first_.observations.empty();
    return {in_language(first_.title, words_), told ? say(words_.as_of, known) : ""};
  }

  // Which letter is which scenario, and why it is.
  PageLines legend() const {
    PageLines lines{"", {}, Apart::no};
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
      const Scenario& one = scenarios_[i];
      const std::string lead = scenario_letter(i) + "  ";
      const std::string title = in_language(one.title, words_);
      const std::string named = one_vintage() ? title : say(words_.title_as_of, title, as_of(one));
      lines.lines.push_back({lead, {named + say(words_.in_brackets, one.path)}, "", "", ""});
      if (one.why.empty()) continue;
      lines.lines.push_back({std::string(lead.size(), ' '), {one.why}, "", "", ""});
    }
    return lines;
  }

  PageLines notes() const {
    PageLine notes;
    notes.between = words_.between_notes;
    notes.left_out = words_.left_out;
    notes.between_columns = words_.between_list;
    if (shows(Mark::forecast)) {
      notes.pieces.push_back(say(words_.says_forecast, std::string_view(words_.forecast_mark)));
    }
    if (shows(Mark::estimated)) {
      notes.pieces.push_back(say(words_.says_estimate, std::string_view(words_.estimate_mark)));
    }
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
      notes.pieces.push_back(
          say(words_.of_scenario, scenario_letter(i), checks_text(comparison_.runs[i], words_)));
    }
    for (std::size_t i = 1; i < scenarios_.size(); ++i) {
      if (nothing_differs(i)) {
        notes.pieces.push_back(say(words_.nothing_differs, scenario_letter(i), scenario_letter(0)));
      }
    }
    PageLines lines{"", {std::move(notes)}, Apart::yes};
    for (std::size_t i = 1; i < scenarios_.size(); ++i) add_models(lines, i);
    return lines;
  }

 private:
  std::string as_of(const Scenario& scenario) const {
    const Period known = scenario.precedence->as_of();
    const auto& day = scenario.precedence->vintage().day;
    return day ? text_of(*day) : first_.calendar.label({known, known});
  }

  bool one_vintage() const {
    return std::all_of(scenarios_.begin(), scenarios_.end(), [&](const Scenario& one) {
      return as_of(one) == as_of(scenarios_.front());
    });
  }

  bool shows(Mark mark) const {
    for (const ComparedRow& row : comparison_.rows) {
      for (const auto& span : row.figures) {
        for (const ComparedFigure& one : span) {
          if (one.mark == mark) return true;
        }
      }
    }
    return false;
  }

  // Of what both have; to the last bit, whatever the decimals shown.
  bool nothing_differs(std::size_t scenario) const {
    for (const ComparedRow& row : comparison_.rows) {
      for (const auto& span : row.figures) {
        const bool apart = std::isnan(span[scenario].value) != std::isnan(span.front().value);
        if (apart || span[scenario].value < span.front().value ||
            span[scenario].value > span.front().value) {
          return false;
        }
      }
    }
    return true;
  }

  // What the models do not have in common: of the lines shown, and of the other's own statements.
  void add_models(PageLines& lines, std::size_t scenario) const {
    const Matching& matching = comparison_.matchings[scenario];
    const Model& other = *scenarios_[scenario].model;
    if (matching.same_model) return;
    const std::string letter = scenario_letter(scenario);
    PageLine line{"", {}, std::string(words_.between_notes), "", ""};
    line.pieces.push_back(say(words_.other_model, letter, in_language(other.title, words_)));
    if (other.horizon != first_.horizon) {
      line.pieces.push_back(say(words_.other_horizon, letter, other.calendar.label(other.horizon)));
    }
    const auto shown = series_in(comparison_.statements);
    std::vector<const StatementLayout*> of_other;
    for (const StatementLayout& one : other.statements) of_other.push_back(&one);
    add_names(line, words_.only_in, scenario_letter(0), first_, matching.only_first, shown);
    add_names(line, words_.only_in, letter, other, matching.only_other, series_in(of_other));
    add_names(line, words_.measured_otherwise, letter, first_, matching.unlike, shown);
    lines.lines.push_back(std::move(line));
  }

  static std::set<SeriesId> series_in(const std::vector<const StatementLayout*>& statements) {
    std::set<SeriesId> series;
    for (const StatementLayout* one : statements) {
      for (const StatementRow& row : one->rows) series.insert(row.series);
    }
    return series;
  }

  void add_names(PageLine& line, std::string_view phrase, const std::string& letter,
                 const Model& model, const std::vector<SeriesId>& series,
                 const std::set<SeriesId>& shown) const {
    std::string names;
    for (const SeriesId one : series) {
      if (!shown.contains(one)) continue;
      names +=
          (names.empty() ? "" : std::string(words_.between_list)) + label_of(model.at(one), words_);
    }
    if (!names.empty()) line.pieces.push_back(say(phrase, letter, names));
  }

  std::span<const Scenario> scenarios_;
  const SideBySide& comparison_;
  const Model& first_;
  const Phrases& words_;
};

}  // namespace

std::string scenario_letter(std::size_t scenario) {
  constexpr std::size_t letters = 26;
  const std::string last(1, char('A' + scenario % letters));
  return scenario < letters ? last : scenario_letter(scenario / letters - 1) + last;
}

Page compare_page(std::span<const Scenario> scenarios, const SideBySide& comparison,
                  const OutlookStyle& style) {
  Page page;
  const FigureTable figures{*scenarios.front().model, phrases(style.language), style.scale};
  const ComparedWords around(scenarios, comparison, figures.words);
  page.blocks.emplace_back(around.title());
  page.blocks.emplace_back(around.legend());
  const bool several = comparison.statements.size() > 1;
  for (std::size_t i = 0; i < comparison.statements.size(); ++i) {
    const StatementLayout& layout = *comparison.statements[i];
    if (layout.rows.empty()) continue;
    const std::string named = in_language(layout.title, figures.words);
    page.blocks.emplace_back(
        PageTable{!several        ? ""
                  : named.empty() ? layout.name
                                  : named,
                  ComparedStatement(comparison, figures, i, scenarios.size()).table(), Apart::yes});
  }
  page.blocks.emplace_back(around.notes());
  return page;
}

}  // namespace headwater
