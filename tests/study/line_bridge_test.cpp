// Bridges by lines, by hand: year on year, from guidance, between outlooks; and IIJ's.
#include "engine/study/line_bridge.hpp"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "tests/study/bridged.hpp"
#include "tests/study/iij.hpp"

namespace {

using namespace headwater;
using bridged::Pair;
using bridged::sum;
using iij::same_bits;

// FY2022: online 40, shops 61, together 101 printed as 102; cost 80, other 2. FY2023 is forecast:
// online 50, shops 60, cost 85, other 3: profit 22 after 20.
constexpr std::string_view model = R"(model shop "Shop"
calendar annual
horizon FY2021..FY2024
actuals "a.csv"
guidance "g.csv"
driver online : JPY = 50
driver price  : JPY = 1
flow sales.online : JPY
  outlook = online
flow sales.shops : JPY
  outlook = 60 JPY
flow sales.total : JPY
  parts by way = online, shops
flow cost : JPY
  outlook = 85 JPY
flow other : JPY
  outlook = 3 JPY
flow margin : JPY
  = sales.total - cost
flow profit : JPY
  = margin - other
flow loss : JPY
  = cost - sales.total
flow double : JPY
  = profit * 2
)";
constexpr std::string_view actuals =
    "series,period,value,unit,source\n"
    "sales.online,FY2022,40,JPY,p.1\nsales.shops,FY2022,61,JPY,p.1\n"
    "sales.total,FY2022,102,JPY,p.1\ncost,FY2022,80,JPY,p.1\nother,FY2022,2,JPY,p.1\n";
constexpr std::string_view guidance =
    "series,period,value,unit,source,basis,published\n"
    "sales.total,FY2023,120,JPY,p.9,printed,FY2022\ncost,FY2023,90,JPY,p.9,printed,FY2022\n"
    "other,FY2023,4,JPY,p.9,printed,FY2022\nmargin,FY2023,30,JPY,p.9,printed,FY2022\n"
    "profit,FY2023,26,JPY,p.9,printed,FY2022\n";

std::unique_ptr<Pair> shop(std::string_view first, std::string_view second,
                           std::string_view facts = actuals, std::string_view of = model,
                           std::string_view guided = guidance) {
  auto pair = std::make_unique<Pair>();
  pair->folder.write("a.csv", facts);
  pair->folder.write("g.csv", guided);
  pair->folder.write("first.model", model);
  pair->folder.write("second.model", of);
  const auto scenario = [&](const char* name, std::string_view body) {
    const auto path = pair->folder.write(
        fmt::format("{}.scenario", name),
        fmt::format("scenario \"S\"\nmodel \"{}.model\"\nas of FY2022\n{}", name, body));
    return load_scenario(path, pair->sources);
  };
  pair->first = scenario("first", first);
  pair->second = scenario("second", second);
  BOOST_TEST_REQUIRE(bool(pair->first), pair->said());
  BOOST_TEST_REQUIRE(bool(pair->second), pair->said());
  return pair;
}

PeriodSpan span_of(const Pair& pair, const char* period) {
  return *pair.first.value->model->calendar.parse(period);
}

SeriesId series_of(const Pair& pair, const char* name) {
  return *pair.first.value->model->find(name);
}

// Of the first scenario alone.
void year_on_year(Pair& pair, const char* figure = "profit", const char* from = "FY2022") {
  const Scenario& scenario = *pair.first.value;
  pair.result = line_bridge({scenario, {span_of(pair, from)}},
                            {scenario, {span_of(pair, "FY2023")}}, series_of(pair, figure));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(line_bridge_study)

// Sales of 102 are 40 and 61: what rounding lost, 1, goes with the larger change, online's +10,
// which has 9 of the total's 8.
BOOST_AUTO_TEST_CASE(year_on_year_goes_by_the_lines_of_the_formulas_and_the_first_cut) {
  const auto pair = shop("", "");
  year_on_year(*pair);
  BOOST_TEST_REQUIRE(bool(pair->result), pair->said());
  BOOST_TEST(pair->text() == "sales.online 9 sales.shops -1 cost -5 other -1 ");
  BOOST_TEST(pair->table().first == 20);
  BOOST_TEST(pair->table().second == 22);
  BOOST_TEST(pair->table().printed_rounding == 1);
  BOOST_TEST(pair->table().rounding == 0);
  BOOST_TEST(pair->table().rows[1].level == 28);
}

// Cost 15 more is the largest line, but not of sales: what their rounding lost stays with online.
BOOST_AUTO_TEST_CASE(what_print_has_rounded_stays_within_its_total) {
  const auto pair = shop("add 10 JPY to cost in FY2023\n", "");
  year_on_year(*pair);
  BOOST_TEST_REQUIRE(bool(pair->result), pair->said());
  BOOST_TEST(pair->text() == "sales.online 9 sales.shops -1 cost -15 other -1 ");
  year_on_year(*pair, "loss");
  BOOST_TEST(pair->text() == "cost 15 sales.online -9 sales.shops 1 ");
}

// 105 beside 40 and 61 is more than three halves: a mistake in print, which no line of it explains.
BOOST_AUTO_TEST_CASE(what_does_not_add_up_is_not_taken_apart) {
  std::string facts(actuals);
  facts.replace(facts.find(",102,"), 5, ",105,");
  const auto pair = shop("", "", facts);
  year_on_year(*pair);
  BOOST_TEST_REQUIRE(bool(pair->result), pair->said());
  BOOST_TEST(pair->text() == "sales.total 5 cost -5 other -1 ");
  BOOST_TEST(pair->table().printed_rounding == 0);
}

// Guidance knows no parts: sales are 110 and not 120, cost is 85 and not 90, other 3 and not 4.
BOOST_AUTO_TEST_CASE(from_guidance_goes_by_the_lines_it_has) {
  const auto pair = shop("", "");
  const Scenario& scenario = *pair->first.value;
  const PeriodSpan year = span_of(*pair, "FY2023");
  pair->result = line_bridge({scenario, {year, BridgeSource::guidance}}, {scenario, {year}},
                             series_of(*pair, "profit"));
  BOOST_TEST_REQUIRE(bool(pair->result), pair->said());
  BOOST_TEST(pair->text() == "sales.total -10 cost 5 other 1 ");
  BOOST_TEST(pair->table().first == 26);
}

// Without guidance for cost and margin, what sales of 120 and other of 4 leave of a profit of 26 is
// a cost of 90: 85 are 5 less. Without other as well, the two are implied together.
BOOST_AUTO_TEST_CASE(what_guidance_leaves_open_is_implied_by_the_rest) {
  const auto of = [&](std::initializer_list<std::string_view> left_out) {
    std::string said(guidance);
    for (const std::string_view line : left_out) {
      const std::size_t at = said.find(std::string("\n") + std::string(line) + ",");
      said.erase(at, said.find('\n', at + 1) - at);
    }
    auto pair = shop("", "", actuals, model, said);
    const Scenario& scenario = *pair->first.value;
    const PeriodSpan year = span_of(*pair, "FY2023");
    pair->result = line_bridge({scenario, {year, BridgeSource::guidance}}, {scenario, {year}},
                               series_of(*pair, "profit"));
    BOOST_TEST_REQUIRE(bool(pair->result), pair->said());
    return pair;
  };
  const auto one = of({"cost", "margin"});
  BOOST_TEST(one->text() == "sales.total -10 other 1 cost 5 ");
  BOOST_TEST(one->item(one->table().rows[2]).implied);
  BOOST_TEST(!one->item(one->table().rows[1]).implied);
  const auto both = of({"cost", "margin", "other"});
  BOOST_TEST(both->text() == "sales.total -10 cost, other 6 ");
  BOOST_TEST(both->item(both->table().rows[1]).series.size() == 2u);
}

// The other model counts in thousands and has a line more, within sales: a total that its lines
// here do not add up to stays whole.
BOOST_AUTO_TEST_CASE(models_meet_by_name_in_the_units_of_the_first) {
  std::string other(model);
  const auto replace = [&](std::string_view from, std::string_view to) {
    other.replace(other.find(from), from.size(), to);
  };
  replace("flow cost : JPY\n", "flow cost : JPY k\n");
  replace("parts by way = online, shops", "parts by way = online, shops, abroad");
  replace("flow cost", "flow sales.abroad : JPY\n  outlook = 7 JPY\nflow cost");
  replace("calendar annual\n", "calendar annual\nunit JPY k = 1000 JPY\n");
  std::string facts(actuals);
  facts.replace(facts.find(",102,"), 5, ",101,");
  facts += "sales.abroad,FY2022,0,JPY,p.1\n";
  const auto pair = shop("", "set online = 55\n", facts, other);
  const PeriodSpan year = span_of(*pair, "FY2023");
  pair->result = line_bridge({*pair->first.value, {year}}, {*pair->second.value, {year}},
                             series_of(*pair, "profit"));
  BOOST_TEST_REQUIRE(bool(pair->result), pair->said());
  BOOST_TEST(pair->text() == "sales.total 12 cost 0 other 0 ");
}

BOOST_AUTO_TEST_CASE(what_is_no_sum_or_has_no_figure_is_refused) {
  const auto pair = shop("", "");
  year_on_year(*pair, "double");
  BOOST_TEST(pair->said() ==
             "bridge-of-no-lines: double is not made of lines that both ends have\n");
  year_on_year(*pair, "profit", "FY2021");
  BOOST_TEST(pair->said().starts_with("nothing-to-bridge: profit@FY2021 has no value in "));
  const PeriodSpan year = span_of(*pair, "FY2024");
  const Scenario& scenario = *pair->first.value;
  pair->result = line_bridge({scenario, {year, BridgeSource::guidance}}, {scenario, {year}},
                             series_of(*pair, "profit"));
  BOOST_TEST(pair->said().starts_with("nothing-to-bridge: profit@FY2024 has no guidance in "));
}

// Whatever the figure and the year, a line has the change that two runs of it show.
BOOST_AUTO_TEST_CASE(lines_of_the_reference_model_change_as_their_runs_do) {
  const iij::Ran& base = iij::base();
  const Model& iij = base.model();
  for (const char* figure : {"operating_profit", "revenue.total", "net_profit_attributable"}) {
    for (const auto& [from, to] : {std::pair("FY2022", "FY2023"), std::pair("FY2023", "FY2024"),
                                   std::pair("2022Q2", "2023Q2"), std::pair("2022H1", "2023H1")}) {
      const auto result = line_bridge({base.scenario, {base.span(from)}},
                                      {base.scenario, {base.span(to)}}, *iij.find(figure));
      BOOST_TEST_REQUIRE(bool(result), figure << " " << from);
      BOOST_TEST(same_bits(sum(*result.value), result.value->change));
      BOOST_TEST(result.value->change == base.at(figure, to) - base.at(figure, from));
      BOOST_TEST(result.value->rows.size() >= 3u);
      double rounding = 0;
      for (const BridgeRow& row : result.value->rows) {
        const std::string& name = result.value->items[row.item].name;
        const double change = std::fabs(base.at(name, to) - base.at(name, from));
        rounding += std::fabs(std::fabs(row.contribution) - change);
      }
      BOOST_TEST(rounding <= result.value->printed_rounding + 1e-9, figure << " " << from);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
