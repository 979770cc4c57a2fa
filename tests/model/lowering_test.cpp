#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/model/arithmetic.hpp"
#include "engine/model/lower.hpp"
#include "tests/model/model_from_text.hpp"

using namespace headwater;
using test::Known;
using test::Tiny;

namespace {

constexpr PeriodSpan always = {{-1'000'000}, {1'000'000}};

Operation operation(const Known& known, OperationKind kind, std::string_view driver, double value,
                    PeriodSpan span = always) {
  return {.kind = kind, .series = known.id(driver), .span = span, .value = value};
}

// A model whose named drivers are set by an axis each, so that nothing of them is folded away.
struct Varied {
  std::vector<Axis> axes;
  Operations operations;
  Varied(const Known& known, const std::vector<std::string>& drivers) {
    for (const std::string& driver : drivers) {
      Operation set = operation(known, OperationKind::set, driver, 0);
      set.axis = std::uint32_t(axes.size());
      operations.push_back(set);
      axes.push_back({driver, known.model().at(known.id(driver)).unit});
    }
  }
};

Program program_of(const Known& known, const std::vector<std::string>& drivers,
                   const std::vector<Output>& outputs) {
  const Varied varied(known, drivers);
  auto lowered = known.lowered(outputs, varied.operations, varied.axes);
  BOOST_TEST_REQUIRE(lowered.value.has_value(), known.rendered(lowered.diagnostics));
  return std::move(*lowered.value);
}

// The operations that compute x in 2022Q1 from varied drivers d and e, in order.
std::string operations_of(const std::string& formula) {
  const Known known(
      {.body = "driver d : JPY = 7\ndriver e : JPY = 3\nflow x : JPY\n  = " + formula + "\n"});
  const Program program = program_of(known, {"d", "e"}, {known.output("x", "2022Q1")});
  std::string words;
  for (const Instruction& one : program.code) {
    const char* word = one.op == NodeOp::add        ? "add"
                       : one.op == NodeOp::subtract ? "subtract"
                       : one.op == NodeOp::multiply ? "multiply"
                       : one.op == NodeOp::divide   ? "divide"
                       : one.op == NodeOp::negate   ? "negate"
                                                    : "other";
    words += (words.empty() ? "" : " ") + std::string(word);
  }
  return words;
}

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(operations_apply_in_their_order) {
  const Known known({.body = "driver d : JPY = 7\nflow x : JPY\n  = d\n"});
  const auto set = operation(known, OperationKind::set, "d", 10);
  const auto add = operation(known, OperationKind::add, "d", 2);
  const auto multiply = operation(known, OperationKind::multiply, "d", 3);

  BOOST_TEST(known.value("x", "2022Q1", {}) == 7.0);
  BOOST_TEST(known.value("x", "2022Q1", {add, multiply}) == (7.0 + 2) * 3);
  BOOST_TEST(known.value("x", "2022Q1", {multiply, add}) == 7.0 * 3 + 2);
  BOOST_TEST(known.value("x", "2022Q1", {set, add, multiply}) == (10.0 + 2) * 3);
  BOOST_TEST(known.value("x", "2022Q1", {add, multiply, set}) == 10.0);
  BOOST_TEST(known.value("x", "2022Q1", {add, add}) == 11.0);
}

BOOST_AUTO_TEST_CASE(an_operation_touches_its_periods_only) {
  const Known known({.body = "driver d : JPY by quarter of year = Q1 1, else 7\nflow x : JPY\n"
                             "  = d\n"});
  const Operations operations = {operation(known, OperationKind::set, "d", 10,
                                           {known.period("2022Q3"), known.period("2022Q4")}),
                                 operation(known, OperationKind::add, "d", 1,
                                           {known.period("2022Q4"), known.period("2023Q1")})};

  BOOST_TEST(known.value("x", "2022Q2", operations) == 7.0);
  BOOST_TEST(known.value("x", "2022Q3", operations) == 10.0);
  BOOST_TEST(known.value("x", "2022Q4", operations) == 11.0);
  BOOST_TEST(known.value("x", "2023Q1", operations) == 2.0);  // its default of the period, and 1
  BOOST_TEST(known.value("x", "2023Q2", operations) == 7.0);
}

// A driver reads the other as the scenario has it.
BOOST_AUTO_TEST_CASE(an_operation_reaches_the_drivers_that_read_its_driver) {
  const Known known(
      {.body = "driver d : JPY = 7\ndriver e : JPY\n  = d * 2\nflow x : JPY\n  = e\n"});

  BOOST_TEST(known.value("x", "2022Q1", {operation(known, OperationKind::set, "d", 10)}) == 20.0);
}

BOOST_AUTO_TEST_CASE(an_operation_that_nothing_reads_is_a_warning) {
  const Known known({.body = "driver d : JPY = 7\ndriver e : JPY = 3\nflow x : JPY\n  = d\n"
                             "flow y : JPY\n  = e\n"});
  const Operations operations = {operation(known, OperationKind::set, "d", 10,
                                           {known.period("2022Q1"), known.period("2022Q1")}),
                                 operation(known, OperationKind::set, "d", 11,
                                           {known.period("2022Q2"), known.period("2022Q2")}),
                                 operation(known, OperationKind::set, "e", 12)};

  const auto lowered = known.lowered({known.output("x", "2022Q2")}, operations);

  BOOST_TEST(lowered.value.has_value());
  BOOST_TEST_REQUIRE(lowered.diagnostics.size() == 2u);  // d in 2022Q1, and e anywhere
  for (const Diagnostic& one : lowered.diagnostics) {
    BOOST_TEST(one.code == "operation-unread");
    BOOST_TEST((one.severity == Severity::warning));
  }
}

// 50 万回線 at 400 JPY a line and month for three months: 600 JPY mn, by one factor of 10^4 / 10^6.
BOOST_AUTO_TEST_CASE(a_change_of_scale_is_one_multiplication) {
  const Known known({.body =
                         "unit JPY mn = 1000000 JPY\nunit line\nunit 10k line = 10000 line\n"
                         "driver lines : 10k line = 50\ndriver arpu : JPY / line / month = 400\n"
                         "flow revenue : JPY mn\n  = lines * arpu * months\n"});
  const Program program = program_of(known, {"lines", "arpu"}, {known.output("revenue", "2022Q1")});

  BOOST_TEST(known.value("revenue", "2022Q1") == 50.0 * 400 * 3 * 0.01);
  const std::string text = listing(program, known.model());
  BOOST_TEST(text.find(" 0.01 ") != std::string::npos, text);
  BOOST_TEST(program.code.size() == 3u, text);  // lines * arpu, * 3, * 0.01
}

BOOST_AUTO_TEST_CASE(a_percentage_is_brought_to_a_plain_number_once) {
  const Known known({.body = "driver g : % = 3\ndriver d : JPY = 200\n"
                             "flow x : JPY\n  = d * g\n"
                             "flow y : JPY\n  = d * (1 + g)\n"
                             "ratio r : %\n  = d per 50 JPY\n"
                             "ratio s : bp\n  = g + 1 pp\n"});

  BOOST_TEST(known.value("x", "2022Q1") == 200.0 * 3 * 0.01);
  BOOST_TEST(known.value("y", "2022Q1") == 200.0 * (1 + 3 * 0.01));
  BOOST_TEST(known.value("r", "2022Q1") == 200.0 / 50 * 100);
  BOOST_TEST(known.value("s", "2022Q1") == (3.0 + 1) * 100);
  BOOST_TEST(program_of(known, {"g", "d"}, {known.output("x", "2022Q1")}).code.size() == 2u);
}

// The nearest double of one third, multiplied, is not always the quotient: 5 * (1/3) is not 5 / 3.
BOOST_AUTO_TEST_CASE(a_factor_is_the_nearest_double_and_never_a_division) {
  const Known known({.body = "driver d : JPY / quarter = 5\nflow x : JPY\n  = d * months\n"});

  BOOST_TEST(known.value("x", "2022Q1") == 5.0 * 3 * (1.0 / 3));
}

BOOST_AUTO_TEST_CASE(only_what_changes_no_bit_is_left_out) {
  BOOST_TEST(operations_of("d - 0 JPY") == "");
  BOOST_TEST(operations_of("d * 1") == "");
  BOOST_TEST(operations_of("1 * d") == "");
  BOOST_TEST(operations_of("d / 1") == "");
  BOOST_TEST(operations_of("d + 0 JPY") == "add");  // -0 + 0 is 0
  BOOST_TEST(operations_of("0 JPY + d") == "add");
  BOOST_TEST(operations_of("d - -0 JPY") == "subtract");  // -0 - -0 is 0
  BOOST_TEST(operations_of("0 JPY - d") == "subtract");   // 0 - 0 is 0, -d would be -0
  BOOST_TEST(operations_of("d * 0") == "multiply");       // missing, or -0
  BOOST_TEST(operations_of("d - d") == "subtract");       // missing where d is
}

BOOST_AUTO_TEST_CASE(equal_instructions_are_written_once) {
  BOOST_TEST(operations_of("(d + e) * ((d + e) / 1 JPY)") == "add multiply");
  BOOST_TEST(operations_of("(d + e) * ((e + d) / 1 JPY)") == "add add multiply");  // not the same
}

BOOST_AUTO_TEST_CASE(a_whole_power_is_a_chain_of_products) {
  const Known known({.body = "driver d : 1 = 1.1\nratio a : 1\n  = d ^ 3\nratio b : 1\n  = d ^ -2\n"
                             "ratio c : 1\n  = d ^ 0\n"});

  BOOST_TEST(known.value("a", "2022Q1") == 1.1 * 1.1 * 1.1);
  BOOST_TEST(known.value("b", "2022Q1") == 1 / (1.1 * 1.1));
  BOOST_TEST(known.value("c", "2022Q1") == 1.0);
  BOOST_TEST(program_of(known, {"d"}, {known.output("a", "2022Q1")}).code.size() == 2u);
}

BOOST_AUTO_TEST_CASE(what_depends_on_no_axis_is_computed_when_the_program_is_made) {
  const Known known({.body = "driver d : JPY = 7\ndriver e : JPY = 3\n"
                             "flow c : JPY\n  before = 1 JPY\n  = c[-1] + e\n"
                             "flow x : JPY\n  = c + d\n"});

  const Program program = program_of(known, {"d"}, {known.output("x", "2023Q4")});

  BOOST_TEST(program.code.size() == 1u);  // (1 + 8 * 3) + d
  BOOST_TEST_REQUIRE(program.constants.size() == 1u);
  BOOST_TEST(program.constants[0].value == 25.0);
}

BOOST_AUTO_TEST_CASE(a_branch_decided_by_a_constant_leaves_the_other_out) {
  const Known known({.body = "driver d : JPY = 7\ndriver e : JPY = 3\n"
                             "flow x : JPY\n  = if e > 1 JPY then d + e else d - e\n"});

  BOOST_TEST(program_of(known, {"d"}, {known.output("x", "2022Q1")}).code.size() == 1u);
  BOOST_TEST(program_of(known, {"d", "e"}, {known.output("x", "2022Q1")}).code.size() == 4u);
}

BOOST_AUTO_TEST_CASE(what_no_output_needs_is_not_in_the_program) {
  const Known known({.body = "driver d : JPY = 7\nflow x : JPY\n  = d + 1 JPY\n"
                             "flow y : JPY\n  = x * 2\n"});

  BOOST_TEST(program_of(known, {"d"}, {known.output("x", "2022Q1")}).code.size() == 1u);
  BOOST_TEST(program_of(known, {"d"}, {known.output("y", "2022Q1")}).code.size() == 2u);
}

// 40 quarters of two instructions each need but a handful of strips.
BOOST_AUTO_TEST_CASE(slots_are_used_again) {
  const Known known({.body = "driver g : 1 = 1.01\ndriver d : JPY = 7\n"
                             "flow x : JPY\n  before = 1 JPY\n  = x[-1] * g + d\n",
                     .horizon = "2022Q1..2031Q4"});

  const Program program = program_of(known, {"g", "d"}, {known.output("x", "2031Q4")});

  // The first period is 1 * g + d, whose product is g; the others repeat one body. Its last value
  // is put in place first: two axes, the first value and the strip that x stays in.
  BOOST_TEST(size_of(program).per_row == 1 + 1 + 2u * 39);
  BOOST_TEST(program.code.size() == 1 + 1 + 2u);
  BOOST_TEST(program.slots == 4u);
}

// Every period is an output, so each keeps a strip of its own.
BOOST_AUTO_TEST_CASE(outputs_keep_their_slots) {
  const Known known({.body = "driver g : 1 = 1.01\ndriver d : JPY = 7\n"
                             "flow x : JPY\n  before = 2 JPY\n  = x[-1] * g + d\n"});
  std::vector<Output> outputs;
  for (const char* at : {"2022Q1", "2022Q2", "2022Q3", "2022Q4"}) {
    outputs.push_back(known.output("x", at));
  }

  const Program program = program_of(known, {"g", "d"}, outputs);

  std::vector<std::uint32_t> kept;
  for (const ProgramOperand& result : program.results) kept.push_back(result.index);
  std::sort(kept.begin(), kept.end());
  BOOST_TEST((std::adjacent_find(kept.begin(), kept.end()) == kept.end()));
}

// An axis that is an output, or that a later period reads, is not written over.
BOOST_AUTO_TEST_CASE(an_axis_keeps_its_slot_until_its_last_reader) {
  const Known known({.body = "driver g : 1 = 1.01\ndriver d : JPY = 7\n"
                             "flow x : JPY\n  = d * 2\nflow y : JPY\n  = x * g\n"});
  const Program program =
      program_of(known, {"g", "d"}, {known.output("g", "2022Q1"), known.output("y", "2022Q1")});

  BOOST_TEST(program.slots == 2u);  // x stands where d stood, and y where x did
  BOOST_TEST(program.results[0].index == 0u);
  BOOST_TEST(program.results[1].index == 1u);
}

BOOST_AUTO_TEST_CASE(a_missing_constant_knows_where_it_was_lost) {
  const Known known({.body = "flow a : JPY  actual only\nflow b : JPY  actual only\n"
                             "flow x : JPY\n  = a + 1 JPY\n  actual only\n"
                             "ratio r : 1\n  = a per b\n",
                     .actuals = {"a,2022Q1,10,JPY", "b,2022Q1,0,JPY", "a,2022Q3,1,JPY"}});

  const auto lowered = known.lowered({known.output("x", "2022Q2"), known.output("r", "2022Q1")});

  BOOST_TEST_REQUIRE(lowered.value.has_value(), known.rendered(lowered.diagnostics));
  const Program& program = *lowered.value;
  BOOST_TEST_REQUIRE(program.constants.size() == 2u);
  const auto& gap = program.constants[program.results[0].index];
  const auto& quotient = program.constants[program.results[1].index];
  BOOST_TEST(is_missing(gap.value));
  BOOST_TEST(known.name(gap.origin) == "x 2022Q2");
  BOOST_TEST(is_missing(quotient.value));
  BOOST_TEST(known.name(quotient.origin) == "r 2022Q1");  // ten by nothing
}

// Both products are of d and a missing value; each is lost at a cell of its own.
BOOST_AUTO_TEST_CASE(values_lost_in_two_cells_are_told_apart) {
  const Known known({.body = "driver d : 1 = 2\nflow a : JPY  actual only\n"
                             "flow b : JPY  actual only\n"
                             "flow x : JPY\n  = d * (a / 0)\n  actual only\n"
                             "flow y : JPY\n  = d * (b / 0)\n  actual only\n",
                     .actuals = {"a,2022Q1,1,JPY", "b,2022Q1,1,JPY"}});

  const Program program =
      program_of(known, {"d"}, {known.output("x", "2022Q1"), known.output("y", "2022Q1")});

  BOOST_TEST_REQUIRE(program.code.size() == 2u);
  const auto origin = [&](std::size_t i) {
    return known.name(program.constants[program.code[i].b.index].origin);
  };
  BOOST_TEST(origin(0) == "x 2022Q1");
  BOOST_TEST(origin(1) == "y 2022Q1");
}

BOOST_AUTO_TEST_CASE(every_refused_output_is_told) {
  const Known known({.body = "driver d : JPY = 7\nflow x : JPY\n  = d\n"
                             "flow a : JPY  actual only\n",
                     .actuals = {"a,2022Q1,1,JPY"}});

  const auto lowered = known.lowered(
      {known.output("d", "FY2022"), known.output("x", "2022Q1"), known.output("a", "2023Q1")});

  BOOST_TEST(!lowered.value.has_value());
  BOOST_TEST_REQUIRE(lowered.diagnostics.size() == 2u);
  BOOST_TEST(lowered.diagnostics[0].code == "output-refused");
  BOOST_TEST(lowered.diagnostics[1].message.find("a in 2023Q1") != std::string::npos,
             lowered.diagnostics[1].message);
}

BOOST_AUTO_TEST_CASE(a_program_says_its_axes_and_outputs_in_order) {
  const Known known({.body = "driver d : JPY = 7\ndriver e : JPY = 3\nflow x : JPY\n  = d - e\n"});
  const std::vector<Output> outputs = {known.output("x", "2022Q2"), known.output("e", "2022Q1"),
                                       known.output("x", "2022Q2")};

  const Program program = program_of(known, {"e", "d"}, outputs);

  BOOST_TEST((program.outputs == outputs));
  BOOST_TEST(program.axes[0].name == "e");
  BOOST_TEST_REQUIRE(program.results.size() == 3u);
  BOOST_TEST((program.results[0] == program.results[2]));
  BOOST_TEST((program.results[1] == ProgramOperand{false, 0}));  // the axis itself
  BOOST_TEST((program.code[0].a == ProgramOperand{false, 1}));
  BOOST_TEST((program.code[0].b == ProgramOperand{false, 0}));
}

// A figure whose unit carries it beyond the range of doubles is missing, and never infinite.
BOOST_AUTO_TEST_CASE(a_figure_beyond_the_range_of_doubles_is_missing) {
  const test::Loaded loaded({.body = "unit oku = 100000000 JPY\nflow a : JPY  actual only\n",
                             .actuals = {"a,2022Q1,1e305,oku"}});
  if (!loaded.loads()) return;  // or refused where it is read
  const Known known({.body = "unit oku = 100000000 JPY\nflow a : JPY  actual only\n",
                     .actuals = {"a,2022Q1,1e305,oku"}});

  BOOST_TEST(is_missing(known.value("a", "2022Q1")));
}

BOOST_AUTO_TEST_CASE(every_operation_has_its_word_in_a_listing) {
  const std::string folder = HEADWATER_SOURCE_DIR "/tests/golden/listings/";
  Sources sources;
  const auto model = load_model(folder + "operations.model", sources, {folder, false});
  BOOST_TEST_REQUIRE(model.value.has_value());
  const Precedence precedence(*model.value, std::nullopt);
  Operations operations;
  std::vector<Axis> axes;
  std::vector<Output> outputs;
  for (std::size_t i = 0; i < model.value->series.size(); ++i) {
    const Series& series = model.value->series[i];
    if (series.kind == SeriesKind::driver) {
      operations.push_back(
          {.series = SeriesId(i), .span = always, .axis = std::uint32_t(axes.size())});
      axes.push_back({series.name, series.unit});
    } else {
      outputs.push_back({SeriesId(i), *model.value->calendar.parse("2022Q1"), std::nullopt});
    }
  }

  const auto lowered = lower(precedence, operations, axes, outputs);

  BOOST_TEST_REQUIRE(lowered.value.has_value());
  BOOST_TEST(listing(*lowered.value, *model.value) == file_text(folder + "operations.expected"));
}

// What loops: season and calendar as rows of constants, a lag of a year, a stock that adds up; two
// first years that differ, and a last one that needs less.
BOOST_AUTO_TEST_CASE(periods_that_repeat_read_as_their_golden_listing) {
  const std::string folder = HEADWATER_SOURCE_DIR "/tests/golden/listings/";
  Sources sources;
  const auto model = load_model(folder + "repeats.model", sources, {folder, false});
  BOOST_TEST_REQUIRE(model.value.has_value());
  const Precedence precedence(*model.value, std::nullopt);
  const auto id = [&](std::string_view name) { return *model.value->find(name); };
  const Operations operations = {
      {.kind = OperationKind::set, .series = id("growth"), .span = always, .axis = 0},
      {.kind = OperationKind::multiply, .series = id("season"), .span = always, .axis = 1},
      {.kind = OperationKind::set, .series = id("rate"), .span = always, .axis = 2}};
  const std::vector<Axis> axes = {{"growth", Unit()}, {"season", Unit()}, {"rate", Unit()}};
  std::vector<Output> outputs;
  for (const char* at : {"FY2023", "FY2024", "FY2025", "FY2026"}) {
    outputs.push_back({id("sales"), *model.value->calendar.parse(at), std::nullopt});
  }
  outputs.push_back({id("debt"), *model.value->calendar.parse("2026Q4"), std::nullopt});

  const auto lowered = lower(precedence, operations, axes, outputs);

  BOOST_TEST_REQUIRE(lowered.value.has_value());
  BOOST_TEST(listing(*lowered.value, *model.value) == file_text(folder + "repeats.expected"));
}

BOOST_AUTO_TEST_CASE(a_small_program_reads_as_its_golden_listing) {
  const std::string folder = HEADWATER_SOURCE_DIR "/tests/golden/listings/";
  Sources sources;
  const auto model = load_model(folder + "bandwidth.model", sources, {folder, false});
  BOOST_TEST_REQUIRE(model.value.has_value());
  const Precedence precedence(*model.value, std::nullopt);
  const auto id = [&](std::string_view name) { return *model.value->find(name); };
  const Period next = model.value->calendar.parse("2022Q3")->first;
  // The growth is set by an axis from 2022Q3 on, the price multiplied by another throughout.
  const Operations operations = {
      {.kind = OperationKind::set, .series = id("growth"), .span = {next, next + 100}, .axis = 0},
      {.kind = OperationKind::multiply, .series = id("price"), .span = always, .axis = 1}};
  const std::vector<Axis> axes = {{"growth", model.value->at(id("growth")).unit},
                                  {"price", Unit()}};
  std::vector<Output> outputs;
  for (const char* at : {"2022Q2", "2022H1", "FY2022"}) {
    outputs.push_back({id("revenue"), *model.value->calendar.parse(at), std::nullopt});
  }
  outputs.push_back({id("margin"), *model.value->calendar.parse("FY2022"), std::nullopt});

  const auto lowered = lower(precedence, operations, axes, outputs);

  BOOST_TEST_REQUIRE(lowered.value.has_value());
  BOOST_TEST(listing(*lowered.value, *model.value) == file_text(folder + "bandwidth.expected"));
}
