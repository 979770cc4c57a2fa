#include "engine/app/target_view.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/figure_style.hpp"
#include "engine/app/target_phrases.hpp"
#include "engine/core/missing.hpp"

namespace headwater {
namespace {

constexpr std::size_t gap = 2;

class TargetView {
 public:
  TargetView(const Scenario& scenario, const TargetResult& result, const TargetStyle& style)
      : scenario_(scenario),
        model_(*scenario.model),
        result_(result),
        style_(style),
        words_(phrases(style.language)),
        says_(target_phrases(style.language)) {}

  void add_to(Page& page) const {
    page.blocks.emplace_back(
        PageTitle{in_language(scenario_.title, words_), in_language(result_.plan->title, words_)});
    page.blocks.emplace_back(PageTable{"", lines()});
    page.blocks.emplace_back(PageTable{std::string(says_.heading), drivers()});
    PageLines notes{"", {}, Apart::yes};
    for (const std::string& note : this->notes()) notes.lines.push_back({"", {note}, "", "", ""});
    PageLine& last = notes.lines.back();
    last.left_out = words_.left_out;
    last.between = words_.between_notes;
    last.between_columns = words_.between_list;
    page.blocks.emplace_back(std::move(notes));
  }

 private:
  // Of what is shown in one unit.
  double largest_like(const TargetLine& line) const {
    const Unit& unit = model_.at(line.output.series).unit;
    double largest = 0;
    for (const TargetLine& one : result_.lines) {
      if (model_.at(one.output.series).unit != unit) continue;
      for (const double value : {one.base, one.wanted, one.found}) {
        if (std::isfinite(value)) largest = std::max(largest, std::fabs(value));
      }
    }
    return largest;
  }

  FigureStyle figures(SeriesId series, double largest) const {
    return figure_style({model_, words_, style_.scale}, model_.at(series), largest);
  }

  // A figure's label and unit.
  std::string label(SeriesId series, const FigureStyle& style) const {
    std::string label = label_of(model_.at(series), words_);
    if (style.percent || style.unit.empty()) return label;
    return label + std::string(words_.between_list) + style.unit;
  }

  std::string period(const PeriodSpan& span) const {
    const PeriodSpan& horizon = model_.horizon;
    const PeriodSpan within{std::max(span.first, horizon.first), std::min(span.last, horizon.last)};
    if (within == horizon) return std::string(words_.every_period);
    const bool forecast = scenario_.precedence->as_of() < within.last;
    return model_.calendar.label(within) + std::string(forecast ? words_.forecast_mark : "");
  }

  std::string number(double value, const FigureStyle& style) const {
    return is_missing(value) ? "–" : figure_text(value, style, words_);
  }

  std::string change(double value, const FigureStyle& style) const {
    return is_missing(value) ? "–" : change_text(value, style, words_);
  }

  TextTable lines() const {
    TextTable table;
    table.columns = {{std::string(says_.line), Align::left, 0, gap},
                     {std::string(words_.period), Align::left, 0, gap},
                     {std::string(says_.base), Align::right, 0, gap},
                     {std::string(says_.wanted), Align::right, 0, gap},
                     {std::string(says_.reached), Align::right, 0, gap},
                     {std::string(says_.gap), Align::right, 0, gap}};
    for (const TargetLine& one : result_.lines) {
      const FigureStyle style = figures(one.output.series, largest_like(one));
      const double left = one.reached ? 0 : one.gap;
      table.rows.push_back(
          {{label(one.output.series, style), period(one.output.span), number(one.base, style),
            number(one.wanted, style), number(one.found, style),
            one.reached ? number(0, style) : change(left, style)},
           ""});
    }
    return table;
  }

  TextTable drivers() const {
    TextTable table;
    table.columns = {{std::string(says_.driver), Align::left, 0, gap},
                     {std::string(words_.period), Align::left, 0, gap},
                     {std::string(says_.base), Align::right, 0, gap},
                     {std::string(says_.required), Align::right, 0, gap},
                     {std::string(says_.best), Align::right, 2, gap},
                     {std::string(says_.from_best), Align::right, 3, gap},
                     {std::string(says_.bounds), Align::right, 1, gap},
                     {"", Align::left, 0, gap}};
    for (std::size_t i = 0; i < result_.instruments.size(); ++i) {
      table.rows.push_back({driver(i), ""});
    }
    return table;
  }

  std::vector<std::string> driver(std::size_t i) const {
    const InstrumentMove& one = result_.instruments[i];
    const Operation& operation = result_.plan->instruments[i].operation;
    double largest = 0;
    for (const double value : {one.value_before, one.value_after, one.best}) {
      if (std::isfinite(value)) largest = std::max(largest, std::fabs(value));
    }
    const FigureStyle style = figures(operation.series, largest);
    std::string best = number(one.best, style);
    if (one.best_in)
      best += say(words_.in_brackets, model_.calendar.label({*one.best_in, *one.best_in}));
    const bool adds = result_.plan->instruments[i].add_factor;
    const std::string name = label(operation.series, style);
    return {adds ? say(says_.add_factor, name) : name,
            period(operation.span),
            number(one.value_before, style),
            number(one.value_after, style),
            best,
            change(one.value_after - one.best, style),
            bounds(one, operation, style),
            ended(one)};
  }

  // -10…40%, ×0.85…×1.15, -2…+2pp; amounts as the columns beside them.
  std::string bounds(const InstrumentMove& one, const Operation& operation,
                     const FigureStyle& style) const {
    if (!std::isfinite(one.low) && !std::isfinite(one.high)) return std::string(says_.no_bounds);
    std::string unit;
    if (style.percent && operation.kind == OperationKind::add) unit = words_.points;
    if (style.percent && operation.kind == OperationKind::set) unit = "%";
    return end(one.low, operation, style) + "…" + end(one.high, operation, style) + unit;
  }

  std::string end(double value, const Operation& operation, const FigureStyle& style) const {
    if (!std::isfinite(value)) return "";
    if (operation.kind == OperationKind::multiply) {
      return "×" + short_number(value, 4, Sign::of_negatives, words_);
    }
    const bool added = operation.kind == OperationKind::add;
    return short_number(value * style.factor, 4, added ? Sign::always : Sign::of_negatives, words_);
  }

  std::string ended(const InstrumentMove& one) const {
    if (result_.ending == TargetEnding::lost) return "";
    if (!one.moves) return std::string(says_.moves_nothing);
    switch (one.at) {
      case AtBound::low: return std::string(one.holds_back ? says_.at_low_held : says_.at_low);
      case AtBound::high: return std::string(one.holds_back ? says_.at_high_held : says_.at_high);
      case AtBound::no: break;
    }
    return "";
  }

  std::string joined(const std::vector<std::string>& names) const {
    std::string all;
    for (const std::string& one : names) {
      all += (all.empty() ? "" : std::string(words_.between_names)) + one;
    }
    return all;
  }

  std::string verdict() const {
    std::vector<std::string> held;
    for (std::size_t i = 0; i < result_.instruments.size(); ++i) {
      const SeriesId series = result_.plan->instruments[i].operation.series;
      if (result_.instruments[i].holds_back) held.push_back(label_of(model_.at(series), words_));
    }
    switch (result_.ending) {
      case TargetEnding::reached: return std::string(says_.ended_reached);
      case TargetEnding::bounded: return say(says_.ended_bounded, joined(held));
      case TargetEnding::stuck: return std::string(says_.ended_stuck);
      case TargetEnding::lost: return std::string(says_.ended_lost);
      case TargetEnding::unfinished: return say(says_.ended_unfinished, result_.rounds);
    }
    return "";
  }

  std::vector<std::string> notes() const {
    std::vector<std::string> all = {verdict()};
    std::vector<std::string> unmoved;
    bool any_best = false;
    for (const TargetLine& one : result_.lines) {
      if (one.moved || result_.ending == TargetEnding::lost) continue;
      unmoved.push_back(label_of(model_.at(one.output.series), words_) +
                        say(words_.in_brackets, period(one.output.span)));
    }
    for (const InstrumentMove& one : result_.instruments) any_best = any_best || one.best_in;
    if (!unmoved.empty()) all.push_back(say(says_.unmoved, joined(unmoved)));
    if (any_best) all.emplace_back(says_.best_means);
    return all;
  }

  const Scenario& scenario_;
  const Model& model_;
  const TargetResult& result_;
  const TargetStyle& style_;
  const Phrases& words_;
  const TargetPhrases& says_;
};

}  // namespace

Page target_page(const Scenario& scenario, std::span<const TargetResult> results,
                 const TargetStyle& style) {
  Page page;
  for (const TargetResult& result : results) TargetView(scenario, result, style).add_to(page);
  return page;
}

}  // namespace headwater
