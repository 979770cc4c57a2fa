#include "engine/model/load.hpp"

#include <algorithm>
#include <system_error>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/lang/expand.hpp"
#include "engine/lang/parser.hpp"
#include "engine/model/detail/compose.hpp"
#include "engine/model/detail/loader.hpp"

namespace headwater {

FileConfinement::Resolved FileConfinement::resolve(const std::filesystem::path& folder,
                                                   std::string_view named) const {
  namespace fs = std::filesystem;
  Resolved resolved;
  std::error_code failure;
  const fs::path path = fs::path(named).is_absolute() ? fs::path(named) : folder / fs::path(named);
  // Absolute first: of a relative path whose first folder is missing, the canonical form is
  // relative.
  const fs::path real = fs::weakly_canonical(fs::absolute(path, failure), failure);
  if (failure) {
    resolved.refusal = failure.message();
    return resolved;
  }
  // Through a link, `link/../x` is another file than `x`: then the one that was looked at is read.
  resolved.path = path.lexically_normal();
  if (fs::weakly_canonical(fs::absolute(resolved.path, failure), failure) != real) {
    resolved.path = real;
  }
  const fs::path inside = real.lexically_relative(fs::weakly_canonical(root, failure));
  const bool leaves = inside.empty() || *inside.begin() == "..";
  if (leaves && !allow_outside) {
    resolved.refusal = "it lies outside the folder of the file that was opened";
    resolved.hint = "keep it in that folder, or allow it with --allow-outside";
  } else if (fs::is_directory(real, failure)) {
    resolved.refusal = "it is a folder";
    resolved.hint = "name a file in it";
  } else if (fs::exists(real, failure) && !fs::is_regular_file(real, failure)) {
    resolved.refusal = "it is no ordinary file";
  }
  return resolved;
}

namespace detail {

Diagnostic& Loader::error(std::string code, const Place& place, std::string message,
                          std::string hint) {
  if (++errors > mistakes_max) {
    diagnostics.push_back(more_mistakes(place));
    throw TooManyMistakes{};
  }
  return add(std::move(code), place, std::move(message), std::move(hint));
}

Diagnostic& Loader::add(std::string code, const Place& place, std::string message,
                        std::string hint) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.place = place;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return diagnostics.emplace_back(std::move(diagnostic));
}

Diagnostic& Loader::warning(std::string code, const Place& place, std::string message,
                            std::string hint) {
  if (++warnings > mistakes_max) return unsaid;
  Diagnostic& diagnostic = add(std::move(code), place, std::move(message), std::move(hint));
  diagnostic.severity = Severity::warning;
  return diagnostic;
}

std::string where(const Loader& loader, const Place& place, const Place& from) {
  const auto line = loader.sources.position(place.file, place.begin).line;
  if (place.file == from.file) return fmt::format("line {}", line);
  return fmt::format("{}:{}", loader.sources.path(place.file), line);
}

namespace {

// The first factor of a product of units that is no known unit, without its power.
std::optional<std::string> unknown_factor(const Loader& loader, const std::string& product) {
  for (std::size_t begin = 0; begin <= product.size();) {
    const std::size_t end = std::min(product.find_first_of("/*", begin), product.size());
    std::string factor = product.substr(begin, end - begin);
    factor.resize(std::min(factor.find('^'), factor.size()));
    const auto first = factor.find_first_not_of(' ');
    const auto last = factor.find_last_not_of(' ');
    factor = first == std::string::npos ? "" : factor.substr(first, last - first + 1);
    if (!factor.empty() && !loader.model.units.parse(factor)) return factor;
    begin = end + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Unit> resolve_unit(Loader& loader, const tree::UnitText& unit) {
  if (auto known = loader.model.units.parse(unit.text)) return known;
  const auto unknown = unknown_factor(loader, unit.text);
  if (!unknown) {
    loader.error("unit-too-large", unit.place,
                 fmt::format("the powers in this unit go beyond {}", Unit::exponent_max),
                 "write smaller powers");
    return std::nullopt;
  }
  if (loader.poisoned_units.contains(*unknown)) return std::nullopt;
  const auto near = nearest(*unknown, loader.model.units.names());
  if (!near) loader.poisoned_units.insert(*unknown);
  loader.error("unknown-unit", part_of(loader, unit.place, *unknown),
               fmt::format("there is no unit '{}'", *unknown),
               near ? fmt::format("did you mean '{}'?", *near)
                    : fmt::format("declare it: unit {}", *unknown));
  return std::nullopt;
}

bool is_poisoned(const Loader& loader, std::string_view name) {
  if (loader.poisoned_names.contains(std::string(name))) return true;
  return std::any_of(
      loader.poisoned_pipelines.begin(), loader.poisoned_pipelines.end(),
      [name](const std::string& pipeline) { return name.starts_with(pipeline + "."); });
}

Place part_of(const Loader& loader, const Place& place, std::string_view words) {
  const std::size_t at = loader.sources.text(place).find(words);
  if (at == std::string_view::npos) return place;
  const auto begin = std::uint32_t(place.begin + at);
  return {place.file, begin, std::uint32_t(begin + words.size())};
}

const char* examples_of(BasePeriod base) {
  return base == BasePeriod::month     ? "2024M01, 2024Q1, 2024H1 or FY2024"
         : base == BasePeriod::quarter ? "2023Q3, 2023H2 or FY2023"
                                       : "FY2023";
}

namespace {

std::optional<PeriodSpan> resolve_one(Loader& loader, const tree::Name& name) {
  if (auto span = loader.model.calendar.parse(name.text)) return span;
  loader.error("not-a-period", name.place,
               fmt::format("'{}' is no period of this calendar", name.text),
               fmt::format("write {}", examples_of(loader.model.calendar.base())));
  return std::nullopt;
}

}  // namespace

std::optional<PeriodSpan> resolve_periods(Loader& loader, const tree::PeriodText& periods) {
  // Open ends reach as far as anyone can ask.
  constexpr std::int32_t far = 1'000'000;
  PeriodSpan span{{-far}, {far}};
  if (!periods.first.text.empty()) {
    const auto first = resolve_one(loader, periods.first);
    if (!first) return std::nullopt;
    span.first = first->first;
  }
  if (!periods.last.text.empty()) {
    const auto last = resolve_one(loader, periods.last);
    if (!last) return std::nullopt;
    span.last = last->last;
  }
  if (span.last < span.first) {
    loader.error("backward-periods", periods.place, "these periods end before they begin",
                 fmt::format("write {}..{}", periods.last.text, periods.first.text));
    return std::nullopt;
  }
  return span;
}

std::optional<SeriesId> resolve_series(Loader& loader, const tree::Name& name) {
  if (auto id = loader.model.find(name.text)) return id;
  if (is_poisoned(loader, name.text)) return std::nullopt;
  const auto near = nearest(name.text, loader.model.series_names());
  if (!near) loader.poisoned_names.insert(name.text);
  loader.error("unknown-name", name.place, fmt::format("nothing is named '{}'", name.text),
               near ? fmt::format("did you mean {}?", *near)
                    : fmt::format("declare it, for example: flow {} : JPY", name.text));
  return std::nullopt;
}

// Greedy with one point to come back to: a later star makes an earlier one's choice final.
bool matches(std::string_view pattern, std::string_view name) {
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p, ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace detail

namespace {

// Each step reports what is wrong and leaves out what it cannot use.
void read_all(detail::Loader& loader, const std::vector<tree::Item>& items) {
  if (!detail::read_headers(loader, items)) return;
  if (!detail::declare_series(loader, items)) return;
  detail::read_pipelines(loader, items);
  detail::read_tables(loader, items);
  detail::type_one_offs(loader, items);
  detail::type_formulas(loader, items);
  detail::read_observations(loader, items);
  detail::read_checks(loader, items);
  detail::read_layouts(loader, items);
}

}  // namespace

Belongs belongs_in(const tree::Item& item) {
  if (std::holds_alternative<tree::Extends>(item.what) ||
      std::holds_alternative<tree::Include>(item.what)) {
    return Belongs::either;
  }
  const bool scenario = std::holds_alternative<tree::ScenarioHeader>(item.what) ||
                        std::holds_alternative<tree::ModelFile>(item.what) ||
                        std::holds_alternative<tree::AsOf>(item.what) ||
                        std::holds_alternative<tree::Why>(item.what) ||
                        std::holds_alternative<tree::Operation>(item.what) ||
                        std::holds_alternative<tree::Sweep>(item.what) ||
                        std::holds_alternative<tree::Tornado>(item.what) ||
                        std::holds_alternative<tree::Target>(item.what) ||
                        std::holds_alternative<tree::Uncertainty>(item.what) ||
                        std::holds_alternative<tree::Sensitivity>(item.what) ||
                        std::holds_alternative<tree::Backtest>(item.what);
  return scenario ? Belongs::scenario : Belongs::model;
}

Checked<Model> load_model(const std::filesystem::path& path, Sources& sources,
                          const FileConfinement& confinement) {
  const FileId file = sources.add(
      path.string(), read_file(path.string(), sources.limits().text_bytes, "text-bytes"));
  return load_model(path, file, parse(file, sources), sources, confinement);
}

Checked<Model> load_model(const std::filesystem::path& path, FileId file, Parsed parsed,
                          Sources& sources, const FileConfinement& confinement) {
  auto composed = detail::compose(path, file, std::move(parsed), sources, confinement);
  Expanded expanded = expand(std::move(composed.items));

  Model model;
  detail::Loader loader{model, sources, confinement};
  model.files = std::move(composed.files);
  loader.diagnostics = std::move(composed.diagnostics);
  loader.diagnostics.insert(loader.diagnostics.end(), expanded.diagnostics.begin(),
                            expanded.diagnostics.end());
  detail::apply_redefinitions(expanded.items, loader.diagnostics);
  try {
    // Statements with a mistake are gone, so names they declare would seem unknown: stop here.
    if (!has_errors(loader.diagnostics)) read_all(loader, expanded.items);
  } catch (const detail::TooManyMistakes&) {  // NOLINT(bugprone-empty-catch): it has been said
  }
  Checked<Model> checked;
  checked.diagnostics = in_file_order(std::move(loader.diagnostics));
  if (!has_errors(checked.diagnostics)) checked.value = std::move(model);
  return checked;
}

}  // namespace headwater
