#include "engine/app/backtest_view.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/backtest_words.hpp"
#include "engine/core/missing.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {
namespace {

constexpr std::size_t gap = 2;
constexpr int speed_rank = 5, pinball_rank = 4, root_rank = 3, mape_rank = 2, bias_rank = 1;

class BacktestView {
 public:
  BacktestView(const BacktestRequest& request, const BacktestResult& result,
               std::span<const Speed> speeds, const BacktestStyle& style)
      : request_(request),
        result_(result),
        speeds_(speeds),
        style_(style),
        says_(request, result, style.language),
        words_(says_.words()),
        own_(says_.own()) {}

  Page page() const {
    Page page;
    const Scenario& reference = request_.reference;
    const Period now = reference.precedence->as_of();
    const std::string title = in_language(request_.plan.title, words_);
    page.blocks.emplace_back(PageTitle{title.empty() ? in_language(reference.title, words_) : title,
                                       origins(says_.period({now, now}))});
    for (const JudgedFigure& figure : result_.figures) {
      if (figure.judged > 0) add(page, figure);
    }
    page.blocks.emplace_back(legend());
    page.blocks.emplace_back(verdicts());
    return page;
  }

 private:
  std::string origins(const std::string& now) const {
    const std::string_view title = own_.title;
    const std::size_t count = result_.origins.size();
    return count == 1
               ? say(own_.seen_from_one, title, says_.origin(0), now)
               : say(own_.seen_from, title, count, says_.origin(0), says_.origin(count - 1), now);
  }

  void add(Page& page, const JudgedFigure& figure) const {
    const FigureStyle style = says_.style_of(figure);
    const std::string unit = style.percent ? std::string(words_.points) : style.unit;
    const std::string name = says_.figure(figure);
    const std::string ahead = says_.ahead(figure.ahead);
    page.blocks.emplace_back(PageTable{figure.judged == 1
                                           ? say(own_.one_origin_caption, name, ahead, unit)
                                           : say(own_.caption, name, ahead, unit, figure.judged),
                                       scores(figure, style)});
    PageLines notes{"", {}, Apart::no};
    if (const std::size_t out = percentages_left_out(figure); out > 0) {
      notes.lines.push_back({"", {say(own_.percentage_left_out, out)}, "", "", ""});
    }
    add_notes(notes, figure);
    notes.lines.push_back(
        {"", {}, "", std::string(words_.left_out), std::string(words_.between_list)});
    page.blocks.emplace_back(std::move(notes));
    if (result_.origins.size() <= style_.origins_shown) {
      page.blocks.emplace_back(PageTable{"", by_origin(figure, style)});
    }
  }

  // Whose scores are of fewer origins than it looks.
  void add_notes(PageLines& notes, const JudgedFigure& figure) const {
    const auto line = [&](std::string text) {
      notes.lines.push_back({"", {std::move(text)}, "", "", ""});
    };
    for (std::size_t c = 0; c < figure.records.size(); ++c) {
      const ForecastRecord& record = figure.records[c];
      const bool left_out = std::ranges::find(figure.compared, c) == figure.compared.end();
      const std::size_t count = record.points.count;
      if (result_.contenders[c].entrant && count > 0 && left_out) {
        line(say(own_.left_out_of_verdict, says_.contender(c), count));
      }
      const std::size_t drawn = record.distributions.count;
      if (0 < drawn && drawn < count) {
        line(say(own_.fewer_distributions, says_.contender(c), drawn, count));
      }
    }
  }

  bool is_there(const JudgedFigure& figure, std::size_t contender) const {
    const auto& all = figure.records[contender].forecasts;
    return result_.contenders[contender].entrant ||
           std::any_of(all.begin(), all.end(),
                       [](const PastForecast& one) { return !is_missing(one.value); });
  }

  bool any_distribution(const JudgedFigure& figure) const {
    return std::any_of(figure.records.begin(), figure.records.end(),
                       [](const ForecastRecord& one) { return one.distributions.count > 0; });
  }

  static std::size_t percentages_left_out(const JudgedFigure& figure) {
    std::size_t most = 0;
    for (const ForecastRecord& one : figure.records) {
      most = std::max(most, one.points.percentage.left_out);
    }
    return most;
  }

  std::string plain(double value, int decimals) const {
    return is_missing(value) ? "–" : grouped(value, {decimals, words_.language, false});
  }
  std::string share(const IntervalCoverage& one) const {
    return one.count == 0 ? "–" : fmt::format("{}/{}", one.held, one.count);
  }

  TextTable scores(const JudgedFigure& figure, const FigureStyle& style) const {
    TextTable table;
    const auto column = [&](std::string heading, int rank) {
      table.columns.push_back({std::move(heading), Align::right, rank, gap});
    };
    table.columns = {{std::string(own_.variant), Align::left}};
    column(std::string(own_.forecasts), 0);
    column("ME", bias_rank), column("MAE", 0), column("RMSE", root_rank);
    column("MAPE", mape_rank), column("sMAPE", mape_rank), column("MASE", 0);
    const bool distributions = any_distribution(figure);
    if (distributions) {
      column("CRPS", 0), column("pinball", pinball_rank);
      column(say(own_.within, 80), bias_rank), column(say(own_.within, 95), bias_rank);
    }
    if (!speeds_.empty()) {
      column(std::string(own_.rows_per_second), speed_rank);
      column(std::string(own_.compile_ms), speed_rank);
    }
    for (std::size_t c = 0; c < figure.records.size(); ++c) {
      if (!is_there(figure, c)) continue;
      std::vector<std::string> cells = point_cells(figure, c, style);
      if (distributions) add_distribution(cells, figure.records[c].distributions, style);
      if (!speeds_.empty()) add_speed(cells, result_.contenders[c]);
      table.rows.push_back({std::move(cells), ""});
    }
    return table;
  }

  std::vector<std::string> point_cells(const JudgedFigure& figure, std::size_t contender,
                                       const FigureStyle& style) const {
    const PointScores& points = figure.records[contender].points;
    return {says_.contender(contender),
            std::to_string(points.count),
            says_.value(points.mean_error, style),
            says_.value(points.mean_absolute_error, style),
            says_.value(points.root_mean_square_error, style),
            plain(points.percentage.value, 1),
            plain(points.symmetric_percentage, 1),
            plain(points.scaled.value, 2)};
  }

  void add_distribution(std::vector<std::string>& cells, const DistributionScores& one,
                        const FigureStyle& style) const {
    cells.push_back(says_.value(one.crps, style));
    cells.push_back(says_.value(one.pinball, style));
    cells.push_back(share(one.within_80));
    cells.push_back(share(one.within_95));
  }

  void add_speed(std::vector<std::string>& cells, const BacktestContender& contender) const {
    const Speed speed = contender.entrant ? speeds_[*contender.entrant] : Speed{};
    cells.push_back(plain(speed.rows_per_second, 0));
    cells.push_back(plain(speed.compile_ms, 1));
  }

  TextTable by_origin(const JudgedFigure& figure, const FigureStyle& style) const {
    TextTable table;
    table.columns = {{std::string(own_.origin), Align::left},
                     {std::string(own_.of_period), Align::left, 0, gap},
                     {std::string(own_.actual), Align::right, 0, gap}};
    int rank = 0;
    for (std::size_t c = 0; c < figure.records.size(); ++c) {
      if (!is_there(figure, c)) continue;
      table.columns.push_back({says_.contender(c), Align::right, rank, gap});
      if (table.columns.size() > 5) ++rank;
    }
    for (std::size_t i = 0; i < result_.origins.size(); ++i) {
      std::vector<std::string> cells = {says_.origin(i), says_.period(figure.spans[i]),
                                        says_.value(figure.actuals[i], style)};
      for (std::size_t c = 0; c < figure.records.size(); ++c) {
        if (!is_there(figure, c)) continue;
        cells.push_back(says_.value(figure.records[c].forecasts[i].value, style));
      }
      table.rows.push_back({std::move(cells), ""});
    }
    return table;
  }

  PageLines legend() const {
    PageLines legend{"", {}, Apart::yes};
    const auto line = [&](std::string text) {
      legend.lines.push_back({"", {std::move(text)}, "", "", ""});
    };
    line(std::string(own_.says_scores));
    if (std::any_of(result_.figures.begin(), result_.figures.end(),
                    [this](const JudgedFigure& one) { return any_distribution(one); })) {
      const auto& plan = request_.reference.uncertainty;
      line(plan ? say(own_.says_distributions, plain(double(plan->draws), 0))
                : std::string(own_.says_intervals));
    }
    if (request_.plan.first_figures) line(std::string(own_.first_figures));
    if (request_.plan.rolling > 0) line(say(own_.rolling, request_.plan.rolling));
    if (result_.pseudo) line(std::string(words_.pseudo_vintage));
    if (!speeds_.empty()) line(say(own_.timed, plain(double(speed_rows), 0)));
    for (std::size_t c = 0; c < result_.contenders.size(); ++c) add_notes(legend, c);
    return legend;
  }

  // What of a variant was not known at its origins, and where it has nothing to say.
  void add_notes(PageLines& legend, std::size_t index) const {
    const BacktestContender& one = result_.contenders[index];
    const auto line = [&](std::string text) {
      legend.lines.push_back({"", {std::move(text)}, "", "", ""});
    };
    if (one.entrant && !one.drivers.empty()) {
      constexpr std::size_t names_shown = 4;
      line(one.written.empty() ? say(own_.read_anew, says_.contender(index), one.drivers.size())
                               : say(own_.hindsight, says_.contender(index), one.drivers.size(),
                                     one.written.size(), says_.listed(one.written, names_shown)));
    }
    if (!one.entrant && !one.notes.empty()) {
      line(say(own_.too_short, says_.contender(index), says_.origin(one.notes.front().origin)));
    }
    std::vector<std::string> without;
    for (const OriginTrouble& trouble : one.troubles) {
      std::string origin = says_.origin(trouble.origin);
      if (without.empty() || without.back() != origin) without.push_back(std::move(origin));
    }
    if (!without.empty()) {
      line(say(own_.without_forecast, says_.contender(index), says_.listed(without, 6)));
    }
  }

  PageLines verdicts() const {
    PageLines lines{"", {}, Apart::yes};
    for (const JudgedFigure& figure : result_.figures) {
      if (figure.judged == 0) continue;
      lines.lines.push_back({std::string(own_.verdict), {says_.verdict(figure)}, "", "", ""});
    }
    return lines;
  }

  const BacktestRequest& request_;
  const BacktestResult& result_;
  std::span<const Speed> speeds_;
  const BacktestStyle& style_;
  BacktestWords says_;
  const Phrases& words_;
  const BacktestPhrases& own_;
};

}  // namespace

Page backtest_page(const BacktestRequest& request, const BacktestResult& result,
                   std::span<const Speed> speeds, const BacktestStyle& style) {
  return BacktestView(request, result, speeds, style).page();
}

}  // namespace headwater
