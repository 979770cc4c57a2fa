#include "engine/app/sweep_view.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/app/figure_style.hpp"
#include "engine/app/run_json.hpp"
#include "engine/app/wrap.hpp"
#include "engine/core/width.hpp"
#include "engine/scenario/hash.hpp"
#include "engine/tables/number_format.hpp"
#include "engine/tables/text_table.hpp"

namespace headwater {
namespace {

class SweepText {
 public:
  SweepText(const Scenario& scenario, const SweepResult& result, std::size_t width)
      : scenario_(scenario), model_(*scenario.model), result_(result), width_(width) {
    for (const Output& output : result.outputs) {
      const Series& series = model_.at(output.series);
      styles_.push_back(figure_style(model_, series, series.unit, MoneyScale::as_declared,
                                     largest_in(series.unit)));
    }
  }

  std::string text() const {
    std::string text = fmt::format("{} · {}\n", escaped_for_terminal(title()),
                                   escaped_for_terminal(scenario_.title.english));
    for (const Levels& axis : result_.plan->axes) text += axis_line(axis);
    text += result_.plan->axes.size() == 2 ? crossed() : listed();
    if (result_.base_row) text += "* the scenario as it stands\n";
    if (!result_.rows.failures.empty()) {
      text += fmt::format("{} figures are missing\n", result_.rows.failures.size());
    }
    return text;
  }

 private:
  // Of the scenario's own figures in a unit, so that all tables in it have the same decimals.
  double largest_in(const Unit& unit) const {
    double largest = 0;
    for (std::size_t i = 0; i < result_.base.size(); ++i) {
      const bool same = model_.at(result_.outputs[i].series).unit == unit;
      if (same) largest = std::max(largest, std::fabs(result_.base[i]));
    }
    return largest;
  }

  std::string title() const {
    const SweepPlan& plan = *result_.plan;
    return plan.title.english.empty() ? plan.name : plan.title.english;
  }

  std::string axis_line(const Levels& axis) const {
    const Series& driver = model_.at(axis.operation.driver);
    const char* how = axis.operation.kind == OperationKind::multiply ? ", times base"
                      : axis.operation.kind == OperationKind::add    ? ", added to base"
                                                                     : "";
    return wrapped(
        {fmt::format("{} ({}{})", escaped_for_terminal(driver.title.english), driver.name, how),
         periods_of(axis)},
        " ", width_);
  }

  std::string periods_of(const Levels& axis) const {
    const PeriodSpan span = axis.operation.span;
    const bool open = model_.horizon.last < span.last;
    const bool always = span.first < model_.horizon.first && open;
    if (always) return "in every period";
    if (!open) return "in " + model_.calendar.label(span);
    return "from " + model_.calendar.label({span.first, span.first});
  }

  std::string level_text(const Levels& axis, std::size_t level) const {
    const double value = axis.values[level];
    if (axis.operation.kind == OperationKind::multiply) return "×" + trimmed(value, 4);
    const Unit& unit = axis.axis.unit;
    const bool added = axis.operation.kind == OperationKind::add;
    const std::string sign = added && value > 0 ? "+" : "";
    const bool percent = unit.is_dimensionless() && !unit.is_plain();
    const std::string name = percent && added ? " pp" : percent ? "%" : " " + unit.text();
    return sign + trimmed(value, 6) + name;
  }

  // As many decimals as the level has, but not the noise of a division.
  static std::string trimmed(double value, int decimals) {
    std::string text = grouped(value, {.decimals = decimals});
    if (text.find('.') == std::string::npos) return text;
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
  }

  std::string output_heading(const Output& output) const {
    const Series& series = model_.at(output.series);
    return fmt::format("{} {}", series.title.english, span_heading(output.span));
  }
  std::string span_heading(PeriodSpan span) const {
    return model_.calendar.label(span) + (scenario_.precedence->as_of() < span.last ? "e" : "");
  }

  double value(std::uint64_t row, std::size_t output) const {
    return result_.rows.values(Eigen::Index(row), Eigen::Index(output));
  }
  double change(std::uint64_t row, std::size_t output) const {
    return result_.base.empty() ? std::nan("") : value(row, output) - result_.base[output];
  }

  // A table for each series: a line a row, each span with its change against the scenario.
  std::string listed() const {
    const std::size_t spans = result_.plan->shown.spans.size();
    std::string text;
    for (std::size_t first = 0; first < result_.outputs.size(); first += spans) {
      const Series& series = model_.at(result_.outputs[first].series);
      text += fmt::format("\n{}, {}\n", escaped_for_terminal(series.title.english),
                          styles_[first].percent ? "%" : styles_[first].unit);
      text += listed_series(first, spans);
    }
    return text;
  }

  std::string listed_series(std::size_t first, std::size_t spans) const {
    TextTable table;
    for (const Levels& axis : result_.plan->axes) {
      table.columns.push_back({axis.axis.name, Align::right, 0, 2});
    }
    for (std::size_t i = first; i < first + spans; ++i) {
      table.columns.push_back({span_heading(result_.outputs[i].span), Align::right, 0, 3});
      table.columns.push_back({"change", Align::right, int(first + spans - i), 1});
    }
    for (Eigen::Index row = 0; row < result_.rows.values.rows(); ++row) {
      table.rows.push_back(listed_row(std::uint64_t(row), first, spans));
    }
    return lay_out(table, width_).text;
  }

  TextRow listed_row(std::uint64_t row, std::size_t first, std::size_t spans) const {
    const auto& axes = result_.plan->axes;
    std::vector<std::string> levels(axes.size());
    std::uint64_t rest = row;
    for (std::size_t i = axes.size(); i-- > 0; rest /= axes[i].values.size()) {
      levels[i] = level_text(axes[i], std::size_t(rest % axes[i].values.size()));
    }
    if (result_.base_row == row) levels.front() = "*" + levels.front();
    TextRow text;
    text.cells = levels;
    for (std::size_t i = first; i < first + spans; ++i) {
      text.cells.push_back(figure_text(value(row, i), styles_[i]));
      text.cells.push_back(change_text(change(row, i), styles_[i]));
    }
    return text;
  }

  // Two axes: a table for each output, the first axis down, the second across.
  std::string crossed() const {
    const Levels& down = result_.plan->axes[0];
    const Levels& across = result_.plan->axes[1];
    std::string text;
    for (std::size_t output = 0; output < result_.outputs.size(); ++output) {
      const std::string unit = styles_[output].percent ? "%" : styles_[output].unit;
      text += fmt::format("\n{}, {}\n", output_heading(result_.outputs[output]), unit);
      TextTable table;
      table.columns.push_back(
          {fmt::format("{} \\ {}", down.axis.name, across.axis.name), Align::right, 0, 0});
      for (std::size_t j = 0; j < across.values.size(); ++j) {
        table.columns.push_back({level_text(across, j), Align::right, 0, 2});
      }
      for (std::size_t i = 0; i < down.values.size(); ++i) {
        TextRow row{{level_text(down, i)}, ""};
        for (std::size_t j = 0; j < across.values.size(); ++j) {
          const std::uint64_t number = i * across.values.size() + j;
          const bool base = result_.base_row == number;
          row.cells.push_back((base ? "*" : "") +
                              figure_text(value(number, output), styles_[output]));
        }
        table.rows.push_back(std::move(row));
      }
      text += lay_out(table, width_).text;
    }
    return text;
  }

  const Scenario& scenario_;
  const Model& model_;
  const SweepResult& result_;
  std::size_t width_;
  std::vector<FigureStyle> styles_;
};

void write_axes(JsonWriter& json, const Model& model, const SweepPlan& plan) {
  json.key("axes").begin_array();
  for (const Levels& axis : plan.axes) {
    json.begin_object();
    json.key("driver").text(axis.axis.name);
    json.key("label").text(model.at(axis.operation.driver).title.english);
    json.key("operation")
        .text(axis.operation.kind == OperationKind::multiply ? "multiply"
              : axis.operation.kind == OperationKind::add    ? "add"
                                                             : "set");
    json.key("unit").text(axis.axis.unit.is_plain() ? "" : axis.axis.unit.text());
    json.key("levels").begin_array();
    for (const double level : axis.values) json.number(level);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void write_rows(JsonWriter& json, const Block& rows) {
  json.key("rows").begin_array();
  for (Eigen::Index row = 0; row < rows.values.rows(); ++row) {
    json.begin_object();
    json.key("levels").begin_array();
    for (Eigen::Index axis = 0; axis < rows.points.cols(); ++axis)
      json.number(rows.points(row, axis));
    json.end_array();
    json.key("values").begin_array();
    for (Eigen::Index out = 0; out < rows.values.cols(); ++out) json.number(rows.values(row, out));
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string sweep_text(const Scenario& scenario, std::span<const SweepResult> results,
                       std::size_t width) {
  std::string text;
  for (const SweepResult& result : results) {
    if (!text.empty()) text += "\n";
    text += SweepText(scenario, result, width).text();
  }
  return text;
}

std::string sweep_json(const Scenario& scenario, std::span<const SweepResult> results) {
  const Model& model = *scenario.model;
  ContentHash digest;
  JsonWriter json;
  json.begin_object();
  json.key("sweeps").begin_array();
  for (const SweepResult& result : results) {
    json.begin_object();
    json.key("name").text(result.plan->name);
    json.key("title").text(result.plan->title.english);
    write_axes(json, model, *result.plan);
    json.key("outputs").begin_array();
    for (const Output& output : result.outputs) {
      json.begin_object();
      json.key("series").text(model.at(output.series).name);
      json.key("period").text(model.calendar.name(output.span));
      json.key("unit").text(model.at(output.series).unit.text());
      json.end_object();
    }
    json.end_array();
    json.key("base_row");
    result.base_row ? json.integer(std::int64_t(*result.base_row)) : json.null();
    write_rows(json, result.rows);
    json.end_object();
    const auto& values = result.rows.values;
    digest.add(std::as_bytes(std::span(values.data(), std::size_t(values.size()))));
  }
  json.end_array();
  json.key("manifest");
  write_manifest(json, scenario, digest.hex());
  json.end_object();
  return json.str();
}

}  // namespace headwater
