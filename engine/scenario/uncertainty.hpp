// What a scenario makes uncertain: which drivers are drawn, from what, and what is asked of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/operation.hpp"
#include "engine/model/precedence.hpp"
#include "engine/model/read_operations.hpp"
#include "engine/sampling/drawing.hpp"

namespace headwater {

class Joint;

inline constexpr std::uint64_t draws_unless_said = 65'536;
inline constexpr std::uint32_t replicates_of_design = 16;  // whose spread is the error of an answer

// A method of sensitivity analysis, and how much of it.
enum class SensitivityMethod { morris, sobol, dgsm, shapley };
struct SensitivityPlan {
  struct Asked {
    SensitivityMethod method{};
    std::uint64_t points = 0;  // base points, or paths; 0: not said
  };
  Title title;
  std::vector<Asked> methods;  // empty: all
  bool by_group = false;       // else by driver
  Shown shown;
  Place place;
};

// The lines of all blocks, the parent's first; a driver's last line counts. Defaults beside drivers
// come first, in the order of the model.
struct UncertaintyPlan {
  std::vector<DrawnDriver> lines;  // what is drawn; those turned certain are gone
  std::vector<DrawnPair> correlations;
  std::vector<ChanceOf> chances;
  std::vector<RevisionOf> revisions;
  Shown shown;
  Drawing drawing = Drawing::sobol;
  std::uint64_t draws = draws_unless_said;
  std::uint64_t seed = 1;
  std::optional<Place> place;  // of the first block; absent when all there is stands in the model

  // Made ready: an axis for what is drawn, and operations that read it.
  std::vector<Axis> axes;              // those of `joint`
  Operations operations;               // to follow the scenario's own
  std::vector<std::size_t> line_of;    // by margin of `joint`
  std::shared_ptr<const Joint> joint;  // by margin its line; never changes
};

// Replicates of a plan's design: 1 where rows are independent of each other.
std::uint32_t replicates_of(Drawing drawing);

// The name that the language has for it: sobol, lhs, random, antithetic.
std::string_view name_of(Drawing drawing);

}  // namespace headwater
