// Series and drivers with their clauses, in the order of the questions a reader asks: what comes
// before, how history is read, what follows; what it consists of; how sure it is.
#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/lang/detail/printed.hpp"
#include "engine/lang/detail/words.hpp"

namespace headwater::detail {

using namespace tree;

namespace {

std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::flow: return "flow";
    case Kind::stock: return "stock";
    case Kind::price: return "price";
    case Kind::ratio: return "ratio";
    case Kind::driver: return "driver";
  }
  return "";
}

// The word an expression begins with, unless a bracket stands before it.
std::string_view leading_word(const Expr& expr) {
  if (expr.kind == ExprKind::binary) return leading_word(expr.args[0]);
  const bool named = expr.kind == ExprKind::name || expr.kind == ExprKind::call;
  return named ? std::string_view(expr.text) : std::string_view();
}

// A value that begins with a name such as Q1 would read as one that stands in that quarter.
void entry(PageWriter& page, const Entry& entry) {
  const bool position = !entry.position.text.empty();
  if (position) page.name(entry.position);
  const bool misread = !position && detail::is_position(leading_word(entry.value));
  misread ? page.bracketed(entry.value) : page.amount(entry.value);
  if (!entry.periods) return;
  const bool from = entry.periods->last.text.empty();
  page.word(from ? "from" : "in");
  from ? page.name(entry.periods->first) : page.periods(*entry.periods);
}

void value(PageWriter& page, const Default& value) {
  if (!value.by.empty()) {
    page.word("by");
    page.words(value.by);
  }
  if (value.entries.empty()) return;
  page.sign("=");
  page.list(value.entries, [&](const Entry& one) { entry(page, one); });
}

void formulas(PageWriter& page, const std::vector<Formula>& formulas) {
  static constexpr std::pair<Role, std::string_view> roles[] = {{Role::before, "before"},
                                                                {Role::history, "history"},
                                                                {Role::outlook, "outlook"},
                                                                {Role::plain, ""}};
  for (const auto& [role, word] : roles) {
    const auto formula =
        std::find_if(formulas.begin(), formulas.end(),
                     [wanted = role](const Formula& one) { return one.role == wanted; });
    if (formula == formulas.end()) continue;
    word.empty() ? page.line(LineKind::clause) : page.clause(word);
    page.sign("=");
    page.expression(formula->expr);
  }
}

void clauses(PageWriter& page, const Declaration& series) {
  formulas(page, series.formulas);
  for (const Parts& parts : series.parts) {
    page.clause("parts");
    page.word("by");
    page.name(parts.by);
    page.sign("=");
    page.names(parts.members);
  }
  if (series.rolls_up_as) {
    page.clause("rolls");
    page.words("up as");
    page.name(*series.rolls_up_as);
  }
  if (series.actual_only) {
    page.clause("actual");
    page.word("only");
  }
}

void grounds(PageWriter& page, const Declaration& series) {
  if (series.range) {
    page.clause("range");
    page.amount(series.range->low);
    page.word("to");
    page.amount(series.range->high);
  }
  if (!series.basis) return;
  series.range ? page.word("basis") : page.clause("basis");
  page.name(series.basis->word);
  if (!series.basis->reason.text.empty()) page.text(series.basis->reason);
}

void write_distribution(PageWriter& page, const Distribution& distribution) {
  page.word(distribution.family.text);
  if (distribution.history) {
    page.word("of");
    page.name(*distribution.history);
  } else {
    page.sign("(");
    page.list(distribution.parameters, [&](const Parameter& one) {
      if (!one.word.text.empty()) page.name(one.word);
      page.amount(one.value);
      if (one.probability) page.amount(*one.probability);
    });
    page.sign(")");
  }
  page.unit(distribution.unit);
  if (!distribution.within) return;
  page.word("within");
  page.amount(distribution.within->low);
  page.word("to");
  page.amount(distribution.within->high);
}

}  // namespace

void write_drawn(PageWriter& page, const Draw& draw) {
  if (draw.certain || draw.on != DrawnOn::nothing) page.word("base");
  if (draw.certain) return;
  if (draw.on != DrawnOn::nothing) page.sign(draw.on == DrawnOn::base_times ? "*" : "+");
  write_distribution(page, draw.distribution);
  switch (draw.course) {
    case Course::constant: return;
    case Course::each_period: return page.words("each period");
    case Course::random_walk: return page.words("as random walk");
    case Course::autoregressive: break;
  }
  page.words("as ar");
  page.sign("(");
  page.amount(*draw.persistence);
  page.sign(")");
}

void write(PageWriter& page, const Declaration& series) {
  page.statement(series.redefines ? "redefine" : word_of(series.kind));
  page.name(series.name);
  if (!series.redefines) {
    page.sign(":");
    page.unit(series.unit);
  }
  if (series.booked_in) {
    page.words("booked in");
    page.name(*series.booked_in);
  }
  if (series.value) value(page, *series.value);
  page.title(series.title);
  clauses(page, series);
  grounds(page, series);
  if (!series.uncertain) return;
  page.clause("uncertain");
  write_drawn(page, *series.uncertain);
}

}  // namespace headwater::detail
