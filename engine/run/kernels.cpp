#include "engine/run/kernels.hpp"

#include <array>

#include "engine/core/missing.hpp"
#include "engine/model/arithmetic.hpp"

namespace headwater {

std::span<const InstructionSet> instruction_sets() {
  static constexpr std::array all = {InstructionSet::baseline, InstructionSet::avx2,
                                     InstructionSet::avx512};
  static const std::size_t count = [] {
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2")) return 1u;
    const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                        __builtin_cpu_supports("avx512vl");
    return avx512 ? 3u : 2u;
  }();
  return std::span(all).first(count);
}

const detail::KernelSet& detail::kernels_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::baseline: break;
    case InstructionSet::avx2: return avx2_kernels();
    case InstructionSet::avx512: return avx512_kernels();
  }
  return baseline_kernels();
}

namespace kernel {

void checking(NodeOp op, Traced a, Traced b, Traced c, TracedResult out, std::size_t lanes) {
  const auto at = [](const Traced& operand, std::size_t lane) {
    return operand.values[operand.constant ? 0 : lane];
  };
  const auto cause = [](const Traced& operand, std::size_t lane) {
    return operand.causes[operand.constant ? 0 : lane];
  };
  const bool unary = is_unary(op);
  for (std::size_t i = 0; i < lanes; ++i) {
    const double x = at(a, i);
    if (op == NodeOp::choose) {
      const double result = choose(x, at(b, i), at(c, i));
      out.causes[i] = !is_missing(result) ? 0
                      : is_missing(x)     ? cause(a, i)
                      : x != 0            ? cause(b, i)
                                          : cause(c, i);
      out.values[i] = result;
      continue;
    }
    const double y = unary ? 0 : at(b, i);
    const double result = unary ? arithmetic(op, x) : arithmetic(op, x, y);
    out.causes[i] = !is_missing(result)       ? 0
                    : op == NodeOp::otherwise ? cause(b, i)
                    : is_missing(x)           ? cause(a, i)
                    : !unary && is_missing(y) ? cause(b, i)
                                              : out.instruction + 1;
    out.values[i] = result;
  }
}

}  // namespace kernel
}  // namespace headwater
