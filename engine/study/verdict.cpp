#include "engine/study/verdict.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "engine/study/exact_sum.hpp"

namespace headwater {
namespace {

using Errors = std::vector<std::vector<double>>;  // by contender, then origin

void check(std::span<const Contender> contenders, std::size_t horizon) {
  const auto variant = [](const Contender& one) { return one.role == ContenderRole::variant; };
  if (contenders.size() < 2) throw std::invalid_argument("contenders must be at least two");
  if (std::none_of(contenders.begin(), contenders.end(), variant)) {
    throw std::invalid_argument("contenders must hold a variant");
  }
  for (const Contender& one : contenders) {
    if (one.absolute_errors.size() != contenders[0].absolute_errors.size()) {
      throw std::invalid_argument("absolute_errors must be equally many of every contender");
    }
  }
  if (horizon == 0) throw std::invalid_argument("horizon must be at least 1");
}

// An origin without the error of one contender is without any.
Errors common(std::span<const Contender> contenders) {
  Errors errors;
  for (const Contender& one : contenders) {
    errors.emplace_back(one.absolute_errors.begin(), one.absolute_errors.end());
  }
  for (std::size_t origin = 0; origin < errors[0].size(); ++origin) {
    const auto lacking = [&](const auto& of) { return is_missing(of[origin]); };
    if (std::none_of(errors.begin(), errors.end(), lacking)) continue;
    for (std::vector<double>& of : errors) of[origin] = missing();
  }
  return errors;
}

double mean(std::vector<double> values) {
  std::erase_if(values, is_missing);
  return values.empty() ? missing() : exact_sum(values) / double(values.size());
}

std::optional<std::size_t> best(std::span<const Contender> contenders, ContenderRole role,
                                const std::vector<double>& means) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    if (contenders[i].role != role) continue;
    if (!best || means[i] < means[*best]) best = i;
  }
  return best;
}

void correct(std::vector<ContenderPair>& pairs) {
  std::vector<double> p_values;
  for (const ContenderPair& pair : pairs) {
    const bool enough = pair.judged.count >= origins_to_test;
    p_values.push_back(enough ? pair.judged.p_value : missing());
  }
  const std::vector<double> corrected = holm(p_values);
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i].p_corrected = corrected[i];
}

std::vector<ContenderPair> compare(std::span<const Contender> contenders, const Errors& errors,
                                   std::size_t horizon) {
  std::vector<ContenderPair> pairs;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    for (std::size_t j = i + 1; j < contenders.size(); ++j) {
      const auto baseline = ContenderRole::baseline;
      if (contenders[i].role == baseline && contenders[j].role == baseline) continue;
      const PairedLosses losses{errors[i], errors[j], horizon};
      pairs.push_back({i, j, paired_difference(losses), cosine_difference(losses), missing()});
    }
  }
  correct(pairs);
  return pairs;
}

// Separated, and the first is ahead.
bool beats(const Verdict& verdict, std::size_t first, std::size_t second) {
  const auto [left, right] = std::minmax(first, second);
  for (const ContenderPair& pair : verdict.pairs) {
    if (pair.left != left || pair.right != right) continue;
    const double difference = pair.judged.mean.value;
    const bool ahead = first == left ? difference < 0 : difference > 0;
    return ahead && pair.p_corrected <= verdict_level;
  }
  return false;
}

void sort_out(std::span<const Contender> contenders, Verdict& verdict) {
  const std::size_t leader = verdict.leader;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    if (beats(verdict, leader, i)) verdict.beaten.push_back(i);
    else if (contenders[i].role == ContenderRole::variant) verdict.together.push_back(i);
  }
  for (const std::size_t i : verdict.beaten) {
    const auto beats_it = [&](std::size_t one) { return beats(verdict, one, i); };
    if (std::all_of(verdict.together.begin(), verdict.together.end(), beats_it)) {
      verdict.beaten_by_all.push_back(i);
    }
  }
  if (!verdict.best_baseline) return;
  verdict.against_baseline =
      beats(verdict, leader, *verdict.best_baseline)   ? AgainstBaseline::better
      : beats(verdict, *verdict.best_baseline, leader) ? AgainstBaseline::worse
                                                       : AgainstBaseline::not_separated;
}

VerdictKind kind(const Verdict& verdict) {
  const bool tested = std::any_of(verdict.pairs.begin(), verdict.pairs.end(),
                                  [](const auto& pair) { return !is_missing(pair.p_corrected); });
  if (verdict.origins < origins_to_compare) return VerdictKind::too_few;
  if (!tested) return VerdictKind::undecided;
  const bool beats_baseline = verdict.against_baseline == AgainstBaseline::none ||
                              verdict.against_baseline == AgainstBaseline::better;
  if (!beats_baseline) return VerdictKind::no_better_than_a_baseline;
  return verdict.together.size() > 1 ? VerdictKind::undecided : VerdictKind::decided;
}

}  // namespace

Verdict judge(std::span<const Contender> contenders, std::size_t horizon) {
  check(contenders, horizon);
  const Errors errors = common(contenders);
  Verdict verdict;
  verdict.horizon = horizon;
  for (const double one : errors[0]) ++(is_missing(one) ? verdict.left_out : verdict.origins);
  for (const auto& of : errors) verdict.mean_absolute_errors.push_back(mean(of));
  verdict.leader =
      best(contenders, ContenderRole::variant, verdict.mean_absolute_errors).value_or(0);
  verdict.best_baseline = best(contenders, ContenderRole::baseline, verdict.mean_absolute_errors);
  verdict.pairs = compare(contenders, errors, horizon);
  sort_out(contenders, verdict);
  verdict.kind = kind(verdict);
  return verdict;
}

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (!is_missing(p_values[i])) order.push_back(i);
  }
  // Of equal ones the order is no matter: what is greatest so far makes them equal again.
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> corrected(p_values.size(), missing());
  double least = 0;
  for (std::size_t place = 0; place < order.size(); ++place) {
    const double times = double(order.size() - place);
    least = std::max(least, std::min(1.0, times * p_values[order[place]]));
    corrected[order[place]] = least;
  }
  return corrected;
}

}  // namespace headwater
