// How often do the 95 % intervals of Sobol' indices hold the exact one?
//
//   interval_coverage REPEATS LOW HIGH
//
// Repeats the indices of Ishigami's and of Sobol's G function, 16 replicates of 32 base points
// each, scrambled or random, every time by another seed, and prints for each index the share of
// repeats whose interval holds it. Exits 1 when one is below LOW or above HIGH.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/scenario/saltelli_design.hpp"
#include "engine/study/sobol_indices.hpp"
#include "tests/study/conduct_function.hpp"
#include "tests/study/functions.hpp"

namespace {

using namespace headwater;
using namespace headwater::test;

struct Case {
  std::string name;
  Inputs inputs;
  Function function;
  std::vector<double> exact;  // first order by factor, then total
};

template <typename Known>
Case case_of(const std::string& name, const Known& known) {
  std::vector<double> exact = known.first();
  for (const double total : known.total()) exact.push_back(total);
  return {name, known.inputs(), known, exact};
}

std::vector<std::uint64_t> times_held(const Case& one, Drawing drawing, std::uint64_t repeats) {
  std::vector<std::uint64_t> held(one.exact.size(), 0);
  const std::size_t factors = one.inputs.factors.size();
  const SobolReducer reducer(factors);
  for (std::uint64_t seed = 1; seed <= repeats; ++seed) {
    const SaltelliDesign design(one.inputs, {.drawing = drawing, .seed = seed, .points = 32});
    const auto folded = conduct_function({design, one.function, reducer});
    const SobolTable table =
        sobol_indices(dynamic_cast<const SobolReducer&>(*folded), names_of(one.inputs))[0];
    for (std::size_t i = 0; i < held.size(); ++i) {
      const SobolIndex& index = table.factors[i % factors];
      const Estimate& interval = i < factors ? index.first : index.total;
      if (interval.low <= one.exact[i] && one.exact[i] <= interval.high) ++held[i];
    }
  }
  return held;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::uint64_t repeats = std::strtoull(argv[1], nullptr, 10);
  const double low = std::strtod(argv[2], nullptr);
  const double high = std::strtod(argv[3], nullptr);
  bool within = true;
  for (const Drawing drawing : {Drawing::sobol, Drawing::random}) {
    for (const Case& one :
         {case_of("ishigami", Ishigami()), case_of("g", SobolG{{0, 1, 4.5, 9}})}) {
      const std::vector<std::uint64_t> held = times_held(one, drawing, repeats);
      for (std::size_t i = 0; i < held.size(); ++i) {
        const double share = double(held[i]) / double(repeats);
        const bool as_promised = low <= share && share <= high;
        fmt::print("{} {} {} {}: {:.4f}{}\n", drawing == Drawing::sobol ? "sobol" : "random",
                   one.name, i < held.size() / 2 ? "first" : "total", i % (held.size() / 2) + 1,
                   share, as_promised ? "" : ", which is out of bounds");
        within = within && as_promised;
      }
    }
  }
  return within ? 0 : 1;
}
