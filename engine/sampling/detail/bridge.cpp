#include "engine/sampling/detail/bridge.hpp"

#include <algorithm>
#include <cmath>

namespace headwater::detail {

namespace {

constexpr std::size_t strip = 64;

}  // namespace

Bridge::Bridge(std::size_t periods) {
  if (periods == 0) return;
  steps_.push_back({periods, 0, 0, 0, 0, std::sqrt(double(periods))});
  struct Gap {
    std::size_t left, right;
  };
  std::vector<Gap> gaps = {{0, periods}};
  for (std::size_t next = 0; next < gaps.size(); ++next) {
    const auto [left, right] = gaps[next];
    if (right - left < 2) continue;
    const std::size_t at = left + (right - left) / 2;
    const double before = double(at - left);
    const double after = double(right - at);
    const double both = before + after;
    steps_.push_back(
        {at, left, right, after / both, before / both, std::sqrt(before * after / both)});
    gaps.push_back({left, at});
    gaps.push_back({at, right});
  }
}

void Bridge::run(std::span<double* const> columns, std::size_t count) const {
  std::vector<double> path((steps_.size() + 1) * strip);
  const auto at = [&](std::size_t time) { return path.data() + time * strip; };
  for (std::size_t done = 0; done < count; done += strip) {
    const std::size_t now = std::min(strip, count - done);
    for (std::size_t k = 0; k < steps_.size(); ++k) {
      const Step& step = steps_[k];
      const double* score = columns[k] + done;
      const double* left = at(step.left);
      const double* right = at(step.right);
      double* out = at(step.at);
      for (std::size_t i = 0; i < now; ++i) {
        out[i] = (step.of_left * left[i] + step.of_right * right[i]) + step.of_score * score[i];
      }
    }
    for (std::size_t k = 0; k < steps_.size(); ++k) {
      for (std::size_t i = 0; i < now; ++i) columns[k][done + i] = at(k + 1)[i] - at(k)[i];
    }
  }
}

void Bridge::pull_back(std::span<double* const> columns, std::size_t count) const {
  std::vector<double> path((steps_.size() + 2) * strip);
  const auto at = [&](std::size_t time) { return path.data() + time * strip; };
  const std::size_t periods = steps_.size();
  for (std::size_t done = 0; done < count; done += strip) {
    const std::size_t now = std::min(strip, count - done);
    for (std::size_t time = 1; time <= periods; ++time) {
      for (std::size_t i = 0; i < now; ++i) {
        at(time)[i] = columns[time - 1][done + i] - (time < periods ? columns[time][done + i] : 0);
      }
    }
    std::fill_n(at(0), strip, 0.0);
    for (std::size_t k = periods; k-- > 0;) {
      const Step& step = steps_[k];
      for (std::size_t i = 0; i < now; ++i) {
        const double slope = at(step.at)[i];
        columns[k][done + i] = step.of_score * slope;
        at(step.left)[i] += step.of_left * slope;
        at(step.right)[i] += step.of_right * slope;
      }
    }
  }
}

}  // namespace headwater::detail
