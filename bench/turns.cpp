#include "bench/turns.hpp"

#include <algorithm>
#include <chrono>

namespace headwater {

double median(std::vector<double> values) {
  const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double seconds_of(const std::function<void()>& run) {
  const auto start = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Turns::Turns(const std::vector<Contestant>& contestants, std::size_t rounds)
    : seconds_(contestants.size()) {
  for (const Contestant& one : contestants) names_.push_back(one.name);
  for (const Contestant& one : contestants) one.run();
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      seconds_[i].push_back(seconds_of(contestants[i].run));
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
