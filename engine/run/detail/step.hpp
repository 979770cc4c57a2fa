// What a kernel is given: free-standing, since kernels for other instruction sets see nothing else.
#pragma once

#include <cstddef>
#include <cstdint>

namespace headwater::detail {

struct Step;

// One or more operations over the lanes of a block: `bytes` of each strip, a multiple of 64.
using Kernel = void (*)(char* table, const Step& step, std::size_t bytes);

// Places in the table count cache lines of 64 bytes. A constant is one line of the same value eight
// times over, and stays where it is while the others go on.
struct Step {
  static constexpr std::size_t line = 64;
  static constexpr int reads_max = 4;

  Kernel run = nullptr;
  std::uint32_t result = 0;
  std::uint32_t read[reads_max] = {};
  bool stays[reads_max] = {};
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

// The kernels of one instruction set. All give the same bits and raise the same flags.
struct KernelSet {
  Kernel one[first_links];
  Kernel two[first_links * links];
  Kernel three[first_links * links * links];
  Kernel compare[comparisons];
  Kernel select[comparisons];  // read[0] against read[1], then read[2], else read[3]
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
