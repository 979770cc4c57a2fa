// Fans for people, a line a period: see simulate_view.hpp.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/draw_bars.hpp"
#include "engine/app/simulate_view.hpp"
#include "engine/app/simulated_figures.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/width.hpp"

namespace headwater {
namespace {

constexpr std::size_t gap = 2;

class FanView {
 public:
  FanView(const Scenario& scenario, const FanShown& shown, const SimulateStyle& style)
      : scenario_(scenario),
        shown_(shown),
        width_(style.width == 0 ? 100 : style.width),
        words_(phrases(style.language)),
        says_(simulate_phrases(style.language)),
        series_(scenario.model->at(shown.fan.series)) {
    for (const FanPeriod& one : shown.fan.periods) {
      for (const double value : {one.quantiles.front(), one.quantiles.back()}) widen(value);
    }
    for (const auto& [span, value] : shown.actuals) widen(value);
    const double largest = std::max(std::fabs(low_), std::fabs(high_));
    style_ = figure_style({*scenario.model, words_, style.scale}, series_, largest);
  }

  void add_to(Page& page) const {
    if (is_missing(low_)) return;
    const std::string unit = style_.percent ? "%" : style_.unit;
    page.blocks.emplace_back(
        PageTable{say(words_.caption, label_of(series_, words_), unit), table()});
  }

 private:
  void widen(double value) {
    if (is_missing(value)) return;
    low_ = is_missing(low_) ? value : std::min(low_, value);
    high_ = is_missing(high_) ? value : std::max(high_, value);
  }

  std::string number(double value) const { return figure_text(value, style_, words_); }

  std::string period(PeriodSpan span) const { return forecast_period(scenario_, span, words_); }

  struct Row {
    PeriodSpan span;
    bool actual = false;
    std::array<double, 5> quantiles{};  // P5, P25, P50, P75, P95
  };

  std::vector<Row> rows() const {
    std::vector<Row> rows;
    for (const auto& [span, value] : shown_.actuals) {
      rows.push_back({span, true, {value, value, value, value, value}});
    }
    for (const FanPeriod& one : shown_.fan.periods) {
      const auto& q = one.quantiles;
      const bool actual = one.span.last <= scenario_.precedence->as_of() && q[0] == q[6];
      rows.push_back({one.span, actual, {q[0], q[2], q[3], q[4], q[6]}});
    }
    return rows;
  }

  std::vector<std::string> numbers(const Row& row) const {
    if (row.actual) return {"", number(row.quantiles[2]), ""};
    return {number(row.quantiles[0]), number(row.quantiles[2]), number(row.quantiles[4])};
  }

  // The edges' figures stand at their edges, above the chart.
  FanAxis axis(const std::vector<Row>& rows) const {
    std::size_t used = 0;
    std::array<std::size_t, 4> widths{};
    for (const Row& row : rows) {
      widths[0] = std::max(widths[0], display_width(period(row.span)));
      const auto texts = numbers(row);
      for (std::size_t i = 0; i < texts.size(); ++i) {
        widths[i + 1] = std::max({widths[i + 1], display_width(texts[i]), std::size_t(3)});
      }
    }
    for (const std::size_t width : widths) used += width + gap;
    constexpr std::size_t least = 24, most = 72;
    const std::size_t cells = std::clamp(width_ > used ? width_ - used : 0, least, most);
    const double size = std::max(std::fabs(low_), std::fabs(high_));
    const double room = high_ > low_ ? 0 : size == 0 ? 1 : size / 100;
    return {low_ - room, high_ + room, cells};
  }

  std::string scale(const FanAxis& axis) const {
    const std::string low = number(axis.low);
    const std::string high = number(axis.high);
    const std::size_t used = display_width(low) + display_width(high);
    return low + std::string(axis.cells > used ? axis.cells - used : 1, ' ') + high;
  }

  TextTable table() const {
    const auto rows = this->rows();
    const FanAxis axis = this->axis(rows);
    TextTable table;
    table.columns = {{"", Align::left, 0, 0},
                     {scale(axis), Align::left, 0, gap},
                     {say(says_.percentile, 5), Align::right, 1, gap},
                     {say(says_.percentile, 50), Align::right, 0, gap},
                     {say(says_.percentile, 95), Align::right, 1, gap}};
    for (const Row& row : rows) {
      const auto texts = numbers(row);
      table.rows.push_back(
          {{period(row.span),
            row.actual ? dot_row(row.quantiles[2], axis) : fan_row(row.quantiles, axis), texts[0],
            texts[1], texts[2]},
           ""});
    }
    return table;
  }

  const Scenario& scenario_;
  const FanShown& shown_;
  std::size_t width_;
  const Phrases& words_;
  const SimulatePhrases& says_;
  const Series& series_;
  double low_ = missing();
  double high_ = missing();
  FigureStyle style_;
};

}  // namespace

FanShown with_actuals(const Scenario& scenario, Fan fan, const Figures& figures,
                      std::size_t periods) {
  FanShown shown{std::move(fan), {}};
  if (shown.fan.periods.empty()) return shown;
  PeriodSpan span = shown.fan.periods.front().span;
  const std::int32_t length = span.count();
  for (std::size_t i = 0; i < periods; ++i) {
    span = {span.first - length, span.last - length};
    const double value = figures.at(shown.fan.series, span);
    if (is_missing(value) || scenario.precedence->as_of() < span.last) break;
    shown.actuals.insert(shown.actuals.begin(), {span, value});
  }
  return shown;
}

Page fan_page(const Scenario& scenario, std::span<const FanShown> fans,
              const SimulateStyle& style) {
  Page page;
  bool actuals = false;
  for (const FanShown& one : fans) {
    FanView(scenario, one, style).add_to(page);
    actuals = actuals || !one.actuals.empty();
  }
  if (page.blocks.empty()) return page;
  const SimulatePhrases& says = simulate_phrases(style.language);
  std::vector<std::string> legend = {std::string(says.fan_legend)};
  if (actuals) legend.emplace_back(says.fan_actual);
  PageLine line{"", std::move(legend), std::string(phrases(style.language).between_notes), "", ""};
  page.blocks.emplace_back(PageLines{"", {std::move(line)}, Apart::no});
  return page;
}

}  // namespace headwater
