// What the steps of reading a model share: the model so far, its files, and the messages.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/load.hpp"
#include "engine/model/model.hpp"
#include "engine/tables/csv.hpp"

namespace headwater::detail {

// Thrown once a model has drawn mistakes_max messages; caught where its steps are called.
struct TooManyMistakes {};

struct Loader {
  Model& model;
  Sources& sources;
  FileConfinement confinement;
  std::vector<Diagnostic> diagnostics;
  std::set<SeriesId> poisoned;  // declared with a mistake: formulas that use them stay silent
  std::set<SeriesId> poisoned_formulas;      // have a formula with a mistake: not "without outlook"
  std::set<std::string> poisoned_units;      // likewise, by name
  std::set<std::string> poisoned_tables;     // likewise
  std::set<std::string> poisoned_names;      // declared nowhere
  std::set<std::string> poisoned_pipelines;  // likewise: so are all names that begin with one
  std::map<std::string, Place> unit_places;  // of the units this model declares
  std::size_t errors = 0;
  std::size_t warnings = 0;
  Diagnostic unsaid;  // where a warning goes that is one too many

  Diagnostic& error(std::string code, const Place& place, std::string message,
                    std::string hint = {});
  Diagnostic& warning(std::string code, const Place& place, std::string message,
                      std::string hint = {});

 private:
  Diagnostic& add(std::string code, const Place& place, std::string message, std::string hint);
};

// "plan.model:22" when `place` lies in another file than `from`, else "line 22".
std::string where(const Loader& loader, const Place& place, const Place& from);

std::optional<Unit> resolve_unit(Loader& loader, const tree::UnitText& unit);
std::optional<PeriodSpan> resolve_periods(Loader& loader, const tree::PeriodText& periods);
const char* examples_of(BasePeriod base);  // of periods, for a hint
std::optional<SeriesId> resolve_series(Loader& loader, const tree::Name& name);

// Whether a name is unknown only because of a mistake that was told already.
bool is_poisoned(const Loader& loader, std::string_view name);

// `words` alone where they stand in `place`, else all of it.
Place part_of(const Loader& loader, const Place& place, std::string_view words);

// Whether the figures of all series over `span` are few enough to keep; reports at `place` when
// not.
bool fits(Loader& loader, PeriodSpan span, const Place& place);

// The steps, in order. Each reports what is wrong and leaves out what it cannot use.
// The first two are false when the rest cannot be read in earnest.
bool read_headers(Loader& loader, const std::vector<tree::Item>& items);
bool declare_series(Loader& loader, const std::vector<tree::Item>& items);
void read_pipelines(Loader& loader, const std::vector<tree::Item>& items);
void read_tables(Loader& loader, const std::vector<tree::Item>& items);
void type_one_offs(Loader& loader, const std::vector<tree::Item>& items);
void type_formulas(Loader& loader, const std::vector<tree::Item>& items);
void read_observations(Loader& loader, const std::vector<tree::Item>& items);
void read_checks(Loader& loader, const std::vector<tree::Item>& items);
void read_layouts(Loader& loader, const std::vector<tree::Item>& items);

// A file that a model names, read as CSV; nothing (and a message) when that fails.
std::optional<Csv> read_data(Loader& loader, const tree::Text& file);

// Drivers whose names match a pattern in which * stands for any run of characters.
bool matches(std::string_view pattern, std::string_view name);

}  // namespace headwater::detail
