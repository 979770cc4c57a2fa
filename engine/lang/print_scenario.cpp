// The statements of a scenario file.
#include <string>

#include "engine/lang/detail/printed.hpp"

namespace headwater::detail {

using namespace tree;

namespace {

void across(PageWriter& page, const Across& axis) {
  page.clause("across");
  page.name(axis.target);
  page.in(axis.periods);
  page.sign("=");
  if (axis.points == 0) {
    return page.list(axis.values, [&](const Expr& value) { page.amount(value); });
  }
  page.amount(axis.values[0]);
  page.word("to");
  page.amount(axis.values[1]);
  page.word("in");
  page.word(std::to_string(axis.points));
  page.word("points");
}

}  // namespace

void write(PageWriter& page, const ScenarioHeader& header) {
  page.statement("scenario");
  page.title(header.title);
}

void write(PageWriter& page, const ModelFile& model) {
  page.statement("model");
  page.text(model.file);
}

void write(PageWriter& page, const Extends& extends) {
  page.statement("extends");
  page.text(extends.file);
}

void write(PageWriter& page, const Include& include) {
  page.statement("include");
  page.text(include.file);
}

void write(PageWriter& page, const AsOf& as_of) {
  page.statement("as");
  page.word("of");
  page.name(as_of.period);
}

void write(PageWriter& page, const Why& why) {
  page.statement("why");
  page.text(why.text);
}

void write(PageWriter& page, const Operation& operation) {
  switch (operation.kind) {
    case OperationKind::set:
      page.statement("set");
      page.name(operation.target);
      page.sign("=");
      page.amount(operation.value);
      break;
    case OperationKind::add:
      page.statement("add");
      page.amount(operation.value);
      page.word("to");
      page.name(operation.target);
      break;
    case OperationKind::multiply:
      page.statement("multiply");
      page.name(operation.target);
      page.word("by");
      page.amount(operation.value);
      break;
  }
  page.in(operation.periods);
}

void write(PageWriter& page, const Sweep& sweep) {
  page.statement("sweep");
  page.name(sweep.name);
  page.title(sweep.title);
  for (const Across& axis : sweep.axes) across(page, axis);
  page.clause("show");
  page.names(sweep.shown);
  page.word("in");
  page.list(sweep.periods, [&](const PeriodText& periods) { page.periods(periods); });
}

}  // namespace headwater::detail
