#include "engine/study/one_offs.hpp"

#include <algorithm>
#include <set>

namespace headwater {
namespace {

std::vector<PeriodSpan> spans_read(const Model& model, const Outlook& outlook) {
  std::vector<PeriodSpan> spans;
  const int year = model.calendar.periods_per_year();
  for (const OutlookColumn& column : outlook.columns) {
    spans.push_back(column.span);
    if (column.kind == ColumnKind::growth) {
      spans.push_back({column.span.first - year, column.span.last - year});
    }
  }
  return spans;
}

// The row's series, then what it is the sum of, each cut part by part.
void add_with_parts(const Model& model, SeriesId series, std::set<SeriesId>& seen,
                    std::vector<SeriesId>& all) {
  if (!seen.insert(series).second) return;
  all.push_back(series);
  for (const Parts& cut : model.at(series).parts) {
    for (const SeriesId member : cut.members) add_with_parts(model, member, seen, all);
  }
}

bool falls_in(const OneOff& one, PeriodSpan span) {
  if (one.step) return span.contains(one.span.first);
  return one.span.first <= span.last && span.first <= one.span.last;
}

}  // namespace

std::vector<const OneOff*> one_offs_in(const Model& model, const Outlook& outlook) {
  std::set<SeriesId> seen;
  std::vector<SeriesId> series;
  for (const OutlookRow& row : outlook.rows) add_with_parts(model, row.series, seen, series);
  const auto spans = spans_read(model, outlook);
  std::vector<const OneOff*> found;
  for (const SeriesId id : series) {
    const std::size_t first = found.size();
    for (const OneOff& one : model.one_offs) {
      const bool told =
          one.series == id && std::any_of(spans.begin(), spans.end(),
                                          [&](PeriodSpan span) { return falls_in(one, span); });
      if (told) found.push_back(&one);
    }
    std::stable_sort(found.begin() + std::ptrdiff_t(first), found.end(),
                     [](const OneOff* a, const OneOff* b) { return a->span < b->span; });
  }
  return found;
}

}  // namespace headwater
