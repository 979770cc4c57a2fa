// What a target wants, and the drivers that may move for it.
#include <fmt/format.h>

#include "engine/model/detail/change_reader.hpp"

namespace headwater::detail {

std::optional<Aim> ChangeReader::aim(const tree::Reach& from) {
  Aim aim;
  aim.place = {from.series.place.file, from.series.place.begin, from.periods.place.end};
  const auto series = resolve_series(loader_, from.series);
  const auto span = resolve_periods(loader_, from.periods);
  if (!series || !span) return std::nullopt;
  if (!scratch_.horizon.contains(*span)) {
    loader_.error("outside-horizon", from.periods.place,
                  fmt::format("the model covers {} only", scratch_.calendar.name(scratch_.horizon)),
                  example_in_horizon());
    return std::nullopt;
  }
  aim.series = *series;
  aim.span = *span;
  if (from.guidance) return aim;
  const Series wanted = scratch_.at(*series);
  aim.value = typing_.number(from.value, wanted.unit, wanted.name, wanted.place);
  return aim.value ? std::optional(aim) : std::nullopt;
}

std::optional<Instrument> ChangeReader::instrument(const tree::Instrument& from) {
  Instrument instrument;
  instrument.operation.place = from.driver.place;
  instrument.add_factor = from.add_factor;
  const auto driver = from.add_factor ? without_driver(from.driver) : driver_named(from.driver);
  if (!periods(from.periods, instrument.operation.span) || !driver) return std::nullopt;
  instrument.operation.series = *driver;
  if (from.add_factor) instrument.operation.kind = OperationKind::add;
  if (from.within && !bounds(*from.within, instrument)) return std::nullopt;
  const auto longest = scratch_.longest_delay.find(*driver);
  if (!from.within && longest != scratch_.longest_delay.end()) {  // a delay reaches no further
    instrument.low = 0;
    instrument.high = longest->second;
  }
  const Series& series = scratch_.at(*driver);
  instrument.axis.name = series.name;
  const bool factor = instrument.operation.kind == OperationKind::multiply;
  instrument.axis.unit = factor ? Unit() : series.unit;
  return instrument;
}

// The series whose add factor moves.
std::optional<SeriesId> ChangeReader::without_driver(const tree::Name& name) {
  const auto id = resolve_series(loader_, name);
  if (!id || scratch_.at(*id).kind != SeriesKind::driver) return id;
  auto& error = loader_.error("is-a-driver", name.place,
                              fmt::format("{} is assumed, so it takes no add factor", name.text),
                              fmt::format("move it itself: by {}", name.text));
  error.labels.push_back({scratch_.at(*id).place, "declared here"});
  return std::nullopt;
}

bool ChangeReader::bounds(const tree::Range& from, Instrument& instrument) {
  Operation& operation = instrument.operation;
  instrument.bounds = from.place;
  std::optional<double> low;
  std::optional<double> high;
  if (instrument.add_factor) {  // amounts to add
    low = operand(from.low, operation);
    high = low ? operand(from.high, operation) : std::nullopt;
  } else {
    const auto kind = common_kind({from.low, from.high});
    if (!kind) return false;
    operation.kind = *kind;
    low = level(from.low, operation);
    high = low ? level(from.high, operation) : std::nullopt;
  }
  if (!high || !reaches(from.low, operation, *low) || !reaches(from.high, operation, *high)) {
    return false;
  }
  instrument.low = *low;
  instrument.high = *high;
  if (*low < *high) return true;
  upside_down(from, instrument);
  return false;
}

void ChangeReader::upside_down(const tree::Range& from, const Instrument& instrument) {
  const std::string low(loader_.sources.text(from.low.place));
  const std::string high(loader_.sources.text(from.high.place));
  const bool equal = instrument.low == instrument.high;
  loader_.error(
      "bounds-upside-down", from.place,
      equal ? fmt::format("between {} and {} nothing can move", low, high)
            : fmt::format("the lower bound, {}, is above the upper one, {}", low, high),
      equal ? "give it room, or leave the line out" : fmt::format("within {} to {}", high, low));
}

}  // namespace headwater::detail
