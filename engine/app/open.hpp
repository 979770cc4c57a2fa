// Opens what a command was given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/app/console.hpp"
#include "engine/app/options.hpp"
#include "engine/app/tell_once.hpp"
#include "engine/scenario/scenario.hpp"

namespace headwater {

// The scenario, or nothing after saying what is wrong with its files.
std::optional<Scenario> open_scenario(const std::string& path, const CommandOptions& options,
                                      Sources& sources, Console& console);

// All files of the command line, or none after saying what is wrong with any.
std::vector<Scenario> open_all(const CommandOptions& options, Sources& sources, Console& console,
                               TellOnce& tell_once);

// Says what cannot be done, and is the exit for it.
Exit refused(Console& console, std::string code, std::string message);

}  // namespace headwater
