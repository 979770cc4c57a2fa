// Redefinitions: what a model that extends another says anew of a series.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/model/detail/compose.hpp"
#include "engine/model/file_trail.hpp"

namespace headwater::detail {
namespace {

using tree::Declaration;
using tree::Item;
using tree::Role;

// A formula or value that gives way stays known by its place, for whoever asks what stood there.
template <typename GivesWay>
void supersede_formulas(Declaration& base, GivesWay gives_way) {
  for (const tree::Formula& formula : base.formulas) {
    if (gives_way(formula.role)) base.superseded.push_back(formula.expr.place);
  }
  std::erase_if(base.formulas,
                [&](const tree::Formula& formula) { return gives_way(formula.role); });
}

bool says_outlook(const Declaration& change) {
  return change.value || std::any_of(change.formulas.begin(), change.formulas.end(),
                                     [](const tree::Formula& formula) {
                                       return formula.role == Role::plain ||
                                              formula.role == Role::outlook;
                                     });
}

void supersede_value(Declaration& base) {
  if (!base.value || base.value->entries.empty()) return;
  const Place& first = base.value->entries.front().value.place;
  const Place& last = base.value->entries.back().value.place;
  base.superseded.push_back({first.file, first.begin, last.end});
  base.value.reset();
}

// `= ...` on the line of a driver is its value, on that of a series its formula.
void settle_value(Declaration& change, tree::Kind kind) {
  if (kind == tree::Kind::driver || !change.value || change.value->entries.size() != 1) return;
  tree::Entry& only = change.value->entries.front();
  if (only.periods || !only.position.text.empty() || !change.value->by.empty()) return;
  change.formulas.insert(change.formulas.begin(),
                         {Role::plain, std::move(only.value), change.name.place});
  change.value.reset();
}

// A plain formula says it whole: nothing of the old history and outlook is left.
void take_formula(Declaration& base, tree::Formula formula) {
  const bool whole = formula.role == Role::plain;
  supersede_formulas(
      base, [&](Role role) { return whole ? role != Role::before : role == formula.role; });
  if (whole) supersede_value(base);
  base.formulas.push_back(std::move(formula));
}

void take_parts(Declaration& base, tree::Parts parts) {
  const auto same = std::find_if(base.parts.begin(), base.parts.end(), [&](const auto& earlier) {
    return earlier.by.text == parts.by.text;
  });
  if (same != base.parts.end()) {
    *same = std::move(parts);
  } else {
    base.parts.push_back(std::move(parts));
  }
}

void redefine(Declaration& base, Declaration change) {
  settle_value(change, base.kind);
  base.solve = change.solve;
  if (says_outlook(change)) base.actual_only = false;
  if (change.value) {
    supersede_value(base);
    supersede_formulas(base, [](Role) { return true; });
    base.value = std::move(change.value);
  }
  // Whole before part: a plain formula never takes away what stands beside it.
  std::stable_partition(change.formulas.begin(), change.formulas.end(),
                        [](const tree::Formula& one) { return one.role == Role::plain; });
  for (tree::Formula& formula : change.formulas) take_formula(base, std::move(formula));
  for (tree::Parts& parts : change.parts) take_parts(base, std::move(parts));
  if (!change.title.english.text.empty()) base.title.english = std::move(change.title.english);
  if (!change.title.japanese.text.empty()) base.title.japanese = std::move(change.title.japanese);
  if (change.rolls_up_as) base.rolls_up_as = std::move(change.rolls_up_as);
  if (change.range) base.range = std::move(change.range);
  if (change.uncertain) base.uncertain = std::move(change.uncertain);
  if (change.basis) base.basis = std::move(change.basis);
  if (change.actual_only) {
    base.actual_only = true;
    supersede_formulas(base, [](Role role) { return role == Role::outlook; });
  }
}

class Redefinitions {
 public:
  Redefinitions(std::vector<Item>& items, std::vector<Diagnostic>& diagnostics)
      : items_(items), diagnostics_(diagnostics), done_(items.size(), false) {}

  void apply() {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (const auto* outlook = std::get_if<tree::OutlookOf>(&items_[i].what)) {
        outlooks_[outlook->name.text].push_back(i);
      } else if (auto* declaration = std::get_if<Declaration>(&items_[i].what)) {
        declaration->redefines ? apply(i, *declaration) : declare(i, *declaration);
      }
    }
    std::size_t at = 0;
    std::erase_if(items_, [&](const Item&) { return done_[at++]; });
  }

 private:
  void declare(std::size_t index, const Declaration& declaration) {
    declared_.try_emplace(declaration.name.text, index);
  }

  void apply(std::size_t index, Declaration& change) {
    done_[index] = true;
    const auto found = declared_.find(change.name.text);
    if (found == declared_.end()) return refuse(change.name);
    auto& base = std::get<Declaration>(items_[found->second].what);
    if (change.actual_only || says_outlook(change)) retire_outlooks(change.name.text, base);
    redefine(base, std::move(change));
  }

  // An earlier `outlook NAME = ...` gives way as a clause would.
  void retire_outlooks(const std::string& name, Declaration& base) {
    const auto earlier = outlooks_.extract(name);
    if (earlier.empty()) return;
    for (const std::size_t index : earlier.mapped()) {
      base.superseded.push_back(std::get<tree::OutlookOf>(items_[index].what).formula.expr.place);
      done_[index] = true;
    }
  }

  void refuse(const tree::Name& name) {
    if (++refused_ > mistakes_max) return;
    std::vector<std::string> known;
    bool later = false;
    for (const Item& item : items_) {
      const auto* declaration = std::get_if<Declaration>(&item.what);
      if (declaration == nullptr || declaration->redefines) continue;
      known.push_back(declaration->name.text);
      later = later || declaration->name.text == name.text;
    }
    const auto near = nearest(name.text, known);
    diagnostics_.push_back(
        error("nothing-to-redefine", name.place,
              later ? fmt::format("{} is declared only further down", name.text)
                    : fmt::format("no series {} is declared before this", name.text),
              later  ? "put the redefinition below its declaration"
              : near ? fmt::format("did you mean {}?", *near)
                     : fmt::format("declare it instead: flow {} : UNIT", name.text)));
  }

  std::vector<Item>& items_;
  std::vector<Diagnostic>& diagnostics_;
  std::size_t refused_ = 0;
  std::vector<bool> done_;  // by item: it has said what it had to
  std::map<std::string, std::size_t> declared_;
  std::map<std::string, std::vector<std::size_t>> outlooks_;
};

}  // namespace

void apply_redefinitions(std::vector<Item>& items, std::vector<Diagnostic>& diagnostics) {
  Redefinitions(items, diagnostics).apply();
}

}  // namespace headwater::detail
