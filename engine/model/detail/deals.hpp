// The rows of a pipeline's file, read but not yet made into series.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/calendar.hpp"
#include "engine/core/source.hpp"
#include "engine/core/unit.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/detail/loader.hpp"
#include "engine/tables/csv.hpp"

namespace headwater::detail {

struct Deal {  // one row: a deal's part in one line
  std::string name;
  std::string line;
  Place place;
  Period ordered;
  std::optional<Period> known_since;  // the period with whose results; absent: when it was ordered
  PeriodSpan recognised;
  double amount = 0;                   // in the pipeline's unit
  std::optional<double> gross_margin;  // in %
  Place margin_place;
  double probability = 100;  // in %
  Place probability_place;
  std::string basis;
};
struct Deals {
  std::vector<Deal> rows;
  std::optional<Unit> unit;  // of the amounts
  bool weighted = false;     // by their probabilities
};

// Reports what is wrong with rows and leaves them out.
Deals read_deals(Loader& loader, const Csv& csv, const tree::PipelineDeclaration& declared);

}  // namespace headwater::detail
