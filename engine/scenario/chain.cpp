#include "engine/scenario/detail/chain.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace headwater::detail {

using tree::Item;

bool is_model(const tree::Document& document) {
  for (const Item& item : document.items) {
    if (belongs_in(item) != Belongs::either) return belongs_in(item) == Belongs::model;
  }
  return false;
}

void ChainReader::read(const std::filesystem::path& path, FileId file, Parsed parsed) {
  taken_.insert(path.lexically_normal());
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
    if (extends != nullptr) follow_named(opened.above, extends->file, "extends");
  }
  chain.files.push_back(opened.file);
  chain.title = {};
  chain.why.clear();
  refuse_strays(items);
  for (Item& item : items) {
    if (const auto* included = std::get_if<tree::Include>(&item.what)) {
      include(opened, *included, item.place);
    } else if (way_.empty() || !refuse_other(item, opened.above.back())) {
      take(std::move(item), opened.above.back());
    }
  }
}

// A file that is named a second time is read to say what is wrong with it, and then left aside.
void ChainReader::follow_named(const FileTrail::Paths& above, const tree::Text& named,
                               std::string_view verb) {
  auto opened = trail.open(above, named, verb);
  if (opened && is_model(opened->parsed.document)) {
    const bool extends = verb == "extends";
    diagnostics.push_back(
        error("model-in-scenario", named.place,
              fmt::format("\"{}\" is a model, and a scenario {} a scenario", named.text, verb),
              extends ? fmt::format("build on it: model \"{}\"", named.text)
                      : "include models in a model, and scenarios here"));
    return;
  }
  if (opened && taken_.insert(opened->above.back()).second) follow(std::move(*opened));
}

// The changes and studies of another scenario, among the file's own; its title and reason stay out.
void ChainReader::include(const FileTrail::Opened& opened, const tree::Include& include,
                          const Place& place) {
  const Title title = chain.title;
  const std::string why = chain.why;
  way_.push_back({place, include.override});
  follow_named(opened.above, include.file, "includes");
  way_.pop_back();
  chain.title = title;
  chain.why = why;
}

// A file that is included builds on the same model and the same results.
bool ChainReader::refuse_other(const Item& item, const std::filesystem::path& path) {
  const auto* model = std::get_if<tree::ModelFile>(&item.what);
  const auto* as_of = std::get_if<tree::AsOf>(&item.what);
  const auto whole = [](const std::filesystem::path& folder, const tree::Text& file) {
    return (folder / file.text).lexically_normal();
  };
  const bool other_model =
      model != nullptr && chain.model &&
      whole(path.parent_path(), model->file) != whole(chain.model_folder, chain.model->file);
  const bool other_vintage =
      as_of != nullptr && chain.as_of && as_of->period.text != chain.as_of->period.text;
  if (!other_model && !other_vintage) return false;
  Diagnostic other = error("include-differs", item.place,
                           other_model ? "this file is included by one of another model"
                                       : "this file is included by one as of another period",
                           "leave this line out: the file that includes it says so");
  other.labels.push_back({way_.back().line, "included here"});
  diagnostics.push_back(std::move(other));
  return true;
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
    if (belongs_in(item) != Belongs::model) continue;
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
  } else if (belongs_in(item) == Belongs::scenario &&
             !std::holds_alternative<tree::Extends>(item.what)) {
    chain.items.push_back({std::move(item), way_});
  }
}

}  // namespace headwater::detail
