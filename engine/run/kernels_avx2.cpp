// Kernels for processors with AVX2: four lanes at a time. Compiled with -mavx2, so nothing else may
// be defined here.
#include <immintrin.h>

#include "engine/run/detail/kernel_tables.hpp"

namespace headwater::detail {
namespace {

struct Avx2 {
  using V = __m256d;
  using M = __m256d;
  static V load(const char* at) { return _mm256_load_pd(reinterpret_cast<const double*>(at)); }
  static void store(char* at, V value) { _mm256_store_pd(reinterpret_cast<double*>(at), value); }
  static V all(double value) { return _mm256_set1_pd(value); }
  static V lesser(V a, V b) { return _mm256_min_pd(a, b); }
  static V greater(V a, V b) { return _mm256_max_pd(a, b); }
  static M less(V a, V b) { return _mm256_cmp_pd(a, b, _CMP_LT_OS); }
  static M less_equal(V a, V b) { return _mm256_cmp_pd(a, b, _CMP_LE_OS); }
  static M equal(V a, V b) { return _mm256_cmp_pd(a, b, _CMP_EQ_OS); }
  static M nonzero(V a) { return _mm256_cmp_pd(a, all(0), _CMP_NEQ_US); }
  static M missing(V a) { return _mm256_cmp_pd(a, a, _CMP_UNORD_Q); }
  static V select(M mask, V yes, V no) { return _mm256_blendv_pd(no, yes, mask); }
  static V negated(V a) { return _mm256_xor_pd(a, all(-0.0)); }
  static V absolute(V a) { return _mm256_andnot_pd(all(-0.0), a); }
  static bool any(M mask) { return _mm256_movemask_pd(mask) != 0; }
};

constexpr KernelSet set = kernel_set<Avx2>();

}  // namespace

const KernelSet& avx2_kernels() { return set; }

}  // namespace headwater::detail
