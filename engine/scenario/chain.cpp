#include "engine/scenario/detail/chain.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace headwater::detail {

using tree::Item;

void ChainReader::read(const std::filesystem::path& path, FileId file, Parsed parsed) {
  follow({file, std::move(parsed), {path.lexically_normal()}});
}

// Parents before the file itself, since operations apply in order, parent first.
void ChainReader::follow(FileTrail::Opened opened) {
  const auto& said = opened.parsed.diagnostics;
  diagnostics.insert(diagnostics.end(), said.begin(), said.end());
  auto& items = opened.parsed.document.items;
  std::erase_if(items, [this, seen = FirstPlaces()](const Item& item) mutable {
    return refuse_second(item, seen);
  });
  for (const Item& item : items) {
    const auto* extends = std::get_if<tree::Extends>(&item.what);
    if (extends == nullptr) continue;
    auto parent = trail.open(opened.above, extends->file, "extends");
    if (parent) follow(std::move(*parent));
  }
  chain.files.push_back(opened.file);
  chain.title = {};
  chain.why.clear();
  refuse_strays(items);
  for (Item& item : items) take(std::move(item), opened.above.back());
}

// Whether a statement of which a file has one stands there a second time; reports it.
bool ChainReader::refuse_second(const Item& item, FirstPlaces& seen) {
  const bool as_of = std::holds_alternative<tree::AsOf>(item.what);
  const bool once = as_of || std::holds_alternative<tree::ScenarioHeader>(item.what) ||
                    std::holds_alternative<tree::ModelFile>(item.what) ||
                    std::holds_alternative<tree::Extends>(item.what) ||
                    std::holds_alternative<tree::Why>(item.what);
  if (!once) return false;
  const auto [first, fresh] = seen.try_emplace(item.what.index(), item.place);
  if (fresh) return false;
  const std::string_view words = sources_.text(item.place);
  Diagnostic twice = error("header-twice", item.place,
                           fmt::format("this scenario has a line '{} ...' already",
                                       as_of ? words : words.substr(0, words.find(' '))),
                           "keep one of them");
  twice.labels.push_back({first->second, "the first"});
  diagnostics.push_back(std::move(twice));
  return true;
}

// Statements of a model that have strayed into a scenario.
void ChainReader::refuse_strays(const std::vector<Item>& items) {
  std::size_t strays = 0;
  for (const Item& item : items) {
    const bool included = std::holds_alternative<tree::Include>(item.what);
    if (belongs_in(item) != Belongs::model && !included) continue;
    if (++strays > mistakes_max) return diagnostics.push_back(more_mistakes(item.place));
    diagnostics.push_back(
        error("model-in-scenario", item.place,
              "this belongs in a model file, and this file is a scenario",
              "move it there; a scenario changes drivers: set, add, multiply, sweep"));
  }
}

void ChainReader::take(Item item, const std::filesystem::path& path) {
  if (auto* header = std::get_if<tree::ScenarioHeader>(&item.what)) {
    chain.title = {header->title.english.text, header->title.japanese.text};
  } else if (auto* model = std::get_if<tree::ModelFile>(&item.what)) {
    chain.model = *model;
    chain.model_folder = path.parent_path();
  } else if (auto* as_of = std::get_if<tree::AsOf>(&item.what)) {
    chain.as_of = *as_of;
  } else if (auto* why = std::get_if<tree::Why>(&item.what)) {
    chain.why = why->text.text;
  } else if (std::holds_alternative<tree::Operation>(item.what) ||
             std::holds_alternative<tree::Sweep>(item.what)) {
    chain.items.push_back(std::move(item));
  }
}

}  // namespace headwater::detail
