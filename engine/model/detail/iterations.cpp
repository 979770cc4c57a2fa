#include "engine/model/detail/iterations.hpp"

#include <algorithm>
#include <utility>

namespace headwater::detail {
namespace {

// From the first value that an iteration carries to the last before its results: which of them
// depend on any that are carried.
class Inside {
 public:
  Inside(const Draft& draft, const Iteration& one)
      : first_(one.carried.front()), depends_(one.results.front() - first_, false) {
    for (const std::uint32_t carried : one.carried) depends_[carried - first_] = true;
    for (std::uint32_t value = first_; value < one.results.front(); ++value) {
      const auto reads = draft.of(value).reads();
      if (std::any_of(reads.begin(), reads.end(), [this](Ref read) { return holds(read); })) {
        depends_[value - first_] = true;
      }
    }
  }

  bool holds(Ref ref) const {
    return !ref.is_constant() && ref.number() >= first_ &&
           ref.number() - first_ < depends_.size() && depends_[ref.number() - first_];
  }

 private:
  std::uint32_t first_;
  std::vector<bool> depends_;
};

}  // namespace

std::vector<std::uint32_t> iterations_of(const Draft& draft) {
  std::vector<std::uint32_t> all(draft.values(), 0);
  for (std::uint32_t number = 0; number < draft.iterations.size(); ++number) {
    const Iteration& one = draft.iterations[number];
    const Inside inside(draft, one);
    std::vector<std::uint32_t> open = one.results;
    open.push_back(one.until.number());
    while (!open.empty()) {
      const std::uint32_t value = open.back();
      open.pop_back();
      if (std::exchange(all[value], number + 1) != 0) continue;
      for (const Ref read : draft.of(value).reads()) {
        if (inside.holds(read)) open.push_back(read.number());
      }
    }
  }
  return all;
}

}  // namespace headwater::detail
