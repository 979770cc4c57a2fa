#include "engine/app/variants_export.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/app/csv_lines.hpp"
#include "engine/tables/json.hpp"

namespace headwater {
namespace {

std::string place_text(const Sources& sources, const std::optional<Place>& place) {
  if (!place) return "";
  return fmt::format("{}:{}", sources.path(place->file),
                     sources.position(place->file, place->begin).line);
}

void write_text(JsonWriter& json, const char* key, const std::string& text) {
  json.key(key);
  if (text.empty()) json.null();
  else json.text(text);
}

void write_titles(JsonWriter& json, const Title& title) {
  json.key("title").text(title.english);
  json.key("title_ja").text(title.japanese);
}

class VariantsJson {
 public:
  explicit VariantsJson(const Sources& sources) : sources_(sources) {}

  std::string text(std::span<const Variant> variants) {
    json_.begin_object();
    json_.key("variants").begin_array();
    for (const Variant& one : variants) write(one);
    json_.end_array();
    json_.end_object();
    return std::move(json_).str();
  }

 private:
  void write(const Variant& variant) {
    json_.begin_object();
    json_.key("file").text(variant.file);
    json_.key("model").text(variant.name);
    write_titles(json_, variant.title);
    json_.key("extends").begin_array();
    for (const BaseModel& one : variant.bases) {
      json_.begin_object();
      json_.key("file").text(one.file);
      write_titles(json_, one.title);
      json_.end_object();
    }
    json_.end_array();
    json_.key("redefined").begin_array();
    for (const Redefinition& one : variant.redefined) write(one);
    json_.end_array();
    json_.key("added").begin_array();
    for (const Addition& one : variant.added) write(one);
    json_.end_array();
    json_.end_object();
  }

  void write(const Redefinition& redefined) {
    json_.begin_object();
    json_.key("series").text(redefined.name);
    json_.key("kind").text(redefined.kind);
    write_titles(json_, redefined.title);
    json_.key("clauses").begin_array();
    for (const ClauseChange& one : redefined.clauses) {
      json_.begin_object();
      write_text(json_, "before", one.before);
      write_text(json_, "after", one.after);
      write_text(json_, "before_at", place_text(sources_, one.before_at));
      write_text(json_, "after_at", place_text(sources_, one.after_at));
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
  }

  void write(const Addition& added) {
    json_.begin_object();
    json_.key("what").text(added.what);
    json_.key("name").text(added.name);
    write_titles(json_, added.title);
    json_.key("section").text(added.section.english);
    json_.key("section_ja").text(added.section.japanese);
    json_.key("at").text(place_text(sources_, added.place));
    json_.end_object();
  }

  const Sources& sources_;
  JsonWriter json_;
};

}  // namespace

std::string variants_json(std::span<const Variant> variants, const Sources& sources) {
  return VariantsJson(sources).text(variants);
}

std::string variants_csv(std::span<const Variant> variants, const Sources& sources) {
  CsvLines csv;
  for (const char* heading : {"file", "extends", "change", "kind", "name", "label", "label_ja",
                              "section", "section_ja", "before", "after", "before_at", "at"}) {
    csv.text(heading);
  }
  csv.end_line();
  for (const Variant& variant : variants) {
    const std::string base = variant.bases.empty() ? "" : variant.bases.front().file;
    const auto begin = [&](const char* change, const std::string& kind, const std::string& name,
                           const Title& title) -> CsvLines& {
      csv.text(variant.file).text(base).text(change).text(kind).text(name);
      return csv.text(title.english).text(title.japanese);
    };
    for (const Redefinition& one : variant.redefined) {
      const auto line = [&](const ClauseChange& clause) {
        begin("redefined", one.kind, one.name, one.title).blank().blank();
        csv.text(clause.before).text(clause.after);
        csv.text(place_text(sources, clause.before_at)).text(place_text(sources, clause.after_at));
        csv.end_line();
      };
      if (one.clauses.empty()) line({});
      for (const ClauseChange& clause : one.clauses) line(clause);
    }
    for (const Addition& one : variant.added) {
      begin("added", one.what, one.name, one.title);
      csv.text(one.section.english).text(one.section.japanese).blank().blank().blank();
      csv.text(place_text(sources, one.place)).end_line();
    }
  }
  return csv.str();
}

}  // namespace headwater
