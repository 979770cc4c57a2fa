#include "engine/app/backtest_words.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/missing.hpp"

namespace headwater {
namespace {

Phrase baseline_words(Baseline baseline, const BacktestPhrases& own) {
  switch (baseline) {
    case Baseline::seasonal_naive: return own.seasonal_naive;
    case Baseline::drift: return own.drift;
    case Baseline::last_year_growth: return own.last_year_growth;
    case Baseline::guidance: break;
  }
  return own.guidance;
}

}  // namespace

BacktestWords::BacktestWords(const BacktestRequest& request, const BacktestResult& result,
                             Language language)
    : request_(request),
      result_(result),
      model_(*request.reference.model),
      words_(phrases(language)),
      own_(backtest_phrases(language)) {}

std::string BacktestWords::contender(std::size_t index) const {
  const BacktestContender& one = result_.contenders[index];
  if (!one.entrant) return std::string(baseline_words(one.baseline, own_));
  return in_language(request_.entrants[*one.entrant].title, words_);
}

std::string BacktestWords::ahead(const HowFar& how_far) const {
  if (how_far.to == tree::AheadTo::half_end) return std::string(own_.half_end);
  if (how_far.to == tree::AheadTo::year_end) return std::string(own_.year_end);
  const bool one = how_far.periods == 1;
  Phrase period = own_.quarter;
  switch (model_.calendar.base()) {
    case BasePeriod::month: period = one ? own_.month : own_.months; break;
    case BasePeriod::quarter: period = one ? own_.quarter : own_.quarters; break;
    case BasePeriod::year: period = one ? own_.year : own_.years; break;
  }
  return one ? say(own_.one_ahead, std::string_view(period))
             : say(own_.ahead, how_far.periods, std::string_view(period));
}

std::string BacktestWords::figure(const JudgedFigure& figure) const {
  return label_of(model_.at(figure.target), words_);
}

std::string BacktestWords::period(PeriodSpan span) const { return model_.calendar.label(span); }

std::string BacktestWords::origin(std::size_t index) const {
  const Period period = result_.origins[index];
  return model_.calendar.label({period, period});
}

FigureStyle BacktestWords::style_of(const JudgedFigure& figure) const {
  double largest = 0;
  for (const double one : figure.actuals) {
    if (!is_missing(one)) largest = std::max(largest, std::fabs(one));
  }
  return figure_style({model_, words_, MoneyScale::as_declared}, model_.at(figure.target), largest);
}

std::string BacktestWords::value(double value, const FigureStyle& style) const {
  return is_missing(value) ? "–" : figure_text(value, style, words_);
}

std::string BacktestWords::listed(const std::vector<std::string>& names, std::size_t most) const {
  const std::size_t shown = std::min(most, names.size());
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    text += (i == 0 ? "" : std::string(words_.between_list)) + names[i];
  }
  return shown == names.size() ? text : say(own_.and_more, text, names.size() - shown);
}

std::vector<std::string> BacktestWords::contenders(const JudgedFigure& figure,
                                                   const std::vector<std::size_t>& places) const {
  std::vector<std::string> names;
  for (const std::size_t place : places) names.push_back(contender(figure.compared[place]));
  return names;
}

// Both errors, and how far apart they are.
std::string BacktestWords::evidence(const JudgedFigure& figure, std::size_t other) const {
  const Verdict& verdict = *figure.verdict;
  const FigureStyle style = style_of(figure);
  const std::size_t left = std::min(verdict.leader, other);
  const std::size_t right = std::max(verdict.leader, other);
  std::string difference = "–";
  for (const ContenderPair& pair : verdict.pairs) {
    if (pair.left != left || pair.right != right) continue;
    // Where the verdict rests on an interval, on that one.
    const bool tested = !is_missing(pair.p_corrected);
    const Estimate& mean = tested ? pair.judged.mean : pair.difference.mean;
    const double sign = left == verdict.leader ? 1 : -1;
    difference = value(sign * mean.value, style);
    if (!is_missing(mean.low) && !is_missing(mean.high)) {
      difference = say(own_.difference, difference, value((mean.high - mean.low) / 2, style));
    }
  }
  return say(own_.evidence, this->figure(figure), ahead(figure.ahead),
             value(verdict.mean_absolute_errors[verdict.leader], style),
             value(verdict.mean_absolute_errors[other], style), difference);
}

std::string BacktestWords::verdict(const JudgedFigure& figure) const {
  if (!figure.verdict || figure.verdict->origins == 0) {
    return say(own_.nothing_to_compare, this->figure(figure), ahead(figure.ahead));
  }
  const Verdict& verdict = *figure.verdict;
  const std::string leader = contender(figure.compared[verdict.leader]);
  // Whom the leader is held against: of the variants it is not separated from, the next best; else
  // the best baseline.
  std::vector<std::size_t> rivals = verdict.together;
  std::erase(rivals, verdict.leader);
  std::ranges::sort(rivals, {}, [&](std::size_t one) { return verdict.mean_absolute_errors[one]; });
  if (rivals.empty() && verdict.best_baseline) rivals.push_back(*verdict.best_baseline);
  const auto against = [&](const std::vector<std::size_t>& ones) {
    return listed(contenders(figure, ones), 3);
  };
  switch (verdict.kind) {
    case VerdictKind::too_few:
    case VerdictKind::undecided: {
      if (rivals.empty()) break;
      const std::string proof = evidence(figure, rivals.front());
      std::string text =
          verdict.origins == 1
              ? say(own_.cannot_separate_one, leader, against(rivals), proof)
              : say(own_.cannot_separate, verdict.origins, leader, against(rivals), proof);
      if (!verdict.beaten_by_all.empty())
        text += say(own_.but_beaten, against(verdict.beaten_by_all));
      const auto baseline = verdict.best_baseline;
      if (baseline && std::ranges::find(rivals, *baseline) == rivals.end()) {
        text += say(own_.best_baseline, contender(figure.compared[*baseline]),
                    value(verdict.mean_absolute_errors[*baseline], style_of(figure)));
      }
      return text;
    }
    case VerdictKind::no_better_than_a_baseline: {
      const std::size_t baseline = *verdict.best_baseline;
      const bool worse = verdict.against_baseline == AgainstBaseline::worse;
      return say(worse ? own_.worse : own_.no_better, verdict.origins, leader,
                 contender(figure.compared[baseline]), evidence(figure, baseline));
    }
    case VerdictKind::decided: {
      std::vector<std::size_t> beaten = verdict.beaten;
      std::ranges::sort(beaten, {},
                        [&](std::size_t one) { return verdict.mean_absolute_errors[one]; });
      if (beaten.empty()) break;
      return say(own_.best, verdict.origins, leader, against(beaten),
                 evidence(figure, beaten.front()));
    }
  }
  return say(own_.nothing_to_compare, this->figure(figure), ahead(figure.ahead));
}

}  // namespace headwater
