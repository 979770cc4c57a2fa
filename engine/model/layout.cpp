// Checks, driver groups and statements: what is said of series once they are all there.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/model/detail/typing.hpp"

namespace headwater::detail {
namespace {

using tree::Item;

// Names of one sort of statement, each taken once.
class Named {
 public:
  Named(Loader& loader, std::string_view sort) : loader_(loader), sort_(sort) {}

  bool take(const std::string& name, const Place& place) {
    const auto [found, fresh] = first_.try_emplace(name, place);
    if (fresh) return true;
    auto& twice = loader_.error("declared-twice", place,
                                fmt::format("there is a {} '{}' already", sort_, name),
                                "rename one of them, or leave it out");
    twice.labels.push_back({found->second, "first here"});
    return false;
  }

 private:
  Loader& loader_;
  std::string_view sort_;
  std::map<std::string, Place> first_;
};

std::optional<Comparison> comparison_of(const tree::Expr& condition) {
  if (condition.kind != tree::ExprKind::binary) return std::nullopt;
  switch (condition.op) {
    case tree::Operator::eq: return Comparison::equal;
    case tree::Operator::le: return Comparison::less_equal;
    case tree::Operator::ge: return Comparison::greater_equal;
    default: return std::nullopt;
  }
}

bool is_comparison(const tree::Expr& condition) {
  const bool other = condition.op == tree::Operator::lt || condition.op == tree::Operator::gt ||
                     condition.op == tree::Operator::ne;
  return condition.kind == tree::ExprKind::binary && other;
}

void read_check(Loader& loader, Typing& typing, const tree::Check& declared) {
  ModelCheck check;
  check.name = declared.name.text;
  check.title = {declared.title.english.text, declared.title.japanese.text};
  check.place = declared.name.place;
  const auto comparison = comparison_of(declared.condition);
  if (!comparison) {
    const bool compares = is_comparison(declared.condition);
    loader.error("bad-check", compares ? declared.condition.text_place : declared.condition.place,
                 compares ? "a check compares with ==, <= or >=" : "a check compares two sides",
                 "for example total == a + b within 2 JPY mn, or total >= 0 JPY mn");
    return;
  }
  check.comparison = *comparison;
  if (declared.periods) {
    check.span = resolve_periods(loader, *declared.periods);
    if (!check.span) return;
    check.roll_up =
        check.span->count() > 1 && declared.periods->first.text == declared.periods->last.text;
  }
  const auto sides = typing.sides(declared.condition);
  if (!sides) return;
  check.left = sides->left;
  check.right = sides->right;
  if (declared.within) {
    const Unit unit = loader.model.formulas[check.left].unit;
    const auto within =
        typing.number(*declared.within, unit, "the tolerance", declared.condition.place);
    if (!within) return;
    check.within = within;
  }
  loader.model.checks.push_back(std::move(check));
}

// A total is defined by its first cut, if by none of its formulas; the others must agree with it.
void check_cuts(Loader& loader) {
  for (const Series& series : loader.model.series) {
    const bool defined = series.plain || series.outlook;
    for (std::size_t i = defined ? 0 : 1; i < series.parts.size(); ++i) {
      ModelCheck check;
      check.name = series.name + " by " + series.parts[i].by;
      check.title.english = fmt::format("{} by {}", series.title.english, series.parts[i].by);
      check.forecast_only = true;
      check.left = series.parts[i].total;
      check.right = series.parts[i].sum;
      check.place = series.place;
      loader.model.checks.push_back(std::move(check));
    }
  }
}

void read_group(Loader& loader, const tree::Group& declared) {
  DriverGroup group;
  group.title = {declared.title.english.text, declared.title.japanese.text};
  for (const tree::Name& pattern : declared.patterns) {
    bool any = false;
    for (std::size_t i = 0; i < loader.model.series.size(); ++i) {
      const Series& series = loader.model.series[i];
      if (series.kind != SeriesKind::driver || !matches(pattern.text, series.name)) continue;
      group.drivers.push_back(SeriesId(i));
      any = true;
    }
    if (any) continue;
    std::vector<std::string> drivers;
    for (const Series& series : loader.model.series) {
      if (series.kind == SeriesKind::driver) drivers.push_back(series.name);
    }
    const auto near = nearest(pattern.text, drivers);
    loader.error("unknown-name", pattern.place,
                 fmt::format("no driver is named '{}'", pattern.text),
                 near ? fmt::format("did you mean {}?", *near)
                      : "a group holds drivers: write their names, with * for any characters");
  }
  loader.model.groups.push_back(std::move(group));
}

class LayoutReader {
 public:
  explicit LayoutReader(Loader& loader) : loader_(loader) {}

  void read(const tree::Statement& declared) {
    layout_ = {};
    layout_.name = declared.name.text;
    layout_.title = {declared.title.english.text, declared.title.japanese.text};
    std::vector<std::uint32_t> columns;  // of the lines a line may stand below
    for (const tree::StatementLine& line : declared.lines) {
      while (!columns.empty() && columns.back() >= line.column) columns.pop_back();
      const int depth = int(columns.size());
      columns.push_back(line.column);
      for (const auto& entry : line.entries) add(entry.pattern, entry.unfold_by, depth);
    }
    loader_.model.statements.push_back(layout_);
  }

 private:
  void add(const tree::Name& pattern, const std::vector<tree::Name>& unfold, int depth) {
    bool any = false;
    for (std::size_t i = 0; i < loader_.model.series.size(); ++i) {
      const Series& series = loader_.model.series[i];
      const bool wild = pattern.text.find('*') != std::string::npos;
      if (!matches(pattern.text, series.name)) continue;
      if (wild && series.kind == SeriesKind::driver) continue;
      any = true;
      layout_.rows.push_back({SeriesId(i), depth});
      unfold_parts(SeriesId(i), unfold, depth + 1);
    }
    if (!any) resolve_or_report(pattern);
    for (const tree::Name& by : unfold) {
      if (any && !unfolded_.contains(by.text)) {
        loader_.error("unknown-cut", by.place,
                      fmt::format("no total in this line has parts by {}", by.text),
                      "name a cut that a total declares: parts by segment = ...");
      }
    }
    unfolded_.clear();
  }

  void resolve_or_report(const tree::Name& pattern) {
    if (pattern.text.find('*') == std::string::npos) {
      resolve_series(loader_, pattern);
      return;
    }
    loader_.error("unknown-name", pattern.place,
                  fmt::format("no series is named '{}'", pattern.text),
                  "a * stands for any characters: cost.*");
  }

  // Below a total its parts, and below those theirs, cut by cut as far as the line asks.
  void unfold_parts(SeriesId total, const std::vector<tree::Name>& unfold, int depth) {
    for (const tree::Name& by : unfold) {
      for (const Parts& parts : loader_.model.at(total).parts) {
        if (parts.by != by.text) continue;
        unfolded_.insert(by.text);
        const std::vector<SeriesId> members = parts.members;
        for (const SeriesId member : members) {
          layout_.rows.push_back({member, depth});
          unfold_parts(member, unfold, depth + 1);
        }
        return;
      }
    }
  }

  Loader& loader_;
  StatementLayout layout_;
  std::set<std::string> unfolded_;
};

}  // namespace

void read_checks(Loader& loader, const std::vector<Item>& items) {
  Typing typing(loader);
  Named checks(loader, "check");
  for (const Item& item : items) {
    const auto* check = std::get_if<tree::Check>(&item.what);
    if (check == nullptr || !checks.take(check->name.text, check->name.place)) continue;
    read_check(loader, typing, *check);
  }
  check_cuts(loader);
}

void read_layouts(Loader& loader, const std::vector<Item>& items) {
  LayoutReader layouts(loader);
  Named groups(loader, "group");
  Named statements(loader, "statement");
  for (const Item& item : items) {
    if (const auto* group = std::get_if<tree::Group>(&item.what)) {
      const tree::Text& title = group->title.english;
      if (groups.take(title.text, title.place)) read_group(loader, *group);
    } else if (const auto* statement = std::get_if<tree::Statement>(&item.what)) {
      const tree::Name& name = statement->name;
      if (statements.take(name.text, name.place)) layouts.read(*statement);
    }
  }
}

}  // namespace headwater::detail
