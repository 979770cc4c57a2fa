// Operations and the values of a sweep, from the tree: drivers found, units held, numbers read.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/model.hpp"
#include "engine/model/operation.hpp"
#include "engine/sampling/distribution_text.hpp"

namespace headwater {

namespace detail {
class ChangeReader;
}

// An operation without a last period, or without a first.
inline constexpr std::int32_t forever = 1'000'000;

// An axis of a sweep and its levels. `base * 0.9` makes a multiply, `base + 1 pp` an add, anything
// else a set; one axis holds one kind.
struct Levels {
  Operation operation;  // without axis and value
  Axis axis;
  std::vector<double> values;
  int points = 0;     // of values evenly from the first to the last; 0: listed
  bool with = false;  // goes along with the axis before it, value by value
};

// What an `unfix` frees.
struct Unfixed {
  SeriesId series{};
  PeriodSpan span;
  Place place;
};

// The series and the spans that a `show` names.
struct Shown {
  std::vector<SeriesId> series;
  std::vector<PeriodSpan> spans;
};

// A bar of a tornado: what its ends do, an operation for each driver that moves.
struct Bar {
  Title title;       // of the driver, or of the group that moves as one
  std::string name;  // of the driver, or of the group; several drivers' with commas between
  std::vector<SeriesId> drivers;
  Operations low;
  Operations high;
  Place place;  // of its clause
};

// A figure that a target wants, and what it is to be.
struct Aim {
  SeriesId series{};
  PeriodSpan span;
  std::optional<double> value;  // in the series' unit; absent: its guidance
  Place place;                  // of the series and its periods
};

// What a target may move: the operand of one operation; an add factor is an add. Bounds by `base *`
// make it a multiply, those by `base +` or `base -` an add, anything else a set.
struct Instrument {
  Operation operation;  // without axis and value
  Axis axis;
  double low = -std::numeric_limits<double>::infinity();  // of the operand, in the axis' unit
  double high = std::numeric_limits<double>::infinity();
  std::optional<Place> bounds;
  bool add_factor = false;  // of a series, the same amount in each of its periods
};

// A driver that is uncertain, and how: what is drawn is set, added to base, or multiplies it. An
// autoregressive course, or a random walk, adds up (or multiplies) from 0 (from 1) where its
// periods begin.
struct DrawnDriver {
  SeriesId series{};
  PeriodSpan span;       // without a first period, or a last, where none is said
  bool certain = false;  // it is not drawn, whatever was said before; all else is empty
  OperationKind kind = OperationKind::set;  // set, add or multiply
  DistributionText text;            // in the driver's unit, its differences, or plain factors
  std::optional<SeriesId> history;  // its values are what is known of this series
  double history_factor = 1;        // from its unit to the driver's
  tree::Course course = tree::Course::constant;
  double persistence = 1;  // of a path, from period to period
  std::string name;        // the driver's, with the periods where they are said
  Place place;
  Place distribution;             // where it is written
  std::vector<Place> parameters;  // by parameter of the text
};

// The rank correlation of two drivers' draws.
struct DrawnPair {
  SeriesId left{};
  SeriesId right{};
  double value = 0;  // in [-1, 1]
  Place place;
};

// Whether a figure is at least, or at most, so much.
struct ChanceOf {
  SeriesId series{};
  PeriodSpan span;
  bool at_most = false;
  double value = 0;  // in the series' unit
  Place place;
};

// Series whose guidance must be revised when it is missed by more than a share of it.
struct RevisionOf {
  std::vector<SeriesId> series;
  double beyond = 0;  // of 1
  Place place;
};

// Reads what the scenarios of one model say. Reading adds formulas, and a scenario never changes
// its model: so it works on a copy, made once.
class OperationReader {
 public:
  OperationReader(const Model& model, Sources& sources);
  ~OperationReader();

  Checked<Operations> operations(const tree::Operation& from);  // a list is one a period
  Checked<Unfixed> unfixed(const tree::Operation& from);
  Checked<Levels> levels(const tree::Across& from);
  // What lacks a range is left out of groups and wildcards, with a note. Not empty without an
  // error.
  Checked<std::vector<Bar>> bars(const tree::Tornado& from);
  Checked<Aim> aim(const tree::Reach& from);
  Checked<Instrument> instrument(const tree::Instrument& from);
  // `beside` is the driver whose declaration says it.
  Checked<DrawnDriver> draw(const tree::Draw& from, std::optional<SeriesId> beside = std::nullopt);
  Checked<DrawnPair> correlation(const tree::Correlation& from);
  Checked<ChanceOf> chance(const tree::Chance& from);
  Checked<RevisionOf> revision(const tree::Revision& from);
  Checked<Shown> shown(const std::vector<tree::Name>& series,
                       const std::vector<tree::PeriodText>& periods);

 private:
  template <typename Value, typename Read>
  Checked<Value> checked(Read read);

  std::unique_ptr<detail::ChangeReader> reader_;
  bool exhausted_ = false;  // after too many mistakes
};

}  // namespace headwater
