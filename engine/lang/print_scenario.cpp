// The statements of a scenario file.
#include <string>

#include "engine/lang/detail/printed.hpp"

namespace headwater::detail {

using namespace tree;

namespace {

void across(PageWriter& page, const Across& axis) {
  page.clause(axis.with ? "with" : "across");
  page.name(axis.target);
  page.in(axis.periods);
  page.sign("=");
  if (axis.points == 0 && !axis.step) {
    return page.list(axis.values, [&](const Expr& value) { page.amount(value); });
  }
  page.amount(axis.values[0]);
  page.word("to");
  page.amount(axis.values[1]);
  page.word("in");
  if (axis.step) {
    page.words("steps of");
    return page.amount(*axis.step);
  }
  page.word(std::to_string(axis.points));
  page.word("points");
}

void values(PageWriter& page, const Operation& operation) {
  if (operation.list) page.sign("[");
  page.list(operation.values, [&](const Expr& value) { page.amount(value); });
  if (operation.list) page.sign("]");
}

void remarks(PageWriter& page, const Operation& operation) {
  if (operation.then != Then::unsaid) {
    page.words(operation.then == Then::hold ? "then hold" : "then base");
  }
  if (!operation.why.text.empty()) {
    page.word("why");
    page.text(operation.why);
  }
  if (!operation.owner.text.empty()) {
    page.word("owner");
    page.text(operation.owner);
  }
  if (!operation.expires) return;
  page.word("expires");
  page.periods(*operation.expires);
}

void fix(PageWriter& page, const Operation& operation) {
  page.statement("fix");
  page.name(operation.target);
  const bool total = !operation.profile.text.empty();
  total ? page.word("total") : page.sign("=");
  values(page, operation);
  page.in(operation.periods);
  if (!total) return;
  page.word("by");
  page.words(operation.profile.text);
  page.word("profile");
}

std::string_view word_of(OperationKind kind) {
  switch (kind) {
    case OperationKind::set: return "set";
    case OperationKind::add: return "add";
    case OperationKind::multiply: return "multiply";
    case OperationKind::grow: return "grow";
    case OperationKind::ramp: return "ramp";
    case OperationKind::slip: return "slip";
    case OperationKind::fix: return "fix";
    case OperationKind::unfix: return "unfix";
    case OperationKind::carry: return "carry";
  }
  return "";
}

void show(PageWriter& page, const std::vector<Name>& shown,
          const std::vector<PeriodText>& all_periods) {
  page.clause("show");
  page.names(shown);
  page.word("in");
  page.list(all_periods, [&](const PeriodText& periods) { page.periods(periods); });
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
  if (include.override) page.word("override");
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
  if (operation.kind == OperationKind::fix) {
    fix(page, operation);
    return remarks(page, operation);
  }
  page.statement(word_of(operation.kind));
  switch (operation.kind) {
    case OperationKind::set:
      page.name(operation.target);
      page.sign("=");
      values(page, operation);
      break;
    case OperationKind::add:
      values(page, operation);
      page.word("to");
      page.name(operation.target);
      break;
    case OperationKind::ramp:
      page.name(operation.target);
      page.word("to");
      values(page, operation);
      break;
    case OperationKind::fix:
    case OperationKind::unfix: page.name(operation.target); break;
    case OperationKind::multiply:
    case OperationKind::grow:
    case OperationKind::slip:
    case OperationKind::carry:
      page.name(operation.target);
      page.word("by");
      values(page, operation);
      break;
  }
  page.in(operation.periods);
  remarks(page, operation);
}

void write(PageWriter& page, const Sweep& sweep) {
  page.statement("sweep");
  page.name(sweep.name);
  page.title(sweep.title);
  for (const Across& axis : sweep.axes) across(page, axis);
  if (!sweep.listed.empty()) {
    page.clause("cases");
    page.word("of");
    page.list(sweep.listed, [&](const Across& axis) {
      page.name(axis.target);
      page.in(axis.periods);
    });
  }
  for (const Case& one : sweep.cases) {
    page.clause("case");
    page.title(one.title);
    page.sign("=");
    page.list(one.values, [&](const Expr& value) { page.amount(value); });
  }
  show(page, sweep.shown, sweep.periods);
}

}  // namespace headwater::detail
