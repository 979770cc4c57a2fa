// What is asked of uncertain drivers and of the figures they make: correlations, chances,
// revisions.
#include <fmt/format.h>

#include "engine/model/detail/change_reader.hpp"

namespace headwater::detail {

std::optional<DrawnPair> ChangeReader::correlation(const tree::Correlation& from) {
  const auto left = driver_named(from.left);
  const auto right = driver_named(from.right);
  if (!left || !right) return std::nullopt;
  const Place place{from.left.place.file, from.left.place.begin, from.value.place.end};
  const auto value = typing_.number(from.value, Unit(), "a correlation", from.value.place);
  if (!value) return std::nullopt;
  if (*left == *right) {
    loader_.error("correlated-with-itself", place,
                  fmt::format("{} goes along with itself anyway", from.left.text),
                  "name two drivers");
    return std::nullopt;
  }
  if (*value >= -1 && *value <= 1) return DrawnPair{*left, *right, *value, place};
  loader_.error("correlation-out-of-range", from.value.place,
                fmt::format("a rank correlation lies between -1 and 1, this one is {:g}", *value),
                "for example at -0.3");
  return std::nullopt;
}

std::optional<ChanceOf> ChangeReader::chance(const tree::Chance& from) {
  tree::Reach as;
  as.series = from.series;
  as.periods = from.periods;
  as.value = from.value;
  const auto aim = this->aim(as);
  if (!aim) return std::nullopt;
  return ChanceOf{aim->series, aim->span, from.at_most, *aim->value, from.place};
}

std::optional<RevisionOf> ChangeReader::revision(const tree::Revision& from) {
  RevisionOf revision{{}, 0, from.place};
  for (const tree::Name& name : from.series) {
    const auto id = resolve_series(loader_, name);
    if (!id) return std::nullopt;
    revision.series.push_back(*id);
  }
  const auto beyond = typing_.number(from.beyond, Unit(), "the share", from.beyond.place);
  if (!beyond) return std::nullopt;
  revision.beyond = *beyond;
  if (*beyond > 0) return revision;
  loader_.error("revision-without-size", from.beyond.place,
                "guidance is revised when it is missed by more than a share of it",
                "revise revenue.total beyond 10%");
  return std::nullopt;
}

}  // namespace headwater::detail
