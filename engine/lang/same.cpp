#include "engine/lang/same.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "engine/lang/detail/line_depths.hpp"

namespace headwater {
namespace {

using namespace tree;

// What each part of a tree says. Every member is named, so that a new one fails to compile here
// until somebody has decided whether it is a place.
auto said(const Name& x) {
  const auto& [text, place] = x;
  return std::tie(text);
}
auto said(const Text& x) {
  const auto& [text, place] = x;
  return std::tie(text);
}
auto said(const Title& x) {
  const auto& [english, japanese] = x;
  return std::tie(english, japanese);
}
auto said(const UnitText& x) {
  const auto& [text, per, place, per_place] = x;
  return std::tie(text, per);
}
auto said(const PeriodText& x) {
  const auto& [first, last, place] = x;
  return std::tie(first, last);
}
auto said(const Expr& x) {
  const auto& [kind, place, text, text_place, unit, lag, op, vintage, args] = x;
  return std::tie(kind, text, unit, lag, op, vintage, args);
}
auto said(const Formula& x) {
  const auto& [role, expr, place] = x;
  return std::tie(role, expr);
}
auto said(const Entry& x) {
  const auto& [position, periods, value] = x;
  return std::tie(position, periods, value);
}
auto said(const Default& x) {
  const auto& [by, entries] = x;
  return std::tie(by, entries);
}
auto said(const Parts& x) {
  const auto& [by, members] = x;
  return std::tie(by, members);
}
auto said(const Range& x) {
  const auto& [low, high, place] = x;
  return std::tie(low, high);
}
auto said(const Basis& x) {
  const auto& [word, reason] = x;
  return std::tie(word, reason);
}
auto said(const Parameter& x) {
  const auto& [word, value, probability] = x;
  return std::tie(word, value, probability);
}
auto said(const Distribution& x) {
  const auto& [family, parameters, history, unit, within, place] = x;
  return std::tie(family, parameters, history, unit, within);
}
auto said(const Draw& x) {
  const auto& [driver, periods, certain, on, distribution, course, persistence, place] = x;
  return std::tie(driver, periods, certain, on, distribution, course, persistence);
}
auto said(const Declaration& x) {
  const auto& [redefines, kind, name, unit, title, booked_in, rolls_up_as, actual_only, value,
               formulas, parts, range, basis, uncertain, place, superseded, solve] = x;
  auto by_role = formulas;
  std::stable_sort(by_role.begin(), by_role.end(),
                   [](const Formula& a, const Formula& b) { return a.role < b.role; });
  return std::tuple_cat(std::tie(redefines, kind, name, unit, title, booked_in, rolls_up_as,
                                 actual_only, value, parts, range, basis, uncertain),
                        std::tuple(std::move(by_role)));
}
auto said(const ModelHeader& x) {
  const auto& [name, title] = x;
  return std::tie(name, title);
}
auto said(const CalendarHeader& x) {
  const auto& [base, first_month, labels, place] = x;
  return std::tie(base, first_month, labels);
}
auto said(const Horizon& x) {
  const auto& [periods] = x;
  return std::tie(periods);
}
auto said(const UnitDeclaration& x) {
  const auto& [name, number, number_place, definition, title, aliases, place] = x;
  return std::tie(name, number, definition, title, aliases);
}
auto said(const UnitAliases& x) {
  const auto& [aliases] = x;
  return std::tie(aliases);
}
auto said(const Where& x) {
  const auto& [column, equal, value] = x;
  return std::tie(column, equal, value);
}
auto said(const DataFiles& x) {
  const auto& [guidance, files, where, place] = x;
  return std::tie(guidance, files, where);
}
auto said(const ResultsDates& x) {
  const auto& [file] = x;
  return std::tie(file);
}
auto said(const PipelineDeclaration& x) {
  const auto& [name, file, weighting] = x;
  return std::tie(name, file, weighting);
}
auto said(const TableDeclaration& x) {
  const auto& [name, unit, file, keys, vintage, where] = x;
  return std::tie(name, unit, file, keys, vintage, where);
}
auto said(const Section& x) {
  const auto& [title] = x;
  return std::tie(title);
}
auto said(const OneOff& x) {
  const auto& [series, periods, from, amount, why, source, place] = x;
  return std::tie(series, periods, from, amount, why, source);
}
auto said(const OutlookOf& x) {
  const auto& [name, formula] = x;
  return std::tie(name, formula);
}
auto said(const Check& x) {
  const auto& [name, title, periods, condition, within, place] = x;
  return std::tie(name, title, periods, condition, within);
}
auto said(const Group& x) {
  const auto& [title, patterns] = x;
  return std::tie(title, patterns);
}
auto said(const StatementEntry& x) {
  const auto& [pattern, unfold_by] = x;
  return std::tie(pattern, unfold_by);
}
auto said(const StatementLine& x) {
  const auto& [entries, column] = x;  // of the column only the depth counts, below
  return std::tie(entries);
}
auto said(const Statement& x) {
  const auto& [name, title, lines] = x;
  return std::tuple_cat(std::tie(name, title, lines), std::tuple(detail::line_depths(lines)));
}
auto said(const For& x) {
  const auto& [variables, rows, body, place, words] = x;  // words: how long it is, not what it says
  return std::tie(variables, rows, body);
}
auto said(const Solve& x) {
  const auto& [title, body, place] = x;
  return std::tie(title, body);
}
auto said(const ScenarioHeader& x) {
  const auto& [title] = x;
  return std::tie(title);
}
auto said(const ModelFile& x) {
  const auto& [file] = x;
  return std::tie(file);
}
auto said(const Extends& x) {
  const auto& [file] = x;
  return std::tie(file);
}
auto said(const Include& x) {
  const auto& [file, override] = x;
  return std::tie(file, override);
}
auto said(const AsOf& x) {
  const auto& [period] = x;
  return std::tie(period);
}
auto said(const Why& x) {
  const auto& [text] = x;
  return std::tie(text);
}
auto said(const Operation& x) {
  const auto& [kind, target, values, list, periods, then, profile, why, owner, expires, place] = x;
  return std::tie(kind, target, values, list, periods, then, profile, why, owner, expires);
}
auto said(const Across& x) {
  const auto& [target, periods, values, points, step, with, place] = x;
  return std::tie(target, periods, values, points, step, with);
}
auto said(const Case& x) {
  const auto& [title, values, place] = x;
  return std::tie(title, values);
}
auto said(const Sweep& x) {
  const auto& [name, title, axes, listed, cases, shown, periods, place] = x;
  return std::tie(name, title, axes, listed, cases, shown, periods);
}
auto said(const End& x) {
  const auto& [from, value] = x;
  return std::tie(from, value);
}
auto said(const Bars& x) {
  const auto& [group, names, together, periods, low, high, place] = x;
  return std::tie(group, names, together, periods, low, high);
}
auto said(const Tornado& x) {
  const auto& [title, bars, low, high, shown, periods, place] = x;
  return std::tie(title, bars, low, high, shown, periods);
}
auto said(const Reach& x) {
  const auto& [series, periods, guidance, value] = x;
  return std::tie(series, periods, guidance, value);
}
auto said(const Instrument& x) {
  const auto& [add_factor, driver, periods, within] = x;
  return std::tie(add_factor, driver, periods, within);
}
auto said(const Target& x) {
  const auto& [title, reaches, instruments, place] = x;
  return std::tie(title, reaches, instruments);
}
auto said(const Correlation& x) {
  const auto& [left, right, value] = x;
  return std::tie(left, right, value);
}
auto said(const Chance& x) {
  const auto& [series, periods, at_most, value, place] = x;
  return std::tie(series, periods, at_most, value);
}
auto said(const Revision& x) {
  const auto& [series, beyond, place] = x;
  return std::tie(series, beyond);
}
auto said(const Uncertainty& x) {
  const auto& [draws, method, seed, design, lines, correlations, chances, revisions, shown, periods,
               place] = x;
  return std::tie(draws, method, seed, lines, correlations, chances, revisions, shown, periods);
}
auto said(const SensitivityMethod& x) {
  const auto& [method, points] = x;
  return std::tie(method, points);
}
auto said(const Sensitivity& x) {
  const auto& [title, methods, across, shown, periods, place] = x;
  return std::tie(title, methods, across, shown, periods);
}
auto said(const BacktestVariant& x) {
  const auto& [title, file] = x;
  return std::tie(title, file);
}
auto said(const Ahead& x) {
  const auto& [to, periods, place] = x;
  return std::tie(to, periods);
}
auto said(const Backtest& x) {
  const auto& [title, variants, origins, rolling, rolling_place, ahead, first_figures, shown,
               place] = x;
  return std::tie(title, variants, origins, rolling, ahead, first_figures, shown);
}
auto said(const Item& x) {
  const auto& [what, place] = x;
  return std::tie(what);
}
auto said(const Document& x) {
  const auto& [items, begin] = x;
  return std::tie(items);
}

struct Same {
  template <typename Part>
  bool operator()(const Part& a, const Part& b) const {
    if constexpr (std::is_arithmetic_v<Part> || std::is_enum_v<Part> ||
                  std::is_same_v<Part, std::string>) {
      return a == b;
    } else {
      return (*this)(said(a), said(b));
    }
  }
  template <typename... Parts>
  bool operator()(const std::tuple<Parts...>& a, const std::tuple<Parts...>& b) const {
    return members(a, b, std::index_sequence_for<Parts...>());
  }
  template <typename First, typename Second>
  bool operator()(const std::pair<First, Second>& a, const std::pair<First, Second>& b) const {
    return (*this)(a.first, b.first) && (*this)(a.second, b.second);
  }
  template <typename Value>
  bool operator()(const std::optional<Value>& a, const std::optional<Value>& b) const {
    return a.has_value() == b.has_value() && (!a || (*this)(*a, *b));
  }
  template <typename Value>
  bool operator()(const std::vector<Value>& a, const std::vector<Value>& b) const {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), *this);
  }
  template <typename... Kinds>
  bool operator()(const std::variant<Kinds...>& a, const std::variant<Kinds...>& b) const {
    if (a.index() != b.index()) return false;
    return std::visit(
        [&](const auto& left) { return (*this)(left, std::get<std::decay_t<decltype(left)>>(b)); },
        a);
  }
  template <typename Tuple, std::size_t... index>
  bool members(const Tuple& a, const Tuple& b, std::index_sequence<index...>) const {
    return ((*this)(std::get<index>(a), std::get<index>(b)) && ...);
  }
};

}  // namespace

bool same(const tree::Document& left, const tree::Document& right) { return Same{}(left, right); }
bool same(const tree::Expr& left, const tree::Expr& right) { return Same{}(left, right); }

}  // namespace headwater
