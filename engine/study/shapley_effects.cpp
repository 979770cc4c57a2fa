#include "engine/study/shapley_effects.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "engine/study/detail/bytes.hpp"

namespace headwater {
namespace {

// Walsh and Hadamard's, in place, not scaled.
void transform(std::span<double> values) {
  for (std::size_t half = 1; half < values.size(); half *= 2) {
    for (std::size_t first = 0; first < values.size(); first += 2 * half) {
      for (std::size_t i = first; i < first + half; ++i) {
        const double left = values[i];
        const double right = values[i + half];
        values[i] = left + right;
        values[i + half] = left - right;
      }
    }
  }
}

// `work` is as long as the group. What all rows have in common is not in T; the first row taken off
// keeps small changes of large values, and leaves zeros where nothing changes.
void count(ShapleySpectrum& spectrum, const double* group, std::span<double> work) {
  ++spectrum.groups;
  for (std::size_t i = 0; i < work.size(); ++i) work[i] = group[i] - group[0];
  transform(work);
  for (std::size_t i = 1; i < work.size(); ++i) spectrum.squares[i] += work[i] * work[i];
}

// By set of factors.
std::vector<double> total_variances(const ShapleySpectrum& spectrum) {
  std::vector<double> totals = spectrum.squares;
  transform(totals);
  const double sets = double(totals.size());
  const double scale = 1 / (sets * sets * double(spectrum.groups));
  const double whole = totals[0];
  for (double& one : totals) one = (whole - one) * scale;
  return totals;
}

// |v|! (n - |v| - 1)! / n!, by |v|.
std::vector<double> weights_of(std::size_t factors) {
  std::vector<double> weights;
  double choices = 1;  // of |v| out of n - 1
  for (std::size_t size = 0; size < factors; ++size) {
    weights.push_back(1 / (choices * double(factors)));
    choices = choices * double(factors - 1 - size) / double(size + 1);
  }
  return weights;
}

struct Effects {
  double variance = missing();
  std::vector<double> effects;
};

Effects effects_of(const ShapleySpectrum& spectrum, std::size_t factors) {
  if (spectrum.groups == 0) return {missing(), std::vector<double>(factors, missing())};
  const std::vector<double> totals = total_variances(spectrum);
  const std::vector<double> weights = weights_of(factors);
  Effects all{totals.back(), std::vector<double>(factors, 0)};
  if (!(all.variance > 0)) return all;
  for (std::size_t i = 0; i < factors; ++i) {
    const std::size_t bit = std::size_t(1) << i;
    double sum = 0;
    for (std::size_t set = 0; set < totals.size(); ++set) {
      if ((set & bit) != 0) continue;
      sum += weights[std::size_t(std::popcount(set))] * (totals[set | bit] - totals[set]);
    }
    all.effects[i] = sum / all.variance;
  }
  return all;
}

ShapleyTable table_of(std::span<const ShapleySpectrum> replicates,
                      std::span<const std::string> names) {
  ShapleySpectrum together = replicates[0];
  for (const ShapleySpectrum& one : replicates.subspan(1)) together.merge(one);
  std::vector<Effects> apart;
  for (const ShapleySpectrum& one : replicates) {
    if (one.groups > 0) apart.push_back(effects_of(one, names.size()));
  }
  const Effects all = effects_of(together, names.size());
  ShapleyTable table{together.groups, together.missing, all.variance, {}};
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::vector<double> effects;
    for (const Effects& one : apart) effects.push_back(one.effects[i]);
    table.factors.push_back({names[i], with_interval(all.effects[i], effects)});
  }
  return table;
}

}  // namespace

void ShapleySpectrum::merge(const ShapleySpectrum& right) {
  groups += right.groups;
  missing += right.missing;
  for (std::size_t i = 0; i < squares.size(); ++i) squares[i] += right.squares[i];
}

ShapleyReducer::ShapleyReducer(std::size_t factors, std::uint32_t replicates)
    : factors_(factors), replicates_(replicates) {
  if (factors == 0 || factors > factors_max) {
    throw std::invalid_argument("ShapleyReducer: factors: from 1 to 12");
  }
  if (replicates == 0) throw std::invalid_argument("ShapleyReducer: replicates: at least 1");
}

std::unique_ptr<Reducer> ShapleyReducer::fresh() const {
  return std::make_unique<ShapleyReducer>(factors_, replicates_);
}

void ShapleyReducer::add(const Block& chunk) {
  const std::uint64_t group_rows = std::uint64_t(1) << factors_;
  const std::uint64_t first_group = chunk.first_row / group_rows;
  const std::uint64_t groups = std::uint64_t(chunk.values.rows()) / group_rows;
  ShapleyReducer folded(factors_, replicates_);
  ShapleySpectrum none;
  none.squares.resize(group_rows);
  folded.spectra_.assign(std::size_t(chunk.values.cols()) * replicates_, none);
  std::vector<double> work(group_rows);
  for (Eigen::Index output = 0; output < chunk.values.cols(); ++output) {
    const double* values = chunk.values.col(output).data();
    ShapleySpectrum* spectra = &folded.spectra_[std::size_t(output) * replicates_];
    for (std::uint64_t i = 0; i < groups; ++i, values += group_rows) {
      ShapleySpectrum& replicate = spectra[(first_group + i) % replicates_];
      if (std::any_of(values, values + group_rows, is_missing)) ++replicate.missing;
      else count(replicate, values, work);
    }
  }
  merge(folded);
}

void ShapleyReducer::merge(const Reducer& right) {
  const auto& other = dynamic_cast<const ShapleyReducer&>(right);
  if (spectra_.empty()) {
    spectra_ = other.spectra_;
    return;
  }
  for (std::size_t i = 0; i < other.spectra_.size(); ++i) spectra_[i].merge(other.spectra_[i]);
}

std::vector<std::byte> ShapleyReducer::bytes() const {
  std::vector<std::byte> bytes;
  for (const ShapleySpectrum& one : spectra_) {
    for (const std::uint64_t count : {one.groups, one.missing}) detail::append(bytes, count);
    for (const double square : one.squares) detail::append(bytes, square);
  }
  return bytes;
}

std::vector<ShapleyTable> shapley_effects(const ShapleyReducer& folded,
                                          std::span<const std::string> names) {
  if (names.size() != folded.factors()) {
    throw std::invalid_argument("shapley_effects: names: one for each factor");
  }
  std::vector<ShapleyTable> tables;
  for (std::size_t i = 0; i < folded.outputs(); ++i) {
    tables.push_back(table_of(folded.replicates(i), names));
  }
  return tables;
}

}  // namespace headwater
