#include "engine/scenario/detail/chain.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace headwater::detail {

using tree::Item;

Diagnostic error(std::string code, const Place& place, std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.place = place;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

Diagnostic unreadable(const tree::Text& named, const IoError& failure) {
  return error("file-unreadable", named.place, failure.what(),
               "a file is named from the folder of the one that names it");
}

void ChainReader::read(const std::filesystem::path& path, FileId file, Parsed parsed) {
  follow(path, file, std::move(parsed), {});
}

// Parents before the file itself, since operations apply in order, parent first.
void ChainReader::follow(const std::filesystem::path& path, FileId file, Parsed parsed,
                         Paths above) {
  above.push_back(path.lexically_normal());
  diagnostics.insert(diagnostics.end(), parsed.diagnostics.begin(), parsed.diagnostics.end());
  auto& items = parsed.document.items;
  std::erase_if(items, [this, seen = FirstPlaces()](const Item& item) mutable {
    return refuse_second(item, seen);
  });
  for (const Item& item : items) {
    if (const auto* extends = std::get_if<tree::Extends>(&item.what)) {
      follow_parent(path, *extends, above);
    }
  }
  chain.files.push_back(file);
  chain.title = {};
  chain.why.clear();
  refuse_strays(items);
  for (Item& item : items) take(std::move(item), path);
}

void ChainReader::follow_parent(const std::filesystem::path& path, const tree::Extends& extends,
                                const Paths& above) {
  constexpr std::size_t parents_max = 32;
  const auto parent = resolved(path.parent_path(), extends.file);
  if (!parent) return;
  if (std::find(above.begin(), above.end(), *parent) != above.end()) {
    std::string way;
    for (const auto& one : above) way += one.filename().string() + " -> ";
    diagnostics.push_back(
        error("extends-itself", extends.file.place,
              fmt::format("this file extends itself: {}{}", way, parent->filename().string()),
              "leave this line out, or name the file it builds on"));
    return;
  }
  if (above.size() > parents_max) {
    diagnostics.push_back(
        error("too-many-parents", extends.file.place,
              fmt::format("a scenario has at most {} others above it", parents_max),
              "extend one that stands higher"));
    return;
  }
  try {
    const FileId file = sources_.add(parent->string(), read_file(parent->string(), text_bytes_max));
    follow(*parent, file, parse(file, sources_), above);
  } catch (const IoError& failure) {
    diagnostics.push_back(unreadable(extends.file, failure));
  }
}

std::optional<std::filesystem::path> ChainReader::resolved(const std::filesystem::path& folder,
                                                           const tree::Text& file) {
  auto found = confinement_.resolve(folder, file.text);
  if (found.refusal.empty()) return std::move(found.path);
  diagnostics.push_back(error("file-refused", file.place,
                              fmt::format("\"{}\" may not be read: {}", file.text, found.refusal),
                              found.hint));
  return std::nullopt;
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
    if (belongs_in_scenario(item)) continue;
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
