#include "engine/scenario/detail/aimed.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/model/lower.hpp"

namespace headwater::detail {
namespace {

// A second line for the same figure, or a second instrument on the same driver and periods.
std::vector<Diagnostic> refuse_twice(const TargetPlan& plan) {
  std::vector<Diagnostic> twice;
  for (std::size_t i = 0; i < plan.aims.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Aim& again = plan.aims[i];
      if (plan.aims[j].series != again.series || plan.aims[j].span != again.span) continue;
      twice.push_back(error("reach-twice", again.place, "this figure is to be reached already",
                            "keep one of the two lines"));
      twice.back().labels.push_back({plan.aims[j].place, "first here"});
      break;
    }
  }
  for (std::size_t i = 0; i < plan.instruments.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Operation& again = plan.instruments[i].operation;
      const Operation& first = plan.instruments[j].operation;
      if (first.series != again.series || !overlap(first.span, again.span)) continue;
      twice.push_back(error("instrument-twice", again.place,
                            fmt::format("{} is moved already", plan.instruments[i].axis.name),
                            "keep one of the two lines, or give them periods apart"));
      twice.back().labels.push_back({first.place, "first here"});
      break;
    }
  }
  return twice;
}

std::vector<Diagnostic> refuse_shape(const TargetPlan& plan, const tree::Target& target) {
  const std::size_t reaches = target.reaches.size();
  const std::size_t instruments = target.instruments.size();
  if (reaches == 0 || instruments == 0) {
    return {error("empty-target", plan.place,
                  reaches == 0 ? "this target wants nothing" : "this target may move nothing",
                  reaches == 0 ? "add a line such as: reach profit in FY2024 = guidance"
                               : "add a line such as: by price in FY2024 within 90 to 110")};
  }
  if (reaches <= instruments) return {};
  return {error("too-few-instruments", plan.place,
                fmt::format("{} figures are to be reached by moving {} driver{}", reaches,
                            instruments, instruments == 1 ? "" : "s"),
                "add lines that begin with by, one for each figure at least, or want less")};
}

// The latest figure known, of those implied if there are any.
const Observation* guidance_known(const Precedence& precedence, const Aim& aim) {
  const Observation* best = nullptr;
  const auto rank = [](const Observation& one) {
    return std::tuple(one.basis == "implied", one.known_since.index);
  };
  for (const Observation& one : precedence.model().guidance) {
    const bool its = one.series == aim.series && one.span == aim.span;
    if (!its || precedence.as_of() < one.known_since) continue;
    if (best == nullptr || rank(*best) <= rank(one)) best = &one;
  }
  return best;
}

Diagnostic without_guidance(const Precedence& precedence, const Aim& aim) {
  const Model& model = precedence.model();
  const Series& series = model.at(aim.series);
  std::set<std::string> periods;
  for (const Observation& one : model.guidance) {
    const bool known = !(precedence.as_of() < one.known_since);
    if (one.series == aim.series && known) periods.insert(model.calendar.name(one.span));
  }
  return error(
      "no-guidance", aim.place,
      fmt::format("no guidance is known for {} in {}", series.name, model.calendar.name(aim.span)),
      periods.empty() ? fmt::format("say the value: reach {} in {} = {}", series.name,
                                    model.calendar.name(aim.span), series.unit.text_of("100"))
                      : fmt::format("there is some for {}", fmt::join(periods, ", ")));
}

std::vector<Diagnostic> aim_at(const Precedence& precedence, Aim& aim) {
  const Model& model = precedence.model();
  const Period next = std::min(precedence.as_of() + 1, model.horizon.last);
  if (aim.span.last <= precedence.as_of()) {
    return {error("aim-at-the-past", aim.place,
                  fmt::format("{} is known for {}, so nothing can move it",
                              model.at(aim.series).name, model.calendar.name(aim.span)),
                  fmt::format("name a period that is forecast, from {} on",
                              model.calendar.name({next, next})))};
  }
  if (const auto why = refusal(precedence, {aim.series, aim.span, std::nullopt})) {
    return {error("aim-at-nothing", aim.place, *why,
                  fmt::format("aim at a period of the calendar, such as {}",
                              model.calendar.name({next, next})))};
  }
  if (aim.value) return {};
  const Observation* guidance = guidance_known(precedence, aim);
  if (guidance == nullptr) return {without_guidance(precedence, aim)};
  aim.value = guidance->value;
  return {};
}

bool has_value(const Precedence& precedence, const Operation& operation) {
  const PeriodSpan& horizon = precedence.model().horizon;
  const Period last = std::min(operation.span.last, horizon.last);
  for (Period p = std::max(operation.span.first, horizon.first); p <= last; p = p + 1) {
    if (!precedence.lacks(operation.series, {p, p})) return true;
  }
  return false;
}

}  // namespace

Checked<TargetPlan> read_target(OperationReader& reader, const tree::Target& target) {
  Checked<TargetPlan> checked;
  TargetPlan plan;
  plan.title = {target.title.english.text, target.title.japanese.text};
  plan.written = target;
  plan.place = target.place;
  const auto report = [&](std::vector<Diagnostic> several) {
    for (Diagnostic& one : several) checked.diagnostics.push_back(std::move(one));
  };
  report(refuse_shape(plan, target));
  for (const tree::Reach& one : target.reaches) {
    auto aim = reader.aim(one);
    report(std::move(aim.diagnostics));
    if (aim) plan.aims.push_back(*aim.value);
  }
  for (const tree::Instrument& one : target.instruments) {
    auto instrument = reader.instrument(one);
    report(std::move(instrument.diagnostics));
    if (instrument) plan.instruments.push_back(std::move(*instrument.value));
  }
  report(refuse_twice(plan));
  if (!has_errors(checked.diagnostics)) checked.value = std::move(plan);
  return checked;
}

std::vector<Diagnostic> aim_at_figures(const Precedence& precedence, TargetPlan& plan) {
  std::vector<Diagnostic> said;
  for (Aim& aim : plan.aims) {
    for (Diagnostic& one : aim_at(precedence, aim)) said.push_back(std::move(one));
  }
  for (const Instrument& one : plan.instruments) {
    if (has_value(precedence, one.operation)) continue;
    said.push_back(error("instrument-without-value", one.operation.place,
                         fmt::format("{} has no value in these periods", one.axis.name),
                         "give other periods, or a value where the driver is declared"));
  }
  return said;
}

}  // namespace headwater::detail
