// The bars of a tornado: which drivers move, and what the ends of each do.
#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/model/detail/change_reader.hpp"

namespace headwater::detail {

namespace {

bool is_pattern(const tree::Name& name) { return name.text.find('*') != std::string::npos; }

bool holds(const std::vector<std::pair<SeriesId, PeriodSpan>>& taken, SeriesId id,
           const PeriodSpan& span) {
  return std::any_of(taken.begin(), taken.end(),
                     [&](const auto& one) { return one.first == id && overlap(one.second, span); });
}

const std::string& title_of(const DriverGroup& group) {
  return group.title.english.empty() ? group.title.japanese : group.title.english;
}

// A formula of a range as share * base + amount; nothing when it is of another shape.
struct OnBase {
  double share = 0;
  double amount = 0;
};
std::optional<OnBase> on_base(const Formulas& formulas, NodeId id) {
  const Node& node = formulas[id];
  if (node.op == NodeOp::constant) return OnBase{0, node.value};
  if (node.op == NodeOp::base) return OnBase{1, 0};
  std::vector<OnBase> sides;
  for (const NodeId arg : node.args) {
    const auto side = on_base(formulas, arg);
    if (!side) return std::nullopt;
    sides.push_back(*side);
  }
  switch (node.op) {
    case NodeOp::convert: return OnBase{sides[0].share * node.value, sides[0].amount * node.value};
    case NodeOp::negate: return OnBase{-sides[0].share, -sides[0].amount};
    case NodeOp::add:
      return OnBase{sides[0].share + sides[1].share, sides[0].amount + sides[1].amount};
    case NodeOp::subtract:
      return OnBase{sides[0].share - sides[1].share, sides[0].amount - sides[1].amount};
    case NodeOp::multiply: {
      if (sides[0].share != 0) std::swap(sides[0], sides[1]);
      if (sides[0].share != 0) return std::nullopt;
      return OnBase{sides[0].amount * sides[1].share, sides[0].amount * sides[1].amount};
    }
    default: return std::nullopt;
  }
}

}  // namespace

std::optional<std::vector<Bar>> ChangeReader::bars(const tree::Tornado& from) {
  std::vector<Clause> clauses;
  bool whole = true;
  for (const tree::Bars& one : from.bars) {
    auto clause = this->clause(from, one);
    if (clause) clauses.push_back(std::move(*clause));
    whole = whole && clause;
  }
  Taken taken;
  if (!whole || !take_named(clauses, taken)) return std::nullopt;
  std::vector<Bar> bars;
  for (Clause& clause : clauses) {
    const std::size_t errors = loader_.errors;
    for (const Moved& one : moved(clause, taken)) {
      auto bar = this->bar(clause, one);
      if (bar) bars.push_back(std::move(*bar));
      if (loader_.errors > errors) break;  // what is wrong with an end is so for every driver
    }
  }
  if (bars.empty() && loader_.errors == 0) {
    loader_.error("nothing-to-vary", from.place,
                  "no driver is left for this tornado to vary: none has a range",
                  "give drivers ranges, or say the ends: low base * 0.9  high base * 1.1");
  }
  for (const Clause& clause : clauses) {
    if (!bars.empty()) note_without_range(clause);
  }
  return bars;
}

std::optional<ChangeReader::Clause> ChangeReader::clause(const tree::Tornado& tornado,
                                                         const tree::Bars& from) {
  Clause clause{&from, {}, nullptr, nullptr, {}};
  if (!periods(from.periods, clause.span)) return std::nullopt;
  const auto& low = from.low ? from.low : tornado.low;
  const auto& high = from.high ? from.high : tornado.high;
  if (!low || !high) {
    loader_.error("end-unsaid", from.place,
                  fmt::format("how far do these go? no {} end is said", low ? "high" : "low"),
                  low    ? "add: high range high"
                  : high ? "add: low range low"
                         : "add: low range low  high range high");
    return std::nullopt;
  }
  clause.low = &*low;
  clause.high = &*high;
  return clause;
}

// Those named by themselves come first: a group or a wildcard then leaves them out.
bool ChangeReader::take_named(const std::vector<Clause>& clauses, Taken& taken) {
  bool whole = true;
  for (const Clause& clause : clauses) {
    for (const tree::Name& name : clause.from->names) {
      if (clause.from->group || is_pattern(name)) continue;
      const auto driver = driver_named(name);
      whole = whole && driver;
      if (!driver) continue;
      if (holds(taken, *driver, clause.span)) {
        loader_.error("bar-twice", name.place, fmt::format("{} has a bar already", name.text),
                      "keep one of them, or give them periods apart");
        whole = false;
      }
      taken.emplace_back(*driver, clause.span);
    }
  }
  return whole;
}

std::vector<ChangeReader::Moved> ChangeReader::moved(const Clause& clause, Taken& taken) {
  if (clause.from->group) return moved_groups(clause, taken);
  std::vector<Moved> all;
  for (const tree::Name& name : clause.from->names) {
    if (!is_pattern(name)) {
      all.push_back(one_driver(*scratch_.find(name.text), true));
      continue;
    }
    for (const SeriesId id : matching(name)) {
      if (holds(taken, id, clause.span)) continue;
      taken.emplace_back(id, clause.span);
      all.push_back(one_driver(id, false));
    }
  }
  if (!clause.from->together || all.empty()) return all;
  Moved whole = std::move(all.front());
  for (std::size_t i = 1; i < all.size(); ++i) {
    whole.name += ", " + all[i].name;
    whole.named = whole.named && all[i].named;
    whole.drivers.push_back(all[i].drivers.front());
  }
  if (all.size() > 1) whole.title = {};
  return {std::move(whole)};
}

std::vector<ChangeReader::Moved> ChangeReader::moved_groups(const Clause& clause, Taken& taken) {
  std::vector<Moved> all;
  for (const tree::Name& name : clause.from->names) {
    const auto groups = groups_named(name);
    if (!groups) continue;
    for (const DriverGroup* group : *groups) {
      Moved whole{group->title, title_of(*group), {}, false};
      for (const SeriesId id : group->drivers) {
        if (holds(taken, id, clause.span)) continue;
        taken.emplace_back(id, clause.span);
        whole.drivers.push_back(id);
      }
      if (clause.from->together && !whole.drivers.empty()) {
        all.push_back(std::move(whole));
        continue;
      }
      for (const SeriesId id : whole.drivers) all.push_back(one_driver(id, false));
    }
  }
  return all;
}

std::optional<std::vector<const DriverGroup*>> ChangeReader::groups_named(const tree::Name& name) {
  std::vector<const DriverGroup*> groups;
  std::vector<std::string> titles;
  for (const DriverGroup& group : scratch_.groups) {
    const bool titled = group.title.english == name.text || group.title.japanese == name.text;
    if (name.text == "*" || titled) groups.push_back(&group);
    titles.push_back(title_of(group));
  }
  if (!groups.empty()) return groups;
  const auto near = nearest(name.text, titles);
  loader_.error("unknown-group", name.place,
                titles.empty() ? "this model has no group of drivers"
                               : fmt::format("no group is titled \"{}\"", name.text),
                near             ? fmt::format("did you mean \"{}\"?", *near)
                : titles.empty() ? "name drivers instead: across *"
                                 : fmt::format("for example \"{}\"", titles.front()));
  return std::nullopt;
}

std::vector<SeriesId> ChangeReader::matching(const tree::Name& pattern) {
  std::vector<SeriesId> drivers;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < scratch_.series.size(); ++i) {
    const Series& series = scratch_.series[i];
    if (series.kind != SeriesKind::driver) continue;
    if (matches(pattern.text, series.name)) drivers.push_back(SeriesId(i));
    names.push_back(series.name);
  }
  if (!drivers.empty()) return drivers;
  const auto near = nearest(pattern.text, names);
  loader_.error("not-a-driver", pattern.place, fmt::format("no driver is named '{}'", pattern.text),
                near ? fmt::format("did you mean {}?", *near)
                     : "a tornado moves drivers: write their names, with * for any characters");
  return drivers;
}

ChangeReader::Moved ChangeReader::one_driver(SeriesId id, bool named) const {
  return {scratch_.at(id).title, scratch_.at(id).name, {id}, named};
}

std::optional<Bar> ChangeReader::bar(Clause& clause, const Moved& moved) {
  Bar bar{moved.title, moved.name, {}, {}, {}, clause.from->place};
  const bool by_range =
      clause.low->from != tree::End::From::value || clause.high->from != tree::End::From::value;
  for (const SeriesId driver : moved.drivers) {
    const Series& series = scratch_.at(driver);
    if (by_range && !(series.range_low && series.range_high)) {
      if (!moved.named) {
        clause.without_range.push_back(driver);
        continue;
      }
      const auto& names = clause.from->names;
      const auto name = std::find_if(names.begin(), names.end(), [&](const tree::Name& one) {
        return one.text == series.name;
      });
      auto& error =
          loader_.error("no-range", name == names.end() ? clause.from->place : name->place,
                        fmt::format("{} has no range", series.name),
                        "say the ends: low base * 0.9  high base * 1.1");
      error.labels.push_back({series.place, "declared here"});
      return std::nullopt;
    }
    const auto low = end(clause, driver, *clause.low);
    const auto high = low ? end(clause, driver, *clause.high) : std::nullopt;
    if (!low || !high) return std::nullopt;
    bar.drivers.push_back(driver);
    bar.low.push_back(*low);
    bar.high.push_back(*high);
  }
  return bar.drivers.empty() ? std::nullopt : std::optional(std::move(bar));
}

std::optional<Operation> ChangeReader::end(const Clause& clause, SeriesId driver,
                                           const tree::End& end) {
  const Series& series = scratch_.at(driver);
  switch (end.from) {
    case tree::End::From::range_low: return end_of_range(clause, driver, *series.range_low);
    case tree::End::From::range_high: return end_of_range(clause, driver, *series.range_high);
    case tree::End::From::value: break;
  }
  Operation operation;
  operation.series = driver;
  operation.span = clause.span;
  operation.place = clause.from->place;
  operation.kind = *common_kind({end.value});
  const auto value = level(end.value, operation);
  if (!value || !reaches(end.value, operation, *value)) return std::nullopt;
  operation.value = *value;
  return operation;
}

std::optional<Operation> ChangeReader::end_of_range(const Clause& clause, SeriesId driver,
                                                    NodeId node) {
  Operation operation;
  operation.series = driver;
  operation.span = clause.span;
  operation.place = clause.from->place;
  const auto formula = on_base(scratch_.formulas, node);
  if (formula && formula->share == 0) {
    operation.value = formula->amount;
  } else if (formula && formula->share == 1 && formula->amount != 0) {
    operation.kind = OperationKind::add;
    operation.value = formula->amount;
  } else if (formula && formula->amount == 0) {
    operation.kind = OperationKind::multiply;
    operation.value = formula->share;
  } else {
    auto& error = loader_.error("odd-range", clause.from->place,
                                fmt::format("the range of {} is neither numbers, nor base plus or "
                                            "times a number",
                                            scratch_.at(driver).name),
                                "say the ends here: low base * 0.9  high base * 1.1");
    error.labels.push_back({scratch_.formulas[node].place, "this end"});
    return std::nullopt;
  }
  return operation;
}

void ChangeReader::note_without_range(const Clause& clause) {
  if (clause.without_range.empty()) return;
  std::string names;
  for (const SeriesId id : clause.without_range) {
    names += (names.empty() ? "" : ", ") + scratch_.at(id).name;
  }
  loader_
      .warning("no-range", clause.from->place,
               fmt::format("left out, since nobody gave them a range: {}", names),
               "give them a range in the model, or a line with ends: across DRIVER  low base * "
               "0.9  high base * 1.1")
      .severity = Severity::note;
}

}  // namespace headwater::detail
