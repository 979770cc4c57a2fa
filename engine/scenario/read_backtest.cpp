#include <charconv>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/scenario/detail/backtests.hpp"

namespace headwater {

std::optional<PeriodSpan> HowFar::from(const Calendar& calendar, Period origin) const {
  switch (to) {
    case tree::AheadTo::period: return PeriodSpan{origin + periods, origin + periods};
    case tree::AheadTo::half_end: {
      const int year_in = calendar.periods_per_year();
      if (year_in < 2) return std::nullopt;
      return calendar.half(calendar.fiscal_year(origin + 1),
                           2 * calendar.position(origin + 1) <= year_in ? 1 : 2);
    }
    case tree::AheadTo::year_end: return calendar.year(calendar.fiscal_year(origin + 1));
  }
  return std::nullopt;
}

namespace detail {
namespace {

constexpr std::int32_t ahead_max = 400;
constexpr std::int32_t rolling_max = 100'000;

std::optional<std::int32_t> whole(const std::string& digits, std::int32_t most) {
  std::int32_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number);
  const bool fits = read.ec == std::errc() && read.ptr == end && 1 <= number && number <= most;
  return fits ? std::optional(number) : std::nullopt;
}

class BacktestReader {
 public:
  BacktestReader(const Model& model, const Sources& sources) : model_(model), sources_(sources) {}

  Checked<BacktestPlan> read(OperationReader& reader, const tree::Backtest& block) {
    plan_.title = {block.title.english.text, block.title.japanese.text};
    plan_.first_figures = block.first_figures;
    plan_.place = block.place;
    for (const tree::BacktestVariant& one : block.variants) add(one);
    for (const tree::Ahead& one : block.ahead) add(one);
    if (block.ahead.empty()) plan_.ahead.push_back({});
    read_rolling(block);
    auto shown = reader.shown(
        block.shown, block.origins ? std::vector{*block.origins} : std::vector<tree::PeriodText>{});
    said_.insert(said_.end(), shown.diagnostics.begin(), shown.diagnostics.end());
    if (shown) {
      plan_.targets = std::move(shown.value->series);
      if (!shown.value->spans.empty()) plan_.origins = shown.value->spans.front();
    }
    for (std::size_t i = 0; i < plan_.targets.size(); ++i) {
      if (model_.at(plan_.targets[i]).kind != SeriesKind::driver) continue;
      say("driver-forecast", block.shown[i].place,
          fmt::format("{} is a driver: no actual of it will come", block.shown[i].text),
          "show what is forecast from it");
    }
    if (block.shown.empty()) {
      say("empty-backtest", block.place, "this backtest shows nothing",
          "add a line: show operating_profit");
    }
    if (has_errors(said_)) return {std::nullopt, std::move(said_)};
    return {std::move(plan_), std::move(said_)};
  }

 private:
  void say(std::string code, const Place& place, std::string message, std::string hint) {
    said_.push_back(error(std::move(code), place, std::move(message), std::move(hint)));
  }

  static bool same(const std::filesystem::path& left, const std::filesystem::path& right) {
    std::error_code unknown;
    return std::filesystem::weakly_canonical(left, unknown) ==
           std::filesystem::weakly_canonical(right, unknown);
  }

  // Files are named from the folder of the one that names them.
  void add(const tree::BacktestVariant& one) {
    const std::filesystem::path from = sources_.path(one.file.place.file);
    VariantOf variant{{one.title.english.text, one.title.japanese.text},
                      (from.parent_path() / one.file.text).lexically_normal(),
                      one.file.place};
    for (const VariantOf& earlier : plan_.variants) {
      const bool same_file = same(earlier.model, variant.model);
      const bool same_title =
          !variant.title.english.empty() && earlier.title.english == variant.title.english;
      if (!same_file && !same_title) continue;
      Diagnostic twice =
          error("variant-twice", same_file ? one.file.place : one.title.english.place,
                fmt::format("\"{}\" is a variant already",
                            same_file ? one.file.text : one.title.english.text),
                same_file ? "leave one of them out" : "give one of them another title");
      twice.labels.push_back({earlier.place, "the first"});
      said_.push_back(std::move(twice));
      return;
    }
    plan_.variants.push_back(std::move(variant));
  }

  void add(const tree::Ahead& one) {
    if (one.to != tree::AheadTo::period) {
      const bool none = one.to == tree::AheadTo::half_end && model_.calendar.periods_per_year() < 2;
      if (none) {
        say("bad-ahead", one.place, "an annual calendar has no halves", "ahead 1, 2, year end");
      } else {
        plan_.ahead.push_back({one.to, 0});
      }
      return;
    }
    const auto periods = whole(one.periods, ahead_max);
    if (periods) {
      plan_.ahead.push_back({one.to, *periods});
    } else {
      say("bad-ahead", one.place,
          fmt::format("a forecast is for 1 to {} periods ahead, not for {}", ahead_max,
                      one.periods),
          "ahead 1, 2, year end");
    }
  }

  void read_rolling(const tree::Backtest& block) {
    if (block.rolling.empty()) return;
    const auto periods = whole(block.rolling, rolling_max);
    if (periods) {
      plan_.rolling = *periods;
    } else {
      say("bad-window", block.rolling_place,
          fmt::format("{} is no number of periods to know", block.rolling), "rolling 12");
    }
  }

  const Model& model_;
  const Sources& sources_;
  BacktestPlan plan_;
  std::vector<Diagnostic> said_;
};

}  // namespace

Checked<BacktestPlan> read_backtest(OperationReader& reader, const Model& model,
                                    const Sources& sources, const tree::Backtest& block) {
  return BacktestReader(model, sources).read(reader, block);
}

}  // namespace detail
}  // namespace headwater
