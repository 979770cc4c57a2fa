#include "engine/app/outlook_view.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/figure_style.hpp"
#include "engine/app/outlook_notes.hpp"
#include "engine/app/statement_style.hpp"
#include "engine/core/width.hpp"

namespace headwater {
namespace {

std::string blanks_like(std::string_view mark) { return std::string(display_width(mark), ' '); }

// The figures of one statement.
class StatementView {
 public:
  StatementView(const Outlook& outlook, const FigureTable& table, std::size_t statement)
      : outlook_(outlook),
        words_(table.words),
        model_(table.model),
        rows_(rows_of(outlook, statement)),
        lines_(lines_of(outlook, rows_)),
        style_(table, lines_) {}

  TextTable table() const {
    TextTable table;
    table.columns.push_back({style_.heading(), Align::left, 0, 0});
    for (std::size_t i = 0; i < outlook_.columns.size(); ++i) {
      const int rank = outlook_.columns[i].fold_rank;
      table.columns.push_back({heading(i), Align::right, rank, 1});
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      table.rows.push_back(row_of(*rows_[i], lines_[i]));
    }
    return table;
  }

 private:
  static std::vector<const OutlookRow*> rows_of(const Outlook& outlook, std::size_t statement) {
    std::vector<const OutlookRow*> rows;
    for (const OutlookRow& row : outlook.rows) {
      if (row.statement == statement) rows.push_back(&row);
    }
    return rows;
  }

  static std::vector<StatementLine> lines_of(const Outlook& outlook,
                                             const std::vector<const OutlookRow*>& rows) {
    std::vector<StatementLine> lines;
    for (const OutlookRow* row : rows) {
      lines.push_back({row->series, row->depth, largest_of(outlook, *row)});
    }
    return lines;
  }

  static double largest_of(const Outlook& outlook, const OutlookRow& row) {
    double largest = 0;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const bool figure = outlook.columns[i].kind == ColumnKind::figure;
      const double value = row.cells[i].value;
      if (figure && !std::isnan(value)) largest = std::max(largest, std::fabs(value));
    }
    return largest;
  }

  // Whether any figure of the column is a forecast: a series may end before what is known does.
  bool forecasts(std::size_t column) const {
    return std::any_of(rows_.begin(), rows_.end(), [&](const OutlookRow* row) {
      return row->cells[column].mark == Mark::forecast;
    });
  }

  std::string heading(std::size_t number) const {
    const OutlookColumn& column = outlook_.columns[number];
    switch (column.kind) {
      case ColumnKind::figure:
        return model_.calendar.label(column.span) + (forecasts(number)
                                                         ? std::string(words_.forecast_mark)
                                                         : blanks_like(words_.forecast_mark));
      case ColumnKind::guidance: return std::string(words_.guidance);
      case ColumnKind::difference: return std::string(words_.difference);
      case ColumnKind::growth: return std::string(words_.growth);
    }
    return "";
  }

  std::string cell_text(const OutlookColumn& column, const OutlookCell& cell, SeriesId series,
                        const FigureStyle& style) const {
    switch (column.kind) {
      case ColumnKind::figure:
        return figure_text(cell.value, style, words_) + (cell.mark == Mark::estimated
                                                             ? std::string(words_.estimate_mark)
                                                             : blanks_like(words_.estimate_mark));
      case ColumnKind::guidance:
        return std::isnan(cell.value) ? "" : figure_text(cell.value, style, words_);
      case ColumnKind::difference: return change_text(cell.value, style, words_);
      case ColumnKind::growth: {
        const bool ratio = model_.at(series).kind == SeriesKind::ratio;
        return ratio ? change_text(cell.value, style, words_)
                     : share_text(cell.value, Sign::always, words_);
      }
    }
    return "";
  }

  TextRow row_of(const OutlookRow& row, const StatementLine& line) const {
    const FigureStyle style = style_.of(line);
    TextRow text;
    text.cells.push_back(style_.label(line));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      text.cells.push_back(cell_text(outlook_.columns[i], row.cells[i], row.series, style));
    }
    return text;
  }

  const Outlook& outlook_;
  const Phrases& words_;
  const Model& model_;
  std::vector<const OutlookRow*> rows_;
  std::vector<StatementLine> lines_;
  StatementStyle style_;
};

PageTitle title(const Scenario& scenario, const Phrases& words) {
  const Model& model = *scenario.model;
  const Period known = scenario.precedence->as_of();
  const std::string company = in_language(model.title, words);
  std::string right = in_language(scenario.title, words);
  if (right == company) right.clear();
  if (!model.observations.empty()) {
    const auto& day = scenario.precedence->vintage().day;
    const std::string as_of = day ? text_of(*day) : model.calendar.label({known, known});
    right = right.empty() ? say(words.as_of, as_of) : say(words.title_as_of, right, as_of);
  }
  return {company, right};
}

TextTable progress_table(const Scenario& scenario, const Outlook& outlook,
                         const FigureTable& figures) {
  const Phrases& words = figures.words;
  const Calendar& calendar = figures.model.calendar;
  const Period known = scenario.precedence->as_of();
  const PeriodSpan year = calendar.year(outlook.fiscal_year);
  const std::string rest = calendar.label({known + 1, year.last});
  double largest = 0;
  for (const Progress& one : outlook.progress) largest = std::max(largest, std::fabs(one.guidance));
  TextTable table;
  table.columns = {
      {std::string(words.progress_to_guidance), Align::left, 0, 0},
      {std::string(words.guidance), Align::right, 0, 2},
      {say(words.so_far_actual, calendar.label({year.first, known})), Align::right, 2, 2},
      {std::string(words.progress), Align::right, 0, 2},
      {std::string(words.year_before), Align::right, 4, 2},
      {say(words.must_deliver, rest), Align::right, 1, 2},
      {rest + std::string(words.forecast_mark), Align::right, 3, 2},
      {std::string(words.short_by), Align::right, 0, 2}};
  for (const Progress& one : outlook.progress) {
    const Series& series = figures.model.at(one.series);
    const FigureStyle style = figure_style(figures, series, largest);
    table.rows.push_back(
        {{label_of(series, words), figure_text(one.guidance, style, words),
          figure_text(one.so_far, style, words), share_text(one.share, Sign::of_negatives, words),
          share_text(one.share_year_before, Sign::of_negatives, words),
          figure_text(one.remainder, style, words), figure_text(one.forecast, style, words),
          figure_text(one.remainder - one.forecast, style, words)},
         ""});
  }
  return table;
}

}  // namespace

Page outlook_page(const Scenario& scenario, const Outlook& outlook, const OutlookStyle& style) {
  Page page;
  if (outlook.rows.empty()) return page;
  const FigureTable figures{*scenario.model, phrases(style.language), style.scale};
  page.blocks.emplace_back(title(scenario, figures.words));
  const bool several = outlook.statements.size() > 1;
  for (std::size_t i = 0; i < outlook.statements.size(); ++i) {
    const auto& rows = outlook.statements[i]->rows;
    if (rows.empty()) continue;
    const StatementLayout& layout = *outlook.statements[i];
    const std::string named = in_language(layout.title, figures.words);
    page.blocks.emplace_back(PageTable{!several        ? ""
                                       : named.empty() ? layout.name
                                                       : named,
                                       StatementView(outlook, figures, i).table(),
                                       several ? Apart::yes : Apart::no});
  }
  if (!outlook.progress.empty()) {
    page.blocks.emplace_back(PageTable{"", progress_table(scenario, outlook, figures), Apart::yes});
  }
  add_notes(page, scenario, outlook, figures);
  return page;
}

}  // namespace headwater
