// Ctrl-C, or being told to end, as a flag that a long command looks at between two pieces of work.
#pragma once

#include <atomic>
#include <csignal>

namespace headwater {

// For as long as it lives, the first SIGINT or SIGTERM sets the flag; a second one ends the program
// at once, as it would have without. One at a time.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  const std::atomic<bool>& requested() const;

 private:
  struct sigaction interrupt_before_{};
  struct sigaction terminate_before_{};
};

}  // namespace headwater
