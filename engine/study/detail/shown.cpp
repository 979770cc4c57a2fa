#include "engine/study/detail/shown.hpp"

#include "engine/run/conduct.hpp"

namespace headwater::detail {

std::vector<Output> outputs_of(const Shown& shown) {
  std::vector<Output> outputs;
  for (const SeriesId series : shown.series) {
    for (const PeriodSpan span : shown.spans) outputs.push_back({series, span, std::nullopt});
  }
  return outputs;
}

std::vector<double> single_row(const Program& program) {
  const RowsReducer rows;
  const ListDesign once;
  const auto answer = conduct({program, once, rows}, {.block_lanes = 1, .threads = 1});
  const auto& values = dynamic_cast<const RowsReducer&>(*answer).rows().values;
  return {values.data(), values.data() + values.size()};
}

}  // namespace headwater::detail
