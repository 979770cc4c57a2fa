#include "engine/app/export_workbook.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/app/run_csv.hpp"
#include "engine/app/run_json.hpp"
#include "engine/app/statement_style.hpp"
#include "engine/core/width.hpp"
#include "engine/study/driver_ranges.hpp"
#include "engine/tables/workbook.hpp"

namespace headwater {
namespace {

constexpr double widest_column = 60;
constexpr double figure_width = 11;
const CellStyle heading{.tone = Tone::heading};

Tone tone_of(Mark mark) {
  switch (mark) {
    case Mark::estimated: return Tone::estimated;
    case Mark::forecast: return Tone::forecast;
    case Mark::missing:
    case Mark::actual: break;
  }
  return Tone::plain;
}

// "#,##0.0" with so many decimals, negatives as the language writes them.
std::string number_format(int decimals, std::string_view behind, const Phrases& words) {
  const std::string zeros = decimals == 0 ? "" : "." + std::string(std::size_t(decimals), '0');
  const std::string digits = "#,##0" + zeros + std::string(behind);
  const bool triangle = words.language == Language::japanese;
  return digits + ";" + (triangle ? "\"△\"" : "-") + digits;
}

double width_for(std::string_view text) {
  return std::min(widest_column, double(display_width(text)) + 2);
}

// Writes cells from left to right, line by line.
class Pen {
 public:
  Pen(Workbook& book, SheetId sheet) : book_(book), sheet_(sheet) {}

  Pen& text(std::string_view text, const CellStyle& style = {}) {
    book_.text(sheet_, cell_, text, style);
    ++cell_.column;
    return *this;
  }
  Pen& number(double value, const CellStyle& style = {}) {
    book_.number(sheet_, cell_, value, style);
    ++cell_.column;
    return *this;
  }
  Pen& skip() {
    ++cell_.column;
    return *this;
  }
  void end_line() { cell_ = {cell_.row + 1, 0}; }
  SheetCell next() const { return cell_; }

 private:
  Workbook& book_;
  SheetId sheet_;
  SheetCell cell_;
};

void add_table(Workbook& book, SheetId sheet, const DataTable& table) {
  Pen pen(book, sheet);
  std::vector<double> widths;
  for (const auto& line : table.lines()) {
    const bool first = &line == &table.lines().front();
    widths.resize(std::max(widths.size(), line.size()), figure_width);
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (const auto* text = std::get_if<std::string>(&line[i])) {
        widths[i] = std::max(widths[i], width_for(*text));
        text->empty() ? pen.skip() : pen.text(*text, first ? heading : CellStyle{});
      } else if (const auto* number = std::get_if<double>(&line[i])) {
        pen.number(*number);
      } else if (const auto* integer = std::get_if<std::int64_t>(&line[i])) {
        pen.number(double(*integer));
      } else {
        pen.skip();
      }
    }
    pen.end_line();
  }
  for (std::size_t i = 0; i < widths.size(); ++i) {
    book.column_width(sheet, std::uint16_t(i), widths[i]);
  }
  book.freeze(sheet, {1, 0});
}

class ScenarioBook {
 public:
  ScenarioBook(const Scenario& scenario, const SingleRun& run, const Phrases& words)
      : scenario_(scenario),
        model_(*scenario.model),
        run_(run),
        words_(words),
        spans_(spans_of(model_)) {}

  std::string bytes() {
    for (const StatementLayout& layout : model_.statements) {
      if (!layout.rows.empty()) add_statement(layout);
    }
    add_drivers();
    add_table(book_, book_.add_sheet("all"), run_table(scenario_, run_));
    return book_.bytes();
  }

 private:
  double figure(SeriesId series, PeriodSpan span) const { return run_.figures.at(series, span); }

  Tone tone(SeriesId series, PeriodSpan span) const {
    return tone_of(mark_shown(*scenario_.precedence, series, span));
  }

  double largest(SeriesId series) const {
    double largest = 0;
    for (const PeriodSpan span : spans_) {
      const double value = figure(series, span);
      if (!std::isnan(value)) largest = std::max(largest, std::fabs(value));
    }
    return largest;
  }

  // In the series' own unit; a percentage, as 23.7, is followed by its sign.
  std::string format_of(const FigureStyle& style) const {
    const bool percent = style.percent && style.factor == 1;
    return number_format(style.decimals, percent ? "\"%\"" : "", words_);
  }

  std::string unit_of(const Series& series) const {
    const std::string unit = unit_text(model_, series.unit, words_);
    return series.per.empty() ? unit : unit + " per " + series.per;
  }

  // The company and the statement, the scenario, and what the styles mean; then a blank line.
  void add_title(Pen& pen, const StatementLayout& layout) const {
    const std::string named = in_language(layout.title, words_);
    pen.text(in_language(model_.title, words_), heading).end_line();
    pen.text(named.empty() ? layout.name : named, heading).end_line();
    const Period known = scenario_.precedence->as_of();
    pen.text(say(words_.title_as_of, in_language(scenario_.title, words_),
                 model_.calendar.label({known, known})))
        .end_line();
    pen.text(words_.forecast_style, {.tone = Tone::forecast}).end_line();
    pen.text(words_.estimate_style, {.tone = Tone::estimated}).end_line();
    pen.end_line();
  }

  void add_heading(Pen& pen) const {
    pen.text("", heading).text(words_.unit, heading).text(words_.series, heading);
    for (const PeriodSpan span : spans_) {
      const bool ahead = scenario_.precedence->as_of() < span.last;
      pen.text(model_.calendar.label(span) +
                   std::string(ahead ? std::string_view(words_.forecast_mark) : ""),
               heading);
    }
    pen.end_line();
  }

  void add_statement(const StatementLayout& layout) {
    const SheetId sheet = book_.add_sheet(layout.name);
    Pen pen(book_, sheet);
    add_title(pen, layout);
    add_heading(pen);
    book_.freeze(sheet, {pen.next().row, 1});
    std::vector<StatementLine> lines;
    for (const StatementRow& row : layout.rows) {
      lines.push_back({row.series, row.depth, largest(row.series)});
    }
    const FigureTable figures{model_, words_};
    const StatementStyle style(figures, lines);
    double label_width = width_for(in_language(model_.title, words_)) / 2;
    for (const StatementLine& line : lines) {
      const Series& series = model_.at(line.series);
      const std::string label = label_of(series, words_);
      label_width = std::max(label_width, width_for(label) + 2 * line.depth);
      pen.text(label, {.indent = line.depth}).text(unit_of(series)).text(series.name);
      add_figures(pen, line.series, spans_, format_of(style.of(line)));
      pen.end_line();
    }
    set_widths(sheet, {label_width, 18, 24}, spans_.size());
  }

  void add_figures(Pen& pen, SeriesId series, const std::vector<PeriodSpan>& spans,
                   const std::string& format) const {
    for (const PeriodSpan span : spans) {
      pen.number(figure(series, span), {.number_format = format, .tone = tone(series, span)});
    }
  }

  void add_drivers() {
    std::vector<PeriodSpan> periods;
    for (const PeriodSpan span : spans_) {
      if (span.first == span.last) periods.push_back(span);
    }
    const SheetId sheet = book_.add_sheet("drivers");
    Pen pen(book_, sheet);
    for (const char* name : {"driver", "label", "unit", "low", "high", "basis", "reason"}) {
      pen.text(name, heading);
    }
    for (const PeriodSpan span : periods) pen.text(model_.calendar.name(span), heading);
    pen.end_line();
    book_.freeze(sheet, {1, 1});
    const auto ranges = driver_ranges(scenario_);
    for (std::size_t i = 0; i < model_.series.size(); ++i) {
      const Series& series = model_.series[i];
      if (series.kind != SeriesKind::driver) continue;
      pen.text(series.name).text(label_of(series, words_)).text(unit_of(series));
      pen.number(ranges[i].low).number(ranges[i].high);
      pen.text(series.basis).text(series.basis_reason);
      add_figures(pen, SeriesId(i), periods, "");
      pen.end_line();
    }
    set_widths(sheet, {36, 36, 18, figure_width, figure_width, 12, widest_column}, periods.size());
  }

  void set_widths(SheetId sheet, const std::vector<double>& first, std::size_t figures) {
    for (std::size_t i = 0; i < first.size() + figures; ++i) {
      book_.column_width(sheet, std::uint16_t(i), i < first.size() ? first[i] : figure_width);
    }
  }

  const Scenario& scenario_;
  const Model& model_;
  const SingleRun& run_;
  const Phrases& words_;
  std::vector<PeriodSpan> spans_;
  Workbook book_;
};

}  // namespace

std::string export_workbook(const Scenario& scenario, const SingleRun& run, const Phrases& words) {
  return ScenarioBook(scenario, run, words).bytes();
}

std::string table_workbook(const DataTable& table, std::string_view sheet) {
  Workbook book;
  add_table(book, book.add_sheet(sheet), table);
  return book.bytes();
}

}  // namespace headwater
