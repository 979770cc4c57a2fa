// Kernels for every x86-64 processor: two lanes at a time.
#include <emmintrin.h>

#include "engine/run/detail/kernel_tables.hpp"

namespace headwater::detail {
namespace {

struct Baseline {
  using V = __m128d;
  using M = __m128d;
  static V load(const char* at) { return _mm_load_pd(reinterpret_cast<const double*>(at)); }
  static void store(char* at, V value) { _mm_store_pd(reinterpret_cast<double*>(at), value); }
  static V all(double value) { return _mm_set1_pd(value); }
  static V lesser(V a, V b) { return _mm_min_pd(a, b); }
  static V greater(V a, V b) { return _mm_max_pd(a, b); }
  static M less(V a, V b) { return _mm_cmplt_pd(a, b); }
  static M less_equal(V a, V b) { return _mm_cmple_pd(a, b); }
  static M equal(V a, V b) { return _mm_and_pd(_mm_cmple_pd(a, b), _mm_cmple_pd(b, a)); }
  static M nonzero(V a) { return _mm_or_pd(_mm_cmplt_pd(a, all(0)), _mm_cmplt_pd(all(0), a)); }
  static M missing(V a) { return _mm_cmpunord_pd(a, a); }
  static V select(M mask, V yes, V no) {
    return _mm_or_pd(_mm_and_pd(mask, yes), _mm_andnot_pd(mask, no));
  }
  static V negated(V a) { return _mm_xor_pd(a, all(-0.0)); }
  static V absolute(V a) { return _mm_andnot_pd(all(-0.0), a); }
  static bool any(M mask) { return _mm_movemask_pd(mask) != 0; }
};

constexpr KernelSet set = kernel_set<Baseline>();

}  // namespace

const KernelSet& baseline_kernels() { return set; }

}  // namespace headwater::detail
