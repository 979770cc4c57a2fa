#include "engine/app/outlook_notes.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/study/one_offs.hpp"

namespace headwater {
namespace {

class Notes {
 public:
  Notes(const Scenario& scenario, const Outlook& outlook, const FigureTable& figures)
      : model_(*scenario.model),
        precedence_(*scenario.precedence),
        outlook_(outlook),
        figures_(figures),
        words_(figures.words) {}

  PageLines one_offs() const {
    PageLines lines{std::string(words_.one_offs), {}, Apart::yes};
    for (const OneOff* one : one_offs_in(model_, outlook_)) {
      lines.lines.push_back({"  ", {one_off(*one)}, "", "", ""});
    }
    return lines;
  }

  PageLines legend() const {
    PageLine notes;
    notes.between = words_.between_notes;
    notes.left_out = words_.left_out;
    notes.between_columns = words_.between_list;
    notes.pieces.push_back(say(words_.year_made_of, outlook_.fiscal_year, outlook_.actual_periods,
                               outlook_.forecast_periods, period_word()));
    if (outlook_.forecast_periods > 0) {
      notes.pieces.push_back(say(words_.says_forecast, std::string_view(words_.forecast_mark)));
    }
    if (shows(Mark::estimated)) {
      notes.pieces.push_back(say(words_.says_estimate, std::string_view(words_.estimate_mark)));
    }
    if (std::string note = guidance_note(); !note.empty()) notes.pieces.push_back(std::move(note));
    notes.pieces.push_back(checks_text(outlook_.run, words_));
    for (const Leaving& one : outlook_.run.leavings) notes.pieces.push_back(leaving(one));
    if (is_pseudo_vintage()) notes.pieces.emplace_back(words_.pseudo_vintage);
    return {"", {std::move(notes)}, Apart::yes};
  }

  // Where the actuals of the year shown were printed: source by source, the lines that rest on it.
  PageLines sources() const {
    PageLines lines{std::string(words_.sources), {}, Apart::yes};
    PageLine computed = source_line(std::string(words_.computed));
    std::vector<std::string> order;
    for (const SeriesId series : shown_series()) {
      const std::string name = label_of(model_.at(series), words_);
      const auto cited = sources_of(series);
      if (cited.empty()) computed.pieces.push_back(name);
      for (const std::string& source : cited) {
        const auto found = std::find(order.begin(), order.end(), source);
        const auto index = std::size_t(found - order.begin());
        if (found == order.end()) {
          order.push_back(source);
          lines.lines.push_back(source_line(source));
        }
        lines.lines[index].pieces.push_back(name);
      }
    }
    if (!computed.pieces.empty()) lines.lines.push_back(std::move(computed));
    return lines;
  }

 private:
  std::vector<SeriesId> shown_series() const {  // each once, in the order of the rows
    std::vector<SeriesId> shown;
    for (const OutlookRow& row : outlook_.rows) {
      const bool again = std::find(shown.begin(), shown.end(), row.series) != shown.end();
      if (!again) shown.push_back(row.series);
    }
    return shown;
  }

  std::string one_off(const OneOff& one) const {
    const Series& series = model_.at(one.series);
    const FigureStyle style = figure_style(figures_, series, std::fabs(one.amount));
    const std::string amount =
        amount_text(one.amount, style, one.step ? Sign::always : Sign::of_negatives, words_);
    std::string why = one.why;
    if (!one.source.empty()) why += say(words_.in_brackets, one.source);
    const PeriodSpan span = one.step ? PeriodSpan{one.span.first, one.span.first} : one.span;
    return say(one.step ? words_.one_off_from : words_.one_off_in, label_of(series, words_),
               model_.calendar.label(span), amount, why);
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
      if (one.span != year || precedence_.as_of() < one.known_since) continue;
      if (one.pseudo) return "";
      const Period since = one.known_since;
      return say(words_.guidance_since, model_.calendar.label({since, since})) +
             (one.source.empty() ? "" : say(words_.in_brackets, one.source));
    }
    return "";
  }

  std::string leaving(const Leaving& one) const {
    const Series& series = model_.at(one.series);
    const FigureStyle style = figure_style(figures_, series, std::fabs(one.amount));
    const Period last = model_.horizon.last;
    return say(words_.leaves_horizon, amount_text(one.amount, style, Sign::of_negatives, words_),
               label_of(series, words_), model_.calendar.label({last, last}));
  }

  // Whether what is known was cut at a time, and nobody said when some of it was published.
  bool is_pseudo_vintage() const {
    const Vintage& vintage = precedence_.vintage();
    const auto& all = model_.observations;
    const bool cut = std::any_of(all.begin(), all.end(), [&](const Observation& one) {
      return vintage.period < one.known_since;
    });
    return cut &&
           std::any_of(all.begin(), all.end(), [](const Observation& one) { return one.pseudo; });
  }

  std::string_view period_word() const {
    switch (model_.calendar.base()) {
      case BasePeriod::month: return words_.months;
      case BasePeriod::quarter: return words_.quarters;
      case BasePeriod::year: return words_.years;
    }
    return "";
  }

  std::vector<std::string> sources_of(SeriesId series) const {
    std::vector<std::string> cited;
    const PeriodSpan year = model_.calendar.year(outlook_.fiscal_year);
    for (Period p = year.first; p <= std::min(precedence_.as_of(), year.last); p = p + 1) {
      const Winner winner = precedence_.at(series, p);
      if (winner.rule != Rule::observation) continue;
      const std::string& source = winner.observation->source;
      if (std::find(cited.begin(), cited.end(), source) == cited.end()) cited.push_back(source);
    }
    return cited;
  }

  PageLine source_line(const std::string& source) const {
    return {"  " + say(words_.source, source), {}, std::string(words_.between_names), "", ""};
  }

  const Model& model_;
  const Precedence& precedence_;
  const Outlook& outlook_;
  const FigureTable& figures_;
  const Phrases& words_;
};

}  // namespace

std::string checks_text(const SingleRun& run, const Phrases& words) {
  const auto& checks = run.checks;
  const auto broken = std::count_if(checks.begin(), checks.end(),
                                    [](const CheckResult& one) { return !one.holds; });
  const auto blind = std::count_if(checks.begin(), checks.end(),
                                   [](const CheckResult& one) { return !one.evaluable; });
  const auto held = checks.size() - std::size_t(broken) - std::size_t(blind);
  return broken == 0 ? say(words.checks_hold, held) : say(words.checks_broken, held, broken);
}

void add_notes(Page& page, const Scenario& scenario, const Outlook& outlook,
               const FigureTable& figures) {
  const Notes notes(scenario, outlook, figures);
  if (auto one_offs = notes.one_offs(); !one_offs.lines.empty()) {
    page.blocks.emplace_back(std::move(one_offs));
  }
  page.blocks.emplace_back(notes.legend());
  if (outlook.actual_periods > 0) page.blocks.emplace_back(notes.sources());
}

}  // namespace headwater
