#include "engine/model/detail/refusals.hpp"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "engine/model/lower.hpp"
#include "engine/projection/rule.hpp"

namespace headwater {
namespace {

bool forecasts(const Precedence& precedence, const Output& output) {
  if (output.side) return precedence.as_of() < output.span.last;
  for (Period p = output.span.first; p <= output.span.last; p = p + 1) {
    if (precedence.at(output.series, p).rule == Rule::outlook) return true;
  }
  return precedence.as_of() < output.span.last;
}

std::string absence_text(const Precedence& precedence, const Absence& absence) {
  const Model& model = precedence.model();
  if (!absence.cell) {
    const bool projected = model.formulas[absence.lookup].op == NodeOp::projection;
    return projected ? "nothing is known of what it projects" : "a table has no row for it";
  }
  return fmt::format("{} in {} has no value", model.at(absence.cell->series).name,
                     model.calendar.name({absence.cell->period, absence.cell->period}));
}

}  // namespace

std::optional<std::string> refusal(const Precedence& precedence, const Output& output) {
  const Model& model = precedence.model();
  const bool rolled = output.span.first != output.span.last;
  const Rolling rolling = output.side ? precedence.roll_ups().of(*output.side)
                                      : precedence.roll_ups().of(output.series);
  if (rolled && rolling == Rolling::none) {
    return output.side ? "it has no figure over several periods"
                       : fmt::format(
                             "{} does not roll up: say 'rolls up as mean', 'last' or "
                             "'compound' where it is declared",
                             model.at(output.series).name);
  }
  if (!forecasts(precedence, output)) return std::nullopt;
  const auto absence = output.side ? precedence.lacks_rolled(*output.side, output.span)
                                   : precedence.lacks(output.series, output.span);
  if (!absence) return std::nullopt;
  return absence_text(precedence, *absence);
}

namespace detail {
namespace {

Diagnostic refused(const Model& model, const Output& output, const std::string& why) {
  const std::string span = model.calendar.name(output.span);
  const std::string& name = model.at(output.series).name;
  Diagnostic diagnostic;
  diagnostic.code = "output-refused";
  diagnostic.place =
      output.side ? model.formulas[*output.side].place : model.at(output.series).place;
  diagnostic.message = output.side
                           ? fmt::format("this side of a check has no value in {}: {}", span, why)
                           : fmt::format("{} cannot be shown for {}: {}", name, span, why);
  return diagnostic;
}

}  // namespace

std::vector<Diagnostic> refusals(const Precedence& precedence, std::span<const Output> outputs) {
  std::vector<Diagnostic> diagnostics;
  for (const Output& output : outputs) {
    if (const auto why = refusal(precedence, output)) {
      diagnostics.push_back(refused(precedence.model(), output, *why));
    }
  }
  return diagnostics;
}

Diagnostic unread(const Precedence& precedence, const Operation& operation) {
  const Model& model = precedence.model();
  const Series& series = model.at(operation.series);
  Diagnostic diagnostic;
  diagnostic.severity = Severity::warning;
  diagnostic.place = operation.place;
  if (operation.expires && *operation.expires <= precedence.as_of()) {
    const PeriodSpan until{*operation.expires, *operation.expires};
    diagnostic.code = "operation-expired";
    diagnostic.message = fmt::format("this expired with {} and changes nothing any more",
                                     model.calendar.name(until));
    diagnostic.hint = "renew it with a later period, or leave it out";
    return diagnostic;
  }
  const Period splice = precedence.splice(operation.series);
  if (series.kind != SeriesKind::driver && operation.span.last <= splice) {
    diagnostic.code = "add-factor-in-history";
    diagnostic.message =
        fmt::format("{} is known up to {}, and an add factor changes forecasts only", series.name,
                    model.calendar.name({splice, splice}));
    diagnostic.hint = "leave it out, or let it begin later";
    return diagnostic;
  }
  diagnostic.code = "operation-unread";
  diagnostic.message = fmt::format("nothing that is shown reads {} in these periods", series.name);
  return diagnostic;
}

Diagnostic unsteady_fit(const Precedence& precedence, NodeId projection) {
  const Node& node = precedence.model().formulas[projection];
  std::string closed;
  for (const ProjectionRow& row : projection_rules()) {
    if (row.form != ProjectionForm::closed) continue;
    closed += (closed.empty() ? "" : ", ") + std::string(row.name);
  }
  Diagnostic diagnostic;
  diagnostic.code = "unsteady-fit";
  diagnostic.place = node.place;
  diagnostic.message =
      fmt::format("{} is fitted to known values, and here they vary with a driver that is varied",
                  projection_rules()[node.index].name);
  diagnostic.hint = fmt::format("leave that driver out, or project by one of {}", closed);
  return diagnostic;
}

}  // namespace detail
}  // namespace headwater
