// What stands below an outlook: one-offs, what its marks mean, where its actuals were printed.
#pragma once

#include "engine/app/figure_style.hpp"
#include "engine/app/page.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/outlook.hpp"

namespace headwater {

void add_notes(Page& page, const Scenario& scenario, const Outlook& outlook,
               const FigureTable& figures);

}  // namespace headwater
