#include "engine/model/variants.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/lang/tree.hpp"
#include "engine/model/detail/clauses.hpp"
#include "engine/model/detail/composed.hpp"

namespace headwater {
namespace {

using detail::Clause;
using tree::Declaration;
using tree::Item;

Title title_of(const tree::Title& title) { return {title.english.text, title.japanese.text}; }

std::string_view kind_of(const Declaration& declaration) {
  switch (declaration.kind) {
    case tree::Kind::flow: return "flow";
    case tree::Kind::stock: return "stock";
    case tree::Kind::price: return "price";
    case tree::Kind::ratio: return "ratio";
    case tree::Kind::driver: break;
  }
  return "driver";
}

// What a model declares, by name, and the titles of its blocks that close circles.
struct Declared {
  std::vector<Declaration> series;  // in order; `outlook NAME = ...` among their formulas
  std::map<std::string, std::size_t> by_name;
  std::vector<std::string> solves;

  explicit Declared(const std::vector<Item>& items) {
    for (const Item& item : items) {
      if (const auto* one = std::get_if<Declaration>(&item.what)) {
        by_name.try_emplace(one->name.text, series.size());
        series.push_back(*one);
      } else if (const auto* solve = std::get_if<tree::Solve>(&item.what)) {
        solves.push_back(solve->title.english.text);
      }
    }
    for (const Item& item : items) {
      const auto* outlook = std::get_if<tree::OutlookOf>(&item.what);
      const auto found = outlook == nullptr ? by_name.end() : by_name.find(outlook->name.text);
      if (found != by_name.end()) series[found->second].formulas.push_back(outlook->formula);
    }
  }

  const Declaration* find(const std::string& name) const {
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : &series[found->second];
  }
};

// What of the clauses of a series differs, in the order of the new ones; what is gone comes last.
std::vector<ClauseChange> changed_clauses(const std::vector<Clause>& before,
                                          const std::vector<Clause>& after) {
  const auto find = [](const std::vector<Clause>& clauses, const std::string& key) {
    const auto found = std::ranges::find(clauses, key, &Clause::key);
    return found == clauses.end() ? nullptr : &*found;
  };
  std::vector<ClauseChange> changes;
  for (const Clause& one : after) {
    const Clause* was = find(before, one.key);
    if (was != nullptr && was->text == one.text) continue;
    if (was == nullptr) changes.push_back({"", one.text, std::nullopt, one.place});
    else changes.push_back({was->text, one.text, was->place, one.place});
  }
  for (const Clause& one : before) {
    if (find(after, one.key) == nullptr) {
      changes.push_back({one.text, "", one.place, std::nullopt});
    }
  }
  return changes;
}

// A statement that has a name of its own; of series see Declared.
std::optional<Addition> named(const Item& item) {
  const auto of = [&item](std::string_view what, const tree::Name& name, const tree::Title& title) {
    return Addition{std::string(what), name.text, title_of(title), {}, item.place};
  };
  if (const auto* check = std::get_if<tree::Check>(&item.what)) {
    return of("check", check->name, check->title);
  }
  if (const auto* statement = std::get_if<tree::Statement>(&item.what)) {
    return of("statement", statement->name, statement->title);
  }
  if (const auto* unit = std::get_if<tree::UnitDeclaration>(&item.what)) {
    return of("unit", unit->name, unit->title);
  }
  if (const auto* table = std::get_if<tree::TableDeclaration>(&item.what)) {
    return of("table", table->name, {});
  }
  if (const auto* deals = std::get_if<tree::PipelineDeclaration>(&item.what)) {
    return of("pipeline", deals->name, {});
  }
  if (const auto* one_off = std::get_if<tree::OneOff>(&item.what)) {
    const tree::Name& first = one_off->periods.first;
    return of("one_off", {one_off->series.text + " " + first.text, {}}, {{one_off->why}, {}});
  }
  if (const auto* group = std::get_if<tree::Group>(&item.what)) {
    return of("group", {group->title.english.text, {}}, group->title);
  }
  if (const auto* solve = std::get_if<tree::Solve>(&item.what)) {
    return of("solve", {solve->title.english.text, {}}, solve->title);
  }
  return std::nullopt;
}

// A file of data each.
std::vector<Addition> files_of(const Item& item) {
  std::vector<Addition> files;
  if (const auto* data = std::get_if<tree::DataFiles>(&item.what)) {
    for (const tree::Text& one : data->files) {
      files.push_back({data->guidance ? "guidance" : "actuals", one.text, {}, {}, item.place});
    }
  }
  return files;
}

// What the top file and those it includes say beside redefinitions.
std::vector<Addition> additions(const std::vector<Item>& base, const std::vector<Item>& items) {
  std::multiset<std::pair<std::string, std::string>> there;
  const auto each = [](const Item& item, auto take) {
    if (const auto* series = std::get_if<Declaration>(&item.what)) {
      take(Addition{std::string(kind_of(*series)),
                    series->name.text,
                    title_of(series->title),
                    {},
                    series->name.place});
    } else if (const auto one = named(item)) {
      take(*one);
    }
    for (const Addition& one : files_of(item)) take(one);
  };
  for (const Item& item : base) {
    each(item, [&](const Addition& one) { there.insert({one.what, one.name}); });
  }
  std::vector<Addition> added;
  const tree::Section* section = nullptr;
  for (const Item& item : items) {
    if (const auto* one = std::get_if<tree::Section>(&item.what)) section = one;
    each(item, [&](Addition one) {
      const auto known = there.find({one.what, one.name});
      if (known != there.end()) {
        there.erase(known);
        return;
      }
      // A section ends with its file.
      const bool within = section != nullptr && section->title.english.place.file == one.place.file;
      if (within) one.section = title_of(section->title);
      added.push_back(std::move(one));
    });
  }
  return added;
}

std::vector<Redefinition> redefinitions(const Declared& base, const Declared& top) {
  std::vector<Redefinition> redefined;
  for (const Declaration& before : base.series) {
    const Declaration* after = top.find(before.name.text);
    if (after == nullptr) continue;
    auto clauses = changed_clauses(detail::clauses_of(before, base.solves),
                                   detail::clauses_of(*after, top.solves));
    const bool said_again = after->superseded.size() > before.superseded.size();
    if (clauses.empty() && !said_again) continue;
    redefined.push_back({before.name.text, std::string(kind_of(*after)), title_of(after->title),
                         std::move(clauses)});
  }
  return redefined;
}

const tree::ModelHeader* header_of(const std::vector<Item>& items) {
  for (const Item& item : items) {
    if (const auto* header = std::get_if<tree::ModelHeader>(&item.what)) return header;
  }
  return nullptr;
}

}  // namespace

Checked<Variant> variant_of(const std::filesystem::path& path, Sources& sources,
                            const FileConfinement& confinement) {
  auto top = detail::compose_model(path, sources, confinement);
  Checked<Variant> checked{std::nullopt, std::move(top.diagnostics)};
  if (!top) return checked;
  Variant variant;
  variant.file = path.string();
  if (const auto* header = header_of(top.value->items)) {
    variant.name = header->name.text;
    variant.title = title_of(header->title);
  }
  std::filesystem::path folder = path.parent_path();
  auto above = top.value->extends;
  while (above) {
    const auto found = confinement.resolve(folder, above->text);
    auto base = detail::compose_model(found.path, sources, confinement);
    if (!base) return checked;  // said already: what a file extends is read with it
    const auto* header = header_of(base.value->items);
    variant.bases.push_back({above->text, header == nullptr ? Title{} : title_of(header->title)});
    if (variant.bases.size() == 1) {
      const Declared before(base.value->items);
      variant.redefined = redefinitions(before, Declared(top.value->items));
      variant.added = additions(base.value->items, top.value->items);
    }
    folder = found.path.parent_path();
    above = base.value->extends;
  }
  checked.value = std::move(variant);
  return checked;
}

}  // namespace headwater
