// What a backtest's parts are called, and its verdicts in words.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/app/backtest_phrases.hpp"
#include "engine/app/figure_style.hpp"
#include "engine/study/backtest.hpp"

namespace headwater {

class BacktestWords {
 public:
  BacktestWords(const BacktestRequest& request, const BacktestResult& result, Language language);

  const Phrases& words() const { return words_; }
  const BacktestPhrases& own() const { return own_; }

  std::string contender(std::size_t index) const;
  std::string ahead(const HowFar& how_far) const;  // "2 quarters ahead", "to the half's end"
  std::string figure(const JudgedFigure& figure) const;
  std::string period(PeriodSpan span) const;
  std::string origin(std::size_t index) const;
  // How a figure's values and errors are written.
  FigureStyle style_of(const JudgedFigure& figure) const;
  std::string value(double value, const FigureStyle& style) const;  // "–" where missing

  // One sentence: which contender is best, or that the data do not tell.
  std::string verdict(const JudgedFigure& figure) const;

  // "a, b and 3 more": at most `most` of them.
  std::string listed(const std::vector<std::string>& names, std::size_t most) const;

 private:
  std::vector<std::string> contenders(const JudgedFigure& figure,
                                      const std::vector<std::size_t>& places) const;
  std::string evidence(const JudgedFigure& figure, std::size_t other) const;

  const BacktestRequest& request_;
  const BacktestResult& result_;
  const Model& model_;
  const Phrases& words_;
  const BacktestPhrases& own_;
};

}  // namespace headwater
