#include "engine/study/morris_effects.hpp"

#include <cmath>
#include <stdexcept>

#include "engine/core/missing.hpp"
#include "engine/study/detail/bytes.hpp"

namespace headwater {
namespace {

void count(MorrisMoments& moments, double effect, Direction direction) {
  if (is_missing(effect)) {
    ++moments.missing;
    return;
  }
  if (direction == Direction::none) ++moments.unsigned_effects;
  if (direction == Direction::down) effect = -effect;
  const double part = 1 / double(++moments.effects);
  const double from = effect - moments.mean;
  moments.mean += from * part;
  moments.squares += from * (effect - moments.mean);
  const double size = std::fabs(effect);
  const double from_abs = size - moments.mean_abs;
  moments.mean_abs += from_abs * part;
  moments.squares_abs += from_abs * (size - moments.mean_abs);
}

MorrisEffect effect_of(const MorrisMoments& moments, const std::string& name) {
  MorrisEffect effect;
  effect.factor = name;
  effect.effects = moments.effects;
  effect.missing = moments.missing;
  effect.mean = effect.spread = effect.standard_error = missing();
  if (moments.effects == 0) return effect;
  const double count = double(moments.effects);
  const bool signs = moments.unsigned_effects == 0;
  if (signs) effect.mean = moments.mean;
  effect.mean_abs.value = moments.mean_abs;
  if (moments.effects == 1) return effect;
  if (signs) effect.spread = std::sqrt(moments.squares / (count - 1));
  effect.standard_error = std::sqrt(moments.squares_abs / (count - 1) / count);
  effect.mean_abs = with_interval(moments.mean_abs, effect.standard_error, moments.effects - 1);
  return effect;
}

}  // namespace

void MorrisMoments::merge(const MorrisMoments& right) {
  missing += right.missing;
  if (right.effects == 0) return;
  const double part = double(right.effects) / double(effects + right.effects);
  const double weight = double(effects) * part;
  const double by = right.mean - mean;
  const double by_abs = right.mean_abs - mean_abs;
  mean += by * part;
  squares += right.squares + by * by * weight;
  mean_abs += by_abs * part;
  squares_abs += right.squares_abs + by_abs * by_abs * weight;
  effects += right.effects;
  unsigned_effects += right.unsigned_effects;
}

void MorrisReducer::add(const Block& chunk) {
  const std::uint64_t group_rows = factors() + 1;
  const std::uint64_t first = chunk.first_row / group_rows;
  const std::uint64_t groups = std::uint64_t(chunk.values.rows()) / group_rows;
  MorrisReducer folded(design_);
  folded.moments_.resize(std::size_t(chunk.values.cols()) * factors());
  for (std::uint64_t i = 0; i < groups; ++i) {
    const std::vector<MorrisMove> moves = design_.moves(first + i);
    for (Eigen::Index output = 0; output < chunk.values.cols(); ++output) {
      const double* values = chunk.values.col(output).data() + i * group_rows;
      MorrisMoments* moments = &folded.moments_[std::size_t(output) * factors()];
      for (std::size_t turn = 0; turn < moves.size(); ++turn) {
        const double effect = (values[turn + 1] - values[turn]) / design_.step();
        count(moments[moves[turn].factor], effect, moves[turn].direction);
      }
    }
  }
  merge(folded);
}

void MorrisReducer::merge(const Reducer& right) {
  const auto& other = dynamic_cast<const MorrisReducer&>(right);
  if (moments_.empty()) {
    moments_ = other.moments_;
    return;
  }
  for (std::size_t i = 0; i < other.moments_.size(); ++i) moments_[i].merge(other.moments_[i]);
}

std::vector<std::byte> MorrisReducer::bytes() const {
  std::vector<std::byte> bytes;
  for (const MorrisMoments& one : moments_) {
    for (const std::uint64_t count : {one.effects, one.missing, one.unsigned_effects}) {
      detail::append(bytes, count);
    }
    for (const double sum : {one.mean, one.squares, one.mean_abs, one.squares_abs}) {
      detail::append(bytes, sum);
    }
  }
  return bytes;
}

std::vector<std::vector<MorrisEffect>> morris_effects(const MorrisReducer& folded,
                                                      std::span<const std::string> names) {
  if (names.size() != folded.factors()) {
    throw std::invalid_argument("morris_effects: names: one for each factor");
  }
  std::vector<std::vector<MorrisEffect>> tables(folded.outputs());
  for (std::size_t output = 0; output < tables.size(); ++output) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      tables[output].push_back(effect_of(folded.effects(output)[i], names[i]));
    }
  }
  return tables;
}

}  // namespace headwater
