#include "engine/app/explain_words.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/width.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater {
namespace {

// After the point, of the shortest digits; 0 in scientific notation, which is past 9e15.
int decimals_of(const std::string& digits) {
  if (digits.find('e') != std::string::npos) return 0;
  const std::size_t point = digits.find('.');
  return point == std::string::npos ? 0 : int(digits.size() - point - 1);
}

int significant_digits(const std::string& digits) {
  std::string figures;
  for (const char c : digits) {
    if (c == 'e') break;
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) figures += c;
  }
  const std::size_t first = figures.find_first_not_of('0');
  const std::size_t last = figures.find_last_not_of('0');
  return first == std::string::npos ? 0 : int(last - first + 1);
}

std::string without_end_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

bool is_percentage(const Unit& unit) { return unit.is_dimensionless() && !unit.is_plain(); }

}  // namespace

std::string full_number(double value) {
  if (std::isnan(value)) return "–";
  constexpr int in_full = 8;
  constexpr int enough = 6;
  const double magnitude = std::fabs(value);
  const std::string digits = round_trip(magnitude);
  if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 9e15))
    return fmt::format("{:.6g}", value);
  int decimals = decimals_of(digits);
  if (significant_digits(digits) > in_full) {
    const int whole = magnitude == 0 ? 1 : int(std::floor(std::log10(magnitude))) + 1;
    decimals = std::min(decimals, std::max(enough - whole, whole <= 7 ? 1 : 0));
  }
  return without_end_zeros(grouped(value, {.decimals = decimals}));
}

std::string full_text(double value, const Unit& unit) {
  if (std::isnan(value)) return "–";
  if (is_percentage(unit)) {
    // In hundredths whatever the scale, as in `run`; a percentage itself keeps its digits.
    Units known;
    const Unit percent = *known.find("%");
    const double shown = unit == percent ? value : value * unit.factor_to(percent);
    return full_number(shown) + "%";
  }
  std::string number = full_number(value);
  if (unit.is_plain()) return number;
  const std::string text = unit.text();
  const bool digit = std::isdigit(static_cast<unsigned char>(text.front())) != 0;
  return fmt::format("{} {}{}", number, digit && !text.starts_with("1 /") ? "× " : "", text);
}

std::string_view rule_words(const Model& model, const ExplainedCell& cell) {
  if (cell.winner.rule == Rule::observation) return cell.winner.observation->basis;
  if (cell.rolling) {
    switch (*cell.rolling) {
      case Rolling::sum: return "sum";
      case Rolling::mean: return "mean";
      case Rolling::last: return "level at its end";
      case Rolling::compound: return "compounded";
      case Rolling::quotient: return "quotient";
      case Rolling::none:
      case Rolling::constant: break;
    }
    return "no roll-up";
  }
  switch (cell.winner.rule) {
    case Rule::missing: return "missing";
    case Rule::observation: break;
    case Rule::history: return model.at(cell.id.series).scheduled ? "by schedule" : "history";
    case Rule::before: return "before";
    case Rule::outlook: return "outlook";
    case Rule::driver: return "driver";
    case Rule::not_booked: return "not booked";
    case Rule::fixed: return "fixed";
  }
  return "";
}

std::string absence_words(const Scenario& scenario, const ExplainedCell& cell) {
  const Model& model = *scenario.model;
  const Series& series = model.at(cell.id.series);
  const auto name_of = [&](CellId id) {
    return fmt::format("{} in {}", model.at(id.series).name,
                       model.calendar.label({id.period, id.period}));
  };
  if (cell.absence && cell.absence->cell) {
    return fmt::format("{} has no value", name_of(*cell.absence->cell));
  }
  if (cell.absence) return "a table has no row for it";
  if (cell.driver && cell.driver->piece == nullptr) return "no value is given for this period";
  const bool after = cell.id.span.first > scenario.precedence->splice(cell.id.series);
  if (cell.winner.rule == Rule::missing && after && series.actual_only) {
    return "actual only: no outlook, on purpose";
  }
  if (cell.winner.rule == Rule::missing) {
    const Period known = scenario.precedence->as_of();
    return fmt::format(
        "no observation is known as of {} and no formula serves history: a gap is never forecast "
        "over",
        model.calendar.label({known, known}));
  }
  if (cell.lost_in) {
    return fmt::format("the arithmetic of {} has no result, such as a division by zero",
                       name_of(*cell.lost_in));
  }
  return "what it reads has no value";
}

std::string operation_words(const Model& model, const Operation& operation) {
  const Unit& unit = model.at(operation.series).unit;
  switch (operation.kind) {
    case OperationKind::set: return "set to " + full_text(operation.value, unit);
    case OperationKind::add: {
      const std::string amount = full_text(operation.value, unit);
      const bool percent = amount.ends_with('%');
      return "plus " + (percent ? amount.substr(0, amount.size() - 1) + " pp" : amount);
    }
    case OperationKind::multiply: return "times " + full_number(operation.value);
    case OperationKind::grow:
      return operation.value == 0
                 ? std::string("held at the value before")
                 : fmt::format("grows by {}% each period", full_number(100 * operation.value));
    case OperationKind::ramp:
      return fmt::format("in equal steps to {} in {}", full_text(operation.value, unit),
                         model.calendar.name({operation.span.last, operation.span.last}));
    case OperationKind::carry:
      return fmt::format("plus the splice's residual, times {} a period",
                         full_number(operation.value));
    case OperationKind::fix:
      return fmt::format("fixed at {}{}", full_text(operation.value, unit),
                         operation.profile == Profile::none ? "" : " in all");
  }
  return "";
}

std::string key_words(const Model& model, const LookupTable& table, const LookupRow& row) {
  std::string text;
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    text += i == 0 ? "" : ", ";
    switch (table.keys[i]) {
      case KeyKind::fiscal_year: text += fmt::format("FY{}", row.keys[i]); break;
      case KeyKind::period: text += model.calendar.name({{row.keys[i]}, {row.keys[i]}}); break;
      case KeyKind::text: text += table.texts[std::size_t(row.keys[i])]; break;
    }
  }
  return text;
}

std::string row_words(const Model& model, const ExplainedLookup& lookup) {
  if (lookup.row == nullptr) return "the table has no such row";
  const LookupRow& row = *lookup.row;
  std::string text = "row " + escaped_for_terminal(key_words(model, *lookup.table, row));
  if (row.presented) text += " presented " + text_of(*row.presented);
  text += fmt::format(" says {}", full_text(row.value, lookup.table->unit));
  return row.source.empty() ? text : fmt::format("{} ({})", text, escaped_for_terminal(row.source));
}

std::string projection_words(const Model& model, const ExplainedProjection& projection) {
  std::string text =
      fmt::format("from {} known value{}, {}", projection.known.count(),
                  projection.known.count() == 1 ? "" : "s", model.calendar.label(projection.known));
  if (projection.used != projection.wanted) {
    text += fmt::format(", too few for it: by {}", row_of(projection.used).name);
  }
  const ProjectionFit& fit = projection.fit;
  if (!is_missing(fit.alpha)) text += fmt::format("; the newest weighs {:.2g}", fit.alpha);
  if (!is_missing(fit.slope)) {
    text += fmt::format("; slope {} a period", full_text(fit.slope, projection.unit));
  }
  if (!is_missing(fit.phi)) {
    text += fmt::format(", of which {:.2g} is left a period later", fit.phi);
  }
  if (fit.seasonal != SeasonalAdjustment::none) text += "; its season taken out and put back";
  if (is_missing(projection.low_80)) return text;
  const auto within = [&](int share, double low, double high) {
    return fmt::format("{}% of what comes within {} to {}", share, full_text(low, projection.unit),
                       full_text(high, projection.unit));
  };
  return fmt::format("{}; {}, {}", text, within(80, projection.low_80, projection.high_80),
                     within(95, projection.low_95, projection.high_95));
}

std::string piece_words(const Model& model, const Series& series, const DefaultPiece& piece) {
  std::string text;
  if (piece.position > 0) {
    text = series.default_by_month ? fmt::format(", value of every M{:02}", piece.position)
                                   : fmt::format(", value of every Q{}", piece.position);
  }
  if (!piece.span) return text;
  const PeriodSpan span = *piece.span;
  const bool begins = model.horizon.contains(span.first) || span.first > model.horizon.last;
  const bool ends = model.horizon.contains(span.last);
  if (begins && ends) return text + ", in " + model.calendar.label(span);
  if (begins) return text + ", from " + model.calendar.label({span.first, span.first});
  return ends ? text + ", until " + model.calendar.label({span.last, span.last}) : text;
}

std::string_view roll_up_words(Rolling rolling) {
  switch (rolling) {
    case Rolling::sum: return "the sum of its periods";
    case Rolling::mean: return "the mean of its periods";
    case Rolling::last: return "the level at its end";
    case Rolling::compound: return "its rates compounded";
    case Rolling::quotient: return "a quotient: each side rolls up by itself";
    case Rolling::none:
    case Rolling::constant: break;
  }
  return "";
}

std::string single_spaced(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  return result;
}

std::string place_words(const Sources& sources, const Place& place) {
  if (place.end == 0) return "";
  const std::string path(sources.path(place.file));
  return fmt::format("{}:{}", std::filesystem::path(path).filename().string(),
                     sources.position(place.file, place.begin).line);
}

}  // namespace headwater
