#include "tests/lang/drawn_tree.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <rapidcheck.h>
#include <string>
#include <utility>
#include <vector>

namespace headwater::test {
namespace {

using namespace tree;

// From the whole range in every case: by itself rapidcheck begins with small ones.
int below(int bound) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, bound)); }
bool coin() { return below(2) == 1; }

template <typename Value>
Value one_of(std::initializer_list<Value> values) {
  return *(values.begin() + below(int(values.size())));
}

Name name() {
  return {one_of<std::string>({"a", "revenue.total", "x_1.y", "{m}", "{m}.share", "lines.{m}.adds",
                               "only", "fiscal_year", "deals.*", "*.growth", "model.b"}),
          {}};
}

// Quotes, backslashes, holes, marks of comments and wide characters among them.
Text text() {
  std::string all;
  for (int pieces = below(4); pieces > 0; --pieces) {
    all += one_of<std::string>({"a", " ", "\"", "\\", "#", "{m}", "\u58F2\u4E0A", "x = 1", "\t"});
  }
  return {all, {}};
}
Title title() { return {text(), text()}; }

UnitText unit() {
  return {one_of<std::string>(
              {"JPY", "%", "JPY mn / line / month", "1 / month", "m^2 * JPY", "10k line", "m^-2"}),
          one_of<std::string>({"", "quarter", "year"}),
          {},
          {}};
}

PeriodText periods() {
  const Name first{one_of<std::string>({"2023Q3", "FY2024", "2022H1"}), {}};
  const Name last{one_of<std::string>({"2025Q1", "FY2026"}), {}};
  switch (below(4)) {
    case 0: return {first, first, {}};
    case 1: return {first, last, {}};
    case 2: return {first, {}, {}};
    default: return {{}, last, {}};
  }
}

template <typename Draw>
auto maybe(Draw draw) -> std::optional<decltype(draw())> {
  if (coin()) return draw();
  return std::nullopt;
}

template <typename Draw>
auto some(int least, int most, Draw draw) -> std::vector<decltype(draw())> {
  std::vector<decltype(draw())> all;
  for (int count = least + below(most - least + 1); count > 0; --count) all.push_back(draw());
  return all;
}

Expr number() {
  Expr expr;
  expr.text = one_of<std::string>({"0", "12", "12.5", "1e6", "2021"});
  expr.unit.text = one_of<std::string>({"", "%", "JPY mn", "10k line", "pp"});
  return expr;
}

Expr named() {
  Expr expr;
  expr.kind = ExprKind::name;
  expr.text = one_of<std::string>(
      {"a", "revenue.total", "{m}", "x.{m}", "Q1", "M12", "history", "base", "start"});
  expr.lag = coin() ? 0 : 1 + below(4);
  return expr;
}

Expr quoted() {
  Expr expr;
  expr.kind = ExprKind::text;
  expr.text = text().text;
  return expr;
}

Expr call(int depth) {
  Expr expr;
  expr.kind = ExprKind::call;
  expr.text = one_of<std::string>({"max", "interconnect.rate", "{m}.table", "Q2"});
  expr.args = some(0, 3, [&] { return below(5) == 0 ? quoted() : drawn_expression(depth - 1); });
  expr.vintage = !expr.args.empty() && expr.args.back().kind != ExprKind::text && coin();
  return expr;
}

Expr amount() { return drawn_expression(below(7)); }

DataFiles data() {
  const auto where = [] { return Where{name(), coin(), text()}; };
  return {coin(), some(1, 3, text), maybe(where), {}};
}

TableDeclaration table() {
  TableDeclaration table{name(), unit(), text(), some(0, 2, name), maybe(name), std::nullopt};
  const bool keyed = !table.keys.empty() || table.vintage;
  if (keyed && coin()) table.where = Where{name(), coin(), {one_of<std::string>({"yes", "2"}), {}}};
  return table;
}

UnitDeclaration unit_declaration() {
  UnitDeclaration declaration;
  declaration.name.text = one_of<std::string>({"oku", "10k line", "JPY mn"});
  if (coin()) declaration.number = "1000", declaration.definition = {unit().text, "", {}, {}};
  declaration.title = title();
  declaration.aliases = some(0, 2, text);
  return declaration;
}

Statement layout() {
  Statement statement{name(), title(), {}};
  statement.lines = some(0, 5, [] {
    const auto entry = [] { return StatementEntry{name(), some(0, 2, name)}; };
    return StatementLine{some(1, 3, entry), std::uint32_t(1 + below(4))};
  });
  return statement;
}

Default value() {
  Default value;
  value.by = one_of<std::string>({"", "quarter of year", "month of year", "fiscal year"});
  value.entries = some(value.by.empty() ? 1 : 0, 3, [] {
    Entry entry;
    entry.position.text = one_of<std::string>({"", "", "Q1", "M04", "else"});
    entry.periods = maybe(periods);
    entry.value = amount();
    return entry;
  });
  return value;
}

Parameter parameter() {
  Parameter one;
  one.word.text = one_of<std::string>({"", "", "mean", "sd", "p10", "p50", "p90", "freedom"});
  one.value = amount();
  if (coin()) one.probability = number();
  return one;
}

Draw draw() {
  Draw one;
  one.certain = below(8) == 0;
  if (one.certain) return one;
  one.on = one_of<DrawnOn>({DrawnOn::nothing, DrawnOn::base_plus, DrawnOn::base_times});
  one.distribution.family = name();
  if (coin()) one.distribution.history = name();
  else one.distribution.parameters = some(1, 4, parameter);
  one.distribution.unit.text = one_of<std::string>({"", "%", "JPY mn", "10k line"});
  one.distribution.within = maybe([] { return Range{amount(), amount(), {}}; });
  one.course = one_of<Course>(
      {Course::constant, Course::each_period, Course::random_walk, Course::autoregressive});
  if (one.course == Course::autoregressive) one.persistence = amount();
  return one;
}

Declaration declaration() {
  Declaration series;
  series.redefines = below(4) == 0;
  series.name = name();
  series.title = title();
  if (!series.redefines) {
    series.kind = one_of<Kind>({Kind::flow, Kind::stock, Kind::price, Kind::ratio, Kind::driver});
    series.unit = unit();
    series.booked_in = maybe(name);
  }
  if (series.redefines || series.kind == Kind::driver) series.value = maybe(value);
  const bool valued = series.value && !series.value->entries.empty();
  for (const Role role : {Role::outlook, Role::plain, Role::before, Role::history}) {
    if (!coin() || (valued && role == Role::plain)) continue;
    series.formulas.push_back({role, drawn_expression(below(7)), {}});
  }
  for (const char* cut : {"segment", "kind"}) {
    if (coin()) series.parts.push_back({{cut, {}}, some(1, 3, name)});
  }
  series.rolls_up_as = maybe(name);
  series.actual_only = coin();
  series.range = maybe([] { return Range{amount(), amount(), {}}; });
  if (below(4) == 0) series.uncertain = draw();
  series.basis = maybe([] {
    return Basis{{one_of<std::string>({"printed", "derived", "history", "judgement"}), {}}, text()};
  });
  return series;
}

Across across() {
  Across axis;
  axis.target = name();
  axis.periods = maybe(periods);
  axis.values = some(1, 4, amount);
  if (coin()) {
    axis.values = {amount(), amount()};
    if (coin()) axis.points = 2 + below(20);
    else axis.step = amount();
  }
  return axis;
}

Sweep sweep() {
  Sweep sweep;
  sweep.name = name();
  sweep.title = title();
  sweep.shown = some(1, 3, name);
  sweep.periods = some(1, 3, periods);
  if (coin()) {
    sweep.listed = some(1, 3, [] { return Across{name(), maybe(periods)}; });
    const int columns = int(sweep.listed.size());
    sweep.cases = some(1, 3, [&] { return Case{title(), some(columns, columns, amount), {}}; });
  } else {
    sweep.axes = some(1, 3, across);
    for (std::size_t i = 1; i < sweep.axes.size(); ++i) sweep.axes[i].with = coin();
  }
  return sweep;
}

End end() {
  const auto from =
      one_of<End::From>({End::From::value, End::From::range_low, End::From::range_high});
  return {from, from == End::From::value ? amount() : Expr()};
}

Tornado tornado() {
  Tornado tornado;
  tornado.title = title();
  tornado.bars = some(1, 3, [] {
    Bars bars;
    bars.group = coin();
    bars.names = some(1, 3, [&] { return bars.group && coin() ? Name{"*", {}} : name(); });
    bars.together = coin();
    bars.periods = maybe(periods);
    bars.low = maybe(end);
    bars.high = maybe(end);
    return bars;
  });
  tornado.low = maybe(end);
  tornado.high = maybe(end);
  tornado.shown = some(1, 3, name);
  tornado.periods = some(1, 3, periods);
  return tornado;
}

Target target() {
  Target target;
  target.title = title();
  target.reaches = some(0, 3, [] {
    Reach reach{name(), periods(), coin(), {}};
    if (!reach.guidance) reach.value = amount();
    return reach;
  });
  target.instruments = some(0, 3, [] {
    return Instrument{coin(), name(), maybe(periods),
                      maybe([] { return Range{amount(), amount(), {}}; })};
  });
  return target;
}

Draw named_draw() {
  Draw one = draw();
  one.driver = name();
  one.periods = maybe(periods);
  return one;
}

Uncertainty uncertainty() {
  Uncertainty block;
  if (coin()) block.draws = "65536";
  if (!block.draws.empty() && coin()) block.method.text = "sobol";
  if (!block.draws.empty() && coin()) block.seed = "2023";
  block.lines = some(0, 3, named_draw);
  block.correlations = some(0, 2, [] { return Correlation{name(), name(), amount()}; });
  block.chances = some(0, 2, [] { return Chance{name(), periods(), coin(), amount(), {}}; });
  block.revisions = some(0, 2, [] { return Revision{some(1, 3, name), amount(), {}}; });
  if (coin()) block.shown = some(1, 3, name), block.periods = some(1, 3, periods);
  return block;
}

Sensitivity sensitivity() {
  Sensitivity block;
  block.title = title();
  block.methods = some(0, 3, [] {
    SensitivityMethod one;
    one.method.text = one_of<std::string>({"morris", "sobol", "shapley"});
    if (coin()) one.points = "200";
    return one;
  });
  if (coin()) block.across.text = one_of<std::string>({"groups", "drivers"});
  if (coin()) block.shown = some(1, 3, name), block.periods = some(1, 3, periods);
  return block;
}

Ahead ahead() {
  Ahead one;
  one.to = one_of<AheadTo>({AheadTo::period, AheadTo::half_end, AheadTo::year_end});
  if (one.to == AheadTo::period) one.periods = "4";
  return one;
}

Backtest backtest() {
  Backtest block;
  block.title = title();
  block.variants = some(0, 3, [] { return BacktestVariant{title(), text()}; });
  block.origins = maybe(periods);
  if (coin()) block.rolling = "12";
  block.ahead = some(0, 3, ahead);
  block.first_figures = coin();
  block.shown = some(0, 3, name);
  return block;
}

Operation operation() {
  Operation operation;
  operation.kind =
      one_of<OperationKind>({OperationKind::set, OperationKind::add, OperationKind::multiply,
                             OperationKind::grow, OperationKind::ramp, OperationKind::slip,
                             OperationKind::fix, OperationKind::unfix, OperationKind::carry});
  operation.target = name();
  operation.periods = maybe(periods);
  const bool unfixes = operation.kind == OperationKind::unfix;
  if (!unfixes) operation.values = {amount()};
  const bool lists = !unfixes && operation.kind != OperationKind::ramp &&
                     operation.kind != OperationKind::slip &&
                     operation.kind != OperationKind::carry;
  if (lists && coin()) {
    operation.list = true;
    operation.values = some(1, 4, amount);
    operation.periods = periods();
  } else if (operation.kind == OperationKind::fix && coin()) {
    operation.profile.text = one_of<std::string>({"last year's", "even"});
  }
  operation.then = one_of<Then>({Then::unsaid, Then::hold, Then::base});
  if (coin()) operation.why = text();
  if (coin()) operation.owner = text();
  operation.expires = maybe(periods);
  return operation;
}

Item item(bool in_for);

For loop() {
  For loop;
  loop.variables = some(1, 3, name);
  const int columns = int(loop.variables.size());
  const auto cell = [] { return coin() ? quoted() : amount(); };
  loop.rows = some(1, 3, [&] { return some(columns, columns, cell); });
  loop.body = some(0, 3, [] { return item(true); });
  return loop;
}

Solve solve() {
  return {title(), some(0, 3, [] { return Item{declaration()}; }), {}};
}

Item item(bool in_for) {
  switch (below(in_for ? 22 : 25)) {
    case 0: return {ModelHeader{name(), title()}};
    case 1: return {CalendarHeader{name(), coin() ? name() : Name(), text(), {}}};
    case 2: return {Horizon{periods()}};
    case 3: return {unit_declaration()};
    case 4: return {UnitAliases{some(1, 3, [] { return std::pair(text(), unit()); })}};
    case 5: return {data()};
    case 6: return {ResultsDates{text()}};
    case 7: return {PipelineDeclaration{name(), text(), maybe(name)}};
    case 8: return {table()};
    case 9: return {Section{title()}};
    case 10: return {OneOff{name(), periods(), coin(), amount(), text(), text(), {}}};
    case 11: return {OutlookOf{name(), {Role::outlook, drawn_expression(4), {}}}};
    case 12:
      return {
          Check{name(), title(), maybe(periods), drawn_expression(below(7)), maybe(amount), {}}};
    case 13: return {Group{title(), some(1, 3, name)}};
    case 14: return {layout()};
    case 15: return {ScenarioHeader{title()}};
    case 16: return {coin() ? Item{ModelFile{text()}} : Item{Extends{text()}}};
    case 17: return {coin() ? Item{Include{text(), coin()}} : Item{Why{text()}}};
    case 18: return {AsOf{{one_of<std::string>({"2023Q2", "2023-11-08"}), {}}}};
    case 19: return {operation()};
    case 20: {
      const int study = below(5);
      if (study == 0) return {tornado()};
      if (study == 1) return {target()};
      if (study == 2) return coin() ? Item{uncertainty()} : Item{sensitivity()};
      if (study == 3) return {backtest()};
      return Item{sweep()};
    }
    case 21:
    case 22: return {declaration()};
    case 23: return {solve()};
    default: return {loop()};
  }
}

}  // namespace

Expr drawn_expression(int depth) {
  if (depth <= 0) return coin() ? number() : named();
  const auto inner = [&] { return drawn_expression(depth - 1); };
  Expr expr;
  switch (below(8)) {
    case 0: return number();
    case 1: return named();
    case 2: return call(depth);
    case 3:
      expr.kind = ExprKind::negate;
      expr.args = {inner()};
      return expr;
    case 4:
      expr.kind = ExprKind::conditional;
      expr.args = {inner(), inner(), inner()};
      return expr;
    default:
      expr.kind = ExprKind::binary;
      expr.op = static_cast<Operator>(below(int(Operator::ne) + 1));
      expr.args = {inner(), inner()};
      return expr;
  }
}

Document drawn_document() {
  return {some(0, 4, [] { return item(false); }), {}};
}

}  // namespace headwater::test
