#include "engine/app/sensitivity_view.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "engine/app/figure_style.hpp"
#include "engine/app/sensitivity_phrases.hpp"
#include "engine/app/shorten.hpp"
#include "engine/core/missing.hpp"

namespace headwater {
namespace {

constexpr std::size_t gap = 2;

// How much a factor matters, by the best of the methods that were asked for.
double worth(const SensitivityResult& result, std::size_t output, std::size_t factor) {
  double value = 0;
  if (!result.sobol.empty()) {
    value = result.sobol[output].factors[factor].total.value;
  } else if (const ShapleyEffect* one = shapley_of(result, output, factor)) {
    value = one->effect.value;
  } else if (!result.morris.empty()) {
    value = result.morris[output][factor].mean_abs.value;
  } else if (!result.dgsm.empty()) {
    value = result.dgsm[output].factors[factor].bound.value;
  }
  return is_missing(value) ? 0 : value;
}

bool has_effect(const SensitivityResult& result, std::size_t output, std::size_t factor) {
  const auto moves = [](double value) { return !is_missing(value) && value != 0; };
  const ShapleyEffect* const shapley = shapley_of(result, output, factor);
  return (!result.sobol.empty() && moves(result.sobol[output].factors[factor].total.value)) ||
         (!result.morris.empty() && moves(result.morris[output][factor].mean_abs.value)) ||
         (!result.dgsm.empty() && moves(result.dgsm[output].factors[factor].bound.value)) ||
         (shapley != nullptr && moves(shapley->effect.value));
}

class SensitivityView {
 public:
  SensitivityView(const Scenario& scenario, const SensitivityResult& result,
                  const SensitivityStyle& style)
      : scenario_(scenario),
        model_(*scenario.model),
        result_(result),
        style_(style),
        words_(phrases(style.language)),
        own_(sensitivity_phrases(style.language)) {}

  Page page() const {
    Page page;
    const Period last = scenario_.precedence->as_of();
    page.blocks.emplace_back(PageTitle{in_language(scenario_.title, words_),
                                       say(words_.title_as_of, std::string_view(own_.title),
                                           model_.calendar.label({last, last}))});
    for (std::size_t i = 0; i < result_.outputs.size(); ++i) add(page, i);
    page.blocks.emplace_back(legend());
    return page;
  }

 private:
  void add(Page& page, std::size_t output) const {
    const Output& figure = result_.outputs[output];
    const Series& series = model_.at(figure.series);
    double largest = 0;
    for (std::size_t i = 0; i < result_.factors.size() && !result_.morris.empty(); ++i) {
      largest = std::max(largest, std::fabs(result_.morris[output][i].mean_abs.value));
    }
    const FigureStyle style =
        figure_style({model_, words_, MoneyScale::as_declared}, series, largest);
    const bool forecast = scenario_.precedence->as_of() < figure.span.last;
    const std::string period =
        model_.calendar.label(figure.span) + std::string(forecast ? words_.forecast_mark : "");
    const std::string unit = style.percent ? std::string(words_.points) : style.unit;
    page.blocks.emplace_back(
        PageTable{say(own_.caption, label_of(series, words_), period, unit), table(output, style)});
    page.blocks.emplace_back(notes(output));
  }

  // "a", or "a and 2 correlated".
  std::string label(std::size_t factor) const {
    constexpr std::size_t least = 26, most = 46;
    const std::string whole = in_language(result_.titles[factor], words_);
    return style_.width == 0 ? whole : shortened(whole, std::clamp(style_.width / 3, least, most));
  }

  std::string share(double value) const {
    return is_missing(value) ? "–" : share_text(value, Sign::of_negatives, words_);
  }
  std::string error(const Estimate& one) const {
    if (is_missing(one.value) || is_missing(one.high)) return "";
    return short_number(100 * 0.5 * (one.high - one.low), 1, Sign::of_negatives, words_);
  }
  std::string effect(double value, const FigureStyle& style) const {
    return is_missing(value) ? "–" : figure_text(value, style, words_);
  }

  std::vector<std::size_t> shown(std::size_t output) const {
    auto ranked = ranked_factors(result_, output);
    std::erase_if(ranked, [&](std::size_t factor) { return !has_effect(result_, output, factor); });
    return ranked;
  }

  TextTable table(std::size_t output, const FigureStyle& style) const {
    constexpr int least = 2, next = 1;  // what goes first where it is narrow
    TextTable table;
    const auto column = [&](const Phrase& heading, int rank) {
      table.columns.push_back({std::string(heading), Align::right, rank, gap});
    };
    const auto beside = [&] { table.columns.push_back({"±", Align::left, least, 1}); };
    table.columns = {{std::string(own_.driver), Align::left}};
    if (!result_.morris.empty()) {
      column(own_.effect, 0), column(own_.mean, least), column(own_.spread, least);
    }
    if (!result_.sobol.empty()) {
      column(own_.first, 0), beside(), column(own_.total, 0), beside();
    }
    if (!result_.dgsm.empty()) column(own_.bound, next);
    if (!result_.shapley.empty()) column(own_.shapley, 0), beside();
    const auto rows = shown(output);
    const std::size_t count = style_.top > 0 ? std::min(style_.top, rows.size()) : rows.size();
    for (std::size_t i = 0; i < count; ++i) {
      table.rows.push_back({cells(output, rows[i], style), ""});
    }
    if (!result_.shapley.empty() && result_.shapley_rest) {
      TextRow rest{std::vector<std::string>(table.columns.size()), ""};
      const Estimate& others = result_.shapley[output].factors.back().effect;
      rest.cells.front() = std::string(own_.rest);
      rest.cells[table.columns.size() - 2] = share(others.value);
      rest.cells.back() = error(others);
      table.rows.push_back(std::move(rest));
    }
    return table;
  }

  std::vector<std::string> cells(std::size_t output, std::size_t factor,
                                 const FigureStyle& style) const {
    std::vector<std::string> cells = {label(factor)};
    if (!result_.morris.empty()) {
      const MorrisEffect& one = result_.morris[output][factor];
      cells.push_back(effect(one.mean_abs.value, style));
      cells.push_back(effect(one.mean, style));
      cells.push_back(effect(one.spread, style));
    }
    if (!result_.sobol.empty()) {
      const SobolIndex& one = result_.sobol[output].factors[factor];
      for (const Estimate* each : {&one.first, &one.total}) {
        cells.push_back(share(each->value));
        cells.push_back(error(*each));
      }
    }
    if (!result_.dgsm.empty()) {
      const DgsmFactor& one = result_.dgsm[output].factors[factor];
      cells.push_back(one.why == NoBound::not_continuous ? "*" : share(one.bound.value));
    }
    if (!result_.shapley.empty()) {
      const ShapleyEffect* const one = shapley_of(result_, output, factor);
      cells.push_back(one == nullptr ? "" : share(one->effect.value));
      cells.push_back(one == nullptr ? "" : error(one->effect));
    }
    return cells;
  }

  PageLines notes(std::size_t output) const {
    PageLines notes{"", {}, Apart::no};
    const auto line = [&](std::string lead, std::vector<std::string> pieces) {
      notes.lines.push_back(
          {std::move(lead), std::move(pieces), std::string(words_.between_list), "", ""});
    };
    const std::size_t rows = shown(output).size();
    if (style_.top > 0 && style_.top < rows) line("", {say(own_.more, rows - style_.top)});
    std::vector<std::string> without;
    for (std::size_t i = 0; i < result_.factors.size(); ++i) {
      if (!has_effect(result_, output, i))
        without.push_back(in_language(result_.titles[i], words_));
    }
    if (!without.empty()) line(say(own_.without, ""), std::move(without));
    const std::uint64_t lost = result_.sobol.empty() ? 0 : result_.sobol[output].missing;
    if (lost > 0) line("", {say(own_.lost, lost)});
    notes.lines.push_back(
        {"", {}, "", std::string(words_.left_out), std::string(words_.between_list)});
    return notes;
  }

  PageLines legend() const {
    PageLines legend{"", {}, Apart::yes};
    const auto line = [&](std::string text) {
      legend.lines.push_back({"", {std::move(text)}, "", "", ""});
    };
    const auto count = [&](std::uint64_t number) { return grouped_count(number); };
    if (!result_.morris.empty()) line(say(own_.says_morris, count(result_.effort.morris)));
    if (!result_.sobol.empty()) line(say(own_.says_sobol, count(result_.effort.sobol)));
    if (!result_.dgsm.empty()) {
      line(say(own_.says_dgsm, count(result_.effort.dgsm)));
      if (any_without_density()) line(std::string(own_.no_density));
    }
    if (!result_.shapley.empty()) line(say(own_.says_shapley, count(result_.effort.shapley)));
    line(say(own_.runs, count(result_.runs), scenario_.uncertainty->seed));
    return legend;
  }

  // Among what is shown.
  bool any_without_density() const {
    for (std::size_t i = 0; i < result_.outputs.size(); ++i) {
      for (const std::size_t factor : shown(i)) {
        if (result_.dgsm[i].factors[factor].why == NoBound::not_continuous) return true;
      }
    }
    return false;
  }

  std::string grouped_count(std::uint64_t number) const { return grouped(double(number)); }

  const Scenario& scenario_;
  const Model& model_;
  const SensitivityResult& result_;
  const SensitivityStyle& style_;
  const Phrases& words_;
  const SensitivityPhrases& own_;
};

}  // namespace

const ShapleyEffect* shapley_of(const SensitivityResult& result, std::size_t output,
                                std::size_t factor) {
  if (result.shapley.empty()) return nullptr;
  const auto& chosen = result.shapley_factors;
  const auto at = std::find(chosen.begin(), chosen.end(), factor);
  if (at == chosen.end()) return nullptr;
  return &result.shapley[output].factors[std::size_t(at - chosen.begin())];
}

std::vector<std::size_t> ranked_factors(const SensitivityResult& result, std::size_t output) {
  std::vector<std::size_t> ranked(result.factors.size());
  std::iota(ranked.begin(), ranked.end(), std::size_t{0});
  std::stable_sort(ranked.begin(), ranked.end(), [&](std::size_t a, std::size_t b) {
    return worth(result, output, a) > worth(result, output, b);
  });
  return ranked;
}

Page sensitivity_page(const Scenario& scenario, const SensitivityResult& result,
                      const SensitivityStyle& style) {
  return SensitivityView(scenario, result, style).page();
}

}  // namespace headwater
