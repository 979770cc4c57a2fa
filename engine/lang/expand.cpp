#include "engine/lang/expand.hpp"

#include <string_view>
#include <type_traits>
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

class Filler {
 public:
  Filler(const For& loop, std::size_t row, std::vector<Diagnostic>& diagnostics)
      : loop_(loop), row_(loop.rows[row]), diagnostics_(diagnostics) {}

  void fill(Item& item) {
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
    for (;;) {
      const std::size_t open = text.find('{', at);
      const std::size_t close = open == std::string::npos ? open : text.find('}', open);
      if (close == std::string::npos) break;
      filled.append(text, at, open - at);
      const std::string variable = text.substr(open + 1, close - open - 1);
      if (const Expr* value = cell(variable)) {
        filled += words(*value);
      } else {
        unknown(variable, place);
      }
      at = close + 1;
    }
    if (at == 0) return;
    filled.append(text, at);
    text = std::move(filled);
  }

  void unknown(const std::string& variable, const Place& place) {
    std::string known;
    for (const Name& name : loop_.variables) known += (known.empty() ? "" : ", ") + name.text;
    Diagnostic diagnostic;
    diagnostic.code = "unknown-hole";
    diagnostic.place = place;
    diagnostic.message = fmt::format("{{{}}} is no variable of this 'for'", variable);
    diagnostic.hint = fmt::format("its variables are {}", known);
    diagnostics_.push_back(std::move(diagnostic));
  }

  void fill(Name& name) { text(name.text, name.place); }
  void fill(Text& content) { text(content.text, content.place); }
  void fill(UnitText& unit) { text(unit.text, unit.place); }
  void fill(Title& title) { fill(title.english), fill(title.japanese); }
  void fill(Formula& formula) { fill(formula.expr); }
  void fill(Parts& parts) { fill(parts.by), each(parts.members); }
  void fill(Range& range) { fill(range.low), fill(range.high); }
  void fill(Basis& basis) { fill(basis.reason); }
  void fill(Default& value) { each(value.entries); }
  void fill(Entry& entry) {
    fill(entry.value);
    if (entry.periods) fill(*entry.periods);
  }
  void fill(PeriodText& periods) { fill(periods.first), fill(periods.last); }
  void fill(Expr& expr) {
    const bool hole = expr.kind == ExprKind::name && expr.text.size() > 2 &&
                      expr.text.front() == '{' && expr.text.find('}') == expr.text.size() - 1;
    if (hole) {
      if (const Expr* value = cell(std::string_view(expr.text).substr(1, expr.text.size() - 2))) {
        const int lag = expr.lag;
        expr = *value;
        expr.lag += lag;
        return;
      }
    }
    if (expr.kind == ExprKind::name || expr.kind == ExprKind::call)
      text(expr.text, expr.text_place);
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
    fill(declaration.range), fill(declaration.basis);
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
    diagnostic.place = loop_.place;
    diagnostic.message = "this 'for' holds a statement that cannot repeat";
    diagnostic.hint = "a 'for' repeats series, drivers, one_offs, outlooks, checks and groups";
    diagnostics_.push_back(std::move(diagnostic));
  }

  const For& loop_;
  const std::vector<Expr>& row_;
  std::vector<Diagnostic>& diagnostics_;
};

}  // namespace

Expanded expand(std::vector<Item> items) {
  Expanded expanded;
  for (Item& item : items) {
    const For* loop = std::get_if<For>(&item.what);
    if (loop == nullptr) {
      expanded.items.push_back(std::move(item));
      continue;
    }
    for (std::size_t row = 0; row < loop->rows.size(); ++row) {
      for (const Item& repeated : loop->body) {
        Item copy = repeated;
        Filler(*loop, row, expanded.diagnostics).fill(copy);
        expanded.items.push_back(std::move(copy));
      }
    }
  }
  return expanded;
}

}  // namespace headwater
