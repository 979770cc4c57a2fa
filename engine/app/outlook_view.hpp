// The outlook as a finance person lays it out.
#pragma once

#include <cstddef>
#include <string>

#include "engine/app/options.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/outlook.hpp"

namespace headwater {

struct OutlookStyle {
  MoneyScale scale = MoneyScale::as_declared;
  std::size_t width = 120;  // columns that do not fit are left out in a stated order, and named
};

std::string outlook_text(const Scenario& scenario, const Outlook& outlook,
                         const OutlookStyle& style);

}  // namespace headwater
