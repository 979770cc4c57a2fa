#include "engine/model/load.hpp"

#include <system_error>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/lang/expand.hpp"
#include "engine/lang/parser.hpp"
#include "engine/model/detail/loader.hpp"

namespace headwater {

FileConfinement::Resolved FileConfinement::resolve(const std::filesystem::path& folder,
                                                   std::string_view named) const {
  namespace fs = std::filesystem;
  Resolved resolved;
  std::error_code failure;
  const fs::path path = fs::path(named).is_absolute() ? fs::path(named) : folder / fs::path(named);
  const fs::path real = fs::weakly_canonical(path, failure);
  if (failure) {
    resolved.refusal = failure.message();
    return resolved;
  }
  resolved.path = path.lexically_normal();
  const fs::path inside = real.lexically_relative(fs::weakly_canonical(root, failure));
  const bool leaves = inside.empty() || *inside.begin() == "..";
  if (leaves && !allow_outside) {
    resolved.refusal = "it lies outside the folder of the file that was opened";
  } else if (fs::exists(real, failure) && !fs::is_regular_file(real, failure)) {
    resolved.refusal = "it is no ordinary file";
  }
  return resolved;
}

namespace detail {

Diagnostic& Loader::error(std::string code, const Place& place, std::string message,
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
  Diagnostic& diagnostic = error(std::move(code), place, std::move(message), std::move(hint));
  diagnostic.severity = Severity::warning;
  return diagnostic;
}

std::string where(const Loader& loader, const Place& place, const Place& from) {
  const auto line = loader.sources.position(place.file, place.begin).line;
  if (place.file == from.file) return fmt::format("line {}", line);
  return fmt::format("{}:{}", loader.sources.path(place.file), line);
}

std::optional<Unit> resolve_unit(Loader& loader, const tree::UnitText& unit) {
  if (auto known = loader.model.units.parse(unit.text)) return known;
  // Name the part that is unknown, not the whole product.
  std::string unknown = unit.text;
  std::size_t begin = 0;
  while (begin <= unit.text.size()) {
    const std::size_t end = std::min(unit.text.find_first_of("/*", begin), unit.text.size());
    std::string part = unit.text.substr(begin, end - begin);
    const auto first = part.find_first_not_of(' ');
    const auto last = part.find_last_not_of(' ');
    part = first == std::string::npos ? "" : part.substr(first, last - first + 1);
    if (!part.empty() && !loader.model.units.parse(part)) {
      unknown = part;
      break;
    }
    begin = end + 1;
  }
  const auto near = nearest(unknown, loader.model.units.names());
  loader.error("unknown-unit", unit.place, fmt::format("there is no unit '{}'", unknown),
               near ? fmt::format("did you mean '{}'?", *near)
                    : fmt::format("declare it: unit {}", unknown));
  return std::nullopt;
}

namespace {

std::optional<PeriodSpan> resolve_one(Loader& loader, const tree::Name& name) {
  if (auto span = loader.model.calendar.parse(name.text)) return span;
  const auto base = loader.model.calendar.base();
  const char* examples = base == BasePeriod::month     ? "2024M01, 2024Q1, 2024H1 or FY2024"
                         : base == BasePeriod::quarter ? "2023Q3, 2023H2 or FY2023"
                                                       : "FY2023";
  loader.error("not-a-period", name.place,
               fmt::format("'{}' is no period of this calendar", name.text),
               fmt::format("write {}", examples));
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
  const auto near = nearest(name.text, loader.model.series_names());
  loader.error("unknown-name", name.place, fmt::format("nothing is named '{}'", name.text),
               near ? fmt::format("did you mean {}?", *near) : "");
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

void refuse_scenario_statement(detail::Loader& loader, const tree::Item& item) {
  const auto refuse = [&](const Place& place, std::string_view word) {
    loader.error("scenario-in-model", place,
                 fmt::format("'{}' belongs in a scenario file, and this is a model", word),
                 "a model file begins with 'model', a scenario file with 'scenario'");
  };
  if (const auto* header = std::get_if<tree::ScenarioHeader>(&item.what)) {
    refuse(header->title.english.place, "scenario");
  } else if (const auto* operation = std::get_if<tree::Operation>(&item.what)) {
    refuse(operation->place, loader.sources.text(operation->place).substr(0, 3));
  } else if (const auto* sweep = std::get_if<tree::Sweep>(&item.what)) {
    refuse(sweep->place, "sweep");
  } else if (const auto* extends = std::get_if<tree::Extends>(&item.what)) {
    refuse(extends->file.place, "extends");
  } else if (const auto* as_of = std::get_if<tree::AsOf>(&item.what)) {
    refuse(as_of->period.place, "as of");
  } else if (const auto* model = std::get_if<tree::ModelFile>(&item.what)) {
    refuse(model->file.place, "model \"FILE\"");
  } else if (const auto* why = std::get_if<tree::Why>(&item.what)) {
    refuse(why->text.place, "why");
  }
}

}  // namespace

Checked<Model> load_model(const std::filesystem::path& path, Sources& sources,
                          const FileConfinement& confinement) {
  const FileId file = sources.add(path.string(), read_file(path.string()));
  Parsed parsed = parse(file, sources);
  Expanded expanded = expand(std::move(parsed.document.items));

  Model model;
  detail::Loader loader{model, sources, confinement, path.parent_path(), {}, {}, {}};
  loader.model.files.push_back(file);
  loader.diagnostics = std::move(parsed.diagnostics);
  loader.diagnostics.insert(loader.diagnostics.end(), expanded.diagnostics.begin(),
                            expanded.diagnostics.end());
  for (const auto& item : expanded.items) refuse_scenario_statement(loader, item);
  // Statements with a mistake are gone, so names they declare would seem unknown: stop here.
  if (!has_errors(loader.diagnostics)) {
    const auto& items = expanded.items;
    detail::read_headers(loader, items);
    detail::declare_series(loader, items);
    detail::read_pipelines(loader, items);
    detail::read_tables(loader, items);
    detail::type_one_offs(loader, items);
    detail::type_formulas(loader, items);
    detail::read_observations(loader, items);
    detail::read_checks(loader, items);
    detail::read_layouts(loader, items);
  }
  Checked<Model> checked;
  checked.diagnostics = in_file_order(std::move(loader.diagnostics));
  if (!has_errors(checked.diagnostics)) checked.value = std::move(model);
  return checked;
}

}  // namespace headwater
