// Histograms of simulations, a line a bar: see simulate_view.hpp.
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

class HistogramView {
 public:
  HistogramView(const Scenario& scenario, const SimulateShown& shown, const SimulateStyle& style)
      : shown_(shown),
        width_(style.width == 0 ? 100 : style.width),
        figures_(scenario, shown, style),
        words_(figures_.words()),
        says_(figures_.says()) {}

  Page page() const {
    Page page;
    for (std::size_t i = 0; i < shown_.result.outputs.size(); ++i) {
      const DrawnFigure& one = shown_.result.distributions[i];
      if (one.present == 0) continue;
      if (one.histogram.bars.empty()) {
        page.blocks.emplace_back(PageLines{"",
                                           {{"",
                                             {say(says_.all_same, figures_.plain_label(i),
                                                  figures_.period(i), figures_.text(i, one.least))},
                                             "",
                                             "",
                                             ""}},
                                           Apart::yes});
      } else {
        page.blocks.emplace_back(PageTable{caption(i), table(i)});
      }
    }
    return page;
  }

 private:
  // Edges are round: with as many decimals as their steps have.
  FigureStyle edges(std::size_t output) const {
    FigureStyle style = figures_.style(output);
    const double step = shown_.result.distributions[output].histogram.step * style.factor;
    constexpr int most = 10;
    style.decimals = 0;
    for (double scaled = step;
         style.decimals < most && std::fabs(scaled - std::round(scaled)) > 1e-6 * scaled;
         scaled *= 10) {
      ++style.decimals;
    }
    return style;
  }

  std::string edge(std::size_t output, double value) const {
    return figure_text(value, edges(output), words_);
  }

  std::string caption(std::size_t output) const {
    const FigureStyle style = figures_.style(output);
    const double step = shown_.result.distributions[output].histogram.step;
    return say(says_.bars, figures_.plain_label(output), figures_.period(output),
               style.percent ? "%" : style.unit, edge(output, step));
  }

  struct Bar {
    std::string label;
    double from = 0;
    double to = 0;
    std::uint64_t draws = 0;
  };

  std::vector<Bar> bars(std::size_t output) const {
    const DrawnFigure& one = shown_.result.distributions[output];
    const Histogram& histogram = one.histogram;
    const auto at = [&](std::size_t bar) { return histogram.first + histogram.step * double(bar); };
    const double last = at(histogram.bars.size());
    constexpr double endless = std::numeric_limits<double>::infinity();
    std::vector<Bar> bars;
    if (histogram.below > 0) {
      bars.push_back({say(says_.less_than, edge(output, at(0))), -endless, at(0), histogram.below});
    }
    for (std::size_t i = 0; i < histogram.bars.size(); ++i) {
      bars.push_back({edge(output, at(i)), at(i), at(i + 1), histogram.bars[i]});
    }
    if (histogram.above > 0) {
      bars.push_back({say(says_.at_least, edge(output, last)), last, endless, histogram.above});
    }
    return bars;
  }

  std::string marks(std::size_t output, const Bar& bar) const {
    std::string text;
    const auto mark = [&](double value, std::string_view what) {
      if (is_missing(value) || value < bar.from || value >= bar.to) return;
      text += (text.empty() ? "" : std::string(words_.between_list)) + std::string(what);
    };
    mark(shown_.result.distributions[output].quantiles[4].value, says_.median_mark);
    mark(figures_.base(output), says_.base_mark);
    const auto guidance = figures_.guidance(output);
    if (guidance) mark(guidance->value, says_.guidance_mark);
    return text;
  }

  TextTable table(std::size_t output) const {
    const auto bars = this->bars(output);
    const double present = double(shown_.result.distributions[output].present);
    double most = 0;
    std::size_t labels = 0;
    std::size_t beside = display_width(says_.share);
    std::vector<std::string> all_marks;
    for (const Bar& one : bars) {
      most = std::max(most, double(one.draws));
      labels = std::max(labels, display_width(one.label));
      all_marks.push_back(marks(output, one));
      beside = std::max(beside, display_width(all_marks.back()));
    }
    constexpr std::size_t share_cells = 6, bar_least = 10, bar_most = 60;
    const std::size_t used = labels + share_cells + beside + 3 * gap;
    const std::size_t cells = std::clamp(width_ > used ? width_ - used : 0, bar_least, bar_most);
    TextTable table;
    table.columns = {{"", Align::right, 0, 0},
                     {"", Align::left, 0, gap},
                     {std::string(says_.share), Align::right, 0, gap},
                     {"", Align::left, 0, gap}};
    for (std::size_t i = 0; i < bars.size(); ++i) {
      const double draws = double(bars[i].draws);
      table.rows.push_back({{bars[i].label, eighths_bar(draws / most, cells),
                             share_text(draws / present, Sign::of_negatives, words_), all_marks[i]},
                            ""});
    }
    return table;
  }

  const SimulateShown& shown_;
  std::size_t width_;
  SimulatedFigures figures_;
  const Phrases& words_;
  const SimulatePhrases& says_;
};

}  // namespace

Page histogram_page(const Scenario& scenario, const SimulateShown& shown,
                    const SimulateStyle& style) {
  return HistogramView(scenario, shown, style).page();
}

}  // namespace headwater
