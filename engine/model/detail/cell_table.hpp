// Something for each of many cells, found by its place: cells of the horizon, and the few before
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/model/precedence.hpp"

namespace headwater::detail {

template <typename T>
class CellTable {
 public:
  CellTable(std::size_t series, PeriodSpan span) : span_(span), rows_(series) {}

  const T* find(CellId cell) const {
    if (!span_.contains(cell.period)) {
      const auto found = others_.find(key(cell));
      return found == others_.end() ? nullptr : &found->second;
    }
    const auto& row = rows_[std::size_t(cell.series)];
    if (row.empty()) return nullptr;
    const auto& one = row[std::size_t(cell.period - span_.first)];
    return one ? &*one : nullptr;
  }

  const T& add(CellId cell, T value) {
    if (!span_.contains(cell.period)) {
      return others_.emplace(key(cell), std::move(value)).first->second;
    }
    auto& row = rows_[std::size_t(cell.series)];
    if (row.empty()) row.resize(std::size_t(span_.count()));
    return row[std::size_t(cell.period - span_.first)].emplace(std::move(value));
  }

 private:
  static std::uint64_t key(CellId cell) {
    return std::uint64_t(std::uint32_t(cell.series)) << 32 | std::uint32_t(cell.period.index);
  }

  PeriodSpan span_;
  std::vector<std::vector<std::optional<T>>> rows_;  // by series, once it has any, then period
  std::unordered_map<std::uint64_t, T> others_;      // never walked through
};

}  // namespace headwater::detail
