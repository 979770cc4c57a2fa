#include "engine/model/model.hpp"

#include <iterator>

namespace headwater {

std::optional<NodeId> Series::history_formula() const {
  if (history) return history;
  if (plain) return plain;
  if (!parts.empty()) return parts.front().sum;
  return std::nullopt;
}

std::optional<NodeId> Series::outlook_formula() const {
  if (outlook) return outlook;
  if (plain) return plain;
  if (!parts.empty()) return parts.front().sum;
  return std::nullopt;
}

double Schedule::at(Period period) const {
  if (!holds) {
    const auto found = values.find(period);
    return found == values.end() ? 0.0 : found->second;
  }
  const auto after = values.upper_bound(period);
  return after == values.begin() ? 0.0 : std::prev(after)->second;
}

std::optional<Period> Model::known_with(const Day& day) const {
  if (results.empty()) return std::nullopt;
  for (const auto& [period, published] : results) {
    if (day <= published) return period;
  }
  // Results without a day of their own come out at the end of the time they stand for.
  Period later = results.rbegin()->first + 1;
  while (end_of(calendar.last_month(later)) < day) later = later + 1;
  return later;
}

std::optional<Period> Model::published_by(const Day& day) const {
  std::optional<Period> last;
  for (const auto& [period, published] : results) {
    if (published <= day) last = period;
  }
  return last;
}

std::optional<SeriesId> Model::find(std::string_view wanted) const {
  const auto found = series_by_name.find(wanted);
  if (found == series_by_name.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> Model::series_names() const {
  std::vector<std::string> names;
  names.reserve(series.size());
  for (const Series& one : series) names.push_back(one.name);
  return names;
}

}  // namespace headwater
