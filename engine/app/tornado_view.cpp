#include "engine/app/tornado_view.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/app/figure_style.hpp"
#include "engine/app/shorten.hpp"
#include "engine/app/tornado_bar.hpp"
#include "engine/core/width.hpp"

namespace headwater {
namespace {

constexpr std::size_t gap = 2;

class TornadoView {
 public:
  TornadoView(const Scenario& scenario, const TornadoResult& result, const TornadoStyle& style)
      : scenario_(scenario),
        model_(*scenario.model),
        result_(result),
        style_(style),
        words_(phrases(style.language)) {}

  void add_to(Page& page) const {
    page.blocks.emplace_back(PageTitle{in_language(scenario_.title, words_), title()});
    for (const TornadoTable& table : result_.tables) add(page, table);
    bool cut = false;
    for (const TornadoTable& table : result_.tables) {
      for (const TornadoBar& one : table.bars) cut = cut || one.cut != Cut::none;
    }
    PageLine legend{
        "", {std::string(words_.bar_legend)}, std::string(words_.between_notes), "", ""};
    if (cut) legend.pieces.emplace_back(words_.cut_legend);
    page.blocks.emplace_back(PageLines{"", {std::move(legend)}, Apart::no});
  }

 private:
  std::string title() const { return in_language(result_.plan->title, words_); }

  const Bar& bar(const TornadoBar& one) const { return result_.plan->bars[one.bar]; }

  // A group's title; a driver's label; of several drivers their names.
  std::string label(const TornadoBar& one) const {
    const std::string title = in_language(bar(one).title, words_);
    const std::string text = title.empty() ? bar(one).name : title;
    return one.cut == Cut::none ? text : text + std::string(words_.cut_mark);
  }

  FigureStyle figures(const TornadoTable& table) const {
    double largest = std::fabs(table.base);
    for (const TornadoBar& one : table.bars) {
      if (!std::isnan(one.swing)) largest = std::max(largest, one.swing);
    }
    return figure_style({model_, words_, MoneyScale::as_declared}, model_.at(table.output.series),
                        std::isnan(largest) ? 0 : largest);
  }

  // 30…75%, ×0.85…×1.15, -2…+2pp: as the ends of its one driver are; of several, in words.
  std::string ends(const TornadoBar& one) const {
    const Bar& bar = this->bar(one);
    if (bar.drivers.size() > 1) return std::string(words_.several_ends);
    const Operation& low = bar.low.front();
    const Operation& high = bar.high.front();
    const std::string unit = end_unit(low);
    if (unit != end_unit(high) || low.kind != high.kind) {
      return end_number(low) + end_unit(low) + "…" + end_number(high) + end_unit(high);
    }
    return end_number(low) + "…" + end_number(high) + unit;
  }

  std::string end_number(const Operation& end) const {
    const bool added = end.kind == OperationKind::add;
    const std::string number =
        short_number(end.value, 4, added ? Sign::always : Sign::of_negatives, words_);
    return end.kind == OperationKind::multiply ? "×" + number : number;
  }

  std::string end_unit(const Operation& end) const {
    const Unit& unit = model_.at(end.series).unit;
    if (end.kind == OperationKind::multiply || unit.is_plain()) return "";
    const bool percent = unit.is_dimensionless();
    if (percent && end.kind == OperationKind::add) return std::string(words_.points);
    return percent ? "%" : say(words_.amount, "", unit_text(model_, unit, words_));
  }

  // How many cells the columns beside label and bar take, and what is left for those.
  struct Room {
    std::size_t label = 0;
    std::size_t ends = 0;
    std::size_t half = 0;  // of a bar
    bool changes = false;  // whether the change at each end has columns
  };

  Room room(const std::vector<TextRow>& rows) const {
    constexpr std::size_t bar_most = 41, label_least = 18, ends_most = 22;
    std::vector<std::size_t> widths(columns_count, 0);
    for (const TextRow& row : rows) {
      for (std::size_t i = 0; i < columns_count; ++i) {
        widths[i] = std::max(widths[i], display_width(row.cells[i]));
      }
    }
    Room room;
    room.ends = std::min(widths[1], ends_most);
    const std::size_t width = style_.width == 0 ? 120 : style_.width;
    room.changes = width >= 100;
    const std::size_t bar_least = room.changes ? 25 : 15;
    std::size_t used = room.ends + widths[5] + widths[6] + 4 * gap;
    if (room.changes) used += widths[2] + widths[3] + 2 * gap;
    const std::size_t left = width > used ? width - used : 0;
    room.label =
        left > bar_least + label_least ? std::min(widths[0], left - bar_least) : label_least;
    const std::size_t bar =
        std::clamp(left > room.label ? left - room.label : 0, bar_least, bar_most);
    room.half = (bar - 1) / 2;
    return room;
  }

  void add(Page& page, const TornadoTable& table) const {
    const FigureStyle style = figures(table);
    std::vector<const TornadoBar*> shown;
    std::vector<std::string> still;  // what moves nothing
    std::size_t more = 0;
    double more_share = 0;
    for (const TornadoBar& one : table.bars) {
      if (one.swing == 0 && one.low == table.base) {
        still.push_back(label(one));
      } else if (style_.top > 0 && shown.size() == style_.top) {
        ++more;
        more_share += std::isnan(one.share) ? 0 : one.share;
      } else {
        shown.push_back(&one);
      }
    }
    page.blocks.emplace_back(PageTable{caption(table, style), drawn(table, shown, style)});
    PageLines notes{"", {}, Apart::no};
    const auto line = [&](std::vector<std::string> pieces, const std::string& between) {
      notes.lines.push_back({"", std::move(pieces), between, "", ""});
    };
    if (more > 0)
      line({say(words_.more_bars, more, share_text(more_share, Sign::of_negatives, words_))}, "");
    line(together(table, style), "  ");
    if (!still.empty()) line({say(words_.still_bars, still.size())}, "");
    page.blocks.emplace_back(std::move(notes));
  }

  std::string caption(const TornadoTable& table, const FigureStyle& style) const {
    const bool forecast = scenario_.precedence->as_of() < table.output.span.last;
    const std::string period = model_.calendar.label(table.output.span) +
                               std::string(forecast ? words_.forecast_mark : "");
    return say(words_.tornado_caption, label_of(model_.at(table.output.series), words_), period,
               figure_text(table.base, style, words_), style.percent ? "" : style.unit);
  }

  std::vector<std::string> together(const TornadoTable& table, const FigureStyle& style) const {
    const auto change = [&](double value) { return gain(value, style); };
    return {say(words_.all_together, change(table.all_low - table.base),
                change(table.all_high - table.base)),
            say(words_.interaction, change(table.interaction_low), change(table.interaction_high))};
  }

  std::string gain(double value, const FigureStyle& style) const {
    return std::isnan(value) ? "–" : change_text(value, style, words_);
  }

  static constexpr std::size_t columns_count = 7;

  TextTable drawn(const TornadoTable& table, const std::vector<const TornadoBar*>& shown,
                  const FigureStyle& style) const {
    std::vector<TextRow> rows = {
        {{"", "", std::string(words_.low_end), std::string(words_.high_end), "",
          std::string(words_.swing), std::string(words_.share)},
         ""}};
    double scale = 0;
    for (const TornadoBar* one : shown) {
      for (const double end : {one->low - table.base, one->high - table.base}) {
        if (!std::isnan(end)) scale = std::max(scale, std::fabs(end));
      }
      rows.push_back(
          {{label(*one), ends(*one), gain(one->low - table.base, style),
            gain(one->high - table.base, style), "", figure_text(one->swing, style, words_),
            share_text(one->share, Sign::of_negatives, words_)},
           ""});
    }
    const Room room = this->room(rows);
    for (std::size_t i = 0; i < shown.size(); ++i) {
      auto& cells = rows[i + 1].cells;
      cells[0] = shortened(cells[0], room.label);
      cells[1] = shortened(cells[1], room.ends);
      cells[4] =
          bar_text({shown[i]->low - table.base, shown[i]->high - table.base, scale, room.half});
    }
    return columns(std::move(rows), room);
  }

  static TextTable columns(std::vector<TextRow> rows, const Room& room) {
    const std::vector<std::string> headings = rows.front().cells;
    rows.erase(rows.begin());
    TextTable table;
    for (std::size_t i = 0; i < columns_count; ++i) {
      const bool kept = room.changes || (i != 2 && i != 3);
      if (!kept) continue;
      const bool left = i == 0 || i == 4;
      table.columns.push_back({headings[i], left ? Align::left : Align::right, 0, gap});
    }
    for (TextRow& row : rows) {
      if (!room.changes) row.cells.erase(row.cells.begin() + 2, row.cells.begin() + 4);
    }
    table.rows = std::move(rows);
    return table;
  }

  const Scenario& scenario_;
  const Model& model_;
  const TornadoResult& result_;
  const TornadoStyle& style_;
  const Phrases& words_;
};

}  // namespace

Page tornado_page(const Scenario& scenario, std::span<const TornadoResult> results,
                  const TornadoStyle& style) {
  Page page;
  for (const TornadoResult& result : results) TornadoView(scenario, result, style).add_to(page);
  return page;
}

}  // namespace headwater
