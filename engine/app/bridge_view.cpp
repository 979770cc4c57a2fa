#include "engine/app/bridge_view.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/compare_view.hpp"
#include "engine/app/figure_style.hpp"
#include "engine/app/shorten.hpp"
#include "engine/app/shown_sum.hpp"
#include "engine/app/waterfall.hpp"
#include "engine/core/width.hpp"

namespace headwater {
namespace {

constexpr std::size_t gap = 2;

class BridgeView {
 public:
  BridgeView(const Scenario& first, const Scenario& second, const BridgeResult& result,
             const BridgeStyle& style)
      : first_(first),
        second_(second),
        model_(*first.model),
        result_(result),
        style_(style),
        words_(phrases(style.language)) {
    levels_.push_back(result.first);
    for (const BridgeRow& row : result.rows) {
      if (row.contribution == 0) continue;
      moving_.push_back(&row);
      contributions_.push_back(row.contribution);
      levels_.push_back(row.level);
    }
    levels_.push_back(result.second);
    figures_ = figure_style({model_, words_, MoneyScale::as_declared},
                            model_.at(result.output.series), largest());
    shown_ = shown_sum(result.first, contributions_, result.second, figures_, words_);
  }

  Page page() const {
    Page page;
    page.blocks.emplace_back(PageTitle{in_language(model_.title, words_), known(second_)});
    PageLines names{"", {lead(0, first_), lead(1, second_)}, Apart::no};
    page.blocks.emplace_back(std::move(names));
    TextTable table = drawn();
    page.blocks.emplace_back(PageTable{caption(), std::move(table)});
    page.blocks.emplace_back(PageLines{"", notes(), Apart::no});
    return page;
  }

 private:
  double largest() const {
    double largest = 0;
    for (const double level : levels_) largest = std::max(largest, std::fabs(level));
    return largest;
  }

  std::string known(const Scenario& scenario) const {
    const Period until = scenario.precedence->as_of();
    return say(words_.as_of, model_.calendar.label(PeriodSpan{until, until}));
  }

  // With the mark of a forecast, if it is one.
  std::string period(const Scenario& scenario, PeriodSpan span) const {
    const bool forecast = scenario.precedence->as_of() < span.last;
    return model_.calendar.label(span) + std::string(forecast ? words_.forecast_mark : "");
  }

  // What tells the ends apart where it is not the scenario.
  std::string end_name(std::size_t index) const {
    const BridgeEnd& end = result_.ends[index];
    if (end.source == BridgeSource::run) return period(index == 0 ? first_ : second_, end.span);
    return say(words_.bridge_guidance, model_.calendar.label(end.span));
  }

  PageLine lead(std::size_t index, const Scenario& scenario) const {
    const std::string title = in_language(scenario.title, words_);
    std::vector<std::string> pieces = {title + say(words_.in_brackets, scenario.path)};
    if (result_.ends[0] != result_.ends[1]) pieces.insert(pieces.begin(), end_name(index));
    if (first_.precedence->as_of() != second_.precedence->as_of()) {
      pieces.push_back(known(scenario));
    }
    return {scenario_letter(index) + "  ", std::move(pieces), std::string(words_.between_notes), "",
            ""};
  }

  std::string caption() const {
    return say(words_.bridge_caption, label_of(model_.at(result_.output.series), words_),
               period(second_, result_.output.span), shown_.start, shown_.end,
               figures_.percent ? "" : figures_.unit);
  }

  std::string label(const BridgeRow& row) const {
    const BridgeItem& item = result_.items[row.item];
    if (item.known) return std::string(words_.bridge_known);
    const std::string title = in_language(item.title, words_);
    return title.empty() ? item.name : title;
  }

  bool any_forced() const {
    return std::any_of(shown_.changes.begin(), shown_.changes.end(),
                       [](const ShownChange& one) { return one.forced; });
  }

  // Label, change, level, bar; the marks of forced figures stand behind the last digits.
  std::vector<TextRow> rows() const {
    const std::string mark = any_forced() ? "*" : "";
    const std::string no_mark(mark.size(), ' ');
    std::vector<TextRow> rows = {{{scenario_letter(0), "", shown_.start, ""}, ""}};
    for (std::size_t i = 0; i < moving_.size(); ++i) {
      const ShownChange& one = shown_.changes[i];
      const std::string change = one.change + (one.forced ? mark : no_mark) + error(*moving_[i]);
      rows.push_back({{label(*moving_[i]), change, one.level, ""}, ""});
    }
    rows.push_back({{scenario_letter(1), "", shown_.end, ""}, ""});
    return rows;
  }

  std::string error(const BridgeRow& row) const {
    if (result_.orders == 0) return "";
    return " ±" + figure_text(row.error, figures_, words_);
  }

  TextTable drawn() const {
    constexpr std::size_t bar_least = 15, bar_most = 50, label_least = 12;
    const std::size_t width = style_.width == 0 ? 100 : style_.width;
    TextTable table;
    table.columns = {{"", Align::left, 0, gap},
                     {std::string(words_.change), Align::right, 0, gap},
                     {std::string(words_.bridge_level), Align::right, 0, gap},
                     {"", Align::left, 1, gap}};
    table.rows = rows();
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      widths.push_back(display_width(table.columns[i].heading));
      for (const TextRow& row : table.rows) {
        widths[i] = std::max(widths[i], display_width(row.cells[i]));
      }
    }
    const std::size_t used = widths[1] + widths[2] + 3 * gap;
    const std::size_t left = width > used ? width - used : 0;
    const std::size_t label_room = std::clamp(left > bar_least ? left - bar_least : 0, label_least,
                                              std::max(widths[0], label_least));
    const std::size_t bar =
        std::clamp(left > label_room ? left - label_room : 0, bar_least, bar_most);
    draw_bars(table.rows, bar, label_room);
    return table;
  }

  void draw_bars(std::vector<TextRow>& rows, std::size_t cells, std::size_t label_room) const {
    const WaterfallAxis axis = waterfall_axis(levels_, cells);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const bool end = i == 0 || i + 1 == rows.size();
      rows[i].cells[0] = shortened(rows[i].cells[0], label_room);
      rows[i].cells[3] =
          end ? level_bar(levels_[i], axis) : change_bar(levels_[i - 1], levels_[i], axis);
    }
  }

  std::vector<PageLine> notes() const {
    std::vector<PageLine> lines;
    const auto add = [&](std::vector<std::string> pieces) {
      lines.push_back({"", std::move(pieces), std::string(words_.between_notes), "", ""});
    };
    if (any_forced()) add({std::string(words_.bridge_forced)});
    if (result_.rows.empty()) {
      add({say(words_.nothing_differs, scenario_letter(1), scenario_letter(0))});
    } else {
      add(method());
    }
    const std::string still = still_names();
    if (!still.empty()) add({say(words_.bridge_still, still)});
    std::vector<std::string> legend = {std::string(words_.bridge_legend)};
    const double anchor = waterfall_axis(levels_, 1).anchor;
    if (anchor != 0) {
      legend.push_back(say(words_.bridge_begins, figure_text(anchor, figures_, words_)));
    }
    add(std::move(legend));
    return lines;
  }

  std::vector<std::string> method() const {
    std::vector<std::string> said;
    if (result_.options.by == BridgeBy::lines) {
      said.emplace_back(words_.bridge_by_lines);
      const std::string implied = implied_names();
      if (!implied.empty()) said.push_back(say(words_.bridge_implied, implied));
      if (result_.printed_rounding != 0) said.emplace_back(words_.bridge_printed_rounding);
      return said;
    }
    switch (result_.options.method) {
      case BridgeMethod::shapley:
        said.push_back(result_.orders == 0 ? std::string(words_.bridge_all_orders)
                                           : say(words_.bridge_drawn_orders, result_.orders));
        break;
      case BridgeMethod::sequential:
        said.emplace_back(words_.bridge_in_order);
        said.emplace_back(words_.bridge_order_matters);
        break;
      case BridgeMethod::path: said.emplace_back(words_.bridge_along_path); break;
    }
    return said;
  }

  std::string implied_names() const {
    std::string names;
    for (const BridgeRow& row : result_.rows) {
      if (!result_.items[row.item].implied) continue;
      names += (names.empty() ? "" : std::string(words_.between_list)) + label(row);
    }
    return names;
  }

  std::string still_names() const {
    std::string names;
    for (const BridgeRow& row : result_.rows) {
      if (row.contribution != 0) continue;
      names += (names.empty() ? "" : std::string(words_.between_list)) + label(row);
    }
    return names;
  }

  const Scenario& first_;
  const Scenario& second_;
  const Model& model_;
  const BridgeResult& result_;
  const BridgeStyle& style_;
  const Phrases& words_;
  std::vector<const BridgeRow*> moving_;  // those that change something
  std::vector<double> contributions_;     // theirs
  std::vector<double> levels_;            // of A, after each of them, of B
  FigureStyle figures_;
  ShownSum shown_;
};

}  // namespace

Page bridge_page(const Scenario& first, const Scenario& second, const BridgeResult& result,
                 const BridgeStyle& style) {
  return BridgeView(first, second, result, style).page();
}

}  // namespace headwater
