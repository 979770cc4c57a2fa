#include "engine/lang/parser.hpp"

#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/lang/shown.hpp"

using namespace headwater;
using test::shown;

namespace {

using Strings = std::vector<std::string>;

struct Reading {
  Sources sources;
  Parsed parsed;
  explicit Reading(std::string text) {
    const FileId file = sources.add("plan.model", std::move(text));
    parsed = parse(file, sources);
  }
  std::string messages() const {
    std::string all;
    for (const Diagnostic& one : parsed.diagnostics) all += render(one, sources);
    return all;
  }
  Strings codes() const {
    Strings all;
    for (const Diagnostic& one : parsed.diagnostics) all.push_back(one.code);
    return all;
  }
  // The lines on which something is wrong.
  std::vector<std::size_t> lines() const {
    std::vector<std::size_t> all;
    for (const Diagnostic& one : parsed.diagnostics) {
      all.push_back(sources.position(one.place.file, one.place.begin).line);
    }
    return all;
  }
};

// The one statement of a text that must be sound.
template <typename What>
What only(const std::string& text) {
  const Reading reading(text);
  BOOST_TEST_REQUIRE(reading.parsed.diagnostics.empty(), reading.messages());
  BOOST_TEST_REQUIRE(reading.parsed.document.items.size() == 1u);
  const auto* what = std::get_if<What>(&reading.parsed.document.items[0].what);
  BOOST_TEST_REQUIRE(what != nullptr);
  return *what;
}

tree::Expr formula(const std::string& text) {
  return only<tree::Declaration>("flow x : JPY\n  = " + text + "\n").formulas.at(0).expr;
}
std::string read(const std::string& text) { return shown(formula(text)); }

tree::Declaration declaration(const std::string& text) { return only<tree::Declaration>(text); }

}  // namespace

BOOST_AUTO_TEST_CASE(products_bind_tighter_than_sums_and_both_go_from_left_to_right) {
  BOOST_TEST(read("a + b * c") == "(a + (b * c))");
  BOOST_TEST(read("a * b + c") == "((a * b) + c)");
  BOOST_TEST(read("a - b - c") == "((a - b) - c)");
  BOOST_TEST(read("a / b * c / d") == "(((a / b) * c) / d)");
  BOOST_TEST(read("a - (b - c)") == "(a - (b - c))");
}

BOOST_AUTO_TEST_CASE(per_binds_as_a_quotient) {
  BOOST_TEST(read("a per b * c") == "((a per b) * c)");
  BOOST_TEST(read("a * b per c") == "((a * b) per c)");
  BOOST_TEST(read("a per b - 1") == "((a per b) - 1)");
  BOOST_TEST(read("a / b per c") == "((a / b) per c)");
}

BOOST_AUTO_TEST_CASE(otherwise_stands_below_sums_and_above_comparisons) {
  BOOST_TEST(read("a + b otherwise c - d") == "((a + b) otherwise (c - d))");
  BOOST_TEST(read("a otherwise b otherwise c") == "((a otherwise b) otherwise c)");
  BOOST_TEST(read("a otherwise b == c otherwise d") == "((a otherwise b) == (c otherwise d))");
}

BOOST_AUTO_TEST_CASE(a_minus_binds_tighter_than_a_product_and_looser_than_a_power) {
  BOOST_TEST(read("-a * b") == "((- a) * b)");
  BOOST_TEST(read("a * -b") == "(a * (- b))");
  BOOST_TEST(read("-a ^ 2") == "(- (a ^ 2))");
  BOOST_TEST(read("a ^ -2") == "(a ^ (- 2))");
  BOOST_TEST(read("- -a") == "(- (- a))");
  BOOST_TEST(read("2 * a ^ 3") == "(2 * (a ^ 3))");
}

BOOST_AUTO_TEST_CASE(a_choice_takes_all_that_follows_else) {
  BOOST_TEST(read("if a > b then c + 1 else d + 1") == "(if (a > b) then (c + 1) else (d + 1))");
  BOOST_TEST(read("if a then b else if c then d else e") ==
             "(if a then b else (if c then d else e))");
  BOOST_TEST(read("(if a then b else c) * d") == "((if a then b else c) * d)");
  BOOST_TEST(read("1 + if a then b else c") == "(1 + (if a then b else c))");
}

BOOST_AUTO_TEST_CASE(each_comparison_is_read) {
  for (const char* sign : {"==", "!=", "<=", ">=", "<", ">"}) {
    const std::string text = std::string("a ") + sign + " b";
    BOOST_TEST(read(text) == "(" + text + ")");
  }
  BOOST_TEST(Reading("flow x : JPY\n  = a < b < c\n").codes() == Strings{"chained-comparison"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_number_takes_the_unit_written_after_it) {
  BOOST_TEST(read("6 10k line") == "6[10k line]");
  BOOST_TEST(read("15250 JPY mn") == "15250[JPY mn]");
  BOOST_TEST(read("12.5% * a") == "(12.5[%] * a)");
  BOOST_TEST(read("1 pp + 2 bp") == "(1[pp] + 2[bp])");
  BOOST_TEST(read("2 quarters otherwise a") == "(2[quarters] otherwise a)");
}

// Divided by one customer and by one month: what follows a stroke is a name, a unit of one.
BOOST_AUTO_TEST_CASE(a_price_reads_as_a_value_divided_by_one_unit_each) {
  BOOST_TEST(read("210 USD / customer / month") == "((210[USD] / customer) / month)");
}

BOOST_AUTO_TEST_CASE(a_lag_counts_periods_back) {
  BOOST_TEST(read("x[-1]") == "x[-1]");
  BOOST_TEST(read("revenue.total[-4] * 2") == "(revenue.total[-4] * 2)");
  for (const char* wrong : {"x[1]", "x[0]", "x[-0]", "x[-1.5]", "x[-10000]"}) {
    BOOST_TEST_CONTEXT(wrong) {
      BOOST_TEST(
          Reading(std::string("flow x : JPY\n  = ") + wrong + "\n").codes() == Strings{"not-a-lag"},
          boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_call_takes_arguments_and_a_vintage) {
  BOOST_TEST(read("max(a, b + 1, 0)") == "max(a, (b + 1), 0)");
  BOOST_TEST(read("rates(fiscal_year, by start of fiscal_year - 1)") ==
             "rates(fiscal_year, by start of (fiscal_year - 1))");
  BOOST_TEST(read("mid(x)") == "mid(x)");
}

BOOST_AUTO_TEST_CASE(a_formula_goes_on_after_a_comma_and_in_brackets) {
  BOOST_TEST(read("max(a,\n  b)") == "max(a, b)");
  BOOST_TEST(read("(a\n    + b)\n  history = c") == "(a + b)");
}

BOOST_AUTO_TEST_CASE(a_declaration_has_its_clauses_indented_below_it) {
  const auto flow = declaration(
      "flow revenue.wan : JPY mn  \"WAN\" ja \"WANサービス\"  # words\n"
      "  history = a\n"
      "  outlook = b\n"
      "\n"
      "  before  = c\n"
      "  parts by service = d, e,\n"
      "    f\n"
      "  parts by place = g\n"
      "  basis printed \"p.7\"\n");

  BOOST_TEST((flow.kind == tree::Kind::flow));
  BOOST_TEST(flow.name.text == "revenue.wan");
  BOOST_TEST(flow.unit.text == "JPY mn");
  BOOST_TEST(flow.title.english.text == "WAN");
  BOOST_TEST(flow.title.japanese.text == "WANサービス");
  BOOST_TEST_REQUIRE(flow.formulas.size() == 3u);
  BOOST_TEST((flow.formulas[0].role == tree::Role::history));
  BOOST_TEST((flow.formulas[1].role == tree::Role::outlook));
  BOOST_TEST((flow.formulas[2].role == tree::Role::before));
  BOOST_TEST_REQUIRE(flow.parts.size() == 2u);
  BOOST_TEST(flow.parts[0].by.text == "service");
  BOOST_TEST(flow.parts[0].members.size() == 3u);
  BOOST_TEST(flow.parts[1].members[0].text == "g");
  BOOST_TEST(flow.basis->word.text == "printed");
}

BOOST_AUTO_TEST_CASE(a_statement_ends_where_a_line_stands_no_deeper) {
  const Reading reading("flow a : JPY\n  = b\nflow b : JPY\n    = a\nflow c : JPY  actual only\n");

  BOOST_TEST_REQUIRE(reading.parsed.diagnostics.empty(), reading.messages());
  BOOST_TEST(reading.parsed.document.items.size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_driver_says_its_default_on_its_own_line) {
  const auto driver = declaration(
      "driver g : % per quarter by quarter of year = Q1 0.5%, Q2 5.5%, else 1  \"Growth\"\n"
      "  range base - 2 pp to base * 1.5  basis history \"last four\"\n");

  BOOST_TEST(driver.unit.text == "%");
  BOOST_TEST(driver.unit.per == "quarter");
  BOOST_TEST_REQUIRE(driver.value.has_value());
  BOOST_TEST(driver.value->by == "quarter of year");
  BOOST_TEST_REQUIRE(driver.value->entries.size() == 3u);
  BOOST_TEST(driver.value->entries[0].position.text == "Q1");
  BOOST_TEST(shown(driver.value->entries[0].value) == "0.5[%]");
  BOOST_TEST(driver.value->entries[2].position.text == "else");
  BOOST_TEST(driver.title.english.text == "Growth");
  BOOST_TEST(shown(driver.range->low) == "(base - 2[pp])");
  BOOST_TEST(shown(driver.range->high) == "(base * 1.5)");
  BOOST_TEST(driver.basis->reason.text == "last four");
}

BOOST_AUTO_TEST_CASE(a_drivers_default_goes_by_periods) {
  const auto driver =
      declaration("driver capex : JPY mn = 5978 in 2023H2, 5200 from FY2024, 4 in ..2022Q4\n");
  const auto& entries = driver.value->entries;

  BOOST_TEST_REQUIRE(entries.size() == 3u);
  BOOST_TEST(entries[0].periods->first.text == "2023H2");
  BOOST_TEST(entries[0].periods->last.text == "2023H2");
  BOOST_TEST(entries[1].periods->first.text == "FY2024");
  BOOST_TEST(entries[1].periods->last.text == "");  // open
  BOOST_TEST(entries[2].periods->first.text == "");
  BOOST_TEST(entries[2].periods->last.text == "2022Q4");
}

BOOST_AUTO_TEST_CASE(clauses_may_share_the_line_of_their_statement) {
  const auto flow = declaration("flow f : JPY / share booked in Q2 \"Interim\"  actual only\n");
  BOOST_TEST(flow.unit.text == "JPY / share");
  BOOST_TEST(flow.booked_in->text == "Q2");
  BOOST_TEST(flow.actual_only);

  const auto driver = declaration("driver d : mn share = 180  \"Shares\"  rolls up as mean\n");
  BOOST_TEST(driver.rolls_up_as->text == "mean");
}

BOOST_AUTO_TEST_CASE(headers_are_read) {
  const auto calendar = only<tree::CalendarHeader>(
      "calendar quarterly, fiscal year starts april, labels \"{q}Q{yy}\"\n");
  BOOST_TEST(calendar.base.text == "quarterly");
  BOOST_TEST(calendar.first_month.text == "april");
  BOOST_TEST(calendar.labels.text == "{q}Q{yy}");

  const auto unit = only<tree::UnitDeclaration>(
      "unit 10k line = 10000 line  ja \"万回線\"  alias \"10k_lines\", \"x\"\n");
  BOOST_TEST(unit.name.text == "10k line");
  BOOST_TEST(unit.number == "10000");
  BOOST_TEST(unit.definition.text == "line");
  BOOST_TEST(unit.aliases.size() == 2u);

  const auto horizon = only<tree::Horizon>("horizon 2022Q1..2025Q4\n");
  BOOST_TEST(horizon.periods.first.text == "2022Q1");
  BOOST_TEST(horizon.periods.last.text == "2025Q4");

  const auto data = only<tree::DataFiles>("guidance \"a.csv\", \"b.csv\" where preferred = yes\n");
  BOOST_TEST(data.guidance);
  BOOST_TEST(data.files.size() == 2u);
  BOOST_TEST(data.where->column.text == "preferred");
  BOOST_TEST(data.where->equal);

  const auto table = only<tree::TableDeclaration>(
      "table r : JPY / month from \"r.csv\"\n  by fiscal_year, vintage presented_on where basis != "
      "fixed\n");
  BOOST_TEST(table.keys.at(0).text == "fiscal_year");
  BOOST_TEST(table.vintage->text == "presented_on");
  BOOST_TEST(!table.where->equal);
}

BOOST_AUTO_TEST_CASE(one_offs_checks_and_outlooks_are_read) {
  const auto step =
      only<tree::OneOff>("one_off lines from 2022Q3 = 6 10k line  why \"GPS\" source \"p.19\"\n");
  BOOST_TEST(step.from);
  BOOST_TEST(shown(step.amount) == "6[10k line]");
  BOOST_TEST(step.source.text == "p.19");

  const auto check =
      only<tree::Check>("check due \"Due\" in 2023H2 : revenue >= 15250 JPY mn within 2 JPY mn\n");
  BOOST_TEST(check.periods->first.text == "2023H2");
  BOOST_TEST(shown(check.condition) == "(revenue >= 15250[JPY mn])");
  BOOST_TEST(shown(*check.within) == "2[JPY mn]");

  const auto outlook = only<tree::OutlookOf>("outlook arpu = arpu[-1] * 2\n");
  BOOST_TEST(outlook.name.text == "arpu");
  BOOST_TEST(shown(outlook.formula.expr) == "(arpu[-1] * 2)");
}

BOOST_AUTO_TEST_CASE(the_lines_of_a_statement_keep_their_indentation) {
  const auto statement = only<tree::Statement>(
      "statement pl \"Profit and loss\"\n"
      "  revenue by segment by service\n"
      "    margin\n"
      "  profit, eps\n");

  BOOST_TEST_REQUIRE(statement.lines.size() == 3u);
  BOOST_TEST(statement.lines[0].entries[0].unfold_by.size() == 2u);
  BOOST_TEST(statement.lines[0].column == 2u);
  BOOST_TEST(statement.lines[1].column == 4u);
  BOOST_TEST(statement.lines[2].entries.size() == 2u);
}

BOOST_AUTO_TEST_CASE(scenario_statements_are_read) {
  const auto set = only<tree::Operation>("set growth = 2.8% in FY2024..\n");
  BOOST_TEST((set.kind == tree::OperationKind::set));
  BOOST_TEST(set.target.text == "growth");
  BOOST_TEST(shown(set.values[0]) == "2.8[%]");
  BOOST_TEST(set.periods->last.text == "");

  const auto add = only<tree::Operation>("add -1 pp to growth\n");
  BOOST_TEST((add.kind == tree::OperationKind::add));
  BOOST_TEST(shown(add.values[0]) == "(- 1[pp])");

  const auto multiply = only<tree::Operation>("multiply rate by 0.95 in 2023Q3\n");
  BOOST_TEST((multiply.kind == tree::OperationKind::multiply));

  const auto sweep = only<tree::Sweep>(
      "sweep rates \"Rates\"\n"
      "  across a in 2023Q3.. = base * 0.85 to base * 1.15 in 7 points\n"
      "  across b = -10%, 0%,\n"
      "    3.6%\n"
      "  show profit, eps in FY2023, FY2024\n");
  BOOST_TEST_REQUIRE(sweep.axes.size() == 2u);
  BOOST_TEST(sweep.axes[0].points == 7);
  BOOST_TEST(shown(sweep.axes[0].values[1]) == "(base * 1.15)");
  BOOST_TEST(sweep.axes[1].points == 0);
  BOOST_TEST(sweep.axes[1].values.size() == 3u);
  BOOST_TEST(sweep.shown.size() == 2u);
  BOOST_TEST(sweep.periods.size() == 2u);

  BOOST_TEST(only<tree::AsOf>("as of 2023Q2\n").period.text == "2023Q2");
  BOOST_TEST(only<tree::Extends>("extends \"base.scenario\"\n").file.text == "base.scenario");
  BOOST_TEST(only<tree::ModelFile>("model \"iij.model\"\n").file.text == "iij.model");
}

BOOST_AUTO_TEST_CASE(every_operation_is_read) {
  const auto list = only<tree::Operation>("set adds = [8.0, 9.5, -1] from 2023Q3 then hold\n");
  BOOST_TEST(list.list);
  BOOST_TEST(list.values.size() == 3u);
  BOOST_TEST(shown(list.values[2]) == "(- 1)");
  BOOST_TEST(list.periods->first.text == "2023Q3");
  BOOST_TEST(list.periods->last.text == "");
  BOOST_TEST((list.then == tree::Then::hold));

  const auto factor = only<tree::Operation>(
      "add 120 JPY mn to cost.other in 2023Q3 why \"licence\" owner \"FP&A\" expires 2023Q4\n");
  BOOST_TEST(factor.why.text == "licence");
  BOOST_TEST(factor.owner.text == "FP&A");
  BOOST_TEST(factor.expires->first.text == "2023Q4");

  const auto total =
      only<tree::Operation>("fix wan total 14300 in 2023H2 by last year's profile\n");
  BOOST_TEST((total.kind == tree::OperationKind::fix));
  BOOST_TEST(total.profile.text == "last year's");
  BOOST_TEST(
      only<tree::Operation>("fix wan total 14300 in FY2023 by even profile\n").profile.text ==
      "even");

  const auto ramp = only<tree::Operation>("ramp margin to 25% in 2023Q3..2024Q4 then base\n");
  BOOST_TEST((ramp.kind == tree::OperationKind::ramp));
  BOOST_TEST((ramp.then == tree::Then::base));
  for (const auto& [text, kind] :
       {std::pair("grow pay by 2% from 2023Q3\n", tree::OperationKind::grow),
        std::pair("slip deals.dc by 2 quarters\n", tree::OperationKind::slip),
        std::pair("fix wan = 7090 JPY mn in 2023Q3\n", tree::OperationKind::fix),
        std::pair("unfix wan in 2023Q3\n", tree::OperationKind::unfix),
        std::pair("carry sga by 50%\n", tree::OperationKind::carry)}) {
    BOOST_TEST((only<tree::Operation>(text).kind == kind), text);
  }
  BOOST_TEST(only<tree::Operation>("unfix wan\n").values.empty());
  BOOST_TEST(only<tree::Include>("include \"slow.scenario\" override\n").override);
}

BOOST_AUTO_TEST_CASE(sweeps_zip_step_and_list) {
  const auto sweep = only<tree::Sweep>(
      "sweep s\n"
      "  across a from 2023Q3 = 1% to 3% in steps of 0.5%\n"
      "  with b = 1, 2, 3, 4, 5\n"
      "  show profit in FY2023\n");
  BOOST_TEST_REQUIRE(sweep.axes.size() == 2u);
  BOOST_TEST(shown(*sweep.axes[0].step) == "0.5[%]");
  BOOST_TEST(!sweep.axes[0].with);
  BOOST_TEST(sweep.axes[1].with);
  const auto cases = only<tree::Sweep>(
      "sweep s\n"
      "  cases of a in FY2023, b\n"
      "  case \"Bear\" ja \"弱\" = 1%, base * 0.9\n"
      "  case \"Bull\" = 5%, base\n"
      "  show profit in FY2023\n");
  BOOST_TEST(cases.axes.empty());
  BOOST_TEST(cases.listed.size() == 2u);
  BOOST_TEST_REQUIRE(cases.cases.size() == 2u);
  BOOST_TEST(cases.cases[0].title.japanese.text == "弱");
  BOOST_TEST(shown(cases.cases[0].values[1]) == "(base * 0.9)");
}

BOOST_AUTO_TEST_CASE(tornados_are_read) {
  const auto one_line = only<tree::Tornado>(
      "tornado \"FY2024\"  across group *  low range low  high range high  show p in FY2024\n");
  BOOST_TEST_REQUIRE(one_line.bars.size() == 1u);
  BOOST_TEST(one_line.bars[0].group);
  BOOST_TEST(one_line.bars[0].names[0].text == "*");
  BOOST_TEST((one_line.bars[0].low->from == tree::End::From::range_low));
  BOOST_TEST((one_line.bars[0].high->from == tree::End::From::range_high));

  const auto own = only<tree::Tornado>(
      "tornado\n"
      "  across group \"Rates\", \"Volume\" together in 2023Q3..\n"
      "  across si.conversion, pay.* low base * 0.9 high 2%\n"
      "  low base - 1 pp\n"
      "  high base + 1 pp\n"
      "  show p, q in FY2023, FY2024\n");
  BOOST_TEST_REQUIRE(own.bars.size() == 2u);
  BOOST_TEST(own.bars[0].together);
  BOOST_TEST(own.bars[0].names.size() == 2u);
  BOOST_TEST(!own.bars[0].low.has_value());
  BOOST_TEST(shown(own.bars[1].low->value) == "(base * 0.9)");
  BOOST_TEST(shown(own.bars[1].high->value) == "2[%]");
  BOOST_TEST(shown(own.low->value) == "(base - 1[pp])");
}

BOOST_AUTO_TEST_CASE(blocks_of_later_studies_are_read_and_kept) {
  const auto target = only<tree::Target>(
      "target \"Outlook\"\n"
      "  reach profit in FY2023 = guidance\n"
      "  reach sales in FY2023 = 286000 JPY mn\n"
      "  by orders in 2023H2 within -10% to 40%\n"
      "  by tax\n"
      "  by add factor of cost.other in 2023H2\n");
  BOOST_TEST(target.reaches.size() == 2u);
  BOOST_TEST(!target.instruments[1].add_factor);
  BOOST_TEST(target.instruments[2].add_factor);
  BOOST_TEST(target.instruments[2].driver.text == "cost.other");
  BOOST_TEST(target.reaches[0].guidance);
  BOOST_TEST(shown(target.reaches[1].value) == "286000[JPY mn]");
  BOOST_TEST(shown(target.instruments[0].within->high) == "40[%]");
  BOOST_TEST(!target.instruments[1].within.has_value());

  const auto block = only<tree::Uncertainty>(
      "uncertainty\n"
      "  draw 65536 by sobol with seed 2023\n"
      "  a ~ normal(3.2%, 1.2 pp)\n"
      "  b in FY2024 ~ base * triangular(0.85, 1.00, 1.15) each period\n"
      "  c ~ triangular(5, 10.4, 16) 10k line\n"
      "  d ~ discrete(0 quarters 80%, 2 quarters 20%)\n"
      "  e ~ base + student_t(5, p10 -1 pp, p90 1 pp) within -3 pp to 3 pp as ar(0.6)\n"
      "  f from 2023Q3 ~ empirical of a.implied as random walk\n"
      "  g ~ base\n"
      "  correlate a with b at -0.3\n"
      "  chance of profit in FY2023 >= 30000 JPY mn\n"
      "  revise profit, net beyond 30%\n"
      "  show profit in FY2023\n");
  BOOST_TEST(block.draws == "65536");
  BOOST_TEST(block.seed == "2023");
  BOOST_TEST_REQUIRE(block.lines.size() == 7u);
  BOOST_TEST((block.lines[1].course == tree::Course::each_period));
  BOOST_TEST((block.lines[1].on == tree::DrawnOn::base_times));
  BOOST_TEST(block.lines[2].distribution.unit.text == "10k line");
  BOOST_TEST_REQUIRE(block.lines[3].distribution.parameters.size() == 2u);
  BOOST_TEST(shown(block.lines[3].distribution.parameters[1].value) == "2[quarters]");
  BOOST_TEST(shown(*block.lines[3].distribution.parameters[1].probability) == "20[%]");
  BOOST_TEST(block.lines[4].distribution.parameters[1].word.text == "p10");
  BOOST_TEST(shown(block.lines[4].distribution.within->low) == "(- 3[pp])");
  BOOST_TEST(shown(*block.lines[4].persistence) == "0.6");
  BOOST_TEST(block.lines[5].distribution.history->text == "a.implied");
  BOOST_TEST(block.lines[6].certain);
  BOOST_TEST(block.correlations.size() == 1u);
  BOOST_TEST(!block.chances.at(0).at_most);
  BOOST_TEST(block.revisions.at(0).series.size() == 2u);

  const auto asked = only<tree::Sensitivity>(
      "sensitivity \"Which drivers decide\"\n"
      "  by morris with 200 paths\n"
      "  by sobol with 16384 points\n"
      "  across groups\n"
      "  show profit in FY2023\n");
  BOOST_TEST_REQUIRE(asked.methods.size() == 2u);
  BOOST_TEST(asked.methods[1].points == "16384");
  BOOST_TEST(asked.across.text == "groups");
}

BOOST_AUTO_TEST_CASE(two_mistakes_in_two_statements_draw_two_messages) {
  const Reading reading(
      "flow a : JPY\n"
      "  = b +\n"
      "  outlook = c\n"
      "flow good : JPY\n"
      "  = a\n"
      "driver : % = 3\n"
      "flow fine : JPY\n"
      "  = a\n");

  BOOST_TEST(reading.lines() == (std::vector<std::size_t>{2, 6}), boost::test_tools::per_element());
  BOOST_TEST(reading.parsed.document.items.size() == 2u);  // good and fine
}

// The one is told when words are read, the other when statements are.
BOOST_AUTO_TEST_CASE(a_mistake_in_words_does_not_hide_one_in_the_next_statement) {
  const Reading reading("flow a : JPY $\n  = b\nflow c JPY\n  = d\nflow e : JPY \"x\n  = f\n");

  BOOST_TEST(reading.lines() == (std::vector<std::size_t>{1, 3, 5}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_mistake_draws_one_message) {
  BOOST_TEST(Reading("flow a : JPY\n  = b + * c + * d\n").codes().size() == 1u);
  BOOST_TEST(Reading("flwo a : JPY\n  = b\n  outlook = c\n").codes().size() == 1u);
  BOOST_TEST(Reading("flow a JPY\n  = b\n").codes().size() == 1u);
  BOOST_TEST(Reading("flow a : JPY = 5\n").codes().size() == 0u);
  BOOST_TEST(Reading("check c : a = b\n").codes().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_text_never_closed_is_told_once_and_the_rest_is_read) {
  const Reading reading("flow a : JPY \"open\n  = b\nflow c : JPY\n  = d\n");

  BOOST_TEST(reading.codes() == Strings{"open-text"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_mistake_inside_a_for_leaves_its_other_statements) {
  const Reading reading(
      "for m in a, b {\n"
      "  flow x.{m} : JPY\n"
      "    = * 2\n"
      "  flow y.{m} : JPY\n"
      "    = 2 JPY\n"
      "}\n"
      "flow z : JPY\n"
      "  = 1 JPY\n");

  BOOST_TEST(reading.lines() == std::vector<std::size_t>{3}, boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(reading.parsed.document.items.size() == 2u);
  BOOST_TEST(std::get<tree::For>(reading.parsed.document.items[0].what).body.size() == 1u);
}

BOOST_AUTO_TEST_CASE(brackets_nest_so_deep_and_no_deeper) {
  const auto nested = [](std::size_t deep) {
    return "flow x : JPY\n  = " + std::string(deep, '(') + "a" + std::string(deep, ')') + "\n";
  };
  BOOST_TEST(Reading(nested(60)).codes().empty());
  BOOST_TEST(Reading(nested(100'000)).codes() == Strings{"nested-too-deeply"},
             boost::test_tools::per_element());
  BOOST_TEST(Reading("flow x : JPY\n  = " + std::string(100'000, '-') + "a\n").codes() ==
                 Strings{"nested-too-deeply"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_place_covers_what_was_read) {
  const Reading reading("flow x : JPY\n  = mid(a) * (b + 2 JPY mn)[-1]\n");
  BOOST_TEST(reading.codes().size() == 1u);  // a lag belongs to a name

  const std::string text = "flow x : JPY\n  = mid(a) * (b + 2 JPY mn)\n";
  const Reading sound(text);
  BOOST_TEST_REQUIRE(sound.parsed.document.items.size() == 1u);
  const auto& expr =
      std::get<tree::Declaration>(sound.parsed.document.items[0].what).formulas[0].expr;
  BOOST_TEST(sound.sources.text(expr.place) == "mid(a) * (b + 2 JPY mn)");
  BOOST_TEST(sound.sources.text(expr.text_place) == "*");
  BOOST_TEST(sound.sources.text(expr.args[1].args[1].place) == "2 JPY mn");
  BOOST_TEST(sound.sources.text(expr.args[1].args[1].unit.place) == "JPY mn");
}

// A model with one character changed, dropped or doubled is read with messages, or without.
BOOST_AUTO_TEST_CASE(any_slip_of_the_pen_is_answered) {
  const std::string model =
      "model a \"A\" ja \"甲\"\ncalendar quarterly, fiscal year starts april\nhorizon "
      "2022Q1..2023Q4\n"
      "unit 10k line = 10000 line\nactuals \"a.csv\" where p = yes\n"
      "for m, t in (x, \"X\"), (y, \"Y\") {\n  flow r.{m} : JPY \"{t}\"\n    outlook = "
      "r.{m}[-1]\n}\n"
      "driver g : % per quarter by quarter of year = Q1 1%, else 2%\n  range 0% to base * 2\n"
      "flow t : JPY\n  parts by m = r.x, r.y\ncheck c in FY2022 : t == r.x within 1 JPY\n"
      "sweep s\n  across g = 1% to 2% in 3 points\n  show t in FY2022\n";
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    std::mt19937 random(seed);
    std::string text = model;
    for (int slips = 0; slips < 3; ++slips) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0: text[at] = model[random() % model.size()]; break;
        case 1: text.erase(at, 1); break;
        default: text.insert(at, 1, "()[]{}\",=:\n -"[random() % 13]);
      }
    }
    const Reading reading(text);
    for (const Diagnostic& one : reading.parsed.diagnostics) {
      BOOST_TEST_REQUIRE(one.place.end <= text.size(), "seed " << seed);
      BOOST_TEST_REQUIRE(!render(one, reading.sources).empty(), "seed " << seed);
    }
  }
}
