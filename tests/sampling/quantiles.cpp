// Answers the oracle: what the engine makes of distributions and probabilities read from stdin.
//
// The first line is probabilities, each further one a distribution: its family, its parameters as
// pairs of a word and a number, and `within LOW HIGH`. Answers: mean, sd, lowest, highest, then of
// each probability its quantile, the value at its normal score, and the slope there. Families
// `score` and `below` are the inverse normal and the normal, of the numbers that follow.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/sampling/distribution.hpp"
#include "engine/sampling/normal.hpp"

namespace {

using namespace headwater;

constexpr std::array families = {"normal", "lognormal", "triangular", "pert",     "uniform",
                                 "beta",   "student_t", "discrete",   "empirical"};
constexpr std::array words = {"mean", "sd",    "p10",     "p50",   "p90",   "low",        "mode",
                              "high", "shape", "freedom", "scale", "value", "probability"};

template <std::size_t N>
std::size_t place(const std::array<const char*, N>& names, const std::string& name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (name == names[i]) return i;
  }
  std::fprintf(stderr, "quantiles: no %s\n", name.c_str());
  std::exit(1);
}

// By way of text, since streams read neither inf nor nan.
double number(std::istringstream& line) {
  std::string text;
  line >> text;
  return std::strtod(text.c_str(), nullptr);
}

DistributionText read(const std::string& family, std::istringstream& line) {
  DistributionText text;
  text.family = Family(place(families, family));
  for (std::string word; line >> word;) {
    const double value = number(line);
    if (word == "within") {
      text.within = {value, number(line)};
    } else {
      text.parameters.push_back({Says(place(words, word)), value});
    }
  }
  return text;
}

void answer(const Distribution& of, const std::vector<double>& probabilities) {
  std::printf("%.17g %.17g %.17g %.17g", of.mean(), of.sd(), of.lowest(), of.highest());
  for (const double u : probabilities) {
    const double score = normal_score(u);
    std::printf(" %.17g %.17g %.17g", of.quantile(u), of.value_of(score), of.slope(score));
  }
  std::printf("\n");
}

}  // namespace

int main() {
  std::vector<double> probabilities;
  for (std::string text; std::getline(std::cin, text);) {
    std::istringstream line(text);
    std::string family;
    if (probabilities.empty()) {
      for (std::string word; line >> word;)
        probabilities.push_back(std::strtod(word.c_str(), nullptr));
      continue;
    }
    line >> family;
    if (family == "score" || family == "below") {
      const auto of = family == "score" ? normal_score : normal_below;
      for (std::string word; line >> word;) {
        std::printf("%.17g ", of(std::strtod(word.c_str(), nullptr)));
      }
      std::printf("\n");
      continue;
    }
    const auto made = make_distribution(read(family, line));
    if (const auto* none = std::get_if<Impossible>(&made)) {
      std::printf("impossible: %s; %s\n", none->what.c_str(), none->hint.c_str());
    } else {
      answer(std::get<Distribution>(made), probabilities);
    }
  }
}
