#include "engine/app/check_export.hpp"

#include "engine/app/csv_lines.hpp"
#include "engine/app/run_json.hpp"

namespace headwater {

std::string check_json(const Scenario& scenario, const SingleRun& run) {
  JsonWriter json;
  json.begin_object();
  json.key("checks");
  write_checks(json, scenario, run.checks);
  json.key("manifest");
  write_manifest(json, scenario, run.digest);
  json.end_object();
  return json.str();
}

std::string check_csv(const Scenario& scenario, const SingleRun& run, const Sources& sources) {
  CsvLines csv;
  for (const char* heading : {"check", "title", "period", "unit", "left", "right", "difference",
                              "state", "source", "file", "line"}) {
    csv.text(heading);
  }
  csv.end_line();
  for (const CheckResult& check : run.checks) {
    const auto at = sources.position(check.place.file, check.place.begin);
    csv.text(check.name).text(check.title).text(scenario.model->calendar.name(check.span));
    csv.text(check.unit.text()).number(check.left).number(check.right);
    csv.number(check.left - check.right);
    csv.text(!check.evaluable ? "not evaluable" : check.holds ? "holds" : "broken");
    csv.text(check.source).text(sources.path(check.place.file)).integer(std::int64_t(at.line));
    csv.end_line();
  }
  return csv.str();
}

}  // namespace headwater
