// What commands on scenarios have in common: complaining, choosing, writing out.
#pragma once

#include <string>
#include <vector>

#include "engine/app/console.hpp"
#include "engine/app/options.hpp"
#include "engine/app/page.hpp"
#include "engine/model/model.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {

// What the command line says wrong: as text with how to use it.
Exit misused(Console& console, const std::string& command, const std::string& complaint);

// What is asked of a model that it has not got; empty when nothing is.
std::string complaint_of(const CommandOptions& options, const Model& model);
// The names of the statements that are asked for; none: the model's first.
std::vector<std::string> wanted_statements(const CommandOptions& options, const Model& model);

// As the terminal shows it, or as Markdown.
std::string shown(const CommandOptions& options, const Console& console, const Page& page);
// To -o when given.
void write_out(const CommandOptions& options, Console& console);
// Whether a check broke or a forecast is missing.
Exit verdict(const SingleRun& run);

}  // namespace headwater
