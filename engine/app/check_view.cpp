#include "engine/app/check_view.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "engine/core/width.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater {
namespace {

std::string amount(double value) {
  const int decimals = std::fabs(value) < 100 ? 3 : std::fabs(value) < 10'000 ? 1 : 0;
  return grouped(value, {.decimals = decimals});
}

}  // namespace

std::string check_text(const Scenario& scenario, const std::vector<CheckResult>& checks) {
  const Model& model = *scenario.model;
  std::size_t broken = 0;
  std::size_t blind = 0;
  for (const CheckResult& check : checks) {
    broken += check.holds ? 0 : 1;
    blind += check.evaluable ? 0 : 1;
  }
  const std::size_t drivers =
      std::size_t(std::count_if(model.series.begin(), model.series.end(),
                                [](const Series& one) { return one.kind == SeriesKind::driver; }));
  std::string text = fmt::format("{}: {} series and {} drivers, {} figures printed in {} periods\n",
                                 escaped_for_terminal(model.title.english),
                                 model.series.size() - drivers, drivers, model.observations.size(),
                                 scenario.precedence->as_of() - model.horizon.first + 1);
  std::size_t rows = 0;
  std::string unused;
  for (const auto& [name, count] : model.observations_unused) {
    rows += count;
    unused += (unused.empty() ? "" : ", ") + name;
  }
  if (rows > 0) {
    text += fmt::format("{} rows of data belong to no series of the model: {}\n", rows,
                        escaped_for_terminal(unused));
  }
  text += fmt::format("{} checks hold, {} broken, {} not evaluable in history\n",
                      checks.size() - broken - blind, broken, blind);
  return text;
}

void tell_checks(Console& console, const Scenario& scenario, const std::vector<CheckResult>& checks,
                 const Sources& sources) {
  const Calendar& calendar = scenario.model->calendar;
  for (const CheckResult& check : checks) {
    if (check.holds) continue;
    const auto at = sources.position(check.place.file, check.place.begin);
    console.err += fmt::format(
        "{}:{}: check broken: {} in {}: {} against {} {} (difference {}){}\n",
        sources.path(check.place.file), at.line, check.name, calendar.name(check.span),
        amount(check.left), amount(check.right), check.unit.text(),
        amount(check.left - check.right),
        check.source.empty() ? ""
                             : fmt::format(", printed on {}", escaped_for_terminal(check.source)));
  }
}

void tell_failures(Console& console, const Scenario& scenario, const Outlook& outlook) {
  const Model& model = *scenario.model;
  std::set<CellId> told;
  for (const Failure& failure : outlook.run.failures) {
    if (!told.insert(failure.cause).second) continue;
    const Period period = failure.cause.period;
    console.err +=
        fmt::format("headwater: a forecast is missing: {} in {} has no value\n",
                    model.at(failure.cause.series).name, model.calendar.name({period, period}));
  }
}

}  // namespace headwater
