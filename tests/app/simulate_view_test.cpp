// What a simulation shows: goldens of a result made by hand, and what must hold of any screen.
//
// To accept what is shown now: HEADWATER_ACCEPT=1 app_test --run_test=simulate_view
#include "engine/app/simulate_view.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/app/draw_bars.hpp"
#include "engine/app/estimate_text.hpp"
#include "engine/app/simulate_export.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/width.hpp"

namespace {

using namespace headwater;

const std::filesystem::path screens_folder =
    std::filesystem::path(HEADWATER_SOURCE_DIR) / "tests/golden/screens";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The percentiles of a standard normal, to three digits.
constexpr std::array<double, shown_quantiles.size()> deviates = {-2.326, -1.645, -1.282, -0.674, 0,
                                                                 0.674,  1.282,  1.645,  2.326};

Estimate within(double value, double half) { return {value, value - half, value + half}; }

// As a normal distribution would be, known to a hundredth of its spread.
DrawnFigure bell(double mean, double spread, double step) {
  DrawnFigure one;
  one.present = 65536;
  one.mean = within(mean, spread / 100);
  one.standard_error = spread / 200;
  one.deviation = within(spread, spread / 100);
  one.skewness = within(0.02, 0.01);
  for (std::size_t i = 0; i < deviates.size(); ++i) {
    one.quantiles[i] = within(mean + spread * deviates[i], spread / 50);
  }
  one.mean_of_least = within(mean - 2.063 * spread, spread / 25);
  one.mean_of_greatest = within(mean + 2.063 * spread, spread / 25);
  one.least = mean - 4.5 * spread;
  one.greatest = mean + 4.5 * spread;
  one.histogram.first = std::floor((mean - 3 * spread) / step) * step;
  one.histogram.step = step;
  std::uint64_t left = one.present;
  for (double edge = one.histogram.first; edge < mean + 3 * spread; edge += step) {
    const double deviate = (edge + step / 2 - mean) / spread;
    const double share = std::exp(-deviate * deviate / 2) / 2.5066 * step / spread;
    one.histogram.bars.push_back(std::uint64_t(share * double(one.present)));
    left -= one.histogram.bars.back();
  }
  one.histogram.below = left / 2;
  one.histogram.above = left - left / 2;
  return one;
}

// Sales, profit and margin of Aoba shops, and sales by quarter for a fan.
class Shops {
 public:
  Shops() {
    auto loaded = load_scenario(screens_folder / "shops.scenario", sources_);
    scenario_ = std::make_unique<Scenario>(std::move(*loaded.value));
    add("sales.total", "FY2023", bell(55700, 1234, 250));
    add("profit", "FY2023", bell(3990, 410.5, 100));
    add("margin", "FY2023", bell(7.16, 0.7, 0.2));
    add("profit", "2023Q4", bell(-120, 310, 100));
    result.distributions[1].missing = 3;
    result.distributions[1].first_failure =
        Failure{1041, 1, {*scenario_->model->find("cost"), scenario_->model->horizon.last}};
    result.events = {
        {"sales", false, {{0, false, 53999.5}}},
        {"profit", false, {{1, false, 4999.5}}},
        {"Sales at least 56,000 and profit at least 4,000 in FY23", false, {{0, false, 56000}}},
        {"A loss in 4Q23", false, {{3, true, 0}}},
        {"Members below 10,000", false, {{2, true, 0}}}};
    result.answers = {{59900, 65536, 0, within(0.914, 0.002)},
                      {452, 65533, 3, within(0.0069, 0.0004)},
                      {22414, 65533, 3, within(0.342, 0.012)},
                      {42700, 65536, 0, within(0.6516, 0.0031)},
                      {0, 65536, 0, {0, 0, 0.0000563}}};
    result.rows = 65536;
    result.replicates = 16;
  }

  const Scenario& scenario() const { return *scenario_; }

  SimulateShown shown() const {
    SimulateShown shown{result};
    shown.base = {55692, 3999, 7.18, -90};
    shown.guidance = {GuidanceShown{54000, 0.5}, GuidanceShown{5000, 0.5}, std::nullopt,
                      std::nullopt};
    shown.guidance_met = {0, 1, std::nullopt, std::nullopt};
    shown.method = "scrambled Sobol points in 16 replicates";
    shown.seed = 1;
    shown.notes = {"correlations are not those of any drivers: moved by 0.04 at most"};
    return shown;
  }

  FanShown fan() const {
    FanShown shown;
    shown.fan.series = *scenario_->model->find("sales.total");
    const Calendar& calendar = scenario_->model->calendar;
    shown.actuals = {{calendar.quarter(2022, 4), 12600},
                     {calendar.quarter(2023, 1), 12000},
                     {calendar.quarter(2023, 2), 13200}};
    double spread = 600;
    double mean = 14520;
    for (const int quarter : {3, 4}) {
      FanPeriod period{calendar.quarter(2023, quarter), {}};
      for (std::size_t i = 0; i < fan_quantiles.size(); ++i) {
        period.quantiles[i] = mean + spread * deviates[i + 1];
      }
      shown.fan.periods.push_back(period);
      spread *= 1.5;
      mean *= 1.1;
    }
    return shown;
  }

  SimulateResult result;

 private:
  void add(const char* series, const char* period, DrawnFigure distribution) {
    const Model& model = *scenario_->model;
    result.outputs.push_back({*model.find(series), *model.calendar.parse(period), std::nullopt});
    result.distributions.push_back(std::move(distribution));
  }

  Sources sources_;
  std::unique_ptr<Scenario> scenario_;
};

constexpr SimulateStyle english_at(std::size_t width) {
  return {MoneyScale::as_declared, Language::english, width};
}
constexpr SimulateStyle oku_at(std::size_t width) {
  return {MoneyScale::oku, Language::japanese, width};
}

// By name, what is shown.
std::vector<std::pair<std::string, std::string>> all_shown() {
  const Shops shops;
  const Scenario& scenario = shops.scenario();
  const SimulateShown english = shops.shown();
  SimulateShown japanese = shops.shown();
  japanese.method = "スクランブルSobol列、16組";
  japanese.notes.clear();
  Shops judged;
  judged.result.rule_met = true;
  SimulateShown ruled = judged.shown();
  ruled.until = 0.01;
  ruled.method = japanese.method;
  Shops unmet;
  unmet.result.rule_met = false;
  unmet.result.distributions[0].resolution = 0.1;
  SimulateShown open = unmet.shown();
  open.until = 0.0025;
  const std::vector<FanShown> fans = {shops.fan()};
  return {
      {"simulated_en_120", page_text(simulate_page(scenario, english, english_at(120)), 120)},
      {"simulated_en_80", page_text(simulate_page(scenario, english, english_at(80)), 80)},
      {"simulated_ja_120", page_text(simulate_page(scenario, japanese, oku_at(120)), 120)},
      {"simulated_ja_80", page_text(simulate_page(scenario, ruled, oku_at(80)), 80)},
      {"simulated_markdown", page_markdown(simulate_page(scenario, open, english_at(0)))},
      {"simulated_bars_en_80", page_text(histogram_page(scenario, english, english_at(80)), 80)},
      {"simulated_bars_ja_100", page_text(histogram_page(scenario, japanese, oku_at(100)), 100)},
      {"simulated_fan_en_80", page_text(fan_page(scenario, fans, english_at(80)), 80)},
      {"simulated_fan_ja_120", page_text(fan_page(scenario, fans, oku_at(120)), 120)},
      {"simulated_csv", simulate_csv(scenario, english)},
      {"simulated_fan_csv", fan_csv(scenario, fans)},
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(simulate_view)

BOOST_AUTO_TEST_CASE(every_view_is_its_golden) {
  const bool accept = std::getenv("HEADWATER_ACCEPT") != nullptr;
  for (const auto& [name, text] : all_shown()) {
    const auto path = screens_folder / (name + ".expected");
    if (accept) std::ofstream(path, std::ios::binary) << text;
    BOOST_TEST(text == text_of(path), name << " now shows\n" << text);
  }
}

BOOST_AUTO_TEST_CASE(no_line_of_a_simulation_is_wider_than_the_terminal) {
  const Shops shops;
  const std::vector<FanShown> fans = {shops.fan()};
  for (const std::size_t width : {80u, 90u, 100u, 120u}) {
    for (const SimulateStyle& style : {english_at(width), oku_at(width)}) {
      for (const Page& page : {simulate_page(shops.scenario(), shops.shown(), style),
                               histogram_page(shops.scenario(), shops.shown(), style),
                               fan_page(shops.scenario(), fans, style)}) {
        std::istringstream lines(page_text(page, width));
        for (std::string line; std::getline(lines, line);) {
          BOOST_TEST(display_width(line) <= width, width << ": " << line);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(json_reads_back_to_the_same_numbers) {
  const Shops shops;
  const std::vector<FanShown> fans = {shops.fan()};
  const auto json = nlohmann::json::parse(simulate_json(shops.scenario(), shops.shown(), fans));
  BOOST_TEST(json["outputs"].size() == 4u);
  const auto& profit = json["outputs"][1];
  const DrawnFigure& own = shops.result.distributions[1];
  BOOST_TEST(profit["series"] == "profit");
  BOOST_TEST(profit["mean"]["low"].get<double>() == own.mean.low);
  BOOST_TEST(profit["p5"]["value"].get<double>() == own.quantiles[1].value);
  BOOST_TEST(profit["guidance"]["value"].get<double>() == 5000);
  BOOST_TEST(profit["guidance_met"]["value"].get<double>() == 0.0069);
  BOOST_TEST(profit["missing"] == 3);
  BOOST_TEST(profit["least"]["low"].is_null());
  BOOST_TEST(profit["histogram"]["bars"].size() == own.histogram.bars.size());
  BOOST_TEST(json["events"][4]["probability"]["high"].get<double>() == 0.0000563);
  BOOST_TEST(json["fans"][0]["periods"][1]["p95"].get<double>() ==
             fans[0].fan.periods[1].quantiles[6]);
  BOOST_TEST(json["fans"][0]["actuals"][0]["value"] == 12600);
}

BOOST_AUTO_TEST_CASE(intervals_have_as_many_digits_as_they_bear) {
  const Phrases& words = phrases(Language::english);
  const SimulatePhrases& says = simulate_phrases(Language::english);
  BOOST_TEST(interval_text(within(0.61, 0.009), words, says) == "61% (60 to 62)");
  BOOST_TEST(interval_text(within(0.6149, 0.0031), words, says) == "61.5% (61.2 to 61.8)");
  BOOST_TEST(interval_text({0, 0, 0.0003}, words, says) == "0% (0 to 0.03)");
  BOOST_TEST(interval_text({1, 0.9968, 1}, words, says) == "100% (99.7 to 100)");
  BOOST_TEST(interval_text(Estimate{}, words, says) == "–");
  const FigureStyle whole{};
  BOOST_TEST(half_text(within(100, 12.4), whole, words) == "12");
  BOOST_TEST(half_text(within(100, 0.0261), whole, words) == "0.03");
  BOOST_TEST(half_text({7, 7, 7}, whole, words) == "0");
  BOOST_TEST(half_text(Estimate{}, whole, words) == "–");
}

// Ten cells are eighty eighths: 0.5 makes 40, 0.3125 makes 25; whatever is there shows.
BOOST_AUTO_TEST_CASE(bars_are_true_to_an_eighth_of_a_cell) {
  BOOST_TEST(eighths_bar(0.5, 10) == "█████     ");
  BOOST_TEST(eighths_bar(0.3125, 10) == "███▏      ");
  BOOST_TEST(eighths_bar(0.0001, 10) == "▏         ");
  BOOST_TEST(eighths_bar(0, 10) == "          ");
  BOOST_TEST(eighths_bar(1, 10) == "██████████");
}

BOOST_AUTO_TEST_CASE(a_fan_is_light_then_dense_then_its_median) {
  const FanAxis axis{0, 10, 10};
  BOOST_TEST(fan_row({1, 3, 5, 7, 9}, axis) == " ░░▓▓┃▓▓░░");
  BOOST_TEST(fan_row({5, 5, 5, 5, 5}, axis) == "     ┃    ");
  BOOST_TEST(fan_row({missing(), 1, 1, 1, 1}, axis) == "          ");
  BOOST_TEST(dot_row(10, axis) == "         ●");
}

BOOST_AUTO_TEST_SUITE_END()
