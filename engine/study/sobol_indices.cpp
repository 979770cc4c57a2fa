#include "engine/study/sobol_indices.hpp"

#include <algorithm>
#include <stdexcept>

#include "engine/study/detail/bytes.hpp"

namespace headwater {
namespace {

// One group more, after Welford: exact where nothing changes.
void count(SobolMoments& moments, const double* group) {
  const double a = group[0];
  const double b = group[1];
  const double part = 1 / double(++moments.groups);
  const double from_a = a - moments.mean_a;
  const double from_b = b - moments.mean_b;
  moments.mean_a += from_a * part;
  moments.mean_b += from_b * part;
  moments.square_a += from_a * (a - moments.mean_a);
  moments.square_b += from_b * (b - moments.mean_b);
  for (std::size_t i = 0; i < moments.changes.size(); ++i) {
    SobolMoments::Change& change = moments.changes[i];
    const double by = group[2 + i] - a;
    change.mean += (by - change.mean) * part;
    change.product += from_b * (by - change.mean);
    change.square += by * by;
  }
}

struct Indices {
  double mean = missing();
  double variance = missing();
  std::vector<double> first;
  std::vector<double> total;
};

// SALib's centre is the mean of all rows, those of AB_i among them.
double mean_of_rows(const SobolMoments& moments) {
  double sum = moments.mean_a + moments.mean_b;
  for (const SobolMoments::Change& change : moments.changes) sum += moments.mean_a + change.mean;
  return sum / double(2 + moments.changes.size());
}

Indices indices_of(const SobolMoments& moments) {
  const std::size_t factors = moments.changes.size();
  if (moments.groups == 0) {
    const std::vector<double> none(factors, missing());
    return {.first = none, .total = none};
  }
  const double groups = double(moments.groups);
  const double apart = moments.mean_a - moments.mean_b;
  Indices all;
  all.mean = (moments.mean_a + moments.mean_b) / 2;
  all.variance = (moments.square_a + moments.square_b) / groups / 2 + apart * apart / 4;
  const double off_centre = moments.mean_b - mean_of_rows(moments);
  for (const SobolMoments::Change& change : moments.changes) {
    const double first = change.product / groups + off_centre * change.mean;
    const double total = change.square / groups / 2;
    all.first.push_back(all.variance > 0 ? first / all.variance : 0);
    all.total.push_back(all.variance > 0 ? total / all.variance : 0);
  }
  return all;
}

SobolTable table_of(std::span<const SobolMoments> replicates, std::span<const std::string> names) {
  SobolMoments together = replicates[0];
  for (const SobolMoments& one : replicates.subspan(1)) together.merge(one);
  std::vector<Indices> apart;
  for (const SobolMoments& one : replicates) {
    if (one.groups > 0) apart.push_back(indices_of(one));
  }
  const Indices all = indices_of(together);
  SobolTable table{together.groups, together.missing, all.mean, all.variance, {}};
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::vector<double> first;
    std::vector<double> total;
    for (const Indices& one : apart) {
      first.push_back(one.first[i]);
      total.push_back(one.total[i]);
    }
    table.factors.push_back(
        {names[i], with_interval(all.first[i], first), with_interval(all.total[i], total)});
  }
  return table;
}

}  // namespace

// Chan, Golub and LeVeque, "Algorithms for computing the sample variance", The American
// Statistician 37(3), 1983, pp. 242-247.
void SobolMoments::merge(const SobolMoments& right) {
  missing += right.missing;
  if (right.groups == 0) return;
  if (groups == 0) {
    const std::uint64_t left_out = missing;
    *this = right;
    missing = left_out;
    return;
  }
  const double both = double(groups + right.groups);
  const double part = double(right.groups) / both;
  const double weight = double(groups) * part;
  const double by_a = right.mean_a - mean_a;
  const double by_b = right.mean_b - mean_b;
  mean_a += by_a * part;
  mean_b += by_b * part;
  square_a += right.square_a + by_a * by_a * weight;
  square_b += right.square_b + by_b * by_b * weight;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const double by = right.changes[i].mean - changes[i].mean;
    changes[i].mean += by * part;
    changes[i].product += right.changes[i].product + by_b * by * weight;
    changes[i].square += right.changes[i].square;
  }
  groups += right.groups;
}

SobolReducer::SobolReducer(std::size_t factors, std::uint32_t replicates)
    : factors_(factors), replicates_(replicates) {
  if (factors == 0) throw std::invalid_argument("SobolReducer: factors: at least 1");
  if (replicates == 0) throw std::invalid_argument("SobolReducer: replicates: at least 1");
}

std::unique_ptr<Reducer> SobolReducer::fresh() const {
  return std::make_unique<SobolReducer>(factors_, replicates_);
}

void SobolReducer::add(const Block& chunk) {
  const std::uint64_t group_rows = factors_ + 2;
  const std::uint64_t first_group = chunk.first_row / group_rows;
  const std::uint64_t groups = std::uint64_t(chunk.values.rows()) / group_rows;
  SobolReducer folded(factors_, replicates_);
  SobolMoments none;
  none.changes.resize(factors_);
  folded.moments_.assign(std::size_t(chunk.values.cols()) * replicates_, none);
  for (Eigen::Index output = 0; output < chunk.values.cols(); ++output) {
    const double* values = chunk.values.col(output).data();
    SobolMoments* moments = &folded.moments_[std::size_t(output) * replicates_];
    for (std::uint64_t i = 0; i < groups; ++i, values += group_rows) {
      SobolMoments& replicate = moments[(first_group + i) % replicates_];
      if (std::any_of(values, values + group_rows, is_missing)) ++replicate.missing;
      else count(replicate, values);
    }
  }
  merge(folded);
}

void SobolReducer::merge(const Reducer& right) {
  const auto& other = dynamic_cast<const SobolReducer&>(right);
  if (moments_.empty()) {
    moments_ = other.moments_;
    return;
  }
  for (std::size_t i = 0; i < other.moments_.size(); ++i) moments_[i].merge(other.moments_[i]);
}

std::vector<std::byte> SobolReducer::bytes() const {
  std::vector<std::byte> bytes;
  for (const SobolMoments& one : moments_) {
    for (const std::uint64_t count : {one.groups, one.missing}) detail::append(bytes, count);
    for (const double sum : {one.mean_a, one.mean_b, one.square_a, one.square_b}) {
      detail::append(bytes, sum);
    }
    for (const SobolMoments::Change& change : one.changes) {
      for (const double sum : {change.mean, change.product, change.square}) {
        detail::append(bytes, sum);
      }
    }
  }
  return bytes;
}

std::vector<SobolTable> sobol_indices(const SobolReducer& folded,
                                      std::span<const std::string> names) {
  if (names.size() != folded.factors()) {
    throw std::invalid_argument("sobol_indices: names: one for each factor");
  }
  std::vector<SobolTable> tables;
  for (std::size_t i = 0; i < folded.outputs(); ++i) {
    tables.push_back(table_of(folded.replicates(i), names));
  }
  return tables;
}

}  // namespace headwater
