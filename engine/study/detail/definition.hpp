// What a series is made of by definition: the terms of a sum.
#pragma once

#include <vector>

#include "engine/model/model.hpp"

namespace headwater::detail {

struct Term {
  SeriesId series{};
  double factor = 1;  // with the sign, and the change of scale if any
};

// Of a plain formula that adds, subtracts and changes scale of cells of its own period, and does
// nothing else; empty for any other.
std::vector<Term> terms_of_formula(const Model& model, SeriesId series);
// Of the first cut of a total; empty for what is none.
std::vector<Term> terms_of_parts(const Model& model, SeriesId series);

}  // namespace headwater::detail
