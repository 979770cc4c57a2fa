#include "engine/study/summary_reducer.hpp"

#include "engine/core/missing.hpp"
#include "engine/study/detail/bytes.hpp"

namespace headwater {
namespace {

void count(OutputSummary& summary, double value, std::uint64_t row) {
  if (is_missing(value)) {
    ++summary.missing;
    return;
  }
  const bool first = summary.present++ == 0;
  summary.sum += value;
  if (first || value < summary.least) summary.least = value, summary.least_row = row;
  if (first || value > summary.greatest) summary.greatest = value, summary.greatest_row = row;
}

// `right` follows `left`, so of equals left's stays.
void join(OutputSummary& left, const OutputSummary& right) {
  left.missing += right.missing;
  if (right.present == 0) return;
  const bool first = left.present == 0;
  left.present += right.present;
  left.sum += right.sum;
  if (first || right.least < left.least) {
    left.least = right.least;
    left.least_row = right.least_row;
  }
  if (first || right.greatest > left.greatest) {
    left.greatest = right.greatest;
    left.greatest_row = right.greatest_row;
  }
}

}  // namespace

double OutputSummary::mean() const {
  return present == 0 ? headwater::missing() : sum / double(present);
}

void SummaryReducer::add(const Block& chunk) {
  SummaryReducer folded;
  folded.outputs_.resize(std::size_t(chunk.values.cols()));
  for (Eigen::Index i = 0; i < chunk.values.cols(); ++i) {
    OutputSummary& summary = folded.outputs_[std::size_t(i)];
    for (Eigen::Index lane = 0; lane < chunk.values.rows(); ++lane) {
      count(summary, chunk.values(lane, i), chunk.first_row + std::uint64_t(lane));
    }
  }
  if (!chunk.failures.empty()) folded.first_failure_ = {chunk.failures.front()};
  fold(folded);
}

void SummaryReducer::merge(const Reducer& right) {
  fold(dynamic_cast<const SummaryReducer&>(right));
}

void SummaryReducer::fold(const SummaryReducer& right) {
  if (first_failure_.empty()) first_failure_ = right.first_failure_;
  if (outputs_.empty()) {
    outputs_ = right.outputs_;
    return;
  }
  for (std::size_t i = 0; i < right.outputs_.size(); ++i) join(outputs_[i], right.outputs_[i]);
}

std::vector<std::byte> SummaryReducer::bytes() const {
  std::vector<std::byte> bytes;
  for (const OutputSummary& one : outputs_) {
    for (const std::uint64_t count : {one.present, one.missing, one.least_row, one.greatest_row}) {
      detail::append(bytes, count);
    }
    for (const double value : {one.sum, one.least, one.greatest}) detail::append(bytes, value);
  }
  return bytes;
}

}  // namespace headwater
