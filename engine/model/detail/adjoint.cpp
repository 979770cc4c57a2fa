#include "engine/model/detail/adjoint.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "engine/core/error.hpp"

namespace headwater::detail {
namespace {

using Value = ProgramWriter::Value;

// Whether an operand may be missing where the result is not.
bool is_arm(NodeOp op, std::size_t operand) {
  return op == NodeOp::otherwise || op == NodeOp::present || (op == NodeOp::choose && operand > 0);
}

class ReverseSweep {
 public:
  ReverseSweep(ProgramWriter& writer, const Schedule& forward)
      : writer_(writer),
        forward_(forward),
        parts_(writer.draft().values()),
        certain_(writer.draft().values(), false) {
    if (!forward.lists.empty()) turn_ = forward.lists.back().period;
  }

  std::vector<Value> run(const Value& of) {
    if (!of.constant) sweep(of, one_where_present(of));
    std::vector<Value> all;
    for (std::uint32_t axis = 0; axis < writer_.draft().axes; ++axis) all.push_back(slope(axis));
    return all;
  }

  // Of what the schedule has, and by values that it has not.
  std::vector<Value> run_within(const Value& of, std::span<const Value> by) {
    placed_ = false;
    within_.assign(writer_.draft().values(), false);
    for (const std::uint32_t value : forward_.order) within_[value] = true;
    for (const Value& one : by) within_[one.result] = true;
    if (!of.constant && within_[of.result]) sweep(of, ProgramWriter::constant(1));
    std::vector<Value> all;
    for (const Value& one : by) all.push_back(slope(one.result));
    return all;
  }

 private:
  enum class Sign : std::uint8_t { plus, minus };
  // What a value is worth to the output, or a part of that. A sign costs nothing: it is passed on.
  struct Worth {
    Value value;
    Sign sign = Sign::plus;
  };
  static Sign times(Sign left, Sign right) { return left == right ? Sign::plus : Sign::minus; }

  void sweep(const Value& of, const Value& seed) {
    parts_[of.result].push_back({seed});
    certain_[of.result] = true;
    find_certain();
    walk();
  }

  Value slope(std::uint32_t of) {
    const Worth worth = sum(of).value_or(Worth{zero()});
    return worth.sign == Sign::plus ? worth.value
                                    : writer_.unary(NodeOp::negate, worth.value, origin_);
  }

  // A missing output has no slope either.
  Value one_where_present(const Value& of) {
    if (of.result < writer_.draft().axes) return ProgramWriter::constant(1);
    origin_ = writer_.draft().of(of.result).origin;
    const Value there = writer_.binary(NodeOp::less_equal, of, of, origin_);
    return writer_.choose(there, ProgramWriter::constant(1), zero(), origin_);
  }

  // What is read by other than arms alone matters always.
  void find_certain() {
    for (std::size_t at = forward_.order.size(); at-- > 0;) {
      const std::uint32_t value = forward_.order[at];
      if (!certain_[value]) continue;
      const Drafted& one = writer_.draft().of(value);
      for (std::size_t k = 0; k < one.operands; ++k) {
        const Ref read = one.read[k];
        if (!read.is_constant() && !is_arm(one.op, k)) certain_[read.number()] = true;
      }
    }
  }

  void walk() {
    for (std::size_t list = forward_.lists.size(); list-- > 0;) {
      const PeriodList& one = forward_.lists[list];
      at_ = {turn_.index + 1 + (turn_ - one.period)};
      order_ = 0;
      for (std::uint32_t place = one.end; place-- > one.begin;) settle(forward_.order[place]);
      settle_shared();
    }
    at_ = at_ + 1;
    for (std::uint32_t place = forward_.hoisted; place-- > 0;) {
      settle(forward_.order[place]);
      settle_shared();
    }
  }

  bool is_shared(std::uint32_t value) const {
    return value < writer_.draft().axes || forward_.place[value] < forward_.hoisted;
  }

  // All that read a value have passed on their parts.
  void settle(std::uint32_t value) {
    origin_ = writer_.draft().of(value).origin;
    const auto worth = sum(value);
    if (!worth) return;
    worth_ = worth->value;
    sign_ = worth->sign;
    certain_here_ = certain_[value];
    pass_on(value);
  }

  // What all periods share adds up as they go by: so nothing of a period is kept for the end.
  void settle_shared() {
    std::sort(touched_.begin(), touched_.end());
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
    for (const std::uint32_t value : touched_) {
      if (const auto worth = sum(value)) parts_[value].assign(1, *worth);
    }
    touched_.clear();
  }

  std::optional<Worth> sum(std::uint32_t value) {
    auto& parts = parts_[value];
    if (parts.empty()) return std::nullopt;
    const auto first = std::find_if(parts.begin(), parts.end(),
                                    [](const Worth& part) { return part.sign == Sign::plus; });
    if (first != parts.end()) std::rotate(parts.begin(), first, first + 1);
    Worth total = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const NodeOp op = parts[i].sign == total.sign ? NodeOp::add : NodeOp::subtract;
      total.value = writer_.binary(op, total.value, parts[i].value, origin_);
    }
    parts.clear();
    if (placed_) writer_.place(at_, order_++, total.value);
    return total;
  }

  void pass_on(std::uint32_t value) {
    const Drafted one = writer_.draft().of(value);  // a copy: what is written here joins the draft
    const Value own = ProgramWriter::written(value);
    const Value a = writer_.value_of(one.read[0]);
    const Value b = one.operands > 1 ? writer_.value_of(one.read[1]) : zero();
    switch (one.op) {
      case NodeOp::add: give(one.read[0], worth_); return give(one.read[1], worth_);
      case NodeOp::subtract:
        give(one.read[0], worth_);
        return give(one.read[1], worth_, Sign::minus);
      case NodeOp::negate: return give(one.read[0], worth_, Sign::minus);
      case NodeOp::multiply:
        if (matters(one.read[0])) give(one.read[0], times(b));
        if (matters(one.read[1])) give(one.read[1], times(a));
        return;
      case NodeOp::divide: return pass_on_quotient(one, own);
      case NodeOp::raise: return pass_on_power(one, own);
      case NodeOp::square_root: return pass_on_root(one, own);
      case NodeOp::exponential: return give(one.read[0], times(own));
      case NodeOp::logarithm: return give(one.read[0], over(a));
      case NodeOp::minimum: return pass_on_chosen(one.read[1], one.read[0], is_less(b, a));
      case NodeOp::maximum: return pass_on_chosen(one.read[1], one.read[0], is_less(a, b));
      case NodeOp::choose: return pass_on_chosen(one.read[1], one.read[2], a);
      case NodeOp::otherwise:
        return pass_on_chosen(one.read[0], one.read[1], writer_.unary(NodeOp::present, a, origin_));
      case NodeOp::absolute: {
        const Value minus = writer_.unary(NodeOp::negate, worth_, origin_);
        return give(one.read[0], unless_idle(writer_.choose(asked_again(is_less(a, zero())), minus,
                                                            worth_, origin_)));
      }
      // Steps are flat wherever they are not torn; and what is held passes nothing on.
      case NodeOp::less:
      case NodeOp::less_equal:
      case NodeOp::equal:
      case NodeOp::present:
      case NodeOp::copy: return;
      // Of formulas alone, or of programs whose values have their places. There is no default: an
      // operation that is added without its derivative does not compile.
      case NodeOp::constant:
      case NodeOp::cell:
      case NodeOp::shift:
      case NodeOp::quarter:
      case NodeOp::month:
      case NodeOp::fiscal_year:
      case NodeOp::period:
      case NodeOp::months:
      case NodeOp::days:
      case NodeOp::lookup:
      case NodeOp::one_off:
      case NodeOp::schedule:
      case NodeOp::base:
      case NodeOp::convert:
      case NodeOp::per:
      case NodeOp::power:
      case NodeOp::projection:
      case NodeOp::delayed:
      case NodeOp::on_its_way:
      case NodeOp::call: break;
    }
    require(false, "a draft is made of operations of programs");
  }

  // Of q = a / b: 1 / b, and -q / b.
  void pass_on_quotient(const Drafted& one, const Value& own) {
    const Value part = over(writer_.value_of(one.read[1]));
    give(one.read[0], part);
    if (!matters(one.read[1])) return;
    const Value other = writer_.binary(NodeOp::multiply, part, own, origin_);
    give(one.read[1], unless_idle(other), Sign::minus);
  }

  // Of a to the power b: b * a^(b - 1), and a^b * log a, which is 0 where a is. A number below 0
  // has whole powers, which have no slope by b.
  void pass_on_power(const Drafted& one, const Value& own) {
    const Value a = writer_.value_of(one.read[0]);
    const Value b = writer_.value_of(one.read[1]);
    certain_here_ = false;
    if (matters(one.read[0])) {
      const Value less = writer_.binary(NodeOp::subtract, b, ProgramWriter::constant(1), origin_);
      const Value power = writer_.binary(NodeOp::raise, a, less, origin_);
      give(one.read[0], times(writer_.binary(NodeOp::multiply, b, power, origin_)));
    }
    if (matters(one.read[1])) {
      const Value log = writer_.unary(NodeOp::logarithm, a, origin_);
      const Value slope = writer_.binary(NodeOp::multiply, own, log, origin_);
      const Value is_zero = writer_.binary(NodeOp::equal, a, zero(), origin_);
      give(one.read[1], times(writer_.choose(is_zero, zero(), slope, origin_)));
    }
  }

  // At 0 a root has a value and no slope.
  void pass_on_root(const Drafted& one, const Value& own) {
    certain_here_ = false;
    give(one.read[0],
         times(writer_.binary(NodeOp::divide, ProgramWriter::constant(0.5), own, origin_)));
  }

  void pass_on_chosen(Ref where_it_holds, Ref where_not, const Value& condition) {
    give(where_it_holds,
         unless_idle(writer_.choose(asked_again(condition), worth_, zero(), origin_)));
    give(where_not, unless_idle(writer_.choose(asked_again(condition), zero(), worth_, origin_)));
  }

  // A comparison and its choice are one step where nobody else reads the comparison, and cost less
  // than to keep its answer.
  Value asked_again(const Value& condition) {
    if (condition.constant || condition.result < writer_.draft().axes) return condition;
    const Drafted& one = writer_.draft().of(condition.result);
    const bool compares =
        one.op == NodeOp::less || one.op == NodeOp::less_equal || one.op == NodeOp::equal;
    return compares ? writer_.write_anew(one) : condition;
  }
  Value is_less(const Value& a, const Value& b) {
    return writer_.binary(NodeOp::less, a, b, origin_);
  }

  void give(Ref to, const Value& worth, Sign sign = Sign::plus) {
    if (!matters(to) || (worth.constant && worth.number == 0)) return;
    parts_[to.number()].push_back({worth, times(sign, sign_)});
    if (is_shared(to.number())) touched_.push_back(to.number());
  }

  Value times(const Value& slope) {
    const Value part = writer_.binary(NodeOp::multiply, worth_, slope, origin_);
    return slope.constant && !is_missing(slope.number) ? part : unless_idle(part);
  }
  Value over(const Value& divisor) {
    const Value part = writer_.binary(NodeOp::divide, worth_, divisor, origin_);
    return divisor.constant && !is_missing(divisor.number) && divisor.number != 0
               ? part
               : unless_idle(part);
  }
  // A branch not taken is worth 0 whatever its slopes, also none: the branch never matters.
  Value unless_idle(const Value& part) {
    return certain_here_ ? part : writer_.choose(worth_, part, zero(), origin_);
  }

  bool matters(Ref ref) const {
    return !ref.is_constant() && (within_.empty() || within_[ref.number()]);
  }

  static Value zero() { return ProgramWriter::constant(0); }

  ProgramWriter& writer_;
  const Schedule& forward_;
  std::vector<std::vector<Worth>> parts_;  // by value of the draft as it stood
  std::vector<bool> certain_;              // by value: no choice decides whether it matters
  std::vector<std::uint32_t> touched_;     // of those shared by periods, since the last sum
  std::vector<bool> within_;               // by value: it may matter; empty: all may
  bool placed_ = true;                     // in time that runs back
  Period turn_;                            // the last period
  Period at_;                              // mirrored
  std::uint32_t order_ = 0;                // within it
  // Of the value that passes on what it is worth:
  CellId origin_;
  Value worth_;
  Sign sign_ = Sign::plus;
  bool certain_here_ = true;
};

}  // namespace

std::vector<Value> derivatives(ProgramWriter& writer, const Schedule& forward, const Value& of) {
  return ReverseSweep(writer, forward).run(of);
}

std::vector<Value> derivatives(ProgramWriter& writer, std::span<const std::uint32_t> inner,
                               const Value& of, std::span<const Value> by) {
  Schedule forward;
  forward.order.assign(inner.begin(), inner.end());
  forward.place.assign(writer.draft().values(), Schedule::nowhere);
  for (std::uint32_t i = 0; i < inner.size(); ++i) forward.place[inner[i]] = i;
  forward.lists.push_back({Period{}, 0, std::uint32_t(inner.size())});
  return ReverseSweep(writer, forward).run_within(of, by);
}

}  // namespace headwater::detail
