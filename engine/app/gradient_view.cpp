#include "engine/app/gradient_view.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/figure_style.hpp"
#include "engine/app/gradient_phrases.hpp"
#include "engine/app/kink_view.hpp"
#include "engine/app/shorten.hpp"

namespace headwater {
namespace {

constexpr std::size_t gap = 2;

// Four digits, and none after the sixth decimal: neighbours in a column differ by orders of
// magnitude, since each is per unit of another driver.
std::string four_digits(double value, const Phrases& words) {
  int decimals = 3;
  for (double size = std::fabs(value); decimals < 6 && size > 0 && size < 1; size *= 10) ++decimals;
  for (double size = std::fabs(value); decimals > 0 && size >= 10; size /= 10) --decimals;
  return short_number(value, decimals, Sign::always, words);
}

class GradientView {
 public:
  GradientView(const Scenario& scenario, const Sources& sources, const GradientStyle& style)
      : scenario_(scenario),
        model_(*scenario.model),
        sources_(sources),
        style_(style),
        words_(phrases(style.language)),
        own_(gradient_phrases(style.language)) {}

  Page page(const GradientResult& result) const {
    Page page;
    page.blocks.emplace_back(PageTitle{in_language(scenario_.title, words_), as_of()});
    const std::string when = periods_words(result.periods);
    for (const GradientTable& table : result.tables) add(page, table, when);
    return page;
  }

 private:
  std::string as_of() const {
    const Period last = scenario_.precedence->as_of();
    return say(words_.title_as_of, std::string_view(own_.title),
               model_.calendar.label({last, last}));
  }

  std::string periods_words(PeriodSpan periods) const {
    const bool begins = periods.first.index > -forever;
    const bool ends = periods.last.index < forever;
    if (!begins && !ends) return std::string(words_.every_period);
    const PeriodSpan first{periods.first, periods.first};
    if (begins && !ends) return say(words_.from_period, model_.calendar.label(first));
    const PeriodSpan all{begins ? periods.first : model_.horizon.first, periods.last};
    return say(words_.in_periods, model_.calendar.label(all));
  }

  void add(Page& page, const GradientTable& table, const std::string& when) const {
    const FigureStyle style = figure_style({model_, words_, MoneyScale::as_declared},
                                           model_.at(table.output.series), std::fabs(table.value));
    const std::size_t count =
        style_.top > 0 ? std::min(style_.top, table.drivers.size()) : table.drivers.size();
    const auto shown = std::span(table.drivers).first(count);
    const bool by_period = style_.by == GradientBy::period;
    page.blocks.emplace_back(PageTable{
        caption(table, style), by_period ? multipliers(shown, style) : summary(shown, style)});
    page.blocks.emplace_back(notes(table, table.drivers.size() - count, when));
    if (auto kinks =
            kink_table(scenario_, sources_, table.kinks, {style_.language, style_.width})) {
      page.blocks.emplace_back(std::move(*kinks));
      page.blocks.emplace_back(PageLines{"", {what_is_left_out()}, Apart::no});
    }
  }

  std::string caption(const GradientTable& table, const FigureStyle& style) const {
    const bool forecast = scenario_.precedence->as_of() < table.output.span.last;
    const std::string period = model_.calendar.label(table.output.span) +
                               std::string(forecast ? words_.forecast_mark : "");
    return say(own_.caption, label_of(model_.at(table.output.series), words_), period,
               figure_text(table.value, style, words_), style.percent ? "" : style.unit);
  }

  // "1 pp", "1 person": what a derivative is per.
  std::string per(const DriverSlope& one) const {
    const Unit& unit = model_.at(one.driver).unit;
    if (unit.is_plain()) return "/ 1";
    const bool percent = unit == *model_.units.find("%");
    const std::string name = percent ? std::string(words_.points) : unit_text(model_, unit, words_);
    const bool begins_with_digit = !name.empty() && name.front() >= '0' && name.front() <= '9';
    return "/ " + say(words_.amount, begins_with_digit ? "1 ×" : "1", name);
  }

  std::string range(const DriverSlope& one) const {
    if (std::isnan(one.range.low) || std::isnan(one.range.high)) return "–";
    const auto number = [&](double value) {
      return short_number(value, 4, Sign::of_negatives, words_);
    };
    return number(one.range.low) + "…" + number(one.range.high);
  }

  // In the unit of the figure as it is shown; of percentages in points.
  std::string slope(double value, const FigureStyle& style) const {
    if (std::isnan(value)) return "–";
    const std::string number = four_digits(value * style.factor, words_);
    return style.percent ? number + std::string(words_.points) : number;
  }

  std::string effect(double value, const FigureStyle& style) const {
    return std::isnan(value) ? "–" : change_text(value, style, words_);
  }

  std::string elasticity(double value) const {
    return std::isnan(value) ? "–" : short_number(value, 3, Sign::always, words_);
  }

  std::string label(const DriverSlope& one) const {
    constexpr std::size_t least = 24, most = 40;
    std::string whole = label_of(model_.at(one.driver), words_);
    if (style_.width == 0) return whole;
    return shortened(whole, std::clamp(style_.width / 4, least, most));
  }

  TextTable summary(std::span<const DriverSlope> shown, const FigureStyle& style) const {
    constexpr int least = 2, next = 1;  // what goes first where it is narrow
    TextTable table;
    table.columns = {{std::string(own_.driver), Align::left},
                     {std::string(own_.slope), Align::right, 0, gap},
                     {std::string(own_.per), Align::left, 0, 1},
                     {std::string(own_.elasticity), Align::right, next, gap},
                     {std::string(own_.range), Align::right, least, gap},
                     {std::string(own_.effect), Align::right, 0, gap}};
    for (const DriverSlope& one : shown) {
      table.rows.push_back({{label(one), slope(one.slope, style), per(one),
                             elasticity(one.elasticity), range(one), effect(one.effect, style)},
                            ""});
    }
    return table;
  }

  // A column for each period in which any of them has a part, and their sum.
  TextTable multipliers(std::span<const DriverSlope> shown, const FigureStyle& style) const {
    std::set<Period> periods;
    for (const DriverSlope& one : shown) {
      for (const PeriodSlope& at : one.by_period) {
        if (at.slope != 0) periods.insert(at.period);
      }
    }
    TextTable table;
    table.columns = {{std::string(own_.driver), Align::left},
                     {std::string(own_.per), Align::left, 0, gap}};
    for (const Period period : periods) {
      const bool forecast = scenario_.precedence->as_of() < period;
      table.columns.push_back({model_.calendar.label({period, period}) +
                                   std::string(forecast ? words_.forecast_mark : ""),
                               Align::right, 1, gap});
    }
    table.columns.push_back({std::string(own_.sum), Align::right, 0, gap});
    for (const DriverSlope& one : shown) {
      TextRow row{{label(one), per(one)}, ""};
      for (const Period period : periods) row.cells.push_back(multiplier(one, period, style));
      row.cells.push_back(slope(one.slope, style));
      table.rows.push_back(std::move(row));
    }
    return table;
  }

  std::string multiplier(const DriverSlope& one, Period period, const FigureStyle& style) const {
    const auto found = std::ranges::find(one.by_period, period, &PeriodSlope::period);
    if (found == one.by_period.end() || found->slope == 0) return "";
    return slope(found->slope, style);
  }

  PageLine what_is_left_out() const {
    return {"", {}, "", std::string(words_.left_out), std::string(words_.between_list)};
  }

  PageLines notes(const GradientTable& table, std::size_t more, const std::string& when) const {
    PageLines notes{"", {}, Apart::no};
    const auto line = [&](std::vector<std::string> pieces) {
      notes.lines.push_back({"", std::move(pieces), std::string(words_.between_notes), "", ""});
    };
    std::vector<std::string> counts;
    if (more > 0) counts.push_back(say(own_.more_drivers, more));
    if (table.still > 0) counts.push_back(say(own_.still, table.still));
    if (table.elsewhere > 0) counts.push_back(say(own_.elsewhere, table.elsewhere));
    if (table.unread > 0) counts.push_back(say(own_.unread, table.unread));
    if (!counts.empty()) line(std::move(counts));
    if (style_.by == GradientBy::period) {
      line({std::string(own_.says_periods)});
    } else {
      line({say(own_.says_slope, when), std::string(own_.says_elasticity),
            std::string(own_.says_effect)});
    }
    if (table.kinks.empty()) line({std::string(own_.no_kink)});
    notes.lines.push_back(what_is_left_out());
    return notes;
  }

  const Scenario& scenario_;
  const Model& model_;
  const Sources& sources_;
  const GradientStyle& style_;
  const Phrases& words_;
  const GradientPhrases& own_;
};

}  // namespace

Page gradient_page(const Scenario& scenario, const Sources& sources, const GradientResult& result,
                   const GradientStyle& style) {
  return GradientView(scenario, sources, style).page(result);
}

}  // namespace headwater
