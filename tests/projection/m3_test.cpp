// The rules on the 756 quarterly series of the M3 competition, beside what was published of it.
//
//   m3_test      prints sMAPE, MASE and coverage of every rule; 1 where a bound below is broken
//
// HEADWATER_M3 names a CSV file with the columns series, category, start_year, start_quarter,
// horizon and values, the last `horizon` of which are held out. Without it the test is skipped.
// sMAPE is the mean of 200 |y - f| / (|y| + |f|) over all points; MASE the mean over the series of
// the mean |y - f| over the history's mean |x_t - x_{t-4}|; coverage the share of points within
// Student's interval. Published figures: Makridakis and Hibon, International Journal of Forecasting
// 16, 2000, pp. 451-476 (sMAPE); Hyndman and Koehler, the same 22, 2006, pp. 679-688 (MASE).
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/math/distributions/students_t.hpp>
#include <fmt/format.h>

#include "engine/projection/detail/seasonal.hpp"
#include "engine/projection/project.hpp"

namespace {

using namespace headwater;

constexpr std::size_t season = 4;
constexpr int skipped = 77;

struct Quarterly {
  std::vector<double> known;
  std::vector<double> held_out;
};

std::vector<double> numbers_in(const std::string& text) {
  std::istringstream words(text);
  std::vector<double> numbers;
  for (double number = 0; words >> number;) numbers.push_back(number);
  return numbers;
}

std::vector<Quarterly> series_in(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) throw std::runtime_error("cannot read " + path);
  std::vector<Quarterly> all;
  while (std::getline(file, line)) {
    std::vector<std::string> fields;
    std::istringstream row(line);
    for (std::string field; std::getline(row, field, ',');) fields.push_back(field);
    if (fields.size() != 6) throw std::runtime_error("not six fields: " + line);
    const std::vector<double> values = numbers_in(fields[5]);
    const auto known = static_cast<std::ptrdiff_t>(values.size() - std::stoul(fields[4]));
    all.push_back(
        {{values.begin(), values.begin() + known}, {values.begin() + known, values.end()}});
  }
  return all;
}

struct Score {
  double smape = 0;
  double mase = 0;
  double within_80 = 0;  // per cent
  double within_95 = 0;
  std::size_t points = 0;
  std::size_t series = 0;

  void add(const Quarterly& one, const Projection& made) {
    double scale = 0;
    const std::vector<double>& x = one.known;
    for (std::size_t t = season; t < x.size(); ++t) scale += std::fabs(x[t] - x[t - season]);
    scale /= static_cast<double>(x.size() - season);
    const bool has_errors = made.freedom > 0;
    const boost::math::students_t t(has_errors ? static_cast<double>(made.freedom) : 1);
    double sum = 0;
    for (std::size_t h = 0; h < one.held_out.size(); ++h) {
      const double y = one.held_out[h];
      const double error = std::fabs(y - made.points[h]);
      smape += 200 * error / (std::fabs(y) + std::fabs(made.points[h]));
      sum += error;
      within_80 += has_errors && error <= quantile(t, 0.9) * made.deviations[h] ? 100 : 0;
      within_95 += has_errors && error <= quantile(t, 0.975) * made.deviations[h] ? 100 : 0;
    }
    points += one.held_out.size();
    mase += sum / static_cast<double>(one.held_out.size()) / scale;
    ++series;
  }

  void finish() {
    for (double* sum : {&smape, &within_80, &within_95}) *sum /= static_cast<double>(points);
    mase /= static_cast<double>(series);
  }
};

// The last value behind the classical adjustment: the competition's own benchmark.
Projection naive_2(const Quarterly& one) {
  const auto less_season = projection::adjusted(one.known, season, SeasonalAdjustment::classical);
  Projection made;
  for (std::size_t h = 0; h < one.held_out.size(); ++h) {
    made.points.push_back(less_season.values.back() * less_season.index(one.known.size() + h));
  }
  return made;
}

struct Bound {
  std::string of;
  double smape;
  double smape_off;  // how far above may it be, and below
  double mase;
  double mase_off;
};

// Plain rules are what they are, to the digits printed; Naive2 is a recipe that leaves room; of
// fits only worse is wrong.
constexpr double any = 100;
const std::vector<Bound> two_sided = {{"last_value", 11.32, 0.005, 1.464, 0.0005},
                                      {"seasonal_naive", 11.07, 0.005, 1.425, 0.0005},
                                      {"naive_2", 9.95, 0.10, 1.238, 0.02}};
const std::vector<Bound> at_most = {{"theta", 9.30, any, 1.125, any},
                                    {"damped_trend", 9.36, any, 1.126, any},
                                    {"combined", 9.0, any, 1.09, any}};

class Verdict {
 public:
  void hold(bool holds, const std::string& what) {
    if (holds) return;
    fmt::print("broken: {}\n", what);
    broken_ = true;
  }
  int code() const { return broken_ ? EXIT_FAILURE : EXIT_SUCCESS; }

 private:
  bool broken_ = false;
};

void check(const std::string& name, const Score& score, Verdict& verdict) {
  for (const Bound& bound : two_sided) {
    if (bound.of != name) continue;
    verdict.hold(std::fabs(score.smape - bound.smape) <= bound.smape_off,
                 fmt::format("sMAPE of {} is {} within {}", name, bound.smape, bound.smape_off));
    verdict.hold(std::fabs(score.mase - bound.mase) <= bound.mase_off,
                 fmt::format("MASE of {} is {} within {}", name, bound.mase, bound.mase_off));
  }
  for (const Bound& bound : at_most) {
    if (bound.of != name) continue;
    verdict.hold(score.smape <= bound.smape, fmt::format("sMAPE of {} <= {}", name, bound.smape));
    verdict.hold(score.mase <= bound.mase, fmt::format("MASE of {} <= {}", name, bound.mase));
  }
  if (name == "naive_2") return;
  verdict.hold(score.within_80 >= 77 && score.within_80 <= 88,
               "80 % intervals of " + name + " hold 77 to 88 %");
  verdict.hold(score.within_95 >= 91 && score.within_95 <= 97,
               "95 % intervals of " + name + " hold 91 to 97 %");
}

void print(const std::string& name, const Score& score) {
  fmt::print("{:<18}{:>8.3f}{:>8.4f}", name, score.smape, score.mase);
  if (score.within_95 > 0) fmt::print("{:>8.1f}{:>8.1f}", score.within_80, score.within_95);
  fmt::print("\n");
}

int scored(const std::vector<Quarterly>& all) {
  Verdict verdict;
  verdict.hold(all.size() == 756, fmt::format("756 series, found {}", all.size()));
  fmt::print("{:<18}{:>8}{:>8}{:>8}{:>8}\n", "", "sMAPE", "MASE", "80 %", "95 %");
  Score plain;
  for (const Quarterly& one : all) plain.add(one, naive_2(one));
  plain.finish();
  print("naive_2", plain);
  check("naive_2", plain, verdict);

  double seconds = 0;
  for (const ProjectionRow& row : projection_rules()) {
    Score score;
    for (const Quarterly& one : all) {
      const auto begin = std::chrono::steady_clock::now();
      const Projection made =
          project(row.rule, one.known, {.season = season, .count = season}, one.held_out.size());
      seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      verdict.hold(made.used == row.rule, "every series is long enough for every rule");
      score.add(one, made);
    }
    score.finish();
    print(std::string(row.name), score);
    check(std::string(row.name), score, verdict);
  }
  fmt::print("{:.2f} s for all rules and series\n", seconds);
  return verdict.code();
}

}  // namespace

int main() {
  const char* path = std::getenv("HEADWATER_M3");
  if (path == nullptr || *path == '\0') {
    fmt::print("skipped: HEADWATER_M3 names no file of the M3 competition\n");
    return skipped;
  }
  try {
    return scored(series_in(path));
  } catch (const std::exception& error) {
    fmt::print("{}\n", error.what());
    return EXIT_FAILURE;
  }
}
