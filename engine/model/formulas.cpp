// The declarations' formulas, defaults, ranges and parts, typed in the units of their series.
#include <set>
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/model/detail/typing.hpp"

namespace headwater::detail {
namespace {

using tree::Declaration;
using tree::Item;

std::optional<NodeId>& slot_of(Series& series, tree::Role role) {
  switch (role) {
    case tree::Role::plain: return series.plain;
    case tree::Role::history: return series.history;
    case tree::Role::outlook: return series.outlook;
    case tree::Role::before: return series.before;
  }
  return series.plain;
}

class FormulaReader {
 public:
  explicit FormulaReader(Loader& loader) : loader_(loader), typing_(loader) {}

  void read(const Declaration& declaration) {
    const auto id = loader_.model.find(declaration.name.text);
    if (!id || loader_.poisoned.contains(*id)) return;
    if (!declared_.insert(*id).second) return;  // declared twice: said already
    id_ = *id;
    for (const auto& formula : declaration.formulas) add(formula, declaration.kind);
    for (const auto& parts : declaration.parts) add(parts);
    if (declaration.kind == tree::Kind::driver) {
      add_defaults(declaration);
      add_range(declaration);
    } else if (declaration.range) {
      loader_.error("only-drivers", declaration.range->low.place,
                    fmt::format("{} is no driver, so it has no range", series().name));
    }
    if (declaration.basis) {
      series().basis = declaration.basis->word.text;
      series().basis_reason = declaration.basis->reason.text;
    }
  }

  void read(const tree::OutlookOf& outlook) {
    const auto id = resolve_series(loader_, outlook.name);
    if (!id || loader_.poisoned.contains(*id)) return;
    id_ = *id;
    if (series().outlook) {
      loader_.error("two-formulas", outlook.name.place,
                    fmt::format("{} has an outlook already", series().name));
      return;
    }
    if (series().kind == SeriesKind::driver) {
      loader_.error("only-series", outlook.name.place,
                    fmt::format("{} is a driver: it has a default, no outlook", series().name));
      return;
    }
    add(outlook.formula, tree::Kind::flow);
  }

 private:
  Series& series() { return loader_.model.series[std::size_t(id_)]; }

  std::optional<NodeId> in_own_unit(const tree::Expr& expr, bool own_line) {
    const Series own = series();  // a copy: typing adds nodes, and messages need its name
    return typing_.in_unit(expr, own.unit, own.name, own.place, {&own, own_line});
  }

  void add(const tree::Formula& formula, tree::Kind kind) {
    if (kind == tree::Kind::driver) {
      if (formula.role != tree::Role::plain) {
        loader_.error("only-series", formula.expr.place,
                      fmt::format("{} is a driver: its default has no history, outlook or before",
                                  series().name),
                      "write '= ...' alone");
        return;
      }
      if (const auto node = in_own_unit(formula.expr, false)) {
        series().defaults.push_back({0, std::nullopt, *node});
      }
      return;
    }
    if (const auto node = in_own_unit(formula.expr, false)) {
      slot_of(series(), formula.role) = *node;
    } else {
      loader_.poisoned_formulas.insert(id_);
    }
  }

  void add(const tree::Parts& parts) {
    Parts result;
    result.by = parts.by.text;
    tree::Expr sum;
    for (const tree::Name& member : parts.members) {
      const auto id = member_of(member);
      if (!id) {
        loader_.poisoned_formulas.insert(id_);
        return;
      }
      result.members.push_back(*id);
      tree::Expr name;
      name.kind = tree::ExprKind::name;
      name.text = loader_.model.at(*id).name;
      name.place = name.text_place = member.place;
      sum = sum.place.end == 0 ? name : added(std::move(sum), std::move(name));
    }
    if (const auto node = in_own_unit(sum, false)) {
      result.sum = *node;
      Node total;
      total.op = NodeOp::cell;
      total.series = id_;
      total.unit = series().unit;
      result.total = loader_.model.formulas.add(std::move(total));
      series().parts.push_back(std::move(result));
    } else {
      loader_.poisoned_formulas.insert(id_);
    }
  }

  static tree::Expr added(tree::Expr left, tree::Expr right) {
    tree::Expr sum;
    sum.kind = tree::ExprKind::binary;
    sum.op = tree::Operator::add;
    sum.place = {left.place.file, left.place.begin, right.place.end};
    sum.text_place = right.place;
    sum.args.push_back(std::move(left));
    sum.args.push_back(std::move(right));
    return sum;
  }

  // The total's name without `.total` plus the member, else a full name.
  std::optional<SeriesId> member_of(const tree::Name& member) {
    std::string stem = series().name;
    if (stem.ends_with(".total")) stem.resize(stem.size() - 6);
    if (const auto id = loader_.model.find(stem + "." + member.text)) return id;
    if (const auto id = loader_.model.find(member.text)) return id;
    auto known = loader_.model.series_names();
    const auto near = nearest(stem + "." + member.text, known);
    loader_.error("unknown-name", member.place,
                  fmt::format("neither {}.{} nor {} is declared", stem, member.text, member.text),
                  near ? fmt::format("did you mean {}?", *near) : "");
    return std::nullopt;
  }

  void add_defaults(const Declaration& declaration) {
    if (!declaration.value) return;
    const tree::Default& value = *declaration.value;
    series().default_by_month = value.by == "month of year";
    for (const tree::Entry& entry : value.entries) {
      DefaultPiece piece;
      if (!read_position(entry, value.by, piece)) continue;
      if (entry.periods) {
        piece.span = resolve_periods(loader_, *entry.periods);
        if (!piece.span) continue;
      }
      const auto node = in_own_unit(entry.value, true);
      if (!node) continue;
      piece.value = *node;
      series().defaults.push_back(piece);
    }
  }

  bool read_position(const tree::Entry& entry, const std::string& by, DefaultPiece& piece) {
    const std::string& text = entry.position.text;
    if (text.empty() || text == "else") return true;
    const bool month = by == "month of year";
    const int position = std::stoi(text.substr(1));
    const bool fits = !by.empty() && text[0] == (month ? 'M' : 'Q') && position >= 1 &&
                      position <= (month ? 12 : 4);
    if (!fits) {
      loader_.error(
          "bad-position", entry.position.place,
          fmt::format("'{}' is no {}", text, month ? "month of the year" : "quarter of the year"),
          month ? "by month of year = M01 4%, else 0%"
                : "by quarter of year = Q1 300, Q2 5, Q3 45, Q4 55");
      return false;
    }
    piece.position = position;
    return true;
  }

  void add_range(const Declaration& declaration) {
    if (!declaration.range) return;
    series().range_low = in_own_unit(declaration.range->low, true);
    series().range_high = in_own_unit(declaration.range->high, true);
  }

  Loader& loader_;
  Typing typing_;
  SeriesId id_{};
  std::set<SeriesId> declared_;
};

void require_outlook(Loader& loader, SeriesId id) {
  const Series& series = loader.model.at(id);
  if (loader.poisoned.contains(id) || loader.poisoned_formulas.contains(id)) return;
  if (series.scheduled) return;
  if (series.kind == SeriesKind::driver) {
    if (!series.defaults.empty()) return;
    loader.error("no-default", series.place, fmt::format("{} has no value", series.name),
                 fmt::format("driver {} : {} = 0", series.name, series.unit.text()));
    return;
  }
  if (series.actual_only || series.outlook_formula()) return;
  loader.error("no-outlook", series.place,
               fmt::format("{} says nothing about the periods after its last actual", series.name),
               "add a line 'outlook = ...', or 'actual only' when that is on purpose");
}

}  // namespace

void type_formulas(Loader& loader, const std::vector<Item>& items) {
  FormulaReader reader(loader);
  for (const Item& item : items) {
    if (const auto* declaration = std::get_if<Declaration>(&item.what)) reader.read(*declaration);
  }
  for (const Item& item : items) {
    if (const auto* outlook = std::get_if<tree::OutlookOf>(&item.what)) reader.read(*outlook);
  }
  for (std::size_t id = 0; id < loader.model.series.size(); ++id) {
    require_outlook(loader, SeriesId(id));
  }
}

void type_one_offs(Loader& loader, const std::vector<Item>& items) {
  Typing typing(loader);
  for (const Item& item : items) {
    const auto* declared = std::get_if<tree::OneOff>(&item.what);
    if (declared == nullptr) continue;
    const auto id = resolve_series(loader, declared->series);
    const auto span = resolve_periods(loader, declared->periods);
    if (!id || !span || loader.poisoned.contains(*id)) continue;
    const Series series = loader.model.at(*id);
    const bool stock = series.kind == SeriesKind::stock;
    if (series.kind != SeriesKind::flow && !stock) {
      loader.error("bad-one-off", declared->series.place,
                   fmt::format("{} is neither a flow nor a stock", series.name),
                   "a one-off is an amount of a flow or a step of a stock");
      continue;
    }
    if (stock != declared->from) {
      loader.error(
          "bad-one-off", declared->periods.place,
          stock ? fmt::format("{} is a stock: a step of it begins and stays", series.name)
                : fmt::format("{} is a flow: an amount of it falls in a period", series.name),
          stock ? fmt::format("one_off {} from ...", series.name)
                : fmt::format("one_off {} in ...", series.name));
      continue;
    }
    const auto amount = typing.number(declared->amount, series.unit, series.name, series.place);
    if (!amount) continue;
    loader.model.one_offs.push_back(
        {*id, *span, stock, *amount, declared->why.text, declared->source.text});
  }
}

}  // namespace headwater::detail
