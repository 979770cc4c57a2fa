#include "engine/model/detail/folded_iteration.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace headwater::detail {

FoldedIteration::FoldedIteration(const Draft& draft,
                                 std::span<const ProgramWriter::Carried> carried)
    : draft_(draft),
      all_(carried.begin(), carried.end()),
      first_(carried.front().from.result),
      depends_(draft.values() - first_, false),
      carries_(depends_.size(), false),
      values_(depends_.size()) {
  for (const auto& one : all_) {
    carries_[one.from.result - first_] = depends_[one.from.result - first_] = true;
    is_possible_ = is_possible_ && draft.of(one.from.result).read[0].is_constant();
  }
  for (std::uint32_t value = first_; value < draft.values() && is_possible_; ++value) {
    if (carries_[value - first_]) continue;
    const auto reads = draft.of(value).reads();
    const bool depends =
        std::any_of(reads.begin(), reads.end(), [this](Ref read) { return reads_itself(read); });
    depends_[value - first_] = depends;
    is_possible_ = !depends || std::all_of(reads.begin(), reads.end(), [this](Ref read) {
      return read.is_constant() || reads_itself(read);
    });
  }
}

bool FoldedIteration::reads_itself(Ref ref) const {
  return !ref.is_constant() && ref.number() >= first_ && depends_[ref.number() - first_];
}

FoldedIteration::Value FoldedIteration::known(const Draft& draft, Ref ref) const {
  if (!ref.is_constant()) return values_[ref.number() - first_];
  const Constant& one = draft.constants[ref.number()];
  return {true, 0, one.value, one.origin};
}

FoldedIteration::Value FoldedIteration::known(const Value& value) const {
  return value.constant ? value : values_[value.result - first_];
}

void FoldedIteration::run(const Value& until, std::uint32_t times_max) {
  for (const auto& one : all_) {
    values_[one.from.result - first_] = known(draft_, draft_.of(one.from.result).read[0]);
  }
  for (std::uint32_t time = 0; time < times_max; ++time) {
    run_once();
    next_.clear();
    for (const auto& one : all_) next_.push_back(known(one.next));
    if (known(until).number != 0) return;  // or missing
    for (std::size_t i = 0; i < all_.size(); ++i) {
      values_[all_[i].from.result - first_] = next_[i];
    }
  }
}

void FoldedIteration::run_once() {
  for (std::uint32_t i = 0; i < depends_.size(); ++i) {
    if (!depends_[i] || carries_[i]) continue;
    const Drafted& one = draft_.of(first_ + i);
    std::array<Value, 3> operands;
    for (std::size_t k = 0; k < one.operands; ++k) operands[k] = known(draft_, one.read[k]);
    values_[i] = ProgramWriter::folded(one, operands);
  }
}

void FoldedIteration::take(std::vector<Value>& values) const {
  for (Value& value : values) value = known(value);
}

}  // namespace headwater::detail
