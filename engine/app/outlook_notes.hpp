// What stands below an outlook: one-offs, what its marks mean, where its actuals were printed.
#pragma once

#include <string>

#include "engine/app/figure_style.hpp"
#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/outlook.hpp"
#include "engine/study/single_run.hpp"

namespace headwater {

void add_notes(Page& page, const Scenario& scenario, const Outlook& outlook,
               const FigureTable& figures);

// How many checks of a run hold, and how many broke.
std::string checks_text(const SingleRun& run, const Phrases& words);

}  // namespace headwater
