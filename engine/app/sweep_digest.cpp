#include "engine/app/sweep_digest.hpp"

#include <cmath>
#include <utility>

#include "engine/app/figure_style.hpp"
#include "engine/app/level_text.hpp"

namespace headwater {
namespace {

class DigestView {
 public:
  DigestView(const Scenario& scenario, const SweepDigest& digest, Language language)
      : scenario_(scenario),
        model_(*scenario.model),
        digest_(digest),
        plan_(*digest.fold.plan),
        words_(phrases(language)) {}

  void add_to(Page& page) const {
    const std::string title = in_language(plan_.title, words_);
    page.blocks.emplace_back(PageTitle{say(words_.sweep_title, title.empty() ? plan_.name : title,
                                           in_language(scenario_.title, words_)),
                                       ""});
    page.blocks.emplace_back(digest_.by ? ranked() : summary());
    PageLine rows{"",
                  {say(words_.points_run, grouped(double(digest_.fold.rows)))},
                  std::string(words_.between_notes),
                  "",
                  ""};
    rows.left_out = words_.left_out;
    rows.between_columns = words_.between_list;
    page.blocks.emplace_back(PageLines{"", {std::move(rows)}, Apart::no});
  }

 private:
  // A table of several units, so each figure by itself.
  FigureStyle style(std::size_t output) const {
    const double base = digest_.fold.base.empty() ? 0 : std::fabs(digest_.fold.base[output]);
    return figure_style({model_, words_, MoneyScale::as_declared},
                        model_.at(digest_.fold.outputs[output].series),
                        std::isnan(base) ? 0 : base);
  }

  std::string span_text(const Output& output) const {
    const bool forecast = scenario_.precedence->as_of() < output.span.last;
    return model_.calendar.label(output.span) + std::string(forecast ? words_.forecast_mark : "");
  }

  std::string heading(std::size_t output) const {
    const Output& one = digest_.fold.outputs[output];
    const FigureStyle figures = style(output);
    return say(words_.caption, label_of(model_.at(one.series), words_) + " " + span_text(one),
               figures.percent ? "%" : figures.unit);
  }

  std::string where(std::uint64_t row) const {
    const std::vector<std::size_t> levels = plan_.levels_at(row);
    std::string text;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      text += (i == 0 ? "" : std::string(words_.between_list)) +
              level_text(model_, plan_.axes[i], levels[i], words_);
    }
    return text;
  }

  PageTable summary() const {
    TextTable table;
    table.columns = {{"", Align::left, 0, 0},
                     {std::string(words_.base), Align::right, 4, 2},
                     {std::string(words_.least), Align::right, 0, 2},
                     {std::string(words_.at_levels), Align::left, 2, 2},
                     {std::string(words_.mean), Align::right, 0, 2},
                     {std::string(words_.greatest), Align::right, 0, 2},
                     {std::string(words_.at_levels), Align::left, 2, 2},
                     {std::string(words_.missing), Align::right, 0, 2}};
    const auto& outputs = digest_.summary().outputs();
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const OutputSummary& one = outputs[i];
      const FigureStyle figures = style(i);
      const auto text = [&](double value) {
        return one.present == 0 ? std::string("–") : figure_text(value, figures, words_);
      };
      const double base = digest_.fold.base.empty() ? std::nan("") : digest_.fold.base[i];
      table.rows.push_back(
          {{heading(i), figure_text(base, figures, words_), text(one.least),
            one.present == 0 ? "" : where(one.least_row), text(one.mean()), text(one.greatest),
            one.present == 0 ? "" : where(one.greatest_row), grouped(double(one.missing))},
           ""});
    }
    return {"", std::move(table), Apart::yes};
  }

  PageTable ranked() const {
    TextTable table;
    table.columns.push_back({"", Align::right, 0, 0});
    for (const Levels& axis : plan_.axes) {
      table.columns.push_back(
          {short_label_of(model_.at(axis.operation.series), words_), Align::right, 0, 2});
    }
    const std::size_t outputs = digest_.fold.outputs.size();
    for (std::size_t i = 0; i < outputs; ++i) {
      const bool ranks = i == *digest_.by;
      table.columns.push_back({heading(i), Align::right, ranks ? 0 : int(i) + 1, 2});
    }
    int rank = 0;
    for (const TopRow& top : digest_.top().rows()) {
      TextRow row{{std::to_string(++rank)}, ""};
      const std::vector<std::size_t> levels = plan_.levels_at(top.row);
      for (std::size_t i = 0; i < levels.size(); ++i) {
        row.cells.push_back(level_text(model_, plan_.axes[i], levels[i], words_));
      }
      for (std::size_t i = 0; i < outputs; ++i) {
        row.cells.push_back(figure_text(top.values[i], style(i), words_));
      }
      table.rows.push_back(std::move(row));
    }
    return {say(words_.ranked_by, heading(*digest_.by)), std::move(table), Apart::yes};
  }

  const Scenario& scenario_;
  const Model& model_;
  const SweepDigest& digest_;
  const SweepPlan& plan_;
  const Phrases& words_;
};

}  // namespace

Page digest_page(const Scenario& scenario, std::span<const SweepDigest> digests,
                 Language language) {
  Page page;
  for (const SweepDigest& one : digests) DigestView(scenario, one, language).add_to(page);
  return page;
}

}  // namespace headwater
