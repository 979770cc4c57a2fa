// Reads what scenarios change: finds drivers and series, holds units, reads numbers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/lang/tree.hpp"
#include "engine/model/detail/loader.hpp"
#include "engine/model/detail/typing.hpp"
#include "engine/model/operation.hpp"
#include "engine/model/read_operations.hpp"

namespace headwater::detail {

struct FamilyRow;

// Works on a copy of the model, since reading adds formulas. Reports to its own loader.
class ChangeReader {
 public:
  ChangeReader(const Model& model, Sources& sources);

  // A list is an operation a period.
  std::optional<Operations> operations(const tree::Operation& from);
  std::optional<Unfixed> unfixed(const tree::Operation& from);
  std::optional<Levels> levels(const tree::Across& from);
  std::optional<std::vector<Bar>> bars(const tree::Tornado& from);
  std::optional<Aim> aim(const tree::Reach& from);
  std::optional<Instrument> instrument(const tree::Instrument& from);
  std::optional<DrawnDriver> draw(const tree::Draw& from, std::optional<SeriesId> beside);
  std::optional<DrawnPair> correlation(const tree::Correlation& from);
  std::optional<ChanceOf> chance(const tree::Chance& from);
  std::optional<RevisionOf> revision(const tree::Revision& from);
  std::optional<Shown> shown(const std::vector<tree::Name>& series,
                             const std::vector<tree::PeriodText>& periods);

  std::vector<Diagnostic> diagnostics() { return std::exchange(loader_.diagnostics, {}); }

 private:
  // Of an operation, what it is about (change_reader.cpp).
  bool target(const tree::Operation& from, Operation& operation);
  bool deal(const tree::Name& name, Operation& operation);
  bool periods(const std::optional<tree::PeriodText>& text, PeriodSpan& span);
  bool refuse_outside(const tree::PeriodText& text);
  std::optional<SeriesId> driver_named(const tree::Name& name);
  std::optional<SeriesId> series_named(const tree::Name& name, tree::OperationKind kind);
  std::string drivers_behind(SeriesId id) const;
  std::vector<SeriesId> read_by(const Series& series) const;
  std::string example_in_horizon() const;

  // Its values; `sign` is that of a sweep's level, else empty.
  std::optional<double> operand(const tree::Expr& expr, const Operation& operation,
                                std::string_view sign = "");
  void ambiguous(const tree::Expr& expr, const Series& driver, double points,
                 std::string_view sign);
  bool reaches(const tree::Expr& expr, const Operation& operation, double value);

  // Its periods (read_operations.cpp).
  std::optional<Operations> listed(const tree::Operation& from, const Operation& whole);
  bool enough_values(const tree::Operation& from, const PeriodSpan& span);
  bool refuse_then(const tree::Operation& from, const Operation& operation);
  bool shape(const tree::Operation& from, const Operation& operation);
  bool total(const tree::Operation& from, const Operation& operation);
  bool expire(const tree::Operation& from, Operations& operations);
  bool ends_early(const PeriodSpan& span) const { return span.last < scratch_.horizon.last; }
  void hold(const Operation& last, Operations& operations) const;

  // Of a sweep (read_levels.cpp).
  std::optional<OperationKind> common_kind(const std::vector<tree::Expr>& levels);
  void mixed(const tree::Expr& level);
  std::optional<double> level(const tree::Expr& whole, const Operation& operation);
  bool steps(const tree::Across& from, Levels& levels);

  // Of a target (read_targets.cpp).
  std::optional<SeriesId> without_driver(const tree::Name& name);
  bool bounds(const tree::Range& from, Instrument& instrument);
  void upside_down(const tree::Range& from, const Instrument& instrument);

  // Of a tornado (read_bars.cpp). A clause says what moves, over which periods, and its ends.
  struct Clause {
    const tree::Bars* from = nullptr;
    PeriodSpan span;
    const tree::End* low = nullptr;
    const tree::End* high = nullptr;
    std::vector<SeriesId> without_range;
  };
  struct Moved {  // one bar to be
    Title title;
    std::string name;
    std::vector<SeriesId> drivers;
    bool named = false;  // by itself, not by a group or a wildcard
  };
  using Taken = std::vector<std::pair<SeriesId, PeriodSpan>>;  // what has its bar already
  bool take_named(const std::vector<Clause>& clauses, Taken& taken);
  std::optional<Clause> clause(const tree::Tornado& tornado, const tree::Bars& from);
  std::vector<Moved> moved(const Clause& clause, Taken& taken);
  std::vector<Moved> moved_groups(const Clause& clause, Taken& taken);
  std::optional<std::vector<const DriverGroup*>> groups_named(const tree::Name& name);
  std::vector<SeriesId> matching(const tree::Name& pattern);
  Moved one_driver(SeriesId id, bool named) const;
  std::optional<Bar> bar(Clause& clause, const Moved& moved);
  std::optional<Operation> end(const Clause& clause, SeriesId driver, const tree::End& end);
  std::optional<Operation> end_of_range(const Clause& clause, SeriesId driver, NodeId node);
  void note_without_range(const Clause& clause);

  // Of what is uncertain (read_draws.cpp).
  bool parameters(const tree::Distribution& from, DrawnDriver& drawn);
  void unknown_family(const tree::Name& name);
  bool history(const tree::Distribution& from, DrawnDriver& drawn);
  bool numbers(const tree::Distribution& from, const FamilyRow& row, DrawnDriver& drawn);
  bool fits(const tree::Name& history, DrawnDriver& drawn);
  bool listed_values(const tree::Distribution& from, DrawnDriver& drawn);
  bool parameter(const tree::Distribution& from, const tree::Parameter& one, Says says,
                 DrawnDriver& drawn);
  std::optional<double> drawn_number(const tree::Expr& expr, Says says, const DrawnDriver& drawn);
  bool ends(const tree::Distribution& from, DrawnDriver& drawn);
  bool course(const tree::Draw& from, DrawnDriver& drawn);
  bool persistence(const tree::Expr& share, DrawnDriver& drawn);

  Model scratch_;
  Loader loader_;
  Typing typing_;
};

}  // namespace headwater::detail
