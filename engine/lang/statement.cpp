// The statements of a model file that are no declarations of series: headers, data, units, checks,
// groups and layouts.
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/lang/detail/cursor.hpp"

namespace headwater::detail {
namespace {

using namespace tree;

Item parse_model(Cursor& cursor) {
  ModelHeader header;
  header.name = parse_name(cursor, "the model's name", "model iij \"Internet Initiative Japan\"");
  header.title = parse_title(cursor);
  return {std::move(header)};
}

// calendar quarterly, fiscal year starts april, labels "{q}Q{yy}"
Item parse_calendar(Cursor& cursor) {
  CalendarHeader header;
  const Place begin = cursor.previous().place;
  header.base = parse_name(cursor, "monthly, quarterly or annual", "calendar quarterly");
  while (cursor.accept(",")) {
    if (cursor.accept("fiscal")) {
      cursor.expect("year", "after 'fiscal'");
      cursor.expect("starts", "after 'fiscal year'");
      header.first_month = parse_name(cursor, "a month", "fiscal year starts april");
    } else if (cursor.accept("labels")) {
      header.labels = parse_text(cursor, "the form of a label, for example \"{q}Q{yy}\"");
    } else {
      cursor.fail("unknown-clause", cursor.peek().place,
                  fmt::format("{} says nothing about a calendar", found(cursor.peek())),
                  "calendar quarterly, fiscal year starts april, labels \"{q}Q{yy}\"");
    }
  }
  header.place = cursor.since(begin);
  return {std::move(header)};
}

// unit 10k line = 10000 line  ja "万回線"  alias "10k_lines"
Item parse_unit_declaration(Cursor& cursor) {
  UnitDeclaration unit;
  const Place begin = cursor.peek().place;
  const UnitText name = parse_unit(cursor);
  unit.name = {name.text, name.place};
  if (cursor.accept("=")) {
    const Token& number = cursor.expect(TokenKind::number, "a number", "unit oku = 100 JPY mn");
    unit.number = number.text;
    unit.number_place = number.place;
    unit.definition = parse_unit(cursor);
  }
  unit.title = parse_title(cursor);
  while (cursor.accept("alias")) {
    do unit.aliases.push_back(parse_text(cursor, "another spelling"));
    while (cursor.accept(","));
  }
  unit.place = cursor.since(begin);
  return {std::move(unit)};
}

Item parse_aliases(Cursor& cursor) {
  UnitAliases aliases;
  do {
    Text spelling = parse_text(cursor, "a spelling between quotes");
    cursor.expect("=", "after the spelling");
    aliases.aliases.emplace_back(std::move(spelling), parse_unit(cursor));
  } while (cursor.accept(","));
  return {std::move(aliases)};
}

Item parse_data(Cursor& cursor, bool guidance) {
  DataFiles data;
  const Place begin = cursor.previous().place;
  data.guidance = guidance;
  do data.files.push_back(parse_text(cursor, "a file between quotes"));
  while (cursor.accept(","));
  data.where = parse_where(cursor);
  data.place = cursor.since(begin);
  return {std::move(data)};
}

Item parse_pipeline(Cursor& cursor) {
  PipelineDeclaration pipeline;
  pipeline.name = parse_name(cursor, "the pipeline's name", "pipeline deals from \"deals.csv\"");
  cursor.expect("from", "before the file");
  pipeline.file = parse_text(cursor, "a file between quotes");
  if (cursor.accept("as")) {
    pipeline.weighting = parse_name(cursor, "scheduled or weighted", "as weighted");
  }
  return {std::move(pipeline)};
}

Item parse_table(Cursor& cursor, std::uint32_t column) {
  TableDeclaration table;
  table.name = parse_name(cursor, "the table's name", "table rates : % from \"rates.csv\"");
  cursor.expect(":", "before the table's unit");
  table.unit = parse_unit(cursor);
  cursor.expect("from", "before the file");
  table.file = parse_text(cursor, "a file between quotes");
  while (next_clause(cursor, column)) {
    cursor.expect("by", "before the table's key");
    do {
      if (cursor.accept("vintage")) {
        table.vintage = parse_name(cursor, "the column with the date", "vintage presented_on");
        break;
      }
      table.keys.push_back(parse_name(cursor, "the key column", "by fiscal_year"));
    } while (cursor.accept(","));
    table.where = parse_where(cursor);
  }
  return {std::move(table)};
}

// one_off X in P = amount  why "..." source "..."
Item parse_one_off(Cursor& cursor, std::uint32_t column) {
  OneOff one_off;
  const Place begin = cursor.previous().place;
  one_off.series = parse_name(cursor, "a series", "one_off revenue in 2022Q4 = 100 JPY mn");
  one_off.from = cursor.accept("from");
  if (!one_off.from) {
    cursor.expect("in", "(an amount of a flow) or 'from' (a step of a stock)",
                  "for example one_off revenue in 2022Q4 = 100 JPY mn");
  }
  one_off.periods = parse_periods(cursor);
  cursor.expect("=", "before the amount");
  one_off.amount = parse_amount(cursor);
  while (next_clause(cursor, column)) {
    if (cursor.accept("why")) {
      one_off.why = parse_text(cursor, "a reason");
    } else {
      cursor.expect("source", "or 'why'");
      one_off.source = parse_text(cursor, "a source");
    }
  }
  one_off.place = cursor.since(begin);
  return {std::move(one_off)};
}

Item parse_outlook(Cursor& cursor) {
  OutlookOf outlook;
  outlook.name = parse_name(cursor, "a series", "outlook revenue = revenue[-1]");
  cursor.expect("=", "before the formula");
  outlook.formula = {Role::outlook, parse_expression(cursor)};
  return {std::move(outlook)};
}

Item parse_check(Cursor& cursor) {
  Check check;
  const Place begin = cursor.previous().place;
  check.name = parse_name(cursor, "the check's name", "check parts : total == a + b");
  check.title = parse_title(cursor);
  if (cursor.accept("in")) check.periods = parse_periods(cursor);
  cursor.expect(":", "before the condition");
  check.condition = parse_expression(cursor);
  if (cursor.accept("within")) check.within = parse_amount(cursor);
  check.place = cursor.since(begin);
  return {std::move(check)};
}

Item parse_group(Cursor& cursor) {
  Group group;
  group.title = parse_title(cursor);
  cursor.expect("=", "before the drivers of the group");
  do group.patterns.push_back(parse_name(cursor, "a driver", "lines.mobile.*.net_adds"));
  while (cursor.accept(","));
  return {std::move(group)};
}

Item parse_statement_layout(Cursor& cursor, std::uint32_t column) {
  Statement statement;
  statement.name = parse_name(cursor, "the statement's name", "statement pl \"Profit and loss\"");
  statement.title = parse_title(cursor);
  while (next_clause(cursor, column)) {
    StatementLine line;
    line.column = cursor.peek().column;
    do {
      StatementEntry entry{parse_name(cursor, "a series", "revenue.total by segment"), {}};
      while (cursor.accept("by")) entry.unfold_by.push_back(parse_name(cursor, "a cut", ""));
      line.entries.push_back(std::move(entry));
    } while (cursor.accept(","));
    statement.lines.push_back(std::move(line));
  }
  return {std::move(statement)};
}

}  // namespace

Item parse_header_statement(Cursor& cursor, std::string_view word) {
  if (word == "redefine") return parse_redefinition(cursor);
  const std::uint32_t column = cursor.take().column;
  if (word == "model") return parse_model(cursor);
  if (word == "calendar") return parse_calendar(cursor);
  if (word == "horizon") return {Horizon{parse_periods(cursor)}};
  if (word == "unit") return parse_unit_declaration(cursor);
  if (word == "alias") return parse_aliases(cursor);
  if (word == "actuals" || word == "guidance") return parse_data(cursor, word == "guidance");
  if (word == "results") return {ResultsDates{parse_text(cursor, "a file between quotes")}};
  if (word == "pipeline") return parse_pipeline(cursor);
  if (word == "table") return parse_table(cursor, column);
  if (word == "section") return {Section{parse_title(cursor)}};
  if (word == "one_off") return parse_one_off(cursor, column);
  if (word == "outlook") return parse_outlook(cursor);
  if (word == "check") return parse_check(cursor);
  if (word == "group") return parse_group(cursor);
  return parse_statement_layout(cursor, column);
}

}  // namespace headwater::detail
