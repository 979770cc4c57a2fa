#include "engine/app/sweep_view.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/figure_style.hpp"
#include "engine/app/level_text.hpp"
#include "engine/core/width.hpp"

namespace headwater {
namespace {

class SweepView {
 public:
  SweepView(const Scenario& scenario, const SweepResult& result, Language language)
      : scenario_(scenario),
        model_(*scenario.model),
        result_(result),
        words_(phrases(language)),
        figures_{model_, words_, MoneyScale::as_declared} {
    for (const Output& output : result.outputs) {
      const Series& series = model_.at(output.series);
      styles_.push_back(figure_style(figures_, series, largest_in(series.unit)));
    }
  }

  void add_to(Page& page) const {
    page.blocks.emplace_back(
        PageTitle{say(words_.sweep_title, title(), in_language(scenario_.title, words_)), ""});
    PageLines axes{"", {}, Apart::no};
    for (const Levels& axis : result_.plan->axes) axes.lines.push_back(axis_line(axis));
    page.blocks.emplace_back(std::move(axes));
    const bool two = result_.plan->dimensions().size() == 2 && result_.plan->axes.size() == 2;
    if (two) add_crossed(page);
    else add_listed(page);
    page.blocks.emplace_back(notes());
  }

 private:
  // Of the scenario's own figures in a unit, so that all tables in it have the same decimals.
  double largest_in(const Unit& unit) const {
    double largest = 0;
    for (std::size_t i = 0; i < result_.base.size(); ++i) {
      const bool same = model_.at(result_.outputs[i].series).unit == unit;
      if (same) largest = std::max(largest, std::fabs(result_.base[i]));
    }
    return largest;
  }

  std::string title() const {
    const std::string title = in_language(result_.plan->title, words_);
    return title.empty() ? result_.plan->name : title;
  }

  std::string_view how(OperationKind kind) const {
    switch (kind) {
      case OperationKind::multiply: return words_.times_base;
      case OperationKind::add: return words_.added_to_base;
      default: return words_.set_instead;
    }
  }

  PageLine axis_line(const Levels& axis) const {
    const Series& driver = model_.at(axis.operation.series);
    const std::string what =
        say(words_.axis, label_of(driver, words_), driver.name, how(axis.operation.kind));
    return {"", {what, periods_of(axis)}, " ", "", ""};
  }

  std::string periods_of(const Levels& axis) const {
    const PeriodSpan span = axis.operation.span;
    const bool open = model_.horizon.last < span.last;
    const bool always = span.first < model_.horizon.first && open;
    if (always) return std::string(words_.every_period);
    if (!open) return say(words_.in_periods, model_.calendar.label(span));
    return say(words_.from_period, model_.calendar.label({span.first, span.first}));
  }

  std::string level_text(const Levels& axis, std::size_t level) const {
    return headwater::level_text(model_, axis, level, words_);
  }

  std::string axis_heading(const Levels& axis) const {
    return short_label_of(model_.at(axis.operation.series), words_);
  }

  std::string span_heading(PeriodSpan span) const {
    const bool forecast = scenario_.precedence->as_of() < span.last;
    return model_.calendar.label(span) + std::string(forecast ? words_.forecast_mark : "");
  }

  std::string caption(const std::string& label, const FigureStyle& style) const {
    return say(words_.caption, label, style.percent ? "%" : style.unit);
  }

  double value(std::uint64_t row, std::size_t output) const {
    return result_.rows.values(Eigen::Index(row), Eigen::Index(output));
  }
  double change(std::uint64_t row, std::size_t output) const {
    return result_.base.empty() ? std::nan("") : value(row, output) - result_.base[output];
  }

  // A table for each series: a line a row, each span with its change against the scenario.
  void add_listed(Page& page) const {
    const std::size_t spans = result_.plan->shown.spans.size();
    for (std::size_t first = 0; first < result_.outputs.size(); first += spans) {
      const Series& series = model_.at(result_.outputs[first].series);
      page.blocks.emplace_back(PageTable{caption(label_of(series, words_), styles_[first]),
                                         listed_series(first, spans), Apart::yes});
    }
  }

  TextTable listed_series(std::size_t first, std::size_t spans) const {
    TextTable table;
    if (!result_.plan->cases.empty()) table.columns.push_back({"", Align::left, 0, 0});
    for (const Levels& axis : result_.plan->axes) {
      table.columns.push_back({axis_heading(axis), Align::right, 0, 2});
    }
    for (std::size_t i = first; i < first + spans; ++i) {
      table.columns.push_back({span_heading(result_.outputs[i].span), Align::right, 0, 3});
      table.columns.push_back(
          {std::string(words_.change), Align::right, int(first + spans - i), 1});
    }
    for (Eigen::Index row = 0; row < result_.rows.values.rows(); ++row) {
      table.rows.push_back(listed_row(std::uint64_t(row), first, spans));
    }
    return table;
  }

  TextRow listed_row(std::uint64_t row, std::size_t first, std::size_t spans) const {
    const auto& axes = result_.plan->axes;
    TextRow text;
    const auto& cases = result_.plan->cases;
    if (!cases.empty()) text.cells.push_back(in_language(cases[row], words_));
    const std::vector<std::size_t> levels = result_.plan->levels_at(row);
    for (std::size_t i = 0; i < axes.size(); ++i) {
      text.cells.push_back(level_text(axes[i], levels[i]));
    }
    if (result_.base_row == row) text.cells.front() = "*" + text.cells.front();
    for (std::size_t i = first; i < first + spans; ++i) {
      text.cells.push_back(figure_text(value(row, i), styles_[i], words_));
      text.cells.push_back(change_text(change(row, i), styles_[i], words_));
    }
    return text;
  }

  // Two axes: a table for each output, the first axis down, the second across.
  void add_crossed(Page& page) const {
    for (std::size_t i = 0; i < result_.outputs.size(); ++i) {
      const Output& output = result_.outputs[i];
      const std::string label =
          label_of(model_.at(output.series), words_) + " " + span_heading(output.span);
      page.blocks.emplace_back(PageTable{caption(label, styles_[i]), crossed(i), Apart::yes});
    }
  }

  // What goes down and what goes across; of long names their last parts, since both stand above.
  static std::string corner(const std::string& down, const std::string& across) {
    constexpr std::size_t cells_max = 26;
    const auto last = [](const std::string& name) { return name.substr(name.rfind('.') + 1); };
    std::string whole = down + " \\ " + across;
    if (display_width(whole) <= cells_max) return whole;
    const std::string parts = last(down) + " \\ " + last(across);
    return display_width(parts) <= cells_max ? parts : "↓ \\ →";
  }

  TextTable crossed(std::size_t output) const {
    const Levels& down = result_.plan->axes[0];
    const Levels& across = result_.plan->axes[1];
    TextTable table;
    table.columns.push_back({corner(axis_heading(down), axis_heading(across)), Align::right, 0, 0});
    for (std::size_t j = 0; j < across.values.size(); ++j) {
      table.columns.push_back({level_text(across, j), Align::right, 0, 2});
    }
    for (std::size_t i = 0; i < down.values.size(); ++i) {
      TextRow row{{level_text(down, i)}, ""};
      for (std::size_t j = 0; j < across.values.size(); ++j) {
        const std::uint64_t number = i * across.values.size() + j;
        const bool base = result_.base_row == number;
        row.cells.push_back((base ? "*" : "") +
                            figure_text(value(number, output), styles_[output], words_));
      }
      table.rows.push_back(std::move(row));
    }
    return table;
  }

  PageLines notes() const {
    PageLines notes{"", {}, Apart::no};
    const auto add = [&](std::vector<std::string> pieces) {
      notes.lines.push_back({"", std::move(pieces), "", "", ""});
    };
    if (result_.base_row) add({std::string(words_.base_row)});
    if (!result_.rows.failures.empty()) {
      add({say(words_.figures_missing, result_.rows.failures.size())});
    }
    add({});
    notes.lines.back().left_out = words_.left_out;
    notes.lines.back().between_columns = words_.between_list;
    return notes;
  }

  const Scenario& scenario_;
  const Model& model_;
  const SweepResult& result_;
  const Phrases& words_;
  FigureTable figures_;
  std::vector<FigureStyle> styles_;
};

}  // namespace

Page sweep_page(const Scenario& scenario, std::span<const SweepResult> results, Language language) {
  Page page;
  for (const SweepResult& result : results) SweepView(scenario, result, language).add_to(page);
  return page;
}

}  // namespace headwater
