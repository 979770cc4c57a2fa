#include "engine/scenario/detail/valued.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace headwater::detail {

Operations with_values(const Precedence& precedence, const Operation& operation) {
  const PeriodSpan& horizon = precedence.model().horizon;
  const Period first = std::max(operation.span.first, horizon.first);
  const Period last = std::min(operation.span.last, horizon.last);
  Operations pieces;
  bool whole = true;
  for (Period p = first; p <= last; p = p + 1) {
    if (precedence.lacks(operation.series, {p, p})) {
      whole = false;
    } else if (!pieces.empty() && pieces.back().span.last + 1 == p) {
      pieces.back().span.last = p;
    } else {
      pieces.push_back(operation);
      pieces.back().span = {p, p};
    }
  }
  return whole ? Operations{operation} : pieces;
}

namespace {

Operations all_with_values(const Precedence& precedence, const Operations& operations) {
  Operations all;
  for (const Operation& one : operations) {
    for (Operation& piece : with_values(precedence, one)) all.push_back(std::move(piece));
  }
  return all;
}

Diagnostic left_out(const Place& place, const std::string& names) {
  Diagnostic note;
  note.severity = Severity::note;
  note.code = "bar-without-value";
  note.place = place;
  note.message = fmt::format("left out, having no value in these periods: {}", names);
  note.hint = "give other periods, or a value where the driver is declared";
  return note;
}

}  // namespace

std::vector<Diagnostic> move_what_is_there(const Precedence& precedence, TornadoPlan& plan) {
  std::vector<std::pair<Place, std::string>> without;  // by clause
  std::vector<Bar> bars;
  for (Bar& bar : plan.bars) {
    bar.low = all_with_values(precedence, bar.low);
    bar.high = all_with_values(precedence, bar.high);
    if (!bar.low.empty()) {
      bars.push_back(std::move(bar));
    } else if (!without.empty() && without.back().first == bar.place) {
      without.back().second += ", " + bar.name;
    } else {
      without.emplace_back(bar.place, bar.name);
    }
  }
  plan.bars = std::move(bars);
  std::vector<Diagnostic> said;
  for (const auto& [place, names] : without) said.push_back(left_out(place, names));
  if (!plan.bars.empty()) return said;
  Diagnostic error = said.front();
  error.severity = Severity::error;
  error.code = "nothing-to-vary";
  error.place = plan.place;
  error.message = "no driver is left for this tornado to vary: none has a value in its periods";
  return {std::move(error)};
}

}  // namespace headwater::detail
