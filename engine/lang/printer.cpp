#include "engine/lang/printer.hpp"

#include <variant>
#include <vector>

#include "engine/lang/detail/page_writer.hpp"
#include "engine/lang/detail/printed.hpp"

namespace headwater {
namespace detail {
namespace {

using namespace tree;

void write_all(PageWriter& page, const std::vector<Item>& items) {
  for (const Item& item : items) {
    std::visit([&](const auto& what) { write(page, what); }, item.what);
  }
}

}  // namespace

// Rows of one value stand on the head's line, others on a line each.
void write(PageWriter& page, const For& loop) {
  page.statement("for");
  page.names(loop.variables);
  page.word("in");
  const bool single = loop.variables.size() == 1;
  if (!single) page.line(LineKind::clause);
  bool first = true;
  for (const std::vector<Expr>& row : loop.rows) {
    if (!first) page.sign(",");
    if (!first && !single) page.line(LineKind::continuation);
    first = false;
    if (!single) page.sign("(");
    page.list(row, [&](const Expr& cell) { page.amount(cell); });
    if (!single) page.sign(")");
  }
  page.open_brace();
  write_all(page, loop.body);
  page.close_brace();
}

void write(PageWriter& page, const Solve& solve) {
  page.statement("solve");
  page.title(solve.title);
  page.open_brace();
  write_all(page, solve.body);
  page.close_brace();
}

}  // namespace detail

std::string print(const tree::Document& document) {
  detail::PageWriter page;
  detail::write_all(page, document.items);
  return detail::lay_out(page.take_lines());
}

std::string print(const tree::Expr& expr) {
  detail::PageWriter page;
  page.line(detail::LineKind::continuation);
  page.expression(expr);
  std::string text = detail::lay_out(page.take_lines());
  text.pop_back();
  return text;
}

}  // namespace headwater
