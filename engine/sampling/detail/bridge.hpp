// The Brownian bridge: independent scores become independent scores, the increments of a path whose
// end the first decides, its middle the second, then the quarters. An orthogonal map.
//
// Source: Caflisch, Morokoff, Owen, J. Computational Finance 1(1), 1997, pp. 27-46.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace headwater::detail {

class Bridge {
 public:
  explicit Bridge(std::size_t periods);

  // A column for each period, `count` long: scores in, increments out, in place.
  void run(std::span<double* const> columns, std::size_t count) const;
  // The transpose: what `run` makes of gradients, the other way round.
  void pull_back(std::span<double* const> columns, std::size_t count) const;

 private:
  // Of the path's values at times 0 (where it is 0), 1, ...
  struct Step {
    std::size_t at, left, right;
    double of_left, of_right, of_score;
  };
  std::vector<Step> steps_;  // one for each score
};

}  // namespace headwater::detail
