// The statements of a model file that declare no series.
#include <string_view>

#include "engine/lang/detail/line_depths.hpp"
#include "engine/lang/detail/printed.hpp"

namespace headwater::detail {

using namespace tree;

namespace {

void reason(PageWriter& page, std::string_view word, const Text& text) {
  if (text.text.empty()) return;
  page.word(word);
  page.text(text);
}

}  // namespace

void write(PageWriter& page, const ModelHeader& header) {
  page.statement("model");
  page.name(header.name);
  page.title(header.title);
}

void write(PageWriter& page, const CalendarHeader& header) {
  page.statement("calendar");
  page.name(header.base);
  if (!header.first_month.text.empty()) {
    page.sign(",");
    page.words("fiscal year starts");
    page.name(header.first_month);
  }
  if (header.labels.text.empty()) return;
  page.sign(",");
  page.word("labels");
  page.text(header.labels);
}

void write(PageWriter& page, const Horizon& horizon) {
  page.statement("horizon");
  page.periods(horizon.periods);
}

void write(PageWriter& page, const UnitDeclaration& unit) {
  page.statement("unit");
  page.unit_name(unit.name.text);
  if (!unit.number.empty()) {
    page.sign("=");
    page.word(unit.number);
    page.unit(unit.definition);
  }
  page.title(unit.title);
  if (unit.aliases.empty()) return;
  page.word("alias");
  page.texts(unit.aliases);
}

void write(PageWriter& page, const UnitAliases& aliases) {
  page.statement("alias");
  page.list(aliases.aliases, [&](const auto& alias) {
    page.text(alias.first);
    page.sign("=");
    page.unit(alias.second);
  });
}

void write(PageWriter& page, const DataFiles& data) {
  page.statement(data.guidance ? "guidance" : "actuals");
  page.texts(data.files);
  page.where(data.where);
}

void write(PageWriter& page, const ResultsDates& results) {
  page.statement("results");
  page.text(results.file);
}

void write(PageWriter& page, const PipelineDeclaration& pipeline) {
  page.statement("pipeline");
  page.name(pipeline.name);
  page.word("from");
  page.text(pipeline.file);
  if (!pipeline.weighting) return;
  page.word("as");
  page.name(*pipeline.weighting);
}

void write(PageWriter& page, const TableDeclaration& table) {
  page.statement("table");
  page.name(table.name);
  page.sign(":");
  page.unit(table.unit);
  page.word("from");
  page.text(table.file);
  if (table.keys.empty() && !table.vintage) return;
  page.clause("by");
  page.names(table.keys);
  if (table.vintage) {
    if (!table.keys.empty()) page.sign(",");
    page.word("vintage");
    page.name(*table.vintage);
  }
  page.where(table.where);
}

void write(PageWriter& page, const Section& section) {
  page.line(LineKind::blank);
  page.statement("section");
  page.title(section.title);
}

void write(PageWriter& page, const OneOff& one_off) {
  page.statement("one_off");
  page.name(one_off.series);
  page.word(one_off.from ? "from" : "in");
  page.periods(one_off.periods);
  page.sign("=");
  page.amount(one_off.amount);
  reason(page, "why", one_off.why);
  reason(page, "source", one_off.source);
}

void write(PageWriter& page, const OutlookOf& outlook) {
  page.statement("outlook");
  page.name(outlook.name);
  page.sign("=");
  page.expression(outlook.formula.expr);
}

void write(PageWriter& page, const Check& check) {
  page.statement("check");
  page.name(check.name);
  page.title(check.title);
  page.in(check.periods);
  page.sign(":");
  page.expression(check.condition);
  if (!check.within) return;
  page.word("within");
  page.amount(*check.within);
}

void write(PageWriter& page, const Group& group) {
  page.statement("group");
  page.title(group.title);
  page.sign("=");
  page.names(group.patterns);
}

void write(PageWriter& page, const Statement& statement) {
  page.statement("statement");
  page.name(statement.name);
  page.title(statement.title);
  const auto depths = detail::line_depths(statement.lines);
  for (std::size_t i = 0; i < depths.size(); ++i) {
    page.line(LineKind::clause);
    page.indent(depths[i]);
    page.list(statement.lines[i].entries, [&](const StatementEntry& entry) {
      page.name(entry.pattern);
      for (const Name& cut : entry.unfold_by) {
        page.word("by");
        page.name(cut);
      }
    });
  }
}

}  // namespace headwater::detail
