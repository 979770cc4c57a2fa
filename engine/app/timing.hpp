// How long something takes, and what is in the middle of several times.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace headwater {

template <typename Work>
double seconds_of(Work work) {
  const auto began = std::chrono::steady_clock::now();
  [[maybe_unused]] const auto made = work();  // its end is not part of it
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

// Of at least one.
inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

}  // namespace headwater
