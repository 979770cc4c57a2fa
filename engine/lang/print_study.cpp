// The blocks of a scenario file that define studies, but for sweeps.
#include <string>

#include "engine/lang/detail/printed.hpp"

namespace headwater::detail {

using namespace tree;

namespace {

void end(PageWriter& page, const End& end) {
  switch (end.from) {
    case End::From::value: return page.amount(end.value);
    case End::From::range_low: return page.words("range low");
    case End::From::range_high: return page.words("range high");
  }
}

void ends(PageWriter& page, const std::optional<End>& low, const std::optional<End>& high) {
  if (low) {
    page.word("low");
    end(page, *low);
  }
  if (high) {
    page.word("high");
    end(page, *high);
  }
}

void bars(PageWriter& page, const Bars& bars) {
  page.clause("across");
  if (bars.group) page.word("group");
  page.list(bars.names, [&](const Name& name) {
    const bool title = bars.group && name.text != "*";
    if (title) page.quoted(name.text);
    else if (name.text == "*") page.sign("*");
    else page.name(name);
  });
  if (bars.together) page.word("together");
  page.in(bars.periods);
  ends(page, bars.low, bars.high);
}

void show(PageWriter& page, const std::vector<Name>& shown,
          const std::vector<PeriodText>& all_periods) {
  if (shown.empty()) return;
  page.clause("show");
  page.names(shown);
  page.word("in");
  page.list(all_periods, [&](const PeriodText& periods) { page.periods(periods); });
}

}  // namespace

void write(PageWriter& page, const Tornado& tornado) {
  page.statement("tornado");
  page.title(tornado.title);
  for (const Bars& one : tornado.bars) bars(page, one);
  if (tornado.low) {
    page.clause("low");
    end(page, *tornado.low);
  }
  if (tornado.high) {
    page.clause("high");
    end(page, *tornado.high);
  }
  show(page, tornado.shown, tornado.periods);
}

void write(PageWriter& page, const Target& target) {
  page.statement("target");
  page.title(target.title);
  for (const Reach& reach : target.reaches) {
    page.clause("reach");
    page.name(reach.series);
    page.in(reach.periods);
    page.sign("=");
    reach.guidance ? page.word("guidance") : page.amount(reach.value);
  }
  for (const Instrument& instrument : target.instruments) {
    page.clause("by");
    if (instrument.add_factor) page.words("add factor of");
    page.name(instrument.driver);
    page.in(instrument.periods);
    if (!instrument.within) continue;
    page.word("within");
    page.amount(instrument.within->low);
    page.word("to");
    page.amount(instrument.within->high);
  }
}

void write(PageWriter& page, const Uncertainty& block) {
  page.statement("uncertainty");
  if (!block.draws.empty()) {
    page.clause("draw");
    page.word(block.draws);
    if (!block.method.text.empty()) {
      page.word("by");
      page.name(block.method);
    }
    if (!block.seed.empty()) {
      page.words("with seed");
      page.word(block.seed);
    }
  }
  for (const Draw& draw : block.lines) {
    page.clause(draw.driver.text);
    page.in(draw.periods);
    page.sign("~");
    write_drawn(page, draw);
  }
  for (const Correlation& correlation : block.correlations) {
    page.clause("correlate");
    page.name(correlation.left);
    page.word("with");
    page.name(correlation.right);
    page.word("at");
    page.amount(correlation.value);
  }
  for (const Chance& chance : block.chances) {
    page.clause("chance");
    page.word("of");
    page.name(chance.series);
    page.in(chance.periods);
    page.sign(chance.at_most ? "<=" : ">=");
    page.amount(chance.value);
  }
  for (const Revision& revision : block.revisions) {
    page.clause("revise");
    page.names(revision.series);
    page.word("beyond");
    page.amount(revision.beyond);
  }
  show(page, block.shown, block.periods);
}

void write(PageWriter& page, const Sensitivity& block) {
  page.statement("sensitivity");
  page.title(block.title);
  for (const SensitivityMethod& one : block.methods) {
    page.clause("by");
    page.name(one.method);
    if (one.points.empty()) continue;
    page.word("with");
    page.word(one.points);
    page.word(one.method.text == "morris" ? "paths" : "points");
  }
  if (!block.across.text.empty()) {
    page.clause("across");
    page.name(block.across);
  }
  show(page, block.shown, block.periods);
}

namespace {

void ahead(PageWriter& page, const Ahead& one) {
  switch (one.to) {
    case AheadTo::period: return page.word(one.periods);
    case AheadTo::half_end: return page.words("half end");
    case AheadTo::year_end: return page.words("year end");
  }
}

}  // namespace

void write(PageWriter& page, const Backtest& block) {
  page.statement("backtest");
  page.title(block.title);
  for (const BacktestVariant& one : block.variants) {
    page.clause("variant");
    page.title(one.title);
    page.sign("=");
    page.quoted(one.file.text);
  }
  if (block.origins || !block.rolling.empty()) {
    page.clause("origins");
    if (block.origins) page.periods(*block.origins);
    if (!block.rolling.empty()) {
      page.word("rolling");
      page.word(block.rolling);
    }
  }
  if (!block.ahead.empty()) {
    page.clause("ahead");
    page.list(block.ahead, [&](const Ahead& one) { ahead(page, one); });
  }
  if (block.first_figures) {
    page.clause("against");
    page.words("first figures");
  }
  if (!block.shown.empty()) {
    page.clause("show");
    page.names(block.shown);
  }
}

}  // namespace headwater::detail
