#include "engine/app/compare_models_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/app/compare_models_phrases.hpp"
#include "engine/app/compare_view.hpp"
#include "engine/app/figure_style.hpp"
#include "engine/app/run_json.hpp"

namespace headwater {
namespace {

constexpr std::size_t names_max = 12;  // of a list; csv and json have them all

// At least one digit of a number must be seen; past the eighth decimal none is looked for.
int decimals_to_see(double value, int decimals) {
  constexpr int decimals_max = 8;
  double size = std::fabs(value);
  for (int i = 0; i < decimals; ++i) size *= 10;
  for (; decimals < decimals_max && size > 0 && size < 0.5; size *= 10) ++decimals;
  return decimals;
}

class CompareModelsView {
 public:
  CompareModelsView(const TwoModels& models, const ComparedModels& compared,
                    const CompareModelsStyle& style)
      : models_(models),
        compared_(compared),
        style_(style),
        words_(phrases(style.language)),
        own_(compare_models_phrases(style.language)),
        old_(*models.scenarios.front()[in_old].model),
        new_(*models.scenarios.front()[in_new].model),
        groups_(change_groups(compared, style.parts)) {
    // Where every year is the same although its parts are not, the parts are all there is to see.
    if (groups_.empty()) groups_ = change_groups(compared, PartsOfYears::kept);
  }

  Page page() const {
    Page page;
    page.blocks.emplace_back(PageTitle{std::string(own_.title), ""});
    page.blocks.emplace_back(legend());
    page.blocks.emplace_back(counts());
    if (!groups_.empty()) page.blocks.emplace_back(PageTable{"", changes(), Apart::yes});
    if (PageLines more = below(); !more.lines.empty()) page.blocks.emplace_back(std::move(more));
    if (!compared_.checks.empty()) {
      page.blocks.emplace_back(PageTable{std::string(own_.checks), checks(), Apart::yes});
      if (compared_.checks.size() > rows_of(compared_.checks.size())) {
        const std::size_t more = compared_.checks.size() - rows_of(compared_.checks.size());
        page.blocks.emplace_back(PageLines{"", {line(say(own_.more_rows, more))}, Apart::no});
      }
    }
    return page;
  }

 private:
  static PageLine line(std::string text) { return {"", {std::move(text)}, "", "", ""}; }
  std::size_t rows_of(std::size_t all) const {
    return style_.top == 0 ? all : std::min(all, style_.top);
  }

  PageLines legend() const {
    PageLines lines{"", {}, Apart::no};
    const auto add = [&](std::string_view lead, const Title& title, const std::string& file) {
      lines.lines.push_back({std::string(lead) + "  ",
                             {in_language(title, words_) + say(words_.in_brackets, file)},
                             "",
                             "",
                             ""});
    };
    add(own_.old_model, old_.title, models_.old_file);
    add(own_.new_model, new_.title, models_.new_file);
    for (std::size_t i = 0; i < models_.scenarios.size() && !models_.as_they_stand; ++i) {
      const Scenario& one = models_.scenarios[i][in_old];
      add(scenario_letter(i), one.title, one.path);
    }
    for (const LeftOut& one : models_.left_out) {
      lines.lines.push_back(line(say(own_.left_out, one.scenario, one.model)));
    }
    return lines;
  }

  std::string how_many(std::size_t count) const {
    return grouped(double(count), {.language = words_.language});
  }

  PageLines counts() const {
    PageLine figures{"", {}, std::string(words_.between_notes), "", ""};
    const std::size_t scenarios = models_.scenarios.size();
    const std::string all = how_many(compared_.figures());
    const std::string differ = how_many(compared_.differ());
    figures.pieces.push_back(models_.as_they_stand ? say(own_.figures, all)
                                                   : say(own_.figures_of_several, all, scenarios));
    figures.pieces.push_back(compared_.differ() == 0 ? std::string(own_.identical)
                             : models_.as_they_stand
                                 ? say(own_.differ, differ)
                                 : say(own_.differ_in, differ, compared_.scenarios_that_differ()));
    if (const std::size_t near = compared_.count(ChangeKind::rounding); near > 0) {
      figures.pieces.push_back(say(own_.apart_by_rounding, how_many(near)));
    }
    PageLines lines{"", {std::move(figures)}, Apart::yes};
    add_series(lines);
    if (compared_.checks.empty()) lines.lines.push_back(line(std::string(own_.no_check_differs)));
    return lines;
  }

  void add_series(PageLines& lines) const {
    const auto add = [&](std::string_view phrase, const std::vector<std::string>& names) {
      if (!names.empty()) lines.lines.push_back(line(say(phrase, listed(names))));
    };
    const Matching& matching = compared_.matching;
    const auto only = [&](std::string_view phrase, const Model& model,
                          const std::vector<SeriesId>& series) {
      std::vector<std::string> names;
      for (const SeriesId one : series) names.push_back(short_label_of(model.at(one), words_));
      if (names.empty()) return;
      lines.lines.push_back(line(say(phrase, names.size(), listed(names))));
    };
    only(own_.only_old, old_, matching.only_first);
    only(own_.only_new, new_, matching.only_other);
    const auto unit = [&](const Model& model, const Series& series) {
      return unit_text(model, series.unit, words_);
    };
    const auto kind = [](const Model&, const Series& series) {
      return std::string(kind_name(series.kind));
    };
    add(own_.other_unit, both_of(compared_.other_unit, unit));
    add(own_.other_dimension, both_of(matching.unlike, unit));
    add(own_.other_kind, both_of(compared_.other_kind, kind));
    if (old_.horizon == new_.horizon) return;
    lines.lines.push_back(line(say(own_.other_horizon, old_.calendar.label(old_.horizon),
                                   new_.calendar.label(new_.horizon))));
  }

  // Series with what they are in the old model, and in the new.
  template <typename What>
  std::vector<std::string> both_of(const std::vector<SeriesId>& series, What what) const {
    std::vector<std::string> all;
    for (const SeriesId one : series) {
      const Series& before = old_.at(one);
      const Series& after = new_.at(*new_.find(before.name));
      all.push_back(
          say(own_.was, short_label_of(before, words_), what(old_, before), what(new_, after)));
    }
    return all;
  }

  std::string listed(const std::vector<std::string>& names) const {
    std::string text;
    const std::size_t shown = std::min(names.size(), names_max);
    for (std::size_t i = 0; i < shown; ++i) {
      text += (i == 0 ? "" : std::string(words_.between_list)) + names[i];
    }
    return shown == names.size() ? text : say(own_.more_names, text, names.size() - shown);
  }

  TextTable changes() const {
    TextTable table;
    table.columns = {{std::string(own_.series), Align::left, 0, 0},
                     {std::string(words_.period), Align::left, 0, 2}};
    if (!models_.as_they_stand) {
      table.columns.push_back({std::string(own_.scenarios), Align::left, 2, 2});
    }
    table.columns.insert(table.columns.end(), {{std::string(own_.old_model), Align::right, 0, 2},
                                               {std::string(own_.new_model), Align::right, 0, 2},
                                               {std::string(own_.change), Align::right, 1, 2},
                                               {std::string(own_.relative), Align::right, 0, 2},
                                               {std::string(words_.unit), Align::left, 3, 2}});
    for (std::size_t i = 0; i < rows_of(groups_.size()); ++i) table.rows.push_back(row(groups_[i]));
    return table;
  }

  TextRow row(const ChangeGroup& group) const {
    const FigureChange& change = group.change;
    const Series& series = old_.at(*change.series[in_old]);
    const auto [before, after] = change.value;
    const double largest =
        std::fmax(std::fabs(before), std::fabs(after));  // of a missing, the other
    FigureStyle style = figure_style({old_, words_}, series, largest);
    const double apart = after - before;
    if (!std::isnan(apart)) {
      style.decimals = decimals_to_see(apart * style.factor, style.decimals);
    }
    TextRow row;
    row.cells = {short_label_of(series, words_), periods_text(old_.calendar, group)};
    if (!models_.as_they_stand) row.cells.push_back(letters(group.scenarios));
    row.cells.insert(row.cells.end(),
                     {figure_text(before, style, words_), figure_text(after, style, words_),
                      change_text(apart, style, words_), relative(change), style.unit});
    return row;
  }

  std::string relative(const FigureChange& change) const {
    if (change.kind == ChangeKind::lost) return std::string(own_.now_missing);
    if (change.kind == ChangeKind::gained) return std::string(own_.was_missing);
    if (std::isinf(change.relative)) return std::string(own_.from_zero);
    const double percent = change.relative * 100;
    return grouped(percent, {.decimals = decimals_to_see(percent, 1),
                             .language = words_.language,
                             .sign = true}) +
           "%";
  }

  std::string letters(const std::vector<std::size_t>& scenarios) const {
    std::string text;
    for (const std::size_t one : scenarios)
      text += (text.empty() ? "" : " ") + scenario_letter(one);
    return text;
  }

  // What the table of changes does not show.
  PageLines below() const {
    PageLines lines{"", {}, Apart::no};
    const std::size_t shown = rows_of(groups_.size());
    if (shown < groups_.size()) {
      lines.lines.push_back(line(say(own_.more_rows, groups_.size() - shown)));
    }
    const bool parts_shown = style_.parts == PartsOfYears::kept ||
                             std::ranges::any_of(groups_, [](const ChangeGroup& one) {
                               return one.change.part_of_year;
                             });
    const auto parts =
        std::size_t(std::ranges::count_if(compared_.changes, [](const FigureChange& one) {
          return one.part_of_year && one.kind != ChangeKind::rounding &&
                 one.kind != ChangeKind::only_old && one.kind != ChangeKind::only_new;
        }));
    if (!parts_shown && parts > 0)
      lines.lines.push_back(line(say(own_.other_rows, how_many(parts))));
    return lines;
  }

  TextTable checks() const {
    TextTable table;
    table.columns = {{std::string(words_.check), Align::left, 0, 0},
                     {std::string(words_.period), Align::left, 0, 2}};
    if (!models_.as_they_stand) {
      table.columns.push_back({std::string(own_.scenarios), Align::left, 0, 2});
    }
    table.columns.insert(table.columns.end(), {{std::string(own_.old_model), Align::left, 0, 2},
                                               {std::string(own_.new_model), Align::left, 0, 2}});
    for (std::size_t i = 0; i < rows_of(compared_.checks.size()); ++i) {
      const CheckChange& one = compared_.checks[i];
      TextRow row{{one.name, old_.calendar.name(one.span)}, ""};
      if (!models_.as_they_stand) row.cells.push_back(scenario_letter(one.scenario));
      for (const CheckResult* check : one.result) row.cells.emplace_back(state_text(check));
      table.rows.push_back(std::move(row));
    }
    return table;
  }

  std::string_view state_text(const CheckResult* check) const {
    switch (state_of(check)) {
      case CheckState::absent: return own_.no_check;
      case CheckState::holds: return words_.holds;
      case CheckState::broken: return words_.broken;
      case CheckState::not_evaluable: break;
    }
    return words_.not_evaluable;
  }

  const TwoModels& models_;
  const ComparedModels& compared_;
  const CompareModelsStyle& style_;
  const Phrases& words_;
  const CompareModelsPhrases& own_;
  const Model& old_;
  const Model& new_;
  std::vector<ChangeGroup> groups_;
};

}  // namespace

Page compare_models_page(const TwoModels& models, const ComparedModels& compared,
                         const CompareModelsStyle& style) {
  return CompareModelsView(models, compared, style).page();
}

CheckState state_of(const CheckResult* check) {
  if (check == nullptr) return CheckState::absent;
  if (!check->evaluable) return CheckState::not_evaluable;
  return check->holds ? CheckState::holds : CheckState::broken;
}

}  // namespace headwater
