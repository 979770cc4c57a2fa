// An iteration that depends on no axis, run while the program is made.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/detail/writer.hpp"

namespace headwater::detail {

class FoldedIteration {
 public:
  using Value = ProgramWriter::Value;

  // The draft ends with the iteration, which begins with the first that is carried.
  FoldedIteration(const Draft& draft, std::span<const ProgramWriter::Carried> carried);

  // Whether it reads constants and itself alone.
  bool is_possible() const { return is_possible_; }
  void run(const Value& until, std::uint32_t times_max);

  // What is carried when it is done, or at last; and what any of its values were then.
  const std::vector<Value>& carried() const { return next_; }
  void take(std::vector<Value>& values) const;

 private:
  bool reads_itself(Ref ref) const;
  Value known(const Draft& draft, Ref ref) const;
  Value known(const Value& value) const;
  void run_once();

  const Draft& draft_;
  std::vector<ProgramWriter::Carried> all_;
  std::uint32_t first_ = 0;
  bool is_possible_ = true;
  std::vector<bool> depends_;  // by value, from the first: on what is carried
  std::vector<bool> carries_;  // by value, from the first
  std::vector<Value> values_;  // likewise
  std::vector<Value> next_;    // by carried
};

}  // namespace headwater::detail
