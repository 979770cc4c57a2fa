// What an edit of a model did, as a modeller reads it: how many figures differ, the series that do
// not meet, and the largest changes first.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/study/change_groups.hpp"
#include "engine/study/compare_models.hpp"

namespace headwater {

// A scenario that cannot be read against one of the models.
struct LeftOut {
  std::string scenario;
  std::string model;
};

// What is compared, and what is not.
struct TwoModels {
  std::string old_file;
  std::string new_file;
  bool as_they_stand = false;  // no scenario was given: the one compared changes nothing
  std::span<const ReadAgainstBoth> scenarios;
  std::vector<LeftOut> left_out;
};

struct CompareModelsStyle {
  Language language = Language::english;
  std::size_t top = 0;  // rows of a table; 0: all
  PartsOfYears parts = PartsOfYears::left_out;
};

Page compare_models_page(const TwoModels& models, const ComparedModels& compared,
                         const CompareModelsStyle& style);

// How a check stands in one of the models: "holds", "broken", "not evaluable" or that it has none.
enum class CheckState { absent, holds, broken, not_evaluable };
CheckState state_of(const CheckResult* check);

}  // namespace headwater
