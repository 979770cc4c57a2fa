// What is wrong with a plan, as an error at its place; and whether two lines of one meet in time.
#pragma once

#include <string>
#include <utility>

#include "engine/core/calendar.hpp"
#include "engine/core/diagnostic.hpp"

namespace headwater::detail {

inline Diagnostic mistake(std::string code, const Place& place, std::string message,
                          std::string hint) {
  Diagnostic error;
  error.code = std::move(code);
  error.place = place;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return error;
}

inline bool overlap(const PeriodSpan& left, const PeriodSpan& right) {
  return !(left.last < right.first || right.last < left.first);
}

}  // namespace headwater::detail
