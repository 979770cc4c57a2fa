// The options of what draws: simulate and sensitivity.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/scenario/uncertainty.hpp"

namespace boost::program_options {
class options_description;  // NOLINT(readability-identifier-naming): Boost names it
class variables_map;        // NOLINT(readability-identifier-naming)
}  // namespace boost::program_options

namespace headwater {

struct DrawOptions {
  std::optional<std::uint64_t> draws;  // of sensitivity: base points, or paths
  std::optional<std::uint64_t> seed;
  std::optional<Drawing> drawing;
  double until = 0;           // of simulate: a share of the standard deviation; 0: all draws
  bool histogram = false;     // of simulate
  std::string fan;            // of simulate: series with commas between; empty: none
  bool export_draws = false;  // of export
  std::vector<SensitivityMethod> methods;  // of sensitivity; empty: those of the file, or all
  std::optional<bool> by_group;            // of sensitivity
};

// Adds what `command` has of them.
void describe_draw_options(const std::string& command,
                           boost::program_options::options_description& options);

// False with a complaint when one of them breaks its bound.
bool choose_draw_options(const boost::program_options::variables_map& given,
                         const std::string& command, DrawOptions& options, std::string& complaint);

}  // namespace headwater
