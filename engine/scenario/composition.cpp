#include "engine/scenario/detail/composition.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/model/file_trail.hpp"

namespace headwater::detail {
namespace {

// Where two ways part at one file's include lines, the later of the two lines; else nothing.
const IncludeStep* parting(const std::vector<IncludeStep>& first,
                           const std::vector<IncludeStep>& second) {
  for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
    if (first[i].line == second[i].line) continue;
    return first[i].line.file == second[i].line.file ? &second[i] : nullptr;
  }
  return nullptr;
}

}  // namespace

std::vector<Diagnostic> Composition::add(const tree::Operation& operation, const Way& way) {
  if (operation.kind == tree::OperationKind::unfix) return unfix(operation);
  auto read = reader_.operations(operation);
  std::vector<Diagnostic> diagnostics = std::move(read.diagnostics);
  if (!read) return diagnostics;
  for (Operation& one : *read.value) {
    if (!way.empty() && diagnostics.empty()) diagnostics = conflict(one, way);
    operations_.push_back(std::move(one));
  }
  return diagnostics;
}

Operations Composition::operations() && {
  std::stable_partition(operations_.begin(), operations_.end(),
                        [](const Operation& one) { return one.kind != OperationKind::fix; });
  return std::move(operations_);
}

std::vector<Diagnostic> Composition::unfix(const tree::Operation& operation) {
  const auto read = reader_.unfixed(operation);
  std::vector<Diagnostic> diagnostics = read.diagnostics;
  if (!read) return diagnostics;
  Operations kept;
  bool any = false;
  for (const Operation& one : operations_) {
    const bool freed = one.kind == OperationKind::fix && one.series == read.value->series &&
                       overlap(one.span, read.value->span);
    any = any || freed;
    freed ? free(*read.value, one, kept, diagnostics) : kept.push_back(one);
  }
  if (!any) {
    diagnostics.push_back(
        error("nothing-to-unfix", operation.place,
              fmt::format("{} is not fixed in these periods", model_.at(read.value->series).name),
              "leave this line out, or name the periods of a fix before it"));
  }
  operations_ = std::move(kept);
  return diagnostics;
}

// What is left of a fix on both sides of the periods that are freed.
void Composition::free(const Unfixed& unfixed, const Operation& fix, Operations& kept,
                       std::vector<Diagnostic>& diagnostics) const {
  Operation before = fix;
  Operation after = fix;
  before.span.last = unfixed.span.first - 1;
  after.span.first = unfixed.span.last + 1;
  const bool left = !(before.span.last < before.span.first);
  const bool right = !(after.span.last < after.span.first);
  if ((left || right) && fix.profile != Profile::none) {
    Diagnostic part = error(
        "unfix-part", unfixed.place, "a total that is fixed is freed as a whole",
        fmt::format("unfix {} in {}", model_.at(fix.series).name, model_.calendar.name(fix.span)));
    part.labels.push_back({fix.place, "fixed here"});
    diagnostics.push_back(std::move(part));
  }
  if (left) kept.push_back(std::move(before));
  if (right) kept.push_back(std::move(after));
}

PeriodSpan Composition::within_model(const PeriodSpan& span) const {
  const std::int32_t years = 2 * model_.calendar.periods_per_year();
  return {std::max(span.first, model_.horizon.first - years),
          std::min(span.last, model_.horizon.last)};
}

std::vector<Diagnostic> Composition::conflict(const Operation& operation, const Way& way) {
  const PeriodSpan span = within_model(operation.span);
  std::vector<Diagnostic> diagnostics;
  for (Period p = span.first; p <= span.last; p = p + 1) {
    const auto [found, fresh] = touched_.try_emplace({operation.series, p}, operation.place, way);
    if (fresh) continue;
    const IncludeStep* later = parting(found->second.second, way);
    if (later != nullptr && !later->override && diagnostics.empty()) {
      Diagnostic clash =
          error("include-conflict", later->line,
                fmt::format("two files included here change {} in {}",
                            model_.at(operation.series).name, model_.calendar.name({p, p})),
                "let the later one win: end its line with override; or leave one of them out");
      clash.labels.push_back({found->second.first, "one changes it here"});
      clash.labels.push_back({operation.place, "the other here"});
      diagnostics.push_back(std::move(clash));
    }
    found->second = {operation.place, way};
  }
  return diagnostics;
}

std::vector<Diagnostic> notes_on_fixes(const Precedence& precedence) {
  std::vector<Diagnostic> notes;
  const Model& model = precedence.model();
  for (const Operation& one : precedence.operations()) {
    if (one.kind != OperationKind::fix) continue;
    const Series& series = model.at(one.series);
    const Period known = precedence.as_of();
    if (one.span.first <= known) {
      notes.push_back(error("fix-in-history", one.place,
                            fmt::format("this replaces what is known of {} up to {}", series.name,
                                        model.calendar.name({known, known}))));
      notes.back().severity = Severity::note;
    }
    if (!series.parts.empty()) {
      notes.push_back(error("fix-of-total", one.place,
                            fmt::format("{} is a sum, and its parts go on as they were: they no "
                                        "longer come to it",
                                        series.name),
                            "fix a part instead where they should"));
      notes.back().severity = Severity::note;
    }
  }
  return notes;
}

}  // namespace headwater::detail
