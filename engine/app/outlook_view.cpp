#include "engine/app/outlook_view.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/figure_style.hpp"
#include "engine/app/wrap.hpp"
#include "engine/core/width.hpp"
#include "engine/tables/number_format.hpp"
#include "engine/tables/text_table.hpp"

namespace headwater {
namespace {

class View {
 public:
  View(const Scenario& scenario, const Outlook& outlook, const OutlookStyle& style)
      : scenario_(scenario),
        model_(*scenario.model),
        precedence_(*scenario.precedence),
        outlook_(outlook),
        style_(style),
        main_(model_.at(outlook.rows.front().series).unit) {
    for (const OutlookRow& row : outlook.rows) {
      if (model_.at(row.series).unit == main_) largest_ = std::max(largest_, largest_of(row));
    }
  }

  std::string text() {
    std::string text = header();
    text += figures();
    text += progress();
    text += legend();
    text += sources();
    return text;
  }

 private:
  // All money of the statement with the same decimals; other rows each by their own size.
  FigureStyle style_of(SeriesId series, double largest) const {
    const bool money = model_.at(series).unit == main_;
    return figure_style(model_, model_.at(series), main_, style_.scale, money ? largest_ : largest);
  }

  double largest_of(const OutlookRow& row) const {
    double largest = 0;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const bool figure = outlook_.columns[i].kind == ColumnKind::figure;
      const double value = row.cells[i].value;
      if (figure && !std::isnan(value)) largest = std::max(largest, std::fabs(value));
    }
    return largest;
  }

  std::string as_of() const {
    const Period known = precedence_.as_of();
    return model_.calendar.label({known, known});
  }

  std::string header() const {
    const std::string left = escaped_for_terminal(model_.title.english);
    std::string right;
    if (scenario_.title.english != model_.title.english) {
      right = escaped_for_terminal(scenario_.title.english);
    }
    if (!model_.observations.empty()) right += (right.empty() ? "as of " : " · as of ") + as_of();
    const std::size_t used = display_width(left) + display_width(right);
    const bool beside = style_.width == 0 || used + 2 <= style_.width;
    if (!beside) return left + "\n" + right + "\n";
    const std::size_t width = style_.width == 0 ? used + 4 : style_.width;
    return left + std::string(width - used, ' ') + right + "\n";
  }

  // Whether any figure of the column is a forecast: a series may end before what is known does.
  bool forecasts(std::size_t column) const {
    return std::any_of(outlook_.rows.begin(), outlook_.rows.end(), [&](const OutlookRow& row) {
      return row.cells[column].mark == Mark::forecast;
    });
  }

  std::string heading(std::size_t number) const {
    const OutlookColumn& column = outlook_.columns[number];
    switch (column.kind) {
      case ColumnKind::figure: {
        const std::string label = model_.calendar.label(column.span);
        return label + (forecasts(number) ? "e" : " ");
      }
      case ColumnKind::guidance: return "Guidance";
      case ColumnKind::difference: return "Diff";
      case ColumnKind::growth: return "YoY";
    }
    return "";
  }

  std::string cell_text(const OutlookColumn& column, const OutlookCell& cell, SeriesId series,
                        const FigureStyle& style) const {
    switch (column.kind) {
      case ColumnKind::figure:
        return figure_text(cell.value, style) + (cell.mark == Mark::estimated ? "a" : " ");
      case ColumnKind::guidance:
        return std::isnan(cell.value) ? "" : figure_text(cell.value, style);
      case ColumnKind::difference: return change_text(cell.value, style);
      case ColumnKind::growth: {
        const bool ratio = model_.at(series).kind == SeriesKind::ratio;
        return ratio ? change_text(cell.value, style) : share_text(cell.value, true);
      }
    }
    return "";
  }

  std::string figures() {
    TextTable table;
    table.columns.push_back({style_of(outlook_.rows.front().series, 0).unit, Align::left, 0, 0});
    for (std::size_t i = 0; i < outlook_.columns.size(); ++i) {
      const int rank = outlook_.columns[i].fold_rank;
      table.columns.push_back({heading(i), Align::right, rank, 1});
    }
    for (const OutlookRow& row : outlook_.rows) table.rows.push_back(row_of(row));
    const LaidOut laid_out = lay_out(table, style_.width);
    folded_ = laid_out.folded;
    return laid_out.text;
  }

  TextRow row_of(const OutlookRow& row) const {
    const FigureStyle style = style_of(row.series, largest_of(row));
    const Series& series = model_.at(row.series);
    std::string name = series.title.english.empty() ? series.name : series.title.english;
    const bool own_unit = !style.percent && !(series.unit == main_);
    if (own_unit) name += fmt::format(" ({})", style.unit);
    TextRow text;
    text.cells.push_back(std::string(2 * std::size_t(row.depth), ' ') + name);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      text.cells.push_back(cell_text(outlook_.columns[i], row.cells[i], row.series, style));
    }
    return text;
  }

  std::string progress() const {
    if (outlook_.progress.empty()) return "";
    const Calendar& calendar = model_.calendar;
    const PeriodSpan year = calendar.year(outlook_.fiscal_year);
    const std::string so_far = calendar.label({year.first, precedence_.as_of()});
    const std::string rest = calendar.label({precedence_.as_of() + 1, year.last});
    TextTable table;
    table.columns = {{"Progress to guidance", Align::left, 0, 0},
                     {"Guidance", Align::right, 0, 2},
                     {so_far + " actual", Align::right, 0, 2},
                     {"Progress", Align::right, 0, 2},
                     {"Year before", Align::right, 1, 2},
                     {rest + " must deliver", Align::right, 0, 2},
                     {rest + "e", Align::right, 0, 2},
                     {"Short by", Align::right, 0, 2}};
    for (const Progress& one : outlook_.progress) {
      const FigureStyle style = style_of(one.series, std::fabs(one.guidance));
      table.rows.push_back(
          {{model_.at(one.series).title.english, figure_text(one.guidance, style),
            figure_text(one.so_far, style), share_text(one.share, false),
            share_text(one.share_year_before, false), figure_text(one.remainder, style),
            figure_text(one.forecast, style), figure_text(one.remainder - one.forecast, style)},
           ""});
    }
    return "\n" + lay_out(table, style_.width).text;
  }

  bool shows(Mark mark) const {
    return std::any_of(outlook_.rows.begin(), outlook_.rows.end(), [&](const OutlookRow& row) {
      return std::any_of(row.cells.begin(), row.cells.end(),
                         [&](const OutlookCell& cell) { return cell.mark == mark; });
    });
  }

  std::string guidance_note() const {
    const PeriodSpan year = model_.calendar.year(outlook_.fiscal_year);
    for (const Observation& one : model_.guidance) {
      if (one.span != year) continue;
      const Period since = one.known_since;
      return fmt::format("guidance published with the results of {}{}",
                         model_.calendar.label({since, since}),
                         one.source.empty() ? "" : fmt::format(" ({})", one.source));
    }
    return "";
  }

  std::string legend() const {
    std::vector<std::string> notes;
    notes.push_back(fmt::format("FY{2}: {0} actual + {1} forecast {3}", outlook_.actual_periods,
                                outlook_.forecast_periods, outlook_.fiscal_year, period_word()));
    if (outlook_.forecast_periods > 0) notes.emplace_back("e contains a forecast");
    if (shows(Mark::estimated)) notes.emplace_back("a actual that contains an estimate");
    if (const std::string note = guidance_note(); !note.empty()) notes.push_back(note);
    notes.push_back(checks_note());
    if (!folded_.empty()) {
      std::string columns;
      for (const std::string& one : folded_)
        columns += (columns.empty() ? "" : ", ") + trimmed(one);
      notes.push_back("left out at this width: " + columns);
    }
    return "\n" + wrapped(notes, " · ", style_.width);
  }

  const char* period_word() const {
    switch (model_.calendar.base()) {
      case BasePeriod::month: return "months";
      case BasePeriod::quarter: return "quarters";
      case BasePeriod::year: return "years";
    }
    return "";
  }

  static std::string trimmed(std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
  }

  std::string checks_note() const {
    const auto& checks = outlook_.run.checks;
    const auto broken = std::count_if(checks.begin(), checks.end(),
                                      [](const CheckResult& one) { return !one.holds; });
    const auto blind = std::count_if(checks.begin(), checks.end(),
                                     [](const CheckResult& one) { return !one.evaluable; });
    const auto held = checks.size() - std::size_t(broken) - std::size_t(blind);
    if (broken == 0) return fmt::format("{} checks hold", held);
    return fmt::format("{} checks hold, {} BROKEN", held, broken);
  }

  // Where the actuals of the year shown were printed: source by source, the lines that rest on it.
  std::string sources() const {
    std::vector<std::pair<std::string, std::vector<std::string>>> by_source;
    std::vector<std::string> computed;
    for (const OutlookRow& row : outlook_.rows) {
      const std::string name = model_.at(row.series).title.english;
      const auto cited = sources_of(row.series);
      if (cited.empty()) computed.push_back(name);
      for (const std::string& source : cited) {
        const auto found = std::find_if(by_source.begin(), by_source.end(),
                                        [&](const auto& one) { return one.first == source; });
        if (found == by_source.end()) {
          by_source.push_back({source, {name}});
        } else {
          found->second.push_back(name);
        }
      }
    }
    if (outlook_.actual_periods == 0) return "";
    std::string text = "\nSources of the actuals\n";
    for (const auto& [source, names] : by_source) text += source_line(source, names);
    if (!computed.empty()) text += source_line("computed from the above", computed);
    return text;
  }

  std::vector<std::string> sources_of(SeriesId series) const {
    std::vector<std::string> cited;
    const PeriodSpan year = model_.calendar.year(outlook_.fiscal_year);
    for (Period p = year.first; p <= precedence_.as_of(); p = p + 1) {
      const Winner winner = precedence_.at(series, p);
      if (winner.rule != Rule::observation) continue;
      const std::string& source = winner.observation->source;
      if (std::find(cited.begin(), cited.end(), source) == cited.end()) cited.push_back(source);
    }
    return cited;
  }

  std::string source_line(const std::string& source, const std::vector<std::string>& names) const {
    std::vector<std::string> pieces;
    for (const std::string& name : names) pieces.push_back(escaped_for_terminal(name));
    return wrapped(pieces, "; ", style_.width, "  " + escaped_for_terminal(source) + ": ");
  }

  const Scenario& scenario_;
  const Model& model_;
  const Precedence& precedence_;
  const Outlook& outlook_;
  const OutlookStyle& style_;
  Unit main_;
  double largest_ = 0;  // of the statement's money
  std::vector<std::string> folded_;
};

}  // namespace

std::string outlook_text(const Scenario& scenario, const Outlook& outlook,
                         const OutlookStyle& style) {
  if (outlook.rows.empty()) return "";
  return View(scenario, outlook, style).text();
}

}  // namespace headwater
