// How far a batch is, on one line of a terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "engine/study/batch.hpp"

namespace headwater {

// "runs.db   ████░░░░  71%   7.1 M of 10 M rows   3.9 M rows/s   0.7 s left   0 missing". What has
// no room within `width` cells is left out from the right. `elapsed` is of this run; the
// rate and what it means are said from half a second on.
std::string progress_line(std::string_view name, const BatchProgress& progress,
                          std::chrono::duration<double> elapsed, std::size_t width);

// "950", "7.1 M": as short as one reads it at a glance.
std::string short_count(double count);

// The line, drawn anew a few times a second, and gone when this is.
class ProgressBar {
 public:
  // `live` may be empty: then nothing is drawn.
  ProgressBar(std::string name, std::size_t width, std::function<void(std::string_view)> live);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(const BatchProgress& progress);

 private:
  using Clock = std::chrono::steady_clock;
  std::string name_;
  std::size_t width_;
  std::function<void(std::string_view)> live_;
  Clock::time_point began_;
  Clock::time_point drawn_;
  bool shown_ = false;
};

}  // namespace headwater
