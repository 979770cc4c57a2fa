// What a kernel is given: free-standing, since kernels for other instruction sets see nothing else.
#pragma once

#include <cstddef>
#include <cstdint>

namespace headwater::detail {

struct Step;

// One or more operations over the lanes of a block: `bytes` of each strip, a multiple of
// Step::stride, above 0.
using Kernel = void (*)(char* table, const Step& step, std::size_t bytes);

// Places are bytes from the start of the table, ready for use: what a kernel does before its first
// vector costs as much as several of them.
struct Step {
  static constexpr std::size_t line = 64;          // of a constant: one value eight times over
  static constexpr std::size_t stride = 8 * line;  // strips are filled up to a multiple of it
  static constexpr int reads_max = 7;

  struct Read {
    std::uint32_t at = 0;
    std::uint32_t advance = 0;  // from vector to vector: its size, or 0 for a constant
  };
  Kernel run = nullptr;
  std::uint32_t result = 0;
  Read read[reads_max];
};

// An operation of a chain with what came before it: on its left, or on its right where the order
// matters.
enum class Link : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  minimum,
  maximum,
  subtract_from,
  divide_into,
  minimum_right,
  maximum_right,
};
inline constexpr int first_links = 6;  // those a chain may begin with
inline constexpr int links = 10;

enum class Comparison : std::uint8_t { less, less_equal, equal };
inline constexpr int comparisons = 3;

// What a choice is made of: which of its two are products, and what is done with it, if anything.
inline constexpr int arms = 4;  // a bit each: 1 for what is taken where it holds, 2 for what else
inline constexpr int no_link = links;
constexpr int selection(Comparison comparison, int products, int link) {
  return (int(comparison) * arms + products) * (links + 1) + link;
}
inline constexpr int selections = comparisons * arms * (links + 1);

// Which operands of a step are constants, a bit each from the first it reads: a kernel that knows
// keeps them in registers. The pattern of a choice's that is commonest: constants stand on the left
// of the comparison and of the products, and nowhere else.
constexpr int leading_constants(int products) {
  return 1 | ((products & 1) != 0 ? 1 << 2 : 0) |
         ((products & 2) != 0 ? 1 << ((products & 1) != 0 ? 4 : 3) : 0);
}

// The kernels of one instruction set. All give the same bits and raise the same flags. Chains and
// both: at the number of their links, shifted by as many bits as they read, with the constants.
struct KernelSet {
  std::uint32_t vector = 0;  // bytes
  Kernel one[first_links << 2];
  Kernel two[first_links * links << 3];
  Kernel three[first_links * links * links << 4];
  Kernel both[first_links * first_links * first_links << 4];  // two operations, and one of the two
  Kernel compare[comparisons];
  // The comparison's two, what to choose from, what it is linked with. Shifted by one bit: whether
  // exactly the leading operands are constants.
  Kernel select[selections << 1];
  Kernel choose;
  Kernel otherwise;
  Kernel present;
  Kernel negate;
  Kernel absolute;
  Kernel copy;
  Kernel square_root;
  Kernel exponential;
  Kernel logarithm;
  Kernel raise;
  // Points into a strip; what is not finite is missing.
  void (*load)(const double* points, double* strip, std::size_t count);
  bool (*any_missing)(const double* strip, std::size_t bytes);
};

const KernelSet& baseline_kernels();
const KernelSet& avx2_kernels();
const KernelSet& avx512_kernels();

}  // namespace headwater::detail
