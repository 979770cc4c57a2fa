#include "engine/app/variants_view.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/variants_phrases.hpp"

namespace headwater {
namespace {

PageLine line(std::string lead, std::string text) {
  return {std::move(lead), {std::move(text)}, "", "", ""};
}

class VariantView {
 public:
  VariantView(const Variant& variant, const Sources& sources, Language language)
      : variant_(variant),
        sources_(sources),
        words_(phrases(language)),
        own_(variants_phrases(language)) {}

  void add_to(Page& page, VariantsAs as) const {
    page.blocks.emplace_back(PageTitle{
        in_language(variant_.title, words_) + say(words_.in_brackets, variant_.file), ""});
    PageLines bases{"", {}, Apart::no};
    for (const BaseModel& one : variant_.bases) {
      const std::string_view phrase = bases.lines.empty() ? own_.extends : own_.which_extends;
      bases.lines.push_back(line("", say(phrase, one.file, in_language(one.title, words_))));
    }
    if (variant_.bases.empty()) bases.lines.push_back(line("", std::string(own_.extends_none)));
    page.blocks.emplace_back(std::move(bases));
    if (variant_.bases.empty()) return;
    const bool as_table = as == VariantsAs::table && !variant_.redefined.empty();
    if (as_table) page.blocks.emplace_back(table());
    else page.blocks.emplace_back(redefined());
    page.blocks.emplace_back(added());
  }

 private:
  std::string heading(std::string_view some, std::string_view none, std::size_t count) const {
    return count == 0 ? std::string(none) : say(some, count);
  }

  PageLines redefined() const {
    PageLines lines{
        heading(own_.redefines, own_.redefines_none, variant_.redefined.size()), {}, Apart::yes};
    for (const Redefinition& one : variant_.redefined) {
      lines.lines.push_back(line("  ", label(one)));
      if (one.clauses.empty()) lines.lines.push_back(line("    ", std::string(own_.as_it_was)));
      for (const ClauseChange& clause : one.clauses) {
        lines.lines.push_back(
            line("    " + std::string(own_.before), written(clause.before, clause.before_at)));
        lines.lines.push_back(
            line("    " + std::string(own_.after), written(clause.after, clause.after_at)));
      }
    }
    return lines;
  }

  PageTable table() const {
    TextTable table;
    table.columns = {{std::string(own_.series), Align::left, 0, 0},
                     {std::string(own_.was), Align::left, 0, 2},
                     {std::string(own_.is), Align::left, 0, 2}};
    for (const Redefinition& one : variant_.redefined) {
      if (one.clauses.empty()) {
        table.rows.push_back({{label(one), std::string(own_.as_it_was), ""}, ""});
      }
      for (const ClauseChange& clause : one.clauses) {
        table.rows.push_back({{label(one), written(clause.before, clause.before_at),
                               written(clause.after, clause.after_at)},
                              ""});
      }
    }
    return {say(own_.redefines, variant_.redefined.size()), std::move(table), Apart::yes};
  }

  // By its name as it is typed, and by its title where it has one.
  std::string label(const Redefinition& one) const {
    const std::string title = in_language(one.title, words_);
    return title.empty() ? one.name : fmt::format("{}  {}", one.name, title);
  }

  std::string written(const std::string& text, const std::optional<Place>& place) const {
    if (text.empty()) return std::string(own_.no_clause);
    if (!place) return text;
    const auto at = sources_.position(place->file, place->begin).line;
    return text + say(words_.in_brackets, fmt::format("{}:{}", sources_.path(place->file), at));
  }

  // Series by section where their file has some, everything else by its kind.
  PageLines added() const {
    PageLines lines{heading(own_.adds, own_.adds_none, variant_.added.size()), {}, Apart::yes};
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;  // in order
    for (const Addition& one : variant_.added) {
      const std::string section = in_language(one.section, words_);
      const std::string what =
          section.empty() || !is_series(one.what) ? std::string(kinds(one.what)) : section;
      auto found = std::ranges::find(groups, what, [](const auto& group) { return group.first; });
      if (found == groups.end()) found = groups.insert(groups.end(), {what, {}});
      found->second.push_back(name_of(one));
    }
    for (const auto& [what, names] : groups) {
      std::string all;
      for (const std::string& one : names) {
        all += (all.empty() ? "" : std::string(words_.between_list)) + one;
      }
      lines.lines.push_back(line("  ", say(own_.of_group, what, names.size(), all)));
    }
    return lines;
  }

  static bool is_series(std::string_view what) {
    return what == "flow" || what == "stock" || what == "price" || what == "ratio" ||
           what == "driver";
  }

  // As it is typed; what has no name but its title, by that in the language.
  std::string name_of(const Addition& one) const {
    const bool by_title = one.what == "group" || one.what == "solve";
    const std::string title = by_title ? in_language(one.title, words_) : std::string();
    return title.empty() ? one.name : title;
  }

  std::string_view kinds(std::string_view what) const {
    const std::pair<std::string_view, std::string_view> all[] = {
        {"flow", own_.flows},       {"stock", own_.stocks},    {"price", own_.prices},
        {"ratio", own_.ratios},     {"driver", own_.drivers},  {"check", own_.checks},
        {"group", own_.groups},     {"unit", own_.units},      {"statement", own_.statements},
        {"table", own_.tables},     {"solve", own_.solves},    {"pipeline", own_.pipelines},
        {"one_off", own_.one_offs}, {"actuals", own_.actuals}, {"guidance", own_.guidance}};
    for (const auto& [name, words] : all) {
      if (name == what) return words;
    }
    return what;
  }

  const Variant& variant_;
  const Sources& sources_;
  const Phrases& words_;
  const VariantsPhrases& own_;
};

}  // namespace

Page variants_page(std::span<const Variant> variants, const Sources& sources, VariantsAs as,
                   Language language) {
  Page page;
  for (const Variant& one : variants) VariantView(one, sources, language).add_to(page, as);
  return page;
}

}  // namespace headwater
