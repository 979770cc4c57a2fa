// A small model under draws of the test's own making.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/study/simulate.hpp"
#include "tests/study/iij.hpp"

namespace headwater::drawn {

// Drivers a to d, each with an axis; total = a + b, quotient = a / b, own = c * d, alone = a.
class Company {
 public:
  Company();
  const std::vector<Axis>& axes() const { return axes_; }
  Output output(std::string_view series, int year = 2023) const;
  SimulateRequest request(const Design& design, std::uint32_t replicates,
                          const std::vector<std::string_view>& series) const;

 private:
  iij::ScratchFolder folder_;
  Sources sources_;
  std::unique_ptr<Scenario> scenario_;
  Operations operations_;
  std::vector<Axis> axes_;
};

const Company& company();  // made once

// Points written out, row by row: of a and those that follow; of the rest 1.
ListDesign listed(const std::vector<std::vector<double>>& rows);

struct DrawnSize {
  std::uint64_t rows = 0;
  std::uint32_t replicates = 1;
  std::uint64_t seed = 1;
};
// a normal (10, 2), b normal (5, 1.5), so that total is normal (15, 2.5); c lognormal (0.6, 0.15),
// d lognormal (0.4, 0.2), so that own is lognormal (1, 0.25). Of one replicate rows are independent
// of each other; of several, each is a Latin hypercube of its own: an axis at a time, the points of
// a replicate fall into as many equal strata of probability, each at random within its own.
ListDesign drawn(const DrawnSize& size);
// The same of scrambled Sobol' points, as the engine draws them.
ListDesign drawn_by_sobol(const DrawnSize& size);

}  // namespace headwater::drawn
