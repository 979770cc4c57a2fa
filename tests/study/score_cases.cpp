// Answers the oracle: what the engine makes of scores and differences read from stdin.
//
// A line is a word and numbers, `nan` where one is missing:
//   points FORECAST ACTUAL SCALE ...  the ten numbers of point_scores, in order
//   scale SEASON HISTORY ...          seasonal_naive_scale
//   draws ACTUAL DRAW ...             crps_of_draws
//   normal MEAN DEVIATION ACTUAL      crps_of_normal
//   pinball LEVEL VALUE ACTUAL        pinball_loss
//   coverage HELD COUNT               both ends
//   difference HORIZON LEFT RIGHT ... mean, ends, p, 1 where Bartlett's weights were taken
//   cosine HORIZON LEFT RIGHT ...     mean, ends, p, degrees of freedom
//   holm P ...                        corrected
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "engine/study/cosine_difference.hpp"
#include "engine/study/distribution_scores.hpp"
#include "engine/study/paired_difference.hpp"
#include "engine/study/point_scores.hpp"
#include "engine/study/verdict.hpp"

namespace {

using namespace headwater;

using Numbers = std::vector<double>;

Numbers point_answers(const Numbers& in) {
  std::vector<ForecastPoint> points;
  for (std::size_t i = 0; i + 2 < in.size(); i += 3)
    points.push_back({in[i], in[i + 1], in[i + 2]});
  const PointScores scores = point_scores(points);
  return {double(scores.count),       scores.mean_error,
          scores.mean_absolute_error, scores.root_mean_square_error,
          scores.percentage.value,    double(scores.percentage.left_out),
          double(scores.gap),         scores.symmetric_percentage,
          scores.scaled.value,        double(scores.scaled.left_out)};
}

Numbers coverage_answers(double held, double count) {
  std::vector<IntervalPoint> points;
  for (double i = 0; i < count; i += 1) points.push_back({0, 1, i < held ? 0.5 : 2});
  const Estimate share = interval_coverage(points).share;
  return {share.low, share.high};
}

struct Losses {
  explicit Losses(const Numbers& in) {
    for (std::size_t i = 1; i + 1 < in.size(); i += 2) {
      left.push_back(in[i]);
      right.push_back(in[i + 1]);
    }
  }
  Numbers left;
  Numbers right;
};

Numbers difference_answers(const Numbers& in) {
  const Losses losses(in);
  const PairedDifference of = paired_difference({losses.left, losses.right, std::size_t(in[0])});
  return {of.mean.value, of.mean.low, of.mean.high, of.p_value,
          double(of.weights == LongRunWeights::bartlett)};
}

Numbers cosine_answers(const Numbers& in) {
  const Losses losses(in);
  const CosineDifference of = cosine_difference({losses.left, losses.right, std::size_t(in[0])});
  return {of.mean.value, of.mean.low, of.mean.high, of.p_value, double(of.freedom)};
}

Numbers answers(const std::string& what, const Numbers& in) {
  if (what == "points") return point_answers(in);
  if (what == "scale") return {seasonal_naive_scale(std::span(in).subspan(1), std::size_t(in[0]))};
  if (what == "draws") return {crps_of_draws({in.begin() + 1, in.end()}, in[0]).crps};
  if (what == "normal") return {crps_of_normal({in[0], in[1]}, in[2])};
  if (what == "pinball") return {pinball_loss({.level = in[0], .value = in[1]}, in[2])};
  if (what == "coverage") return coverage_answers(in[0], in[1]);
  if (what == "difference") return difference_answers(in);
  if (what == "cosine") return cosine_answers(in);
  if (what == "holm") return holm(in);
  std::fprintf(stderr, "score_cases: no %s\n", what.c_str());
  std::exit(1);
}

}  // namespace

int main() {
  for (std::string text; std::getline(std::cin, text);) {
    std::istringstream line(text);
    std::string what;
    line >> what;
    Numbers in;  // by way of text, since streams do not read nan
    for (std::string word; line >> word;) in.push_back(std::strtod(word.c_str(), nullptr));
    for (const double answer : answers(what, in)) std::printf("%.17g ", answer);
    std::printf("\n");
  }
}
