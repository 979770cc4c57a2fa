#include "engine/model/detail/compose.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/model/file_trail.hpp"

namespace headwater::detail {
namespace {

using tree::Item;

class Composer {
 public:
  Composer(Sources& sources, const FileConfinement& confinement)
      : trail_(sources, confinement, composed_.diagnostics) {}

  Composed compose(FileTrail::Opened top) {
    composed_.items = items_of(std::move(top), Named::extended);
    return std::move(composed_);
  }

 private:
  enum class Named { extended, included };

  std::vector<Item> items_of(FileTrail::Opened opened, Named named) {
    composed_.files.push_back(opened.file);
    auto& said = composed_.diagnostics;
    said.insert(said.end(), opened.parsed.diagnostics.begin(), opened.parsed.diagnostics.end());
    std::vector<Item> inherited;
    std::vector<Item> own;
    std::optional<Place> first;
    for (Item& item : opened.parsed.document.items) {
      if (const auto* extends = std::get_if<tree::Extends>(&item.what)) {
        if (refuse_extends(item.place, named, first)) continue;
        inherited = named_by(opened.above, extends->file, Named::extended);
      } else if (const auto* include = std::get_if<tree::Include>(&item.what)) {
        for (Item& one : named_by(opened.above, include->file, Named::included)) {
          own.push_back(std::move(one));
        }
      } else if (!refuse_stray(item, opened.above.back())) {
        own.push_back(std::move(item));
      }
    }
    return joined(std::move(inherited), std::move(own));
  }

  std::vector<Item> named_by(const FileTrail::Paths& above, const tree::Text& file, Named named) {
    const bool extended = named == Named::extended;
    auto opened = trail_.open(above, file, extended ? "extends" : "includes");
    return opened ? items_of(std::move(*opened), named) : std::vector<Item>();
  }

  static std::vector<Item> joined(std::vector<Item> inherited, std::vector<Item> own) {
    std::set<std::size_t> headers;
    for (const Item& item : own) {
      if (is_header(item)) headers.insert(item.what.index());
    }
    std::erase_if(inherited, [&headers](const Item& item) {
      return is_header(item) && headers.contains(item.what.index());
    });
    for (Item& item : own) inherited.push_back(std::move(item));
    return inherited;
  }

  static bool is_header(const Item& item) {
    return std::holds_alternative<tree::ModelHeader>(item.what) ||
           std::holds_alternative<tree::CalendarHeader>(item.what) ||
           std::holds_alternative<tree::Horizon>(item.what);
  }

  bool refuse_extends(const Place& place, Named named, std::optional<Place>& first) {
    if (named == Named::included) {
      composed_.diagnostics.push_back(error("extends-within-include", place,
                                            "a file that is included extends none",
                                            "write this line in the file that includes it"));
      return true;
    }
    if (!first) {
      first = place;
      return false;
    }
    Diagnostic twice = error("header-twice", place, "this model has an 'extends' line already",
                             "keep one of them; `include` takes any number of files");
    twice.labels.push_back({*first, "the first"});
    composed_.diagnostics.push_back(std::move(twice));
    return true;
  }

  bool refuse_stray(const Item& item, const std::filesystem::path& path) {
    if (belongs_in(item) != Belongs::scenario) return false;
    if (++strays_ > mistakes_max) {
      if (strays_ == mistakes_max + 1) composed_.diagnostics.push_back(more_mistakes(item.place));
      return true;
    }
    composed_.diagnostics.push_back(
        error("scenario-in-model", item.place,
              "this belongs in a scenario file, and this file is a model",
              fmt::format("move it to a file that begins: scenario \"Title\", then: model \"{}\"",
                          path.filename().string())));
    return true;
  }

  Composed composed_;
  FileTrail trail_;
  std::size_t strays_ = 0;
};

}  // namespace

Composed compose(const std::filesystem::path& path, FileId file, Parsed parsed, Sources& sources,
                 const FileConfinement& confinement) {
  FileTrail::Opened top{file, std::move(parsed), {path.lexically_normal()}};
  return Composer(sources, confinement).compose(std::move(top));
}

}  // namespace headwater::detail
