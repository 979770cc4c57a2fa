#include "bench/turns.hpp"

#include <algorithm>
#include <time.h>

namespace headwater {

double median(std::vector<double> values) {
  const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

namespace {

double now(Clock clock) {
  timespec time{};
  clock_gettime(clock == Clock::wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &time);
  return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

}  // namespace

double seconds_of(const std::function<void()>& run, Clock clock) {
  const double start = now(clock);
  run();
  return now(clock) - start;
}

Turns::Turns(const std::vector<Contestant>& contestants, std::size_t rounds, Clock clock)
    : seconds_(contestants.size()) {
  for (const Contestant& one : contestants) names_.push_back(one.name);
  for (const Contestant& one : contestants) one.run();
  for (std::size_t round = 0; round < rounds; ++round) {
    const std::size_t step = round % 2 == 0 ? 1 : contestants.size() - 1;  // on, or back
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      const std::size_t next = (round + i * step) % contestants.size();
      seconds_[next].push_back(seconds_of(contestants[next].run, clock));
    }
  }
}

const std::vector<double>& Turns::of(const std::string& name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return seconds_.at(std::size_t(found - names_.begin()));
}

double Turns::seconds(const std::string& name) const { return median(of(name)); }

double Turns::ratio(const std::string& name, const std::string& to) const {
  std::vector<double> ratios = of(name);
  const std::vector<double>& others = of(to);
  for (std::size_t i = 0; i < ratios.size(); ++i) ratios[i] /= others[i];
  return median(ratios);
}

}  // namespace headwater
