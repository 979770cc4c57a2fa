#include "engine/app/run_csv.hpp"

#include "engine/app/csv_lines.hpp"
#include "engine/app/run_json.hpp"
#include "engine/study/outlook.hpp"

namespace headwater {
namespace {

void write_line(CsvLines& csv, const Scenario& scenario, const SingleRun& run, SeriesId id,
                PeriodSpan span) {
  const Model& model = *scenario.model;
  const Precedence& precedence = *scenario.precedence;
  const Series& series = model.at(id);
  csv.text(series.name).text(series.title.english).text(series.title.japanese);
  csv.text(kind_name(series.kind)).text(series.unit.text()).text(series.per);
  csv.text(model.calendar.name(span)).text(span_kind(model.calendar, span));
  csv.number(run.figures.at(id, span));
  csv.text(mark_name(mark_shown(precedence, id, span)));
  const Observation* guidance = guidance_for(precedence, id, span);
  guidance == nullptr ? csv.blank() : csv.number(guidance->value);
  const Observation* printed = precedence.printed(id, span);
  printed == nullptr ? csv.blank() : csv.number(printed->value);
  csv.text(printed == nullptr ? "" : printed->basis);
  csv.text(printed == nullptr ? "" : printed->source);
  csv.end_line();
}

}  // namespace

std::string_view span_kind(const Calendar& calendar, PeriodSpan span) {
  if (calendar.is_year(span)) return "year";
  if (calendar.is_half(span)) return "half";
  return calendar.base() == BasePeriod::month ? "month" : "quarter";
}

std::string run_csv(const Scenario& scenario, const SingleRun& run) {
  CsvLines csv;
  for (const char* heading : {"series", "label", "label_ja", "kind", "unit", "per", "period",
                              "span", "value", "mark", "guidance", "printed", "basis", "source"}) {
    csv.text(heading);
  }
  csv.end_line();
  for (std::size_t i = 0; i < scenario.model->series.size(); ++i) {
    for (const PeriodSpan span : spans_of(*scenario.model)) {
      write_line(csv, scenario, run, SeriesId(i), span);
    }
  }
  return csv.str();
}

}  // namespace headwater
