// The workload as loops that were written for it alone: what generate.py makes of w1.model.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace headwater::w1 {

struct Driver {
  std::string name;
  double low;
  double high;
};

// By axis, in the order of the workload.
std::vector<Driver> drivers();
// The series whose last quarter is shown.
std::vector<std::string> outputs();

// `points` is (rows × drivers) and `values` (rows × outputs), rows down a column; `rows` is a
// multiple of the width, 8 at most.
using Run = void (*)(const double* points, double* values, std::size_t rows);

struct Loop {
  std::string name;
  Run run;
};

// One row after the other, in the engine's arithmetic: without fused multiply-adds.
void scalar(const double* points, double* values, std::size_t rows);
// Several rows side by side, as fast as the processor at hand allows; the widest first.
std::vector<Loop> fused_loops();

}  // namespace headwater::w1
