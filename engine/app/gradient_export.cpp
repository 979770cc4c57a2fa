#include "engine/app/gradient_export.hpp"

#include <cstdint>
#include <span>

#include "engine/app/csv_lines.hpp"
#include "engine/app/explain_words.hpp"
#include "engine/app/kink_view.hpp"
#include "engine/app/run_json.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {
namespace {

// Every value and slope, in order.
std::string digest_of(const GradientResult& result) {
  ContentHash digest;
  const auto add = [&](double value) { digest.add(std::as_bytes(std::span(&value, 1))); };
  for (const GradientTable& table : result.tables) {
    add(table.value);
    for (const DriverSlope& one : table.drivers) {
      for (const PeriodSlope& at : one.by_period) add(at.slope);
    }
  }
  return digest.hex();
}

class GradientJson {
 public:
  GradientJson(const Scenario& scenario, const Sources& sources)
      : scenario_(scenario), model_(*scenario.model), sources_(sources) {}

  std::string text(const GradientResult& result) {
    json_.begin_object();
    json_.key("gradients").begin_array();
    for (const GradientTable& table : result.tables) write(table);
    json_.end_array();
    json_.key("manifest");
    write_manifest(json_, scenario_, digest_of(result));
    json_.end_object();
    return json_.str();
  }

 private:
  std::string name(Period period) const { return model_.calendar.name({period, period}); }

  void write(const GradientTable& table) {
    const Series& series = model_.at(table.output.series);
    json_.begin_object();
    json_.key("series").text(series.name);
    json_.key("label").text(series.title.english);
    json_.key("unit").text(series.unit.text());
    json_.key("period").text(model_.calendar.name(table.output.span));
    json_.key("value").number(table.value);
    json_.key("drivers").begin_array();
    for (const DriverSlope& one : table.drivers) write(one);
    json_.end_array();
    json_.key("drivers_without_effect").integer(std::int64_t(table.still));
    json_.key("drivers_in_other_periods").integer(std::int64_t(table.elsewhere));
    json_.key("drivers_not_read").integer(std::int64_t(table.unread));
    json_.key("kinks").begin_array();
    for (const Kink& kink : table.kinks) write(kink);
    json_.end_array();
    json_.end_object();
  }

  void write(const DriverSlope& one) {
    const Series& driver = model_.at(one.driver);
    json_.begin_object();
    json_.key("driver").text(driver.name);
    json_.key("label").text(driver.title.english);
    json_.key("unit").text(driver.unit.text());
    json_.key("derivative").number(one.slope);
    json_.key("elasticity").number(one.elasticity);
    json_.key("low").number(one.range.low);
    json_.key("high").number(one.range.high);
    json_.key("effect").number(one.effect);
    json_.key("periods").begin_object();
    for (const PeriodSlope& at : one.by_period) json_.key(name(at.period)).number(at.slope);
    json_.end_object();
    json_.end_object();
  }

  // Of the choice; where a built-in wrote that, of the cell's formula.
  Place place_of(const Kink& kink) const {
    const Place& place = model_.formulas[kink.node].place;
    const Winner winner = scenario_.precedence->at(kink.cell.series, kink.cell.period);
    return place.end == 0 && winner.formula ? model_.formulas[*winner.formula].place : place;
  }

  void write(const Kink& kink) {
    const Node& node = model_.formulas[kink.node];
    json_.begin_object();
    json_.key("series").text(model_.at(kink.cell.series).name);
    json_.key("period").text(name(kink.cell.period));
    json_.key("choice").text(choice_name(node.op));
    json_.key("taken").text(branch_name(kink.taken));
    json_.key("left").number(kink.left);
    json_.key("right").number(kink.right);
    json_.key("distance").number(kink.distance);
    json_.key("unit").text(kink.unit.text());
    const Place place = place_of(kink);
    const bool written = place.end > 0;
    json_.key("formula").text(written ? single_spaced(sources_.text(place)) : "");
    json_.key("place").text(place_words(sources_, place));
    json_.end_object();
  }

  const Scenario& scenario_;
  const Model& model_;
  const Sources& sources_;
  JsonWriter json_;
};

// What the lines of one driver have in common.
struct Line {
  const Model& model;
  const GradientTable& table;
  const DriverSlope& driver;
  std::int64_t rank;
};

void begin_line(CsvLines& csv, const Line& line) {
  const Series& series = line.model.at(line.table.output.series);
  const Series& driver = line.model.at(line.driver.driver);
  csv.text(series.name).text(series.title.english).text(series.title.japanese);
  csv.text(series.unit.text()).text(line.model.calendar.name(line.table.output.span));
  csv.number(line.table.value).integer(line.rank);
  csv.text(driver.name).text(driver.title.english).text(driver.title.japanese);
  csv.text(driver.unit.text());
}

void write_lines(CsvLines& csv, const Line& line, GradientBy by) {
  const DriverSlope& one = line.driver;
  if (by == GradientBy::period) {
    for (const PeriodSlope& at : one.by_period) {
      begin_line(csv, line);
      csv.text(line.model.calendar.name({at.period, at.period})).number(at.slope).end_line();
    }
    return;
  }
  begin_line(csv, line);
  csv.number(one.slope).number(one.elasticity);
  csv.number(one.range.low).number(one.range.high).number(one.effect).end_line();
}

}  // namespace

std::string gradient_json(const Scenario& scenario, const Sources& sources,
                          const GradientResult& result) {
  return GradientJson(scenario, sources).text(result);
}

std::string gradient_csv(const Scenario& scenario, const GradientResult& result, GradientBy by) {
  CsvLines csv;
  for (const char* heading : {"series", "label", "label_ja", "unit", "period", "value", "rank",
                              "driver", "driver_label", "driver_label_ja", "driver_unit"}) {
    csv.text(heading);
  }
  if (by == GradientBy::period) {
    csv.text("driver_period").text("derivative").end_line();
  } else {
    csv.text("derivative").text("elasticity").text("low").text("high").text("effect").end_line();
  }
  for (const GradientTable& table : result.tables) {
    std::int64_t rank = 0;
    for (const DriverSlope& one : table.drivers) {
      write_lines(csv, {*scenario.model, table, one, ++rank}, by);
    }
  }
  return csv.str();
}

}  // namespace headwater
