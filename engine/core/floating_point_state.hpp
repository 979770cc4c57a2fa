// The thread's floating-point state as our arithmetic needs it: whoever calls us may round or flush
// as he likes.
#pragma once

#include <xmmintrin.h>

namespace headwater {

// All exceptions masked, round to nearest, subnormals kept, flags clear.
inline constexpr unsigned standard_control = 0x1f80;

// That state for as long as this lives; then the caller's own again, its flags too.
class FloatingPointState {
 public:
  FloatingPointState() : before_(_mm_getcsr()) { _mm_setcsr(standard_control); }
  ~FloatingPointState() { _mm_setcsr(before_); }
  FloatingPointState(const FloatingPointState&) = delete;
  FloatingPointState& operator=(const FloatingPointState&) = delete;

 private:
  unsigned before_;
};

}  // namespace headwater
