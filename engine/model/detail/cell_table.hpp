// One value per cell: an array over the periods most cells lie in, and a tree for the few beyond.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "engine/model/precedence.hpp"

namespace headwater::detail {

template <typename Value>
class CellTable {
 public:
  CellTable(std::size_t series, PeriodSpan usual)
      : usual_(usual), values_(series * std::size_t(usual.count())) {}

  // The value's own default until another is put there.
  Value& operator[](CellId cell) {
    if (!usual_.contains(cell.period)) return beyond_[cell];
    return values_[std::size_t(cell.series) * std::size_t(usual_.count()) +
                   std::size_t(cell.period - usual_.first)];
  }

 private:
  PeriodSpan usual_;
  std::vector<Value> values_;
  std::map<CellId, Value> beyond_;
};

}  // namespace headwater::detail
