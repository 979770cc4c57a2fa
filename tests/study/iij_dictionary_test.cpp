// The reference model as a whole: what its author owes for every driver, series and printed figure.
//
// The data's own dictionary, series.csv, lists what the presentation prints; series_left_out.csv
// argues for each series that the model does not carry to the end of its horizon.
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "engine/model/static_view.hpp"
#include "tests/study/iij.hpp"

using namespace headwater;

namespace {

constexpr Day presentation{2023, 11, 30};  // of the results of 2Q23: some day of that month

const Model& model() { return iij::base().model(); }

// A pipeline names its drivers and series itself: its file has no column for a range or for words
// in Japanese. What stands behind a deal is in the `basis` and `source` of its row.
bool of_pipeline(const Series& series) { return series.name.starts_with("deals."); }

std::size_t words_in(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    words += !inside && c != ' ';
    inside = c != ' ';
  }
  return words;
}

bool has_outlook_to_the_end(SeriesId id) {
  const Period end = model().horizon.last;
  const Series& series = model().at(id);
  if (series.actual_only) return false;
  return !is_missing(iij::base().run.figures.at(id, {end, end}));
}

std::map<std::string, iij::Row> left_out() {
  std::map<std::string, iij::Row> rows;
  for (iij::Row& row : iij::rows_of(iij::folder() / "data" / "series_left_out.csv")) {
    std::string name = row.at("series");
    rows.emplace(std::move(name), std::move(row));
  }
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(iij_dictionary)

BOOST_AUTO_TEST_CASE(every_driver_has_a_range_and_a_basis_in_words) {
  const std::set<std::string> kinds = {"printed", "derived", "history", "judgement"};
  std::size_t drivers = 0;
  for (const Series& series : model().series) {
    if (series.kind != SeriesKind::driver) continue;
    ++drivers;
    BOOST_TEST(kinds.contains(series.basis), series.name + ": basis '" + series.basis + "'");
    BOOST_TEST(!series.basis_reason.empty(), series.name + " has no reason");
    if (of_pipeline(series)) continue;
    BOOST_TEST((series.range_low && series.range_high), series.name + " has no range");
    // A figure, a comparison or a page, and what it is: never a bare word.
    BOOST_TEST(words_in(series.basis_reason) >= 3u,
               fmt::format("{}: '{}'", series.name, series.basis_reason));
    if (series.basis == "printed") {
      BOOST_TEST(series.basis_reason.find("p.") != std::string::npos,
                 series.name + " is printed on no page");
    }
  }
  BOOST_TEST(drivers > 60u);
}

// Where the range is of plain figures; one that is said about `base` holds it by its own words.
BOOST_AUTO_TEST_CASE(every_default_lies_in_its_range) {
  const StaticView view(model(), presentation);
  std::size_t compared = 0;
  for (std::size_t i = 0; i < model().series.size(); ++i) {
    const Series& series = model().series[i];
    if (series.kind != SeriesKind::driver || !series.range_low) continue;
    for (Period p = iij::base().span("2023Q3").first; p <= model().horizon.last; p = p + 1) {
      const auto low = view.value(*series.range_low, p);
      const auto high = view.value(*series.range_high, p);
      const double value = iij::base().run.figures.at(SeriesId(i), {p, p});
      if (!low || !high || is_missing(value)) continue;
      ++compared;
      BOOST_TEST((*low <= value && value <= *high),
                 fmt::format("{}: {} not in {} to {}", iij::base().name(SeriesId(i), {p, p}), value,
                             *low, *high));
    }
  }
  BOOST_TEST(compared > 300u);
}

BOOST_AUTO_TEST_CASE(every_series_is_named_in_both_languages) {
  for (const Series& series : model().series) {
    BOOST_TEST(!series.title.english.empty(), series.name + " has no English label");
    if (of_pipeline(series)) continue;
    BOOST_TEST(!series.title.japanese.empty(), series.name + " has no Japanese label");
  }
  for (const StatementLayout& statement : model().statements) {
    BOOST_TEST(!statement.title.japanese.empty(), statement.name);
  }
  for (const DriverGroup& group : model().groups) BOOST_TEST(!group.title.japanese.empty());
}

// A tornado by group then moves every driver once.
BOOST_AUTO_TEST_CASE(every_driver_is_in_one_group) {
  std::map<SeriesId, int> times;
  for (const DriverGroup& group : model().groups) {
    for (const SeriesId driver : group.drivers) ++times[driver];
  }
  for (std::size_t i = 0; i < model().series.size(); ++i) {
    if (model().series[i].kind != SeriesKind::driver) continue;
    BOOST_TEST(times[SeriesId(i)] == 1,
               fmt::format("{} is in {} groups", model().series[i].name, times[SeriesId(i)]));
  }
}

BOOST_AUTO_TEST_CASE(every_series_of_the_dictionary_is_forecast_or_argued_away) {
  const auto argued = left_out();
  std::set<std::string> listed;
  for (const iij::Row& row : iij::rows_of(iij::folder() / "data" / "series.csv")) {
    const std::string& name = row.at("series");
    listed.insert(name);
    const auto id = model().find(name);
    const auto reason = argued.find(name);
    const bool forecast = id && has_outlook_to_the_end(*id);
    BOOST_TEST((forecast || reason != argued.end()),
               name + " is not forecast, and nobody says why");
    if (id) {
      const auto unit = model().units.parse(row.at("unit"));
      BOOST_TEST((unit && unit->same_dimension(model().at(*id).unit)), name + ": unit");
    }
    if (reason == argued.end()) continue;
    BOOST_TEST(!forecast, name + " is forecast: strike it from series_left_out.csv");
    BOOST_TEST(reason->second.at("state") == (id ? "actual only" : "left out"), name);
    BOOST_TEST(words_in(reason->second.at("reason")) >= 2u, name);
  }
  BOOST_TEST(listed.size() == 112u);
  for (const auto& [name, row] : argued) {
    BOOST_TEST(listed.contains(name), name + " is in no dictionary");
  }
}

// The model stands at the results of 2Q23: no figure, guidance or rate of a later day.
BOOST_AUTO_TEST_CASE(nothing_is_known_that_was_published_after_2Q23) {
  const Period last = iij::base().span("2023Q2").first;
  for (const auto* figures : {&model().observations, &model().guidance}) {
    for (const Observation& figure : *figures) {
      BOOST_TEST((figure.known_since <= last), iij::base().name(figure.series, figure.span));
      const bool page = figure.source.find("1H23 p.") != std::string::npos;
      BOOST_TEST((page || figure.basis == "estimated"),
                 iij::base().name(figure.series, figure.span) + ": " + figure.source);
    }
  }
  for (const LookupTable& table : model().tables) {
    for (const auto& [keys, rows] : table.rows) {
      for (const LookupRow& row : rows) {
        BOOST_TEST((!row.presented || *row.presented <= presentation), table.name);
      }
    }
  }
}

// Printed margins, shares and growth rates are beaten by ours; each meets ours within half a unit
// of its last digit. One cannot: growth of 1Q22 to 4Q22 is against quarters nobody printed.
BOOST_AUTO_TEST_CASE(every_printed_ratio_is_checked_against_ours) {
  std::set<std::string> checked;
  for (const CheckResult& check : iij::base().run.checks) {
    BOOST_TEST(check.holds, check.name);
    checked.insert(fmt::format("{}@{}", check.name, model().calendar.name(check.span)));
  }
  std::size_t ratios = 0;
  for (const Observation& figure : model().observations) {
    if (model().at(figure.series).kind != SeriesKind::ratio) continue;
    if (figure.span.last < model().horizon.first) continue;
    ++ratios;
    const std::string name = iij::base().name(figure.series, figure.span);
    const bool growth_of_2022 =
        name.starts_with("growth_yoy.") && name.find("@2022Q") != std::string::npos;
    BOOST_TEST(checked.contains(name) != growth_of_2022, name);
  }
  fmt::print("{} printed ratios met, but for growth of FY2022's quarters\n", ratios);
  BOOST_TEST(ratios ==
             65u);  // counted in the data files: 42 of quarters, 14 of halves, 9 of FY2022
}

BOOST_AUTO_TEST_SUITE_END()
