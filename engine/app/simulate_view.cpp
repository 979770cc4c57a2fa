#include "engine/app/simulate_view.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/estimate_text.hpp"
#include "engine/app/shorten.hpp"
#include "engine/app/simulated_figures.hpp"
#include "engine/core/missing.hpp"

namespace headwater {
namespace {

// Terminals on which columns stand close to each other, and on which labels are cut.
constexpr std::size_t close_below = 125;
constexpr std::size_t cut_below = 100;

class SimulateView {
 public:
  SimulateView(const Scenario& scenario, const SimulateShown& shown, const SimulateStyle& style)
      : scenario_(scenario),
        shown_(shown),
        result_(shown.result),
        gap_(style.width > 0 && style.width < close_below ? 1 : 2),
        label_room_(style.width > 0 && style.width < cut_below ? 20 : 36),
        figures_(scenario, shown, style),
        words_(figures_.words()),
        says_(figures_.says()) {}

  Page page() const {
    Page page;
    const std::string title = in_language(shown_.title, words_);
    page.blocks.emplace_back(PageTitle{in_language(scenario_.title, words_),
                                       title.empty() ? std::string(says_.title) : title});
    page.blocks.emplace_back(PageTable{"", distributions()});
    page.blocks.emplace_back(PageTable{std::string(says_.tails), tails()});
    if (const TextTable table = events(); !table.rows.empty()) {
      page.blocks.emplace_back(PageTable{"", table});
    }
    page.blocks.emplace_back(notes());
    return page;
  }

 private:
  bool any_guidance() const {
    for (std::size_t i = 0; i < result_.outputs.size(); ++i) {
      if (figures_.guidance(i)) return true;
    }
    return false;
  }

  std::string number(std::size_t output, double value) const {
    return figures_.text(output, value);
  }

  // A label stands once above one another.
  std::vector<std::string> line_of(std::size_t output) const {
    const bool again =
        output > 0 && result_.outputs[output - 1].series == result_.outputs[output].series;
    return {again ? "" : shortened(figures_.label(output), label_room_), figures_.period(output)};
  }

  struct Percentile {
    std::size_t index = 0;  // of shown_quantiles
    int percent = 0;
    int fold_rank = 0;
  };
  static constexpr std::array<Percentile, 7> percentiles = {
      {{1, 5, 0}, {2, 10, 3}, {3, 25, 4}, {4, 50, 0}, {5, 75, 4}, {6, 90, 3}, {7, 95, 0}}};

  TextTable distributions() const {
    TextTable table;
    const auto column = [&](std::string heading, Align align, int rank, std::size_t before) {
      table.columns.push_back({std::move(heading), align, rank, before});
    };
    column(figures_.heading(), Align::left, 0, gap_);
    column("", Align::left, 0, gap_);
    column(std::string(words_.base), Align::right, 0, gap_);
    column(std::string(words_.mean), Align::right, 0, gap_);
    column(std::string(says_.error), Align::right, 1, 1);
    column(std::string(says_.deviation), Align::right, 2, gap_);
    for (const Percentile& one : percentiles) {
      column(say(says_.percentile, one.percent), Align::right, one.fold_rank, gap_);
    }
    const bool guided = any_guidance();
    if (guided) {
      column(std::string(words_.guidance), Align::right, 0, gap_);
      column(std::string(says_.met), Align::right, 0, gap_);
    }
    for (std::size_t i = 0; i < result_.outputs.size(); ++i) {
      table.rows.push_back({distribution(i, guided), ""});
    }
    return table;
  }

  std::vector<std::string> distribution(std::size_t output, bool guided) const {
    const DrawnFigure& one = result_.distributions[output];
    const FigureStyle style = figures_.style(output);
    std::vector<std::string> cells = line_of(output);
    cells.push_back(number(output, figures_.base(output)));
    cells.push_back(number(output, one.mean.value));
    cells.push_back(half_text(one.mean, style, words_));
    cells.push_back(size_text(one.deviation.value, style, words_));
    for (const Percentile& each : percentiles) {
      cells.push_back(number(output, one.quantiles[each.index].value));
    }
    if (!guided) return cells;
    const auto guidance = figures_.guidance(output);
    cells.push_back(guidance ? number(output, guidance->value) : "");
    const auto met = figures_.guidance_met(output);
    cells.push_back(met ? probability_text(result_.answers[*met].probability, words_) : "");
    return cells;
  }

  bool any_missing() const {
    return std::any_of(result_.distributions.begin(), result_.distributions.end(),
                       [](const DrawnFigure& one) { return one.missing > 0; });
  }

  TextTable tails() const {
    TextTable table;
    table.columns = {{figures_.heading(), Align::left, 0, gap_},
                     {"", Align::left, 0, gap_},
                     {std::string(says_.lowest), Align::right, 0, gap_},
                     {std::string(says_.error), Align::right, 0, 1},
                     {std::string(says_.highest), Align::right, 0, gap_},
                     {std::string(says_.error), Align::right, 0, 1},
                     {std::string(words_.least), Align::right, 1, gap_},
                     {std::string(words_.greatest), Align::right, 1, gap_},
                     {std::string(says_.skewness), Align::right, 2, gap_}};
    const bool missing = any_missing();
    if (missing) table.columns.push_back({std::string(words_.missing), Align::right, 0, gap_});
    for (std::size_t i = 0; i < result_.outputs.size(); ++i) {
      table.rows.push_back({tail(i), ""});
      if (!missing) continue;
      table.rows.back().cells.push_back(grouped(double(result_.distributions[i].missing)));
    }
    return table;
  }

  std::vector<std::string> tail(std::size_t output) const {
    const DrawnFigure& one = result_.distributions[output];
    const FigureStyle style = figures_.style(output);
    std::vector<std::string> cells = line_of(output);
    for (const Estimate& mean : {one.mean_of_least, one.mean_of_greatest}) {
      cells.push_back(number(output, mean.value));
      cells.push_back(half_text(mean, style, words_));
    }
    cells.push_back(number(output, one.least));
    cells.push_back(number(output, one.greatest));
    cells.push_back(
        grouped(one.skewness.value, {.decimals = 2, .language = words_.language, .sign = true}));
    return cells;
  }

  bool beside_output(std::size_t event) const {
    return std::any_of(shown_.guidance_met.begin(), shown_.guidance_met.end(),
                       [&](const auto& one) { return one == event; });
  }

  TextTable events() const {
    TextTable table;
    table.columns = {{std::string(says_.event), Align::left, 0, 2},
                     {std::string(says_.probability), Align::left, 0, 2},
                     {std::string(says_.happened), Align::right, 1, 2}};
    for (std::size_t i = 0; i < result_.events.size(); ++i) {
      if (beside_output(i)) continue;
      const EventAnswer& one = result_.answers[i];
      table.rows.push_back(
          {{result_.events[i].name, interval_text(one.probability, words_, says_),
            say(says_.of_draws, grouped(double(one.happened)), grouped(double(one.present)))},
           ""});
    }
    return table;
  }

  std::string rule() const {
    const std::string share = short_number(shown_.until * 100, 4, Sign::of_negatives, words_) + "%";
    if (!*result_.rule_met) return say(says_.rule_not_met, share);
    return say(says_.rule_met, grouped(double(result_.rows)), share);
  }

  std::string lost(std::size_t output) const {
    const DrawnFigure& one = result_.distributions[output];
    const CellId cause = one.first_failure->cause;
    return say(says_.lost, figures_.plain_label(output), figures_.period(output),
               grouped(double(one.missing)), label_of(figures_.model().at(cause.series), words_),
               figures_.model().calendar.label({cause.period, cause.period}),
               grouped(double(one.first_failure->row)));
  }

  PageLines notes() const {
    PageLines notes{"", {}, Apart::yes};
    const auto add = [&](std::vector<std::string> pieces) {
      notes.lines.push_back({"", std::move(pieces), std::string(words_.between_notes), "", ""});
    };
    add({say(says_.drawn_by, grouped(double(result_.rows)), shown_.method, shown_.seed)});
    if (result_.rule_met) add({rule()});
    std::vector<std::string> legend = {std::string(says_.says_error)};
    if (any_guidance()) legend.emplace_back(says_.says_met);
    const bool counted = std::any_of(result_.distributions.begin(), result_.distributions.end(),
                                     [](const DrawnFigure& one) { return one.resolution > 0; });
    if (counted) legend.emplace_back(says_.counted);
    add(std::move(legend));
    for (std::size_t i = 0; i < result_.outputs.size(); ++i) {
      if (result_.distributions[i].first_failure) add({lost(i)});
    }
    for (const std::string& one : shown_.notes) add({one});
    add({});
    notes.lines.back().left_out = words_.left_out;
    notes.lines.back().between_columns = words_.between_list;
    return notes;
  }

  const Scenario& scenario_;
  const SimulateShown& shown_;
  const SimulateResult& result_;
  std::size_t gap_;  // between columns
  std::size_t label_room_;
  SimulatedFigures figures_;
  const Phrases& words_;
  const SimulatePhrases& says_;
};

}  // namespace

Page simulate_page(const Scenario& scenario, const SimulateShown& shown,
                   const SimulateStyle& style) {
  return SimulateView(scenario, shown, style).page();
}

}  // namespace headwater
