#include "engine/model/read_operations.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/model/detail/change_reader.hpp"

namespace headwater {
namespace detail {

using tree::Expr;

namespace {

OperationKind kind_of(tree::OperationKind kind) {
  switch (kind) {
    case tree::OperationKind::add:
    case tree::OperationKind::slip: return OperationKind::add;
    case tree::OperationKind::multiply: return OperationKind::multiply;
    case tree::OperationKind::grow: return OperationKind::grow;
    case tree::OperationKind::ramp: return OperationKind::ramp;
    case tree::OperationKind::carry: return OperationKind::carry;
    case tree::OperationKind::fix:
    case tree::OperationKind::unfix: return OperationKind::fix;
    case tree::OperationKind::set: break;
  }
  return OperationKind::set;
}

bool is_open(const PeriodSpan& span) { return span.last.index == forever; }

}  // namespace

std::optional<Operations> ChangeReader::operations(const tree::Operation& from) {
  Operation whole;
  whole.kind = kind_of(from.kind);
  whole.place = from.place;
  whole.why = from.why.text;
  whole.owner = from.owner.text;
  if (!from.profile.text.empty()) {
    whole.profile = from.profile.text == "even" ? Profile::even : Profile::last_year;
  }
  if (!target(from, whole)) return std::nullopt;
  Operations operations;
  if (from.list) {
    auto several = listed(from, whole);
    if (!several) return std::nullopt;
    operations = std::move(*several);
  } else {
    const Expr& expr = from.values.front();
    const auto value = operand(expr, whole);
    if (!value || !reaches(expr, whole, *value) || !shape(from, whole)) return std::nullopt;
    whole.value = *value;
    operations.push_back(whole);
    if (from.then == tree::Then::hold) hold(whole, operations);
  }
  if (!expire(from, operations)) return std::nullopt;
  return operations;
}

std::optional<Unfixed> ChangeReader::unfixed(const tree::Operation& from) {
  Operation operation;
  if (!target(from, operation)) return std::nullopt;
  return Unfixed{operation.series, operation.span, from.place};
}

// [8.0, 9.5, 8.0] from 2023Q3 then hold
std::optional<Operations> ChangeReader::listed(const tree::Operation& from,
                                               const Operation& whole) {
  if (!enough_values(from, whole.span)) return std::nullopt;
  Operations operations;
  for (std::size_t i = 0; i < from.values.size(); ++i) {
    Operation one = whole;
    const auto value = operand(from.values[i], whole);
    if (!value || !reaches(from.values[i], whole, *value)) return std::nullopt;
    one.value = *value;
    one.span = {whole.span.first + std::int32_t(i), whole.span.first + std::int32_t(i)};
    operations.push_back(std::move(one));
  }
  const bool last_holds = from.then == tree::Then::hold;
  const bool open = is_open(whole.span);
  if (last_holds && open) operations.back().span.last = {forever};
  return operations;
}

bool ChangeReader::enough_values(const tree::Operation& from, const PeriodSpan& span) {
  const auto count = std::int32_t(from.values.size());
  const bool open = is_open(span);
  const Period end = open ? scratch_.horizon.last : span.last;
  const std::int32_t room = end - span.first + 1;
  if (open ? count > room : count != room) {
    loader_.error("row-length", from.place,
                  fmt::format("{} values for {} period{}{}", count, room, room == 1 ? "" : "s",
                              open ? " up to the end of the model" : ""),
                  open ? "leave out those that come after it" : "give each period one value");
    return false;
  }
  if (!open || count == room || from.then != tree::Then::unsaid) return true;
  const Period next = span.first + count;
  loader_.error("then-unsaid", from.place,
                fmt::format("these values end before {}: what holds from there?",
                            scratch_.calendar.name({next, next})),
                "end the line with: then hold (the last value), or: then base");
  return false;
}

// What an operation of one value needs of its periods.
bool ChangeReader::shape(const tree::Operation& from, const Operation& operation) {
  const PeriodSpan& span = operation.span;
  const bool builds =
      operation.kind == OperationKind::grow || operation.kind == OperationKind::ramp;
  const bool fixes = operation.kind == OperationKind::fix;
  const std::string example = example_in_horizon();
  if ((builds || fixes) && !from.periods) {
    loader_.error("periods-unsaid", from.place,
                  fixes ? "in which periods is it fixed?"
                        : "in which periods? it builds on the value before them",
                  example);
    return false;
  }
  if (builds && span.first < scratch_.horizon.first) {
    const PeriodSpan begin{scratch_.horizon.first, scratch_.horizon.first};
    loader_.error("outside-horizon", from.periods->place,
                  fmt::format("the model begins with {}", scratch_.calendar.name(begin)), example);
    return false;
  }
  if (operation.kind == OperationKind::ramp && is_open(span)) {
    loader_.error(
        "periods-unsaid", from.periods->place, "in which period does the ramp end?",
        fmt::format("{}..{} then hold", from.periods->first.text,
                    scratch_.calendar.name({scratch_.horizon.last, scratch_.horizon.last})));
    return false;
  }
  return refuse_then(from, operation) &&
         (operation.profile == Profile::none || total(from, operation));
}

// A ramp or a growth that stops within the model leaves open what comes then; nothing else does.
bool ChangeReader::refuse_then(const tree::Operation& from, const Operation& operation) {
  const bool builds =
      operation.kind == OperationKind::grow || operation.kind == OperationKind::ramp;
  const bool asks = builds && !is_open(operation.span) && ends_early(operation.span);
  const bool said = from.then != tree::Then::unsaid;
  if (said == asks || (builds && said)) return true;
  if (said) {
    loader_.error("stray-then", from.place, "'then' says what follows a list of values or a ramp",
                  "leave it out: other periods keep what they had");
    return false;
  }
  const Period next = operation.span.last + 1;
  loader_.error("then-unsaid", from.place,
                fmt::format("this ends before {}: what holds from there?",
                            scratch_.calendar.name({next, next})),
                "end the line with: then hold (the last value), or: then base");
  return false;
}

// A total is spread over the periods of a flow.
bool ChangeReader::total(const tree::Operation& from, const Operation& operation) {
  const Series& series = scratch_.at(operation.series);
  const PeriodSpan& span = operation.span;
  const bool whole = scratch_.horizon.contains(span) && span.first != span.last &&
                     scratch_.calendar.parts(span).has_value();
  if (series.kind == SeriesKind::flow && whole) return true;
  auto& error = loader_.error("not-a-total", from.place,
                              series.kind == SeriesKind::flow
                                  ? std::string("a total is of several periods of the model")
                                  : fmt::format("{} is no flow, so it has no total", series.name),
                              series.kind == SeriesKind::flow
                                  ? "for example in 2023H2"
                                  : fmt::format("fix {} = 1 in each period", series.name));
  error.labels.push_back({series.place, "declared here"});
  return false;
}

// The last value goes on: it grows by nothing.
void ChangeReader::hold(const Operation& last, Operations& operations) const {
  if (!ends_early(last.span)) return;
  Operation held = last;
  held.kind = OperationKind::grow;
  held.value = 0;
  held.span = {last.span.last + 1, {forever}};
  operations.push_back(std::move(held));
}

bool ChangeReader::expire(const tree::Operation& from, Operations& operations) {
  if (!from.expires) return true;
  const auto until = resolve_periods(loader_, *from.expires);
  if (!until) return false;
  if (until->last < operations.front().span.first) {
    loader_.error("expires-early", from.expires->place, "this expires before it begins",
                  "name a later period, or leave the line out");
    return false;
  }
  for (Operation& one : operations) {
    one.expires = until->last;
    one.span.last = std::min(one.span.last, until->last);
  }
  std::erase_if(operations, [](const Operation& one) { return one.span.last < one.span.first; });
  return true;
}

}  // namespace detail

OperationReader::OperationReader(const Model& model, Sources& sources)
    : reader_(std::make_unique<detail::ChangeReader>(model, sources)) {}

OperationReader::~OperationReader() = default;

// What `read` gives, with what it says; nothing once there have been too many mistakes.
template <typename Value, typename Read>
Checked<Value> OperationReader::checked(Read read) {
  Checked<Value> result;
  if (exhausted_) return result;
  try {
    result.value = read();
  } catch (const detail::TooManyMistakes&) {
    exhausted_ = true;
  }
  result.diagnostics = reader_->diagnostics();
  if (has_errors(result.diagnostics)) result.value.reset();
  return result;
}

Checked<Operations> OperationReader::operations(const tree::Operation& from) {
  return checked<Operations>([&] { return reader_->operations(from); });
}

Checked<Unfixed> OperationReader::unfixed(const tree::Operation& from) {
  return checked<Unfixed>([&] { return reader_->unfixed(from); });
}

Checked<Levels> OperationReader::levels(const tree::Across& from) {
  return checked<Levels>([&] { return reader_->levels(from); });
}

Checked<std::vector<Bar>> OperationReader::bars(const tree::Tornado& from) {
  return checked<std::vector<Bar>>([&] { return reader_->bars(from); });
}

Checked<Aim> OperationReader::aim(const tree::Reach& from) {
  return checked<Aim>([&] { return reader_->aim(from); });
}

Checked<Instrument> OperationReader::instrument(const tree::Instrument& from) {
  return checked<Instrument>([&] { return reader_->instrument(from); });
}

Checked<DrawnDriver> OperationReader::draw(const tree::Draw& from, std::optional<SeriesId> beside) {
  return checked<DrawnDriver>([&] { return reader_->draw(from, beside); });
}

Checked<DrawnPair> OperationReader::correlation(const tree::Correlation& from) {
  return checked<DrawnPair>([&] { return reader_->correlation(from); });
}

Checked<ChanceOf> OperationReader::chance(const tree::Chance& from) {
  return checked<ChanceOf>([&] { return reader_->chance(from); });
}

Checked<RevisionOf> OperationReader::revision(const tree::Revision& from) {
  return checked<RevisionOf>([&] { return reader_->revision(from); });
}

Checked<Shown> OperationReader::shown(const std::vector<tree::Name>& series,
                                      const std::vector<tree::PeriodText>& periods) {
  return checked<Shown>([&] { return reader_->shown(series, periods); });
}

}  // namespace headwater
