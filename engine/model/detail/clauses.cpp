#include "engine/model/detail/clauses.hpp"

#include <utility>

#include "engine/lang/printer.hpp"

namespace headwater::detail {
namespace {

using tree::Declaration;

std::string printed(Declaration declaration) {
  tree::Document alone;
  tree::Item item;
  item.what = std::move(declaration);
  alone.items.push_back(std::move(item));
  std::string text = print(alone);
  text.erase(text.find_last_not_of(" \n") + 1);
  return text;
}

std::string on_one_line(const std::string& text) {
  std::string line;
  for (const char one : text) {
    const bool blank = one == ' ' || one == '\n';
    if (!blank) line += one;
    else if (!line.empty() && line.back() != ' ') line += ' ';
  }
  return line;
}

std::string_view role_key(tree::Role role) {
  switch (role) {
    case tree::Role::plain: return "formula";
    case tree::Role::history: return "history";
    case tree::Role::outlook: return "outlook";
    case tree::Role::before: break;
  }
  return "before";
}

// A clause's text is what printing it adds to a declaration that has none.
class Clauses {
 public:
  explicit Clauses(const Declaration& declaration) : from_(declaration) {
    bare_.kind = declaration.kind;
    bare_.name = declaration.name;
    bare_.unit = declaration.unit;
    bare_text_ = printed(bare_);
  }

  std::vector<Clause> all(std::span<const std::string> solves) {
    if (from_.value && !from_.value->entries.empty()) {
      const Place& first = from_.value->entries.front().value.place;
      const Place& last = from_.value->entries.back().value.place;
      add("value", Place{first.file, first.begin, last.end}, &Declaration::value);
    }
    for (const tree::Formula& formula : from_.formulas) {
      Declaration one = bare_;
      one.formulas.push_back(formula);
      add(std::string(role_key(formula.role)), formula.expr.place, std::move(one));
    }
    for (const tree::Parts& parts : from_.parts) {
      Declaration one = bare_;
      one.parts.push_back(parts);
      add("parts by " + parts.by.text, parts.by.place, std::move(one));
    }
    if (from_.rolls_up_as) {
      add("rolls up as", from_.rolls_up_as->place, &Declaration::rolls_up_as);
    }
    if (from_.actual_only) add("actual only", std::nullopt, &Declaration::actual_only);
    if (from_.range) add("range", from_.range->place, &Declaration::range);
    if (from_.basis) add("basis", from_.basis->word.place, &Declaration::basis);
    if (from_.uncertain) add("uncertain", from_.uncertain->place, &Declaration::uncertain);
    add_title();
    if (from_.solve && *from_.solve < solves.size()) {
      clauses_.push_back({"solve", "solve \"" + solves[*from_.solve] + "\"", std::nullopt});
    }
    return std::move(clauses_);
  }

 private:
  void add(std::string key, std::optional<Place> place, Declaration with) {
    const std::string text = printed(std::move(with));
    // Both begin alike: a title, which would stand between, is left out of either.
    clauses_.push_back({std::move(key),
                        on_one_line(text.substr(text.find_first_not_of(" \n", bare_text_.size()))),
                        place});
  }

  template <typename Member>
  void add(std::string key, std::optional<Place> place, Member Declaration::* member) {
    Declaration one = bare_;
    one.*member = from_.*member;
    add(std::move(key), place, std::move(one));
  }

  void add_title() {
    const tree::Title& title = from_.title;
    if (title.english.text.empty() && title.japanese.text.empty()) return;
    const tree::Text& first = title.english.text.empty() ? title.japanese : title.english;
    add("title", first.place, &Declaration::title);
  }

  const Declaration& from_;
  Declaration bare_;
  std::string bare_text_;
  std::vector<Clause> clauses_;
};

}  // namespace

std::vector<Clause> clauses_of(const Declaration& declaration,
                               std::span<const std::string> solves) {
  return Clauses(declaration).all(solves);
}

}  // namespace headwater::detail
