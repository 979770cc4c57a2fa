// The declarations' formulas and parts, typed in the units of their series.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "engine/model/detail/driver_line.hpp"
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

// Whether a formula for a period reads `series` in that very period.
bool reads_itself(const Formulas& formulas, NodeId formula, SeriesId series) {
  std::vector<NodeId> open = {formula};
  std::set<NodeId> seen;
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    const Node& node = formulas[id];
    if (node.op == NodeOp::shift || !seen.insert(id).second) continue;
    if (node.op == NodeOp::cell && node.series == series && node.lag == 0) return true;
    open.insert(open.end(), node.args.begin(), node.args.end());
  }
  return false;
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
    read_parts(declaration);
    if (declaration.kind == tree::Kind::driver) {
      read_driver_values(loader_, typing_, id_, declaration);
    } else if (declaration.range) {
      loader_.error("only-drivers", declaration.range->place,
                    fmt::format("{} is no driver, so it has no range", series().name),
                    "leave the range out, or compare in a check");
    }
    if (declaration.uncertain && declaration.kind != tree::Kind::driver) {
      loader_.error("only-drivers", declaration.uncertain->place,
                    fmt::format("{} is no driver, so nothing is drawn for it", series().name),
                    "make the drivers it comes from uncertain");
    }
    series().uncertain = declaration.uncertain;
    if (declaration.basis) {
      series().basis = declaration.basis->word.text;
      series().basis_reason = declaration.basis->reason.text;
    }
  }

  void read_range(const Declaration& declaration) {
    const auto id = loader_.model.find(declaration.name.text);
    if (declaration.kind != tree::Kind::driver || !id || loader_.poisoned.contains(*id)) return;
    if (ranged_.insert(*id).second) read_driver_range(loader_, typing_, *id, declaration);
  }

  void read(const tree::OutlookOf& outlook) {
    const auto id = resolve_series(loader_, outlook.name);
    if (!id || loader_.poisoned.contains(*id)) return;
    id_ = *id;
    if (series().kind == SeriesKind::driver) {
      auto& error =
          loader_.error("only-series", outlook.name.place,
                        fmt::format("{} is a driver: it has a value, no outlook", series().name),
                        fmt::format("write it there: = {}", text_of(outlook.formula.expr)));
      error.labels.push_back({series().place, "declared here"});
      return;
    }
    if (series().outlook || loader_.poisoned_formulas.contains(id_)) {
      if (!series().outlook) return;
      auto& error = loader_.error("two-formulas", outlook.name.place,
                                  fmt::format("{} has an outlook already", series().name),
                                  "keep one of them");
      error.labels.push_back({loader_.model.formulas[*series().outlook].place, "the first"});
      return;
    }
    add(outlook.formula, tree::Kind::flow);
  }

 private:
  Series& series() { return loader_.model.series[std::size_t(id_)]; }
  std::string text_of(const tree::Expr& expr) const {
    return std::string(loader_.sources.text(expr.place));
  }

  std::optional<NodeId> in_own_unit(const tree::Expr& expr) {
    const Series& own = series();  // which stays where it is: typing adds nodes only
    return typing_.in_unit(expr, own.unit, own.name, own.place, {&own, false});
  }

  void add(const tree::Formula& formula, tree::Kind kind) {
    if (kind == tree::Kind::driver) {
      add_default(formula);
      return;
    }
    const bool outlook = formula.role == tree::Role::outlook;
    if (outlook && series().actual_only) {
      loader_.error("actual-only", formula.place,
                    fmt::format("{} is 'actual only', so it has no outlook", series().name),
                    "leave out one of the two");
      return;
    }
    const auto node = in_own_unit(formula.expr);
    if (!node || (formula.role == tree::Role::history && refuse_self(formula, *node))) {
      loader_.poisoned_formulas.insert(id_);
      return;
    }
    slot_of(series(), formula.role) = node;
  }

  void add_default(const tree::Formula& formula) {
    if (formula.role != tree::Role::plain) {
      loader_.error("only-series", formula.place,
                    fmt::format("{} is a driver: it has one value, and no history, outlook or "
                                "before",
                                series().name),
                    fmt::format("write it alone: = {}", text_of(formula.expr)));
      loader_.poisoned_formulas.insert(id_);
      return;
    }
    if (const auto node = in_own_unit(formula.expr)) {
      series().defaults.push_back({0, std::nullopt, *node});
    } else {
      loader_.poisoned_formulas.insert(id_);
    }
  }

  // A history that needs itself is never known; an outlook that does is told with its circle.
  bool refuse_self(const tree::Formula& formula, NodeId node) {
    if (!reads_itself(loader_.model.formulas, node, id_)) return false;
    loader_.error("reads-itself", formula.expr.place,
                  fmt::format("the history of {} reads {} itself in the same period", series().name,
                              series().name),
                  fmt::format("read the period before, {}[-1], or another series", series().name));
    return true;
  }

  void read_parts(const Declaration& declaration) {
    const bool total = series().kind == SeriesKind::flow || series().kind == SeriesKind::stock;
    if (!declaration.parts.empty() && !total) {
      loader_.error(
          "only-totals", declaration.parts.front().by.place,
          fmt::format("{} is neither a flow nor a stock, so it has no parts", series().name),
          "write what it is: = ...");
      loader_.poisoned_formulas.insert(id_);
      return;
    }
    for (const auto& parts : declaration.parts) add(parts);
  }

  void add(const tree::Parts& parts) {
    Parts result;
    result.by = parts.by.text;
    tree::Expr sum;
    for (const tree::Name& member : parts.members) {
      const auto id = member_of(member);
      if (!id || refuse_again(parts, member, result.members, *id)) {
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
    if (const auto node = in_own_unit(sum)) {
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

  bool refuse_again(const tree::Parts& parts, const tree::Name& member,
                    const std::vector<SeriesId>& earlier, SeriesId id) {
    const auto found = std::find(earlier.begin(), earlier.end(), id);
    if (found == earlier.end()) return false;
    auto& twice = loader_.error(
        "part-twice", member.place,
        fmt::format("{} is a part of {} twice", loader_.model.at(id).name, series().name),
        "leave one of them out");
    const auto index = std::size_t(found - earlier.begin());
    twice.labels.push_back({parts.members[index].place, "the first"});
    return true;
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
    if (is_poisoned(loader_, member.text)) return std::nullopt;
    auto known = loader_.model.series_names();
    const auto near = nearest(stem + "." + member.text, known);
    loader_.error(
        "unknown-name", member.place,
        fmt::format("neither {}.{} nor {} is declared", stem, member.text, member.text),
        near ? fmt::format("did you mean {}?", *near)
             : fmt::format("declare it: flow {}.{} : {}", stem, member.text, series().unit.text()));
    return std::nullopt;
  }

  Loader& loader_;
  Typing typing_;
  SeriesId id_{};
  std::set<SeriesId> declared_;
  std::set<SeriesId> ranged_;
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
  loader.error(
      "no-outlook", series.place,
      fmt::format("{} says nothing about the periods after its last actual", series.name),
      fmt::format("add below it: outlook = {}[-1], or on purpose: actual only", series.name));
}

}  // namespace

void type_formulas(Loader& loader, const std::vector<Item>& items) {
  FormulaReader reader(loader);
  for (const Item& item : items) {
    if (const auto* one = std::get_if<Declaration>(&item.what)) reader.read_range(*one);
  }
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

}  // namespace headwater::detail
