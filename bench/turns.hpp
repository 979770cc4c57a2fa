// Times contestants in turns, so that whatever else the machine does slows all of them alike.
//
// Each round begins with another one and every second goes backwards, so that nobody always follows
// the same. A clock of the thread stands still while the machine does something else, and otherwise
// shows what one on the wall does: the one to read for work of one thread on a machine that is not
// ours alone.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace headwater {

struct Contestant {
  std::string name;
  std::function<void()> run;
};

// The middle one of an odd number of values, and the upper of the two in the middle of others.
double median(std::vector<double> values);

enum class Clock { wall, thread };

double seconds_of(const std::function<void()>& run, Clock clock);

class Turns {
 public:
  // Every contestant once per round, after one round that does not count.
  Turns(const std::vector<Contestant>& contestants, std::size_t rounds, Clock clock);

  double seconds(const std::string& name) const;
  // How many times as long as the other: the median of each round's own ratio.
  double ratio(const std::string& name, const std::string& to) const;

 private:
  const std::vector<double>& of(const std::string& name) const;
  std::vector<std::string> names_;
  std::vector<std::vector<double>> seconds_;  // by contestant, then round
};

}  // namespace headwater
