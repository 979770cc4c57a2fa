#include "engine/study/detail/bridge_rows.hpp"

#include <vector>

#include "engine/study/contributions.hpp"
#include "engine/study/exact_sum.hpp"

namespace headwater::detail {

void land_rows(BridgeResult& result) {
  std::vector<double> landed;
  for (const BridgeRow& row : result.rows) landed.push_back(row.contribution);
  result.rounding = land(landed, result.second - result.first);
  result.change = exact_sum(landed);
  std::vector<double> terms = {result.first};
  for (std::size_t i = 0; i < landed.size(); ++i) {
    terms.push_back(landed[i]);
    result.rows[i].contribution = landed[i];
    result.rows[i].level = i + 1 < landed.size() ? exact_sum(terms) : result.second;
  }
}

}  // namespace headwater::detail
