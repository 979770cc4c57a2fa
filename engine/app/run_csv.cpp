#include "engine/app/run_csv.hpp"

#include "engine/app/run_json.hpp"
#include "engine/study/outlook.hpp"

namespace headwater {
namespace {

void write_line(DataTable& table, const Scenario& scenario, const SingleRun& run, SeriesId id,
                PeriodSpan span) {
  const Model& model = *scenario.model;
  const Precedence& precedence = *scenario.precedence;
  const Series& series = model.at(id);
  table.text(series.name).text(series.title.english).text(series.title.japanese);
  table.text(kind_name(series.kind)).text(series.unit.text()).text(series.per);
  table.text(model.calendar.name(span)).text(span_kind(model.calendar, span));
  table.number(run.figures.at(id, span));
  table.text(mark_name(mark_shown(precedence, id, span)));
  const Observation* guidance = guidance_for(precedence, id, span);
  guidance == nullptr ? table.blank() : table.number(guidance->value);
  const Observation* printed = precedence.printed(id, span);
  printed == nullptr ? table.blank() : table.number(printed->value);
  table.text(printed == nullptr ? "" : printed->basis);
  table.text(printed == nullptr ? "" : printed->source);
  table.end_line();
}

}  // namespace

std::string_view span_kind(const Calendar& calendar, PeriodSpan span) {
  if (calendar.is_year(span)) return "year";
  if (calendar.is_half(span)) return "half";
  return calendar.base() == BasePeriod::month ? "month" : "quarter";
}

DataTable run_table(const Scenario& scenario, const SingleRun& run) {
  DataTable table;
  for (const char* heading : {"series", "label", "label_ja", "kind", "unit", "per", "period",
                              "span", "value", "mark", "guidance", "printed", "basis", "source"}) {
    table.text(heading);
  }
  table.end_line();
  for (std::size_t i = 0; i < scenario.model->series.size(); ++i) {
    for (const PeriodSpan span : spans_of(*scenario.model)) {
      write_line(table, scenario, run, SeriesId(i), span);
    }
  }
  return table;
}

std::string run_csv(const Scenario& scenario, const SingleRun& run) {
  return csv_of(run_table(scenario, run));
}

}  // namespace headwater
