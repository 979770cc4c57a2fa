// The words that begin statements, and those that end a name or a unit.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace headwater::detail {

inline constexpr auto kind_words =
    std::to_array<std::string_view>({"flow", "stock", "price", "ratio", "driver"});
inline constexpr auto header_words = std::to_array<std::string_view>(
    {"model", "calendar", "horizon", "unit", "alias", "actuals", "guidance", "pipeline", "table",
     "section", "one_off", "outlook", "check", "group", "statement", "results", "redefine"});
inline constexpr auto scenario_words = std::to_array<std::string_view>(
    {"scenario",    "extends",     "include",  "why", "sweep", "tornado", "target",
     "uncertainty", "sensitivity", "backtest", "as",  "set",   "add",     "multiply",
     "grow",        "ramp",        "slip",     "fix", "unfix", "carry"});

// Words the language uses itself: they end a unit written after a number, and name nothing.
inline constexpr auto reserved_words = std::to_array<std::string_view>(
    {"in",      "from",    "to",    "then",   "else",    "per",    "by",        "if",     "and",
     "or",      "within",  "why",   "source", "basis",   "range",  "points",    "owner",  "expires",
     "history", "outlook", "parts", "before", "rolls",   "booked", "actual",    "with",   "for",
     "show",    "across",  "as",    "where",  "vintage", "ja",     "otherwise", "driver", "alias"});

// Words that end a unit behind a number too, but may be names elsewhere.
inline constexpr auto unit_end_words =
    std::to_array<std::string_view>({"low", "high", "each", "rolling"});

// What a number of a distribution may say.
inline constexpr auto parameter_words = std::to_array<std::string_view>(
    {"mean", "sd", "p10", "p50", "p90", "low", "mode", "high", "shape", "freedom", "scale"});

// Q1, M04 or else: where a value of a driver's line stands in the year.
constexpr bool is_position(std::string_view word) {
  if (word == "else") return true;
  return (word.size() == 2 || word.size() == 3) && (word[0] == 'Q' || word[0] == 'M') &&
         word.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

template <typename Words>
constexpr bool holds(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace headwater::detail
