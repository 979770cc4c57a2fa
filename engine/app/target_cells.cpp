#include "engine/app/target_cells.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/app/csv_lines.hpp"
#include "engine/app/figure_style.hpp"
#include "engine/app/level_text.hpp"
#include "engine/app/run_json.hpp"
#include "engine/app/target_export.hpp"
#include "engine/app/target_phrases.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {
namespace {

constexpr std::size_t gap = 2;

class CellsView {
 public:
  CellsView(const Scenario& scenario, const TargetSweep& sweep, Language language)
      : scenario_(scenario),
        model_(*scenario.model),
        sweep_(sweep),
        words_(phrases(language)),
        says_(target_phrases(language)) {}

  void add_to(Page& page) const {
    page.blocks.emplace_back(
        PageTitle{in_language(scenario_.title, words_), in_language(sweep_.plan->title, words_)});
    page.blocks.emplace_back(PageTable{caption(), table()});
    const auto reached =
        std::count_if(sweep_.cells.begin(), sweep_.cells.end(),
                      [](const TargetResult& one) { return one.ending == TargetEnding::reached; });
    PageLine note{"", {say(says_.cells_reached, reached, sweep_.cells.size())}, "", "", ""};
    note.left_out = words_.left_out;
    note.between = words_.between_notes;
    note.between_columns = words_.between_list;
    page.blocks.emplace_back(PageLines{"", {std::move(note)}, Apart::yes});
  }

 private:
  std::string caption() const {
    const std::string title = in_language(sweep_.sweep->title, words_);
    return say(says_.in_each_cell, title.empty() ? sweep_.sweep->name : title);
  }

  TextTable table() const {
    TextTable table;
    for (const Levels& axis : sweep_.sweep->axes) {
      table.columns.push_back(
          {short_label_of(model_.at(axis.operation.series), words_), Align::right, 0, gap});
    }
    for (const Instrument& one : sweep_.plan->instruments) {
      table.columns.push_back({heading(one), Align::right, 0, gap});
    }
    table.columns.push_back({std::string(says_.largest_gap), Align::right, 0, gap});
    for (std::size_t row = 0; row < sweep_.cells.size(); ++row) table.rows.push_back(cells(row));
    return table;
  }

  std::string heading(const Instrument& one) const {
    const std::string name = short_label_of(model_.at(one.operation.series), words_);
    return one.add_factor ? say(says_.add_factor, name) : name;
  }

  TextRow cells(std::size_t row) const {
    TextRow text;
    const auto levels = sweep_.sweep->levels_at(row);
    for (std::size_t i = 0; i < levels.size(); ++i) {
      text.cells.push_back(level_text(model_, sweep_.sweep->axes[i], levels[i], words_));
    }
    const TargetResult& cell = sweep_.cells[row];
    for (std::size_t i = 0; i < cell.instruments.size(); ++i) {
      const SeriesId series = cell.plan->instruments[i].operation.series;
      const InstrumentMove& one = cell.instruments[i];
      const FigureStyle style =
          figure_style({model_, words_, MoneyScale::as_declared}, model_.at(series), largest(i));
      const std::string mark(one.at == AtBound::no ? "" : says_.bound_mark);
      text.cells.push_back(figure_text(one.value_after, style, words_) + mark);
    }
    text.cells.push_back(worst(cell));
    return text;
  }

  double largest(std::size_t instrument) const {
    double most = 0;
    for (const TargetResult& cell : sweep_.cells) {
      const double value = std::fabs(cell.instruments[instrument].value_after);
      if (std::isfinite(value)) most = std::max(most, value);
    }
    return most;
  }

  // Of all figures, as a share of what is wanted.
  std::string worst(const TargetResult& cell) const {
    double worst = 0;
    for (const TargetLine& one : cell.lines) {
      const double share = one.gap / std::fabs(one.wanted);
      if (!one.reached && !(std::fabs(share) <= std::fabs(worst))) worst = share;
    }
    if (cell.ending == TargetEnding::reached) return "";
    return std::isfinite(worst) ? share_text(worst, Sign::always, words_) : "–";
  }

  const Scenario& scenario_;
  const Model& model_;
  const TargetSweep& sweep_;
  const Phrases& words_;
  const TargetPhrases& says_;
};

}  // namespace

Page target_cells_page(const Scenario& scenario, std::span<const TargetSweep> sweeps,
                       Language language) {
  Page page;
  for (const TargetSweep& one : sweeps) CellsView(scenario, one, language).add_to(page);
  return page;
}

std::string target_cells_csv(const Scenario& scenario, std::span<const TargetSweep> sweeps) {
  CsvLines csv;
  csv.text("sweep").text("cell");
  for (const Levels& axis : sweeps.front().sweep->axes) csv.text(axis.axis.name);
  std::string text = csv.str();
  text += "," + target_headings();
  for (const TargetSweep& all : sweeps) {
    for (std::size_t row = 0; row < all.cells.size(); ++row) {
      CsvLines before;
      before.text(all.sweep->name).integer(std::int64_t(row));
      const auto levels = all.sweep->levels_at(row);
      for (std::size_t i = 0; i < levels.size(); ++i) {
        before.number(all.sweep->axes[i].values[levels[i]]);
      }
      for (const std::string& line : target_rows(scenario, all.cells[row])) {
        text += before.str() + "," + line;
      }
    }
  }
  return text;
}

std::string target_cells_json(const Scenario& scenario, std::span<const TargetSweep> sweeps) {
  ContentHash digest;
  JsonWriter json;
  json.begin_object();
  json.key("sweeps").begin_array();
  for (const TargetSweep& all : sweeps) {
    json.begin_object();
    json.key("sweep").text(all.sweep->name);
    json.key("target").text(all.plan->title.english);
    json.key("axes").begin_array();
    for (const Levels& axis : all.sweep->axes) json.text(axis.axis.name);
    json.end_array();
    json.key("cells").begin_array();
    for (std::size_t row = 0; row < all.cells.size(); ++row) {
      json.begin_object();
      json.key("levels").begin_array();
      const auto levels = all.sweep->levels_at(row);
      for (std::size_t i = 0; i < levels.size(); ++i) {
        json.number(all.sweep->axes[i].values[levels[i]]);
      }
      json.end_array();
      json.key("target");
      write_target(json, scenario, all.cells[row], digest);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.key("manifest");
  write_manifest(json, scenario, digest.hex());
  json.end_object();
  return json.str();
}

}  // namespace headwater
