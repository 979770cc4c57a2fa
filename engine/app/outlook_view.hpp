// The outlook as a finance person lays it out.
#pragma once

#include "engine/app/options.hpp"
#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/outlook.hpp"

namespace headwater {

struct OutlookStyle {
  MoneyScale scale = MoneyScale::as_declared;
  Language language = Language::english;
};

// Title, a table for each statement, progress to guidance, one-offs, legend, sources.
Page outlook_page(const Scenario& scenario, const Outlook& outlook, const OutlookStyle& style = {});

}  // namespace headwater
