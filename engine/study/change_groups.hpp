// Changes of figures as people read them: what moves alike, in several scenarios or in periods in a
// row, is one change.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/study/compare_models.hpp"

namespace headwater {

struct ChangeGroup {
  FigureChange change;  // of the first scenario and period
  std::vector<std::size_t> scenarios;
  Period last;  // of base periods in a row, each with this figure; else the end of its span
};

// "FY2023", or "2022Q1..2022Q4": a figure of each of these periods, and not of their sum.
std::string periods_text(const Calendar& calendar, const ChangeGroup& group);

// Which changes: those of both models' series, of which a part of a year may be left to its year.
enum class PartsOfYears { kept, left_out };

// In the order of the first of each. Changes of what one model has not got are left out, and so is
// rounding.
std::vector<ChangeGroup> change_groups(const ComparedModels& compared, PartsOfYears parts);

}  // namespace headwater
