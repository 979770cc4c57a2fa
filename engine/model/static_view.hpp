// What a formula's parts are before any driver is known: calendar, constants and tables.
//
// Conditions and table keys that depend on nothing else are decided when a program is made, so
// that a branch that is never taken reads nothing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "engine/core/calendar.hpp"
#include "engine/model/model.hpp"

namespace headwater {

class StaticView {
 public:
  // Table rows presented after `known_by` do not exist yet; nor, without foresight, deals known
  // only later than the vintage and one-offs that begin later.
  StaticView(const Model& model, Day known_by, const Vintage& vintage = {})
      : model_(&model), known_by_(known_by) {
    if (vintage.foresight == Foresight::none) told_by_ = vintage.period;
  }

  // The node's value at a period when it is the same in every scenario and not missing.
  std::optional<double> value(NodeId node, Period period) const;

  // A lookup's row: the latest of its keys presented by the start of the year its last argument
  // names, and not after `known_by`. None when there is none.
  const LookupRow* lookup(const Node& node, Period period) const;

  // The amount (or the step) that one-offs put on a series in a period; 0 without any.
  double one_off(SeriesId series, Period period) const;

  // What a deal's schedule has in a period; 0 of a deal that is not known yet.
  double scheduled(std::uint32_t schedule, Period period) const;

  // Of a projection: the periods, in a row and as late as there are, for which all that it reads is
  // known. None as long as nobody has said so.
  std::optional<PeriodSpan> known(NodeId projection) const;
  void know(NodeId projection, PeriodSpan span) { known_.insert_or_assign(projection, span); }

 private:
  std::optional<double> binary(const Node& node, Period period) const;
  const Model* model_;
  Day known_by_;
  std::optional<Period> told_by_;  // absent: whatever is written is known
  std::map<NodeId, PeriodSpan> known_;
};

}  // namespace headwater
