#include "engine/run/detail/step_program.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "engine/core/error.hpp"

namespace headwater::detail {
namespace {

// Right-handed where what came before stands on the right.
Link link_of(NodeOp op, bool on_the_right) {
  switch (op) {
    case NodeOp::add: return Link::add;
    case NodeOp::subtract: return on_the_right ? Link::subtract_from : Link::subtract;
    case NodeOp::multiply: return Link::multiply;
    case NodeOp::divide: return on_the_right ? Link::divide_into : Link::divide;
    case NodeOp::minimum: return on_the_right ? Link::minimum_right : Link::minimum;
    case NodeOp::maximum: return on_the_right ? Link::maximum_right : Link::maximum;
    default: break;
  }
  require(false, "only arithmetic is run");
  return Link::add;
}

std::optional<Comparison> comparison_of(NodeOp op) {
  switch (op) {
    case NodeOp::less: return Comparison::less;
    case NodeOp::less_equal: return Comparison::less_equal;
    case NodeOp::equal: return Comparison::equal;
    default: return std::nullopt;
  }
}

class Stepping {
 public:
  Stepping(const Program& program, const KernelSet& kernels, const TableLayout& layout)
      : program_(program), kernels_(kernels) {
    done_.layout = layout;
  }

  StepProgram run() {
    for (const Region& region : program_.regions) {
      const auto steps = std::uint32_t(done_.steps.size());
      const auto moves = std::uint32_t(done_.moves.size());
      const std::vector<std::uint32_t> first = first_of_steps(program_, region);
      for (std::uint32_t i = 0; i < region.count;) {
        std::uint32_t end = i + 1;
        while (end < region.count && first[end] == region.first + i) ++end;
        add_step(std::span(program_.code).subspan(region.first + i, end - i));
        i = end;
      }
      done_.passes.push_back({steps,
                              std::uint32_t(done_.steps.size()),
                              moves,
                              std::uint32_t(done_.moves.size()),
                              region.repeats,
                              {}});
      if (region.until) {
        done_.passes.back().until = std::uint32_t(done_.layout.slot(*region.until));
      }
    }
    return std::move(done_);
  }

 private:
  using Joined = std::span<const Instruction>;

  void add_step(Joined all) {
    done_.steps.emplace_back();
    reads_ = 0;
    Kernel kernel = nullptr;
    if (all.size() == 1) {
      kernel = single(all.front());
    } else if (const auto choice = std::ranges::find(all, NodeOp::choose, &Instruction::op);
               choice != all.end()) {
      kernel = choosing(all, std::size_t(choice - all.begin()));
    } else if (all.size() == 3 && !reads(all[1], all[0])) {
      kernel = both(all);
    } else {
      kernel = chain(all);
    }
    Step& step = done_.steps.back();
    step.run = kernel;
    step.result = place(all.back().result, -1);
  }

  static bool reads(const Instruction& reader, const Instruction& read) {
    return reader.a == read.result || reader.b == read.result;
  }

  Kernel chain(Joined all) {
    int number = pair(all[0]);
    for (std::size_t i = 1; i < all.size(); ++i)
      number = number * links + linked(all[i], all[i - 1]);
    const int at = with_constants(number);
    switch (all.size()) {
      case 1: return kernels_.one[at];
      case 2: return kernels_.two[at];
      default: return kernels_.three[at];
    }
  }

  // The number of an operation whose operands are read: a constant on the left, where the order is
  // free.
  int pair(const Instruction& one) {
    const bool commutes = one.op == NodeOp::add || one.op == NodeOp::multiply;
    const bool turned = commutes && one.b.constant && !one.a.constant;
    read(turned ? one.b : one.a);
    read(turned ? one.a : one.b);
    return int(link_of(one.op, false));
  }

  // The number of the link by which an instruction takes over a value; its other operand is read.
  int linked(const Instruction& one, const Instruction& from) {
    const bool on_the_right = one.b == from.result;
    require(on_the_right || one.a == from.result, "joined instructions read one another");
    read(on_the_right ? one.a : one.b);
    return int(link_of(one.op, on_the_right));
  }

  Kernel both(Joined all) {
    const int left = pair(all[0]);
    const int right = pair(all[1]);
    const int middle = int(link_of(all[2].op, false));
    return kernels_.both[with_constants((left * first_links + middle) * first_links + right)];
  }

  // The comparison comes first, then the products; after the choice at most what it is linked with.
  Kernel choosing(Joined all, std::size_t at) {
    const Instruction& choice = all[at];
    read(all[0].a);
    read(all[0].b);
    int products = 0;
    std::size_t next = 1;
    for (const auto& [arm, bit] : {std::pair(choice.b, 1), std::pair(choice.c, 2)}) {
      if (next < at && all[next].result == arm) {
        products |= bit;
        pair(all[next]);
        ++next;
      } else {
        read(arm);
      }
    }
    require(next == at, "what a choice joins is its products");
    const int link = at + 1 < all.size() ? linked(all[at + 1], choice) : no_link;
    const int number = selection(*comparison_of(all[0].op), products, link);
    const bool leading = constants() == leading_constants(products);
    return kernels_.select[number << 1 | int(leading)];
  }

  Kernel single(const Instruction& one) {
    const Kernel alone = kernel_alone(one.op);
    if (alone == nullptr) return chain({&one, 1});
    read(one.a);
    if (!is_unary(one.op)) read(one.b);
    if (one.op == NodeOp::choose) read(one.c);
    return alone;
  }

  // Of an operation that is no link.
  Kernel kernel_alone(NodeOp op) const {
    if (const auto comparison = comparison_of(op)) return kernels_.compare[int(*comparison)];
    switch (op) {
      case NodeOp::choose: return kernels_.choose;
      case NodeOp::otherwise: return kernels_.otherwise;
      case NodeOp::raise: return kernels_.raise;
      case NodeOp::present: return kernels_.present;
      case NodeOp::negate: return kernels_.negate;
      case NodeOp::absolute: return kernels_.absolute;
      case NodeOp::copy: return kernels_.copy;
      case NodeOp::square_root: return kernels_.square_root;
      case NodeOp::exponential: return kernels_.exponential;
      case NodeOp::logarithm: return kernels_.logarithm;
      default: return nullptr;
    }
  }

  // Which of what is read are constants, a bit each.
  int constants() const {
    int bits = 0;
    for (int i = 0; i < reads_; ++i) {
      bits |= int(done_.steps.back().read[i].advance == 0) << i;
    }
    return bits;
  }
  int with_constants(int number) const { return number << reads_ | constants(); }

  void read(const ProgramOperand& operand) {
    Step& step = done_.steps.back();
    step.read[reads_] = {place(operand, reads_), operand.constant ? 0 : kernels_.vector};
    ++reads_;
  }

  std::uint32_t place(const ProgramOperand& operand, int which) {
    const TableLayout& layout = done_.layout;
    const auto at = [&](std::uint32_t index) {
      return std::uint32_t(operand.constant ? layout.constant(index) : layout.slot(index));
    };
    if (operand.ring > 1) {
      done_.moves.push_back({std::uint32_t(done_.steps.size() - 1), which, at(operand.index),
                             std::uint32_t(operand.constant ? Step::line : layout.strip),
                             operand.ring, operand.offset});
    }
    return at(operand.at(0));
  }

  const Program& program_;
  const KernelSet& kernels_;
  StepProgram done_;
  int reads_ = 0;
};

}  // namespace

StepProgram step_program(const Program& program, const KernelSet& kernels,
                         const TableLayout& layout) {
  return Stepping(program, kernels, layout).run();
}

}  // namespace headwater::detail
