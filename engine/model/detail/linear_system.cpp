#include "engine/model/detail/linear_system.hpp"

#include <utility>

namespace headwater::detail {
namespace {

using Value = ProgramWriter::Value;

bool is_zero(const Value& value) { return value.constant && value.number == 0; }

// How willingly an entry is taken for a pivot. The diagonal first: that of x - f(x) is near 1 where
// the method works, and what stands beside it may be small.
int rank(const Value& value, bool on_the_diagonal) {
  if (is_zero(value)) return 0;
  const int known = value.constant ? 1 : 0;
  return (on_the_diagonal ? 3 : 1) + known;
}

}  // namespace

LinearSystem::LinearSystem(ProgramWriter& writer, std::vector<std::vector<Value>> a,
                           std::vector<CellId> cells)
    : writer_(writer), a_(std::move(a)), cells_(std::move(cells)) {
  std::vector<bool> done_equations(a_.size(), false);
  std::vector<bool> done(a_.size(), false);
  for (std::size_t k = 0; k < a_.size(); ++k) {
    pivots_.push_back(next_pivot(done_equations, done));
    done_equations[pivots_.back().equation] = true;
    done[pivots_.back().unknown] = true;
    eliminate(k, done_equations);
  }
}

LinearSystem::Pivot LinearSystem::next_pivot(const std::vector<bool>& done_equations,
                                             const std::vector<bool>& done) const {
  Pivot best;
  int best_rank = -1;
  for (std::size_t i = 0; i < a_.size(); ++i) {
    for (std::size_t j = 0; j < a_.size(); ++j) {
      if (done_equations[i] || done[j]) continue;
      const int mine = rank(a_[i][j], i == j);
      if (mine <= best_rank) continue;
      best = {i, j};
      best_rank = mine;
    }
  }
  return best;
}

void LinearSystem::eliminate(std::size_t pivot, const std::vector<bool>& done_equations) {
  const auto [equation, unknown] = pivots_[pivot];
  const CellId origin = cells_[unknown];
  for (std::size_t i = 0; i < a_.size(); ++i) {
    if (done_equations[i] || is_zero(a_[i][unknown])) continue;
    const Value factor =
        writer_.binary(NodeOp::divide, a_[i][unknown], a_[equation][unknown], origin);
    for (std::size_t j = 0; j < a_.size(); ++j) {
      if (j == unknown || is_zero(a_[equation][j])) continue;
      a_[i][j] = minus_product(a_[i][j], factor, a_[equation][j], origin);
    }
    a_[i][unknown] = ProgramWriter::constant(0);
    steps_.push_back({pivot, i, factor});
  }
}

Value LinearSystem::minus_product(const Value& from, const Value& factor, const Value& by,
                                  CellId origin) const {
  const Value product = writer_.binary(NodeOp::multiply, factor, by, origin);
  if (is_zero(from)) return writer_.unary(NodeOp::negate, product, origin);
  return writer_.binary(NodeOp::subtract, from, product, origin);
}

std::vector<Value> LinearSystem::solve(std::vector<Value> b) const {
  for (const auto& [pivot, equation, factor] : steps_) {
    const auto [from, unknown] = pivots_[pivot];
    b[equation] = minus_product(b[equation], factor, b[from], cells_[unknown]);
  }
  std::vector<Value> x(a_.size());
  for (std::size_t k = pivots_.size(); k-- > 0;) {
    const auto [equation, unknown] = pivots_[k];
    Value rest = b[equation];
    for (std::size_t later = k + 1; later < pivots_.size(); ++later) {
      const std::size_t j = pivots_[later].unknown;
      if (is_zero(a_[equation][j])) continue;
      rest = minus_product(rest, a_[equation][j], x[j], cells_[unknown]);
    }
    x[unknown] = writer_.binary(NodeOp::divide, rest, a_[equation][unknown], cells_[unknown]);
  }
  return x;
}

}  // namespace headwater::detail
