// Two models side by side for programs: every figure that differs, and how far.
//
// Figures stand in the unit of the old model's series, or of the new one's where the old one has no
// such series; those of another multiple of the unit are converted. `change` is only_old, only_new,
// lost, gained, moved or rounding, in that order, and of each the largest relative change first.
// What is missing is blank, or null; a relative change from 0 is so too. Values are round-trip
// doubles.
#pragma once

#include <string>

#include "engine/app/compare_models_view.hpp"

namespace headwater {

std::string compare_models_json(const TwoModels& models, const ComparedModels& compared);
// A line for each figure that differs.
std::string compare_models_csv(const TwoModels& models, const ComparedModels& compared);

}  // namespace headwater
