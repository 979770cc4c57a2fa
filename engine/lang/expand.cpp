#include "engine/lang/expand.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace headwater {
namespace {

using namespace tree;

// A row's cell as words inside a name or a text.
std::string words(const Expr& cell) {
  if (cell.kind != ExprKind::number) return cell.text;
  const bool blank = !cell.unit.text.empty() && cell.unit.text != "%";
  return cell.text + (blank ? " " : "") + cell.unit.text;
}

// What all loops of a file may come to when they are written out.
constexpr std::size_t statements_max = 100'000;
constexpr std::size_t words_max = 1'000'000;
constexpr std::size_t bytes_max = 32u << 20;  // put into holes

struct Extent {
  std::size_t statements = 0;
  std::size_t words = 0;
  std::size_t bytes = 0;
  bool exceeded() const {
    return statements > statements_max || words > words_max || bytes > bytes_max;
  }
};

class Filler {
 public:
  Filler(const For& loop, std::size_t row, Extent& extent, std::vector<Diagnostic>& diagnostics)
      : loop_(loop), row_(loop.rows[row]), extent_(extent), diagnostics_(diagnostics) {}

  void fill(Item& item) {
    item_place_ = item.place;
    std::visit([this](auto& what) { statement(what); }, item.what);
  }

 private:
  const Expr* cell(std::string_view variable) const {
    for (std::size_t i = 0; i < loop_.variables.size(); ++i) {
      if (loop_.variables[i].text == variable) return &row_[i];
    }
    return nullptr;
  }

  void text(std::string& text, const Place& place) {
    std::string filled;
    std::size_t at = 0;
    while (!extent_.exceeded()) {
      const std::size_t open = text.find('{', at);
      const std::size_t close = open == std::string::npos ? open : text.find('}', open);
      if (close == std::string::npos) break;
      filled.append(text, at, open - at);
      const std::string variable = text.substr(open + 1, close - open - 1);
      if (const Expr* value = cell(variable)) {
        filled += words(*value);
        extent_.bytes += words(*value).size();
      } else {
        unknown(variable, hole_in(place, text.size(), open, close + 1));
      }
      at = close + 1;
    }
    if (at == 0) return;
    filled.append(text, at);
    text = std::move(filled);
  }

  // The hole alone, where the text stands in the file as it is; all of it where quotes are escaped.
  static Place hole_in(const Place& place, std::size_t size, std::size_t begin, std::size_t end) {
    const std::size_t bytes = place.end - place.begin;
    if (bytes != size && bytes != size + 2) return place;
    const auto first = std::uint32_t(place.begin + (bytes - size) / 2);
    return {place.file, first + std::uint32_t(begin), first + std::uint32_t(end)};
  }

  void unknown(const std::string& variable, const Place& place) {
    std::string known;
    for (const Name& name : loop_.variables) {
      known += fmt::format("{}{{{}}}", known.empty() ? "" : ", ", name.text);
    }
    Diagnostic diagnostic;
    diagnostic.code = "unknown-hole";
    diagnostic.place = place;
    diagnostic.message = fmt::format("{{{}}} is no variable of this 'for'", variable);
    diagnostic.hint = fmt::format("it has {}", known);
    diagnostics_.push_back(std::move(diagnostic));
  }

  void fill(Name& name) { text(name.text, name.place); }
  void fill(Text& content) { text(content.text, content.place); }
  void fill(UnitText& unit) { text(unit.text, unit.place); }
  void fill(Title& title) { fill(title.english), fill(title.japanese); }
  void fill(Formula& formula) { fill(formula.expr); }
  void fill(Parts& parts) { fill(parts.by), each(parts.members); }
  void fill(Range& range) { fill(range.low), fill(range.high); }
  void fill(Parameter& one) { fill(one.word), fill(one.value), fill(one.probability); }
  void fill(Distribution& one) {
    fill(one.family), each(one.parameters), fill(one.history), fill(one.within);
  }
  void fill(Draw& draw) { fill(draw.distribution), fill(draw.persistence); }
  void fill(Basis& basis) { fill(basis.reason); }
  void fill(Default& value) { each(value.entries); }
  void fill(Entry& entry) {
    fill(entry.value);
    if (entry.periods) fill(*entry.periods);
  }
  void fill(PeriodText& periods) { fill(periods.first), fill(periods.last); }
  void fill(Expr& expr) {
    if (extent_.exceeded()) return;
    const bool hole = expr.kind == ExprKind::name && expr.text.size() > 2 &&
                      expr.text.front() == '{' && expr.text.find('}') == expr.text.size() - 1;
    if (hole) {
      if (const Expr* value = cell(std::string_view(expr.text).substr(1, expr.text.size() - 2))) {
        const int lag = expr.lag;
        extent_.words += 1 + (value->place.end - value->place.begin) / 2;
        expr = *value;
        expr.lag += lag;
        return;
      }
    }
    if (expr.kind != ExprKind::number) text(expr.text, expr.text_place);
    fill(expr.unit);
    each(expr.args);
  }
  template <typename Value>
  void fill(std::optional<Value>& value) {
    if (value) fill(*value);
  }
  template <typename Value>
  void each(std::vector<Value>& values) {
    for (Value& value : values) fill(value);
  }

  void statement(Declaration& declaration) {
    fill(declaration.name), fill(declaration.unit), fill(declaration.title);
    fill(declaration.value), each(declaration.formulas), each(declaration.parts);
    fill(declaration.range), fill(declaration.basis), fill(declaration.uncertain);
  }
  void statement(OneOff& one_off) {
    fill(one_off.series), fill(one_off.amount), fill(one_off.why), fill(one_off.source);
  }
  void statement(OutlookOf& outlook) { fill(outlook.name), fill(outlook.formula); }
  void statement(Check& check) {
    fill(check.name), fill(check.title), fill(check.condition), fill(check.within);
  }
  void statement(Group& group) { fill(group.title), each(group.patterns); }
  template <typename Other>
  void statement(Other&) {
    Diagnostic diagnostic;
    diagnostic.code = "not-repeatable";
    diagnostic.place = item_place_;
    diagnostic.message = "this statement cannot repeat in a 'for'";
    diagnostic.hint = "a 'for' repeats series, drivers, one_offs, outlooks, checks and groups";
    diagnostics_.push_back(std::move(diagnostic));
  }

  const For& loop_;
  const std::vector<Expr>& row_;
  Extent& extent_;
  std::vector<Diagnostic>& diagnostics_;
  Place item_place_;
};

Diagnostic too_large(const For& loop) {
  Diagnostic diagnostic;
  diagnostic.code = "for-too-large";
  diagnostic.place = loop.place;
  diagnostic.message = fmt::format(
      "written out, this 'for' and those before it come to more than {} statements or {} words",
      statements_max, words_max);
  diagnostic.hint = "give it fewer rows";
  return diagnostic;
}

void write_out(const For& loop, Extent& extent, Expanded& expanded) {
  extent.statements += loop.rows.size() * loop.body.size();
  extent.words += loop.rows.size() * loop.words;
  for (std::size_t row = 0; row < loop.rows.size(); ++row) {
    for (const Item& repeated : loop.body) {
      Item copy = repeated;
      if (!extent.exceeded()) Filler(loop, row, extent, expanded.diagnostics).fill(copy);
      if (extent.exceeded()) return expanded.diagnostics.push_back(too_large(loop));
      expanded.items.push_back(std::move(copy));
    }
  }
}

void take_apart(Solve& block, std::size_t number, Expanded& expanded) {
  for (Item& member : block.body) {
    if (auto* declaration = std::get_if<Declaration>(&member.what)) declaration->solve = number;
    expanded.items.push_back(std::move(member));
  }
  block.body.clear();
}

}  // namespace

Expanded expand(std::vector<Item> items) {
  Expanded expanded;
  Extent extent;
  std::size_t solves = 0;
  for (Item& item : items) {
    if (const For* loop = std::get_if<For>(&item.what)) {
      if (!extent.exceeded()) write_out(*loop, extent, expanded);
    } else if (Solve* block = std::get_if<Solve>(&item.what)) {
      take_apart(*block, solves++, expanded);
      expanded.items.push_back(std::move(item));
    } else {
      expanded.items.push_back(std::move(item));
    }
  }
  return expanded;
}

}  // namespace headwater
