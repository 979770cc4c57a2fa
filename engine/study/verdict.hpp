// Which of several contenders forecasts one target best, one horizon ahead; or that the data do not
// tell.
//
// Variants are what one may choose; baselines are what they are to beat. All are held together on
// the origins at which each of them has an error. The leader is the variant with the least mean
// absolute error, and picking it by the data is what has to be paid for: of three equally good ones
// the one that happens to lead differs "significantly" from another far more often than in 5 % of
// cases. So every question that might have been asked is counted: all pairs of variants, and each
// variant with each baseline, by cosine_difference, with Holm's correction over all of them. Then
// the chance that any of these pairs is called different though it is not is that of one test, 5 %
// at most, whoever leads and however the losses depend on each other. A model confidence set
// (Hansen, Lunde and Nason 2011) would separate a little more among many contenders, but stands on
// bootstrapped blocks of the differences, of which a backtest of a dozen origins has next to none.
//
// With fewer than eight origins nothing is separated, however clear it looks. Eight differences all
// of one sign come by chance in 2 / 2^8 = 0.8 % of cases, which is what six questions, of four
// contenders, ask for; seven in 1.6 %. A test that finds more in them has it from the normal
// distribution. Nor is anything separated where origins are fewer than twice the horizon.
//
// Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
// Statistics 6(2), 1979, pp. 65-70; Hansen, Lunde and Nason, "The model confidence set",
// Econometrica 79(2), 2011, pp. 453-497. How often it is right: tests/study/verdict_power.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/study/cosine_difference.hpp"
#include "engine/study/paired_difference.hpp"

namespace headwater {

enum class ContenderRole { variant, baseline };

struct Contender {
  ContenderRole role = ContenderRole::variant;
  std::span<const double> absolute_errors;  // by origin, as PairedLosses; missing where none
};

enum class VerdictKind {
  too_few,                    // fewer than three origins: the differences are all there is to say
  undecided,                  // the leader and others in `together` cannot be separated
  no_better_than_a_baseline,  // the leader is not separated from the best baseline, or is behind it
  decided,  // the leader is separated from every other variant and from the best baseline
};

// Of the leader with the best baseline.
enum class AgainstBaseline { none, better, not_separated, worse };

// Two of the contenders, by index, at least one of them a variant.
struct ContenderPair {
  std::size_t left = 0;  // < right
  std::size_t right = 0;
  PairedDifference difference;     // left - right, by Diebold and Mariano where that applies
  CosineDifference judged;         // the same, by the test that decides
  double p_corrected = missing();  // Holm's, of judged.p_value; separated when it is <= 5 %

  bool operator==(const ContenderPair&) const = default;
};

struct Verdict {
  VerdictKind kind = VerdictKind::too_few;
  std::size_t origins = 0;
  std::size_t left_out = 0;  // origins at which a contender has no error
  std::size_t horizon = 1;
  std::vector<double> mean_absolute_errors;  // by contender; missing without an origin
  std::size_t leader = 0;                    // the variant with the least, the first of equals
  std::optional<std::size_t> best_baseline;  // likewise
  AgainstBaseline against_baseline = AgainstBaseline::none;
  std::vector<std::size_t> beaten;         // contenders the leader is separated from, and ahead of
  std::vector<std::size_t> together;       // the leader and the variants it is not separated from
  std::vector<std::size_t> beaten_by_all;  // contenders that each of `together` has beaten so
  std::vector<ContenderPair> pairs;        // by left, then right

  bool operator==(const Verdict&) const = default;
};

inline constexpr double verdict_level = 0.05;
inline constexpr std::size_t origins_to_compare = 3;

// With errors of both variants and baselines at least two contenders, one of them a variant, all
// with as many origins; `horizon` >= 1 as in PairedLosses. Throws std::invalid_argument otherwise.
Verdict judge(std::span<const Contender> contenders, std::size_t horizon);

// Holm's corrected p values, in the order given: at most 1, and none less than its own. Missing
// ones stay missing, and are questions nobody asked.
std::vector<double> holm(std::span<const double> p_values);

}  // namespace headwater
