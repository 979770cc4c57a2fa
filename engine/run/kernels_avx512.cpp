// Kernels for processors with AVX-512 (F, DQ, VL): eight lanes at a time. Compiled for them, so
// nothing else may be defined here.
#include <immintrin.h>

#include "engine/run/detail/kernel_tables.hpp"

namespace headwater::detail {
namespace {

// g++ 12 takes an operand of the plain minimum for uninitialised (its bug 105593), hence the masked
// one with all lanes on; it is the same instruction.
struct Avx512 {
  using V = __m512d;
  using M = __mmask8;
  static V load(const char* at) { return _mm512_load_pd(at); }
  static void store(char* at, V value) { _mm512_store_pd(at, value); }
  static V all(double value) { return _mm512_set1_pd(value); }
  static V lesser(V a, V b) { return _mm512_maskz_min_pd(0xff, a, b); }
  static V greater(V a, V b) { return _mm512_maskz_max_pd(0xff, a, b); }
  static M less(V a, V b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OS); }
  static M less_equal(V a, V b) { return _mm512_cmp_pd_mask(a, b, _CMP_LE_OS); }
  static M equal(V a, V b) { return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OS); }
  static M nonzero(V a) { return _mm512_cmp_pd_mask(a, all(0), _CMP_NEQ_US); }
  static M missing(V a) { return _mm512_cmp_pd_mask(a, a, _CMP_UNORD_Q); }
  static V select(M mask, V yes, V no) { return _mm512_mask_blend_pd(mask, no, yes); }
  static V negated(V a) { return _mm512_xor_pd(a, all(-0.0)); }
  static V absolute(V a) { return _mm512_andnot_pd(all(-0.0), a); }
  static bool any(M mask) { return mask != 0; }
};

constexpr KernelSet set = kernel_set<Avx512>();

}  // namespace

const KernelSet& avx512_kernels() { return set; }

}  // namespace headwater::detail
