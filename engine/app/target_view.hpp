// Targets for people: what is reached of what is wanted, and what must be true for it.
#pragma once

#include <span>

#include "engine/app/options.hpp"
#include "engine/app/page.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/target.hpp"

namespace headwater {

struct TargetStyle {
  Language language = Language::english;
  MoneyScale scale = MoneyScale::as_declared;
};

Page target_page(const Scenario& scenario, std::span<const TargetResult> results,
                 const TargetStyle& style);

}  // namespace headwater
