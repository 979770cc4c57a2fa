#include "engine/study/dgsm.hpp"

#include <stdexcept>

#include "engine/core/missing.hpp"
#include "engine/study/detail/bytes.hpp"

namespace headwater {
namespace {

void count(DgsmMoments& moments, double value) {
  const double from = value - moments.mean;
  moments.mean += from / double(++moments.rows);
  moments.squares += from * (value - moments.mean);
}

void count(DgsmMoments::Slopes& slopes, double by_input, double by_score) {
  slopes.by_input += by_input;
  slopes.by_input_squared += by_input * by_input;
  slopes.by_score_squared += by_score * by_score;
}

// What a factor comes to in some rows; the two slopes only of a factor of one axis.
struct Figures {
  double bound = missing();
  double slope = missing();
  double slope_squared = missing();
};

Figures figures_of(const DgsmMoments& moments, const Factor& factor) {
  if (moments.rows == 0) return {};
  const double rows = double(moments.rows);
  double squared = 0;
  for (const std::size_t axis : factor.axes) squared += moments.slopes[axis].by_score_squared;
  Figures figures;
  figures.bound = moments.squares > 0 ? squared / moments.squares : 0;
  if (factor.axes.size() > 1) return figures;
  figures.slope = moments.slopes[factor.axes[0]].by_input / rows;
  figures.slope_squared = moments.slopes[factor.axes[0]].by_input_squared / rows;
  return figures;
}

Estimate estimate_of(double Figures::* figure, const Figures& all, std::span<const Figures> apart) {
  std::vector<double> replicates;
  for (const Figures& one : apart) replicates.push_back(one.*figure);
  return is_missing(all.*figure) ? Estimate{} : with_interval(all.*figure, replicates);
}

DgsmTable table_of(std::span<const DgsmMoments> replicates, const ScoreGradient& scores) {
  DgsmMoments together = replicates[0];
  for (const DgsmMoments& one : replicates.subspan(1)) together.merge(one);
  const bool any = together.rows > 0;
  DgsmTable table{together.rows,
                  together.missing,
                  any ? together.mean : missing(),
                  any ? together.squares / double(together.rows) : missing(),
                  {}};
  for (std::size_t i = 0; i < scores.factors().size(); ++i) {
    const Factor& factor = scores.factors()[i];
    std::vector<Figures> apart;
    for (const DgsmMoments& one : replicates) {
      if (one.rows > 0) apart.push_back(figures_of(one, factor));
    }
    const Figures all = figures_of(together, factor);
    DgsmFactor& row = table.factors.emplace_back();
    row.factor = factor.name;
    row.slope = estimate_of(&Figures::slope, all, apart);
    row.slope_squared = estimate_of(&Figures::slope_squared, all, apart);
    if (!scores.continuous(i)) row.why = NoBound::not_continuous;
    else if (!any) row.why = NoBound::no_rows;
    else row.bound = estimate_of(&Figures::bound, all, apart);
  }
  return table;
}

}  // namespace

void DgsmMoments::merge(const DgsmMoments& right) {
  missing += right.missing;
  if (right.rows == 0) return;
  const double part = double(right.rows) / double(rows + right.rows);
  const double by = right.mean - mean;
  mean += by * part;
  squares += right.squares + by * by * double(rows) * part;
  rows += right.rows;
  for (std::size_t i = 0; i < slopes.size(); ++i) {
    slopes[i].by_input += right.slopes[i].by_input;
    slopes[i].by_input_squared += right.slopes[i].by_input_squared;
    slopes[i].by_score_squared += right.slopes[i].by_score_squared;
  }
}

DgsmReducer::DgsmReducer(const ScoreGradient& scores, std::uint32_t replicates)
    : scores_(scores), replicates_(replicates) {
  if (replicates == 0) throw std::invalid_argument("DgsmReducer: replicates: at least 1");
}

std::unique_ptr<Reducer> DgsmReducer::fresh() const {
  return std::make_unique<DgsmReducer>(scores_, replicates_);
}

void DgsmReducer::add(const Block& chunk) {
  const auto axes = Eigen::Index(scores_.axes());
  const Eigen::Index sets = chunk.values.cols() / (axes + 1);
  DgsmReducer folded(scores_, replicates_);
  DgsmMoments none;
  none.slopes.resize(scores_.axes());
  folded.moments_.assign(std::size_t(sets) * replicates_, none);
  for (Eigen::Index set = 0; set < sets; ++set) {
    const auto values = chunk.values.middleCols(set * (axes + 1), axes + 1);
    Eigen::ArrayXXd by_score = values.rightCols(axes);
    scores_.pull_back(chunk.first_row, by_score);
    DgsmMoments* moments = &folded.moments_[std::size_t(set) * replicates_];
    for (Eigen::Index lane = 0; lane < values.rows(); ++lane) {
      DgsmMoments& replicate = moments[(chunk.first_row + std::uint64_t(lane)) % replicates_];
      if (values.row(lane).isNaN().any()) {
        ++replicate.missing;
        continue;
      }
      count(replicate, values(lane, 0));
      for (Eigen::Index axis = 0; axis < axes; ++axis) {
        count(replicate.slopes[std::size_t(axis)], values(lane, axis + 1), by_score(lane, axis));
      }
    }
  }
  merge(folded);
}

void DgsmReducer::merge(const Reducer& right) {
  const auto& other = dynamic_cast<const DgsmReducer&>(right);
  if (moments_.empty()) {
    moments_ = other.moments_;
    return;
  }
  for (std::size_t i = 0; i < other.moments_.size(); ++i) moments_[i].merge(other.moments_[i]);
}

std::vector<std::byte> DgsmReducer::bytes() const {
  std::vector<std::byte> bytes;
  for (const DgsmMoments& one : moments_) {
    for (const std::uint64_t count : {one.rows, one.missing}) detail::append(bytes, count);
    for (const double sum : {one.mean, one.squares}) detail::append(bytes, sum);
    for (const DgsmMoments::Slopes& slopes : one.slopes) {
      for (const double sum : {slopes.by_input, slopes.by_input_squared, slopes.by_score_squared}) {
        detail::append(bytes, sum);
      }
    }
  }
  return bytes;
}

std::vector<DgsmTable> dgsm(const DgsmReducer& folded) {
  std::vector<DgsmTable> tables;
  for (std::size_t i = 0; i < folded.sets(); ++i) {
    tables.push_back(table_of(folded.replicates(i), folded.scores()));
  }
  return tables;
}

}  // namespace headwater
