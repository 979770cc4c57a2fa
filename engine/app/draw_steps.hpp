// What commands that draw have in common: opening what is uncertain, and saying how it is drawn.
#pragma once

#include <optional>
#include <string>

#include "engine/app/console.hpp"
#include "engine/app/options.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/simulation.hpp"

namespace headwater {

struct OpenedUncertain {
  std::optional<Scenario> scenario;  // with uncertainty, drawn as the options say
  Exit otherwise = Exit::input;      // after saying why there is none
};
OpenedUncertain open_uncertain(const std::string& command, const CommandOptions& options,
                               Sources& sources, Console& console);

// The exits of what has nothing to draw, or nothing to show for it.
Exit refuse_certain(Console& console, const std::string& file);
Exit refuse_unshown(Console& console, const std::string& file);

// "scrambled Sobol' points, 16 replicates"
std::string method_words(Drawing drawing, Language language);

// What an event of a simulation is called.
std::string event_name(const Scenario& scenario, const Simulation& simulation, std::size_t event,
                       Language language);

}  // namespace headwater
