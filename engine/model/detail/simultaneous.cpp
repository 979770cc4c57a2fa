#include "engine/model/detail/simultaneous.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "engine/model/detail/adjoint.hpp"
#include "engine/model/detail/folded_iteration.hpp"
#include "engine/model/detail/linear_system.hpp"

namespace headwater::detail {
namespace {

using Value = ProgramWriter::Value;
using Values = std::vector<Value>;

constexpr double tolerance = 1e-13;

Value number(double value) { return ProgramWriter::constant(value); }

// The values of a draft that depend on some of it, in ascending order, from the first of these on.
class Dependents {
 public:
  Dependents(const Draft& draft, std::span<const Value> on)
      : first_(on.front().result), depends_(draft.values() - first_, false) {
    for (const Value& one : on) depends_[one.result - first_] = true;
    for (std::uint32_t value = first_; value < draft.values(); ++value) {
      const auto reads = draft.of(value).reads();
      if (!std::any_of(reads.begin(), reads.end(), [this](Ref read) { return holds(read); })) {
        continue;
      }
      depends_[value - first_] = true;
      all_.push_back(value);
    }
  }

  bool holds(Ref ref) const { return !ref.is_constant() && holds(ref.number()); }
  bool holds(const Value& value) const { return !value.constant && holds(value.result); }
  const std::vector<std::uint32_t>& all() const { return all_; }

 private:
  bool holds(std::uint32_t value) const {
    return value >= first_ && value - first_ < depends_.size() && depends_[value - first_];
  }

  std::uint32_t first_;
  std::vector<bool> depends_;
  std::vector<std::uint32_t> all_;  // but for those they depend on
};

class Simultaneous {
 public:
  Simultaneous(ProgramWriter& writer, const Equations& equations)
      : writer_(writer), equations_(equations), size_(equations.unknowns.size()) {}

  Solution run() {
    for (std::size_t i = 0; i < size_; ++i) unknowns_.push_back(carry(i, equations_.begin[i]));
    const Values residuals = residuals_at(unknowns_);
    const Dependents inner(writer_.draft(), unknowns_);
    const auto jacobian = jacobian_of(residuals, inner);
    return is_linear_ ? solve_linear(jacobian) : iterate(residuals, jacobian, inner);
  }

 private:
  CellId cell(std::size_t i) const { return equations_.unknowns[i]; }
  Value carry(std::size_t i, const Value& initial) { return writer_.carry(initial, cell(i)); }
  Value binary(NodeOp op, const Value& a, const Value& b, std::size_t i) {
    return writer_.binary(op, a, b, cell(i));
  }

  Values residuals_at(const Values& unknowns) {
    Values residuals = equations_.formulas(unknowns);
    for (std::size_t i = 0; i < size_; ++i) {
      residuals[i] = binary(NodeOp::subtract, unknowns[i], residuals[i], i);
    }
    return residuals;
  }

  // By equation, then unknown. Held: what it passes on would be times the residual, which is 0.
  std::vector<Values> jacobian_of(const Values& residuals, const Dependents& inner) {
    std::vector<Values> rows;
    for (std::size_t i = 0; i < size_; ++i) {
      rows.push_back(derivatives(writer_, inner.all(), residuals[i], unknowns_));
    }
    const Dependents now(writer_.draft(), unknowns_);
    for (Values& row : rows) {
      for (std::size_t j = 0; j < size_; ++j) {
        is_linear_ = is_linear_ && !now.holds(row[j]);
        row[j] = writer_.hold(row[j], cell(j));
      }
    }
    return rows;
  }

  Values step_from(const LinearSystem& system, const Values& residuals) {
    Values minus;
    for (std::size_t i = 0; i < size_; ++i) {
      minus.push_back(writer_.unary(NodeOp::negate, residuals[i], cell(i)));
    }
    return system.solve(std::move(minus));
  }

  Solution solve_linear(const std::vector<Values>& jacobian) {
    const LinearSystem system(writer_, jacobian, equations_.unknowns);
    Solution solution;
    solution.residuals = residuals_at(Values(size_, number(0)));
    Values at = step_from(system, solution.residuals);
    for (std::size_t i = 0; i < size_; ++i) at[i] = writer_.hold(at[i], cell(i));
    const Values more = step_from(system, residuals_at(at));
    for (std::size_t i = 0; i < size_; ++i) {
      solution.values.push_back(binary(NodeOp::add, more[i], at[i], i));
    }
    solution.terms = Values(size_, number(missing()));
    solution.evaluations = number(2);
    return solution;
  }

  // What an iteration carries beside the unknowns: where the last step that was taken began, and
  // in which direction.
  struct State {
    Values base;
    Values direction;
    Values weights;  // of the residuals; none of a single one
    Value share;     // of the direction
    Value worst;     // the residuals at the base, weighed
    Value was_done;
    Value count;
  };

  State begin_state() {
    State state;
    for (std::size_t i = 0; i < size_; ++i) {
      state.base.push_back(carry(i, equations_.begin[i]));
      state.direction.push_back(carry(i, ProgramWriter::missing(cell(i))));
      if (size_ > 1) state.weights.push_back(carry(i, number(1)));
    }
    state.share = carry(0, number(1));
    state.worst = carry(0, number(std::numeric_limits<double>::max()));
    state.was_done = carry(0, number(0));
    state.count = carry(0, number(0));
    return state;
  }

  Solution iterate(const Values& residuals, const std::vector<Values>& jacobian,
                   const Dependents& inner) {
    const LinearSystem system(writer_, jacobian, equations_.unknowns);
    const Values step = step_from(system, residuals);
    const State state = begin_state();
    Solution solution;
    solution.residuals = residuals;
    solution.terms = terms_of(residuals, inner);
    const Value done = is_done(solution);
    std::vector<ProgramWriter::Carried> carried;
    const Value finished = go_on(state, solution, step, done, carried);
    FoldedIteration folded(writer_.draft(), carried);
    if (!folded.is_possible()) {
      return refined(std::move(solution), step,
                     writer_.iterate(carried, finished, evaluations_max));
    }
    folded.run(finished, evaluations_max);
    folded.take(solution.residuals);
    folded.take(solution.terms);
    Values known = step;
    folded.take(known);
    return refined(std::move(solution), known, folded.carried());
  }

  // One step more from where the method stopped; by 0 where it found nothing.
  Solution refined(Solution solution, const Values& step, const Values& last) {
    const Value& found = last[last.size() - 2];
    for (std::size_t i = 0; i < size_; ++i) {
      const Value value = binary(NodeOp::add, step[i], last[i], i);
      solution.values.push_back(binary(NodeOp::divide, value, found, i));
    }
    solution.evaluations = last.back();
    return solution;
  }

  // The next of all that is carried: unknowns first, the count last. Returns whether a lane is
  // finished: it was done, and has taken one step more; or there is no next step. It then stays
  // where it is, so that what its residuals are, or why they are missing, is the same however long
  // others go on.
  Value go_on(const State& state, const Solution& at, const Values& step, const Value& done,
              std::vector<ProgramWriter::Carried>& carried) {
    const auto [worst, weights] = weigh(state, at);
    const Value no_worse = binary(NodeOp::less_equal, worst, state.worst, 0);
    const Value better = binary(NodeOp::otherwise, no_worse, number(0), 0);
    const Value taken = binary(NodeOp::maximum, better, done, 0);
    const auto either = [&](const Value& if_taken, const Value& if_not, std::size_t i) {
      return writer_.choose(taken, if_taken, if_not, cell(i));
    };
    const Value half = binary(NodeOp::multiply, state.share, number(0.5), 0);
    const Value share = either(number(1), half, 0);
    Value there = number(1);
    Values next;
    std::vector<ProgramWriter::Carried> others;
    for (std::size_t i = 0; i < size_; ++i) {
      const Value base = either(unknowns_[i], state.base[i], i);
      const Value direction = either(step[i], state.direction[i], i);
      next.push_back(binary(NodeOp::add, base, binary(NodeOp::multiply, share, direction, i), i));
      const Value present = writer_.unary(NodeOp::present, next[i], cell(i));
      there = binary(NodeOp::multiply, there, present, i);
      others.push_back({state.base[i], base});
      others.push_back({state.direction[i], direction});
      if (size_ > 1) others.push_back({state.weights[i], weights[i]});
    }
    others.push_back({state.share, share});
    others.push_back({state.worst, either(worst, state.worst, 0)});
    const Value finished = writer_.choose(there, state.was_done, number(1), cell(0));
    for (std::size_t i = 0; i < size_; ++i) {
      carried.push_back({unknowns_[i], writer_.choose(finished, unknowns_[i], next[i], cell(i))});
    }
    carried.insert(carried.end(), others.begin(), others.end());
    carried.push_back({state.was_done, binary(NodeOp::maximum, state.was_done, done, 0)});
    const Value more = binary(NodeOp::add, state.count, number(1), 0);
    carried.push_back({state.count, writer_.choose(finished, state.count, more, cell(0))});
    return finished;
  }

  // The residuals as one number, each by the size that its terms had at first.
  std::pair<Value, Values> weigh(const State& state, const Solution& at) {
    Values weights;
    std::optional<Value> total;
    for (std::size_t i = 0; i < size_; ++i) {
      Value part = writer_.unary(NodeOp::absolute, at.residuals[i], cell(i));
      if (size_ > 1) {
        const Value own = binary(NodeOp::otherwise,
                                 binary(NodeOp::divide, number(1), at.terms[i], i), number(1), i);
        const Value first = binary(NodeOp::equal, state.count, number(0), i);
        weights.push_back(writer_.choose(first, own, state.weights[i], cell(i)));
        part = binary(NodeOp::multiply, part, weights.back(), i);
      }
      total = total ? binary(NodeOp::add, *total, part, i) : part;
    }
    return {*total, weights};
  }

  // 1 or 0, also where the residuals are missing.
  Value is_done(const Solution& at) {
    Value done = number(1);
    for (std::size_t i = 0; i < size_; ++i) {
      const Value size = writer_.unary(NodeOp::absolute, at.residuals[i], cell(i));
      const Value bound = binary(NodeOp::multiply, at.terms[i], number(tolerance), i);
      const Value small = binary(NodeOp::less_equal, size, bound, i);
      done = binary(NodeOp::multiply, done, small, i);
    }
    return binary(NodeOp::otherwise, done, number(0), 0);
  }

  // Sums and products taken apart as far as unknowns reach into them, their parts made positive.
  Values terms_of(const Values& residuals, const Dependents& inner) {
    std::map<std::uint32_t, Value> sizes;
    const auto size_of = [&](Ref ref, CellId origin) {
      const auto known = ref.is_constant() ? sizes.end() : sizes.find(ref.number());
      if (known != sizes.end()) return known->second;
      return writer_.unary(NodeOp::absolute, writer_.value_of(ref), origin);
    };
    for (const std::uint32_t value : inner.all()) {
      const Drafted one = writer_.draft().of(value);
      const auto sides = [&](NodeOp op) {
        const Value left = size_of(one.read[0], one.origin);
        return writer_.binary(op, left, size_of(one.read[1], one.origin), one.origin);
      };
      switch (one.op) {
        case NodeOp::add:
        case NodeOp::subtract: sizes[value] = sides(NodeOp::add); break;
        case NodeOp::negate: sizes[value] = size_of(one.read[0], one.origin); break;
        case NodeOp::multiply: sizes[value] = sides(NodeOp::multiply); break;
        case NodeOp::divide: {
          const Value by =
              writer_.unary(NodeOp::absolute, writer_.value_of(one.read[1]), one.origin);
          sizes[value] =
              writer_.binary(NodeOp::divide, size_of(one.read[0], one.origin), by, one.origin);
          break;
        }
        default: break;  // its own size
      }
    }
    Values terms;
    for (std::size_t i = 0; i < size_; ++i) {
      const Value& residual = residuals[i];
      terms.push_back(residual.constant ? number(0)
                                        : size_of(Ref::value(residual.result), cell(i)));
    }
    return terms;
  }

  ProgramWriter& writer_;
  const Equations& equations_;
  std::size_t size_;
  Values unknowns_;
  bool is_linear_ = true;
};

}  // namespace

Solution solve(ProgramWriter& writer, const Equations& equations) {
  return Simultaneous(writer, equations).run();
}

}  // namespace headwater::detail
