#include "tests/study/iij.hpp"

#include <bit>
#include <cstdint>
#include <fstream>
#include <random>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "engine/tables/csv.hpp"

namespace headwater::iij {
namespace {

std::string rendered(const std::vector<Diagnostic>& diagnostics, const Sources& sources) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += render(diagnostic, sources);
  return text;
}

}  // namespace

std::filesystem::path folder() {
  return std::filesystem::path(HEADWATER_SOURCE_DIR) / "scenarios" / "iij";
}
std::filesystem::path golden(std::string_view file) {
  return std::filesystem::path(HEADWATER_SOURCE_DIR) / "tests" / "golden" / file;
}

SeriesId Ran::series(std::string_view name) const {
  if (const auto id = model().find(name)) return *id;
  throw std::invalid_argument(fmt::format("no series '{}'", name));
}

PeriodSpan Ran::span(std::string_view period) const {
  if (const auto span = model().calendar.parse(period)) return *span;
  throw std::invalid_argument(fmt::format("no period '{}'", period));
}

double Ran::at(std::string_view name, std::string_view period) const {
  return run.figures.at(series(name), span(period));
}

std::string Ran::name(SeriesId series, PeriodSpan span) const {
  return fmt::format("{}@{}", model().at(series).name, model().calendar.name(span));
}

std::unique_ptr<Ran> run_file(const std::filesystem::path& path, const ScenarioOptions& options) {
  auto ran = std::make_unique<Ran>();
  auto scenario = load_scenario(path, ran->sources, options);
  if (!scenario) throw std::runtime_error(rendered(scenario.diagnostics, ran->sources));
  ran->scenario = std::move(*scenario.value);
  auto run = run_everything(ran->scenario);
  if (!run) throw std::runtime_error(rendered(run.diagnostics, ran->sources));
  ran->run = std::move(*run.value);
  return ran;
}

const Ran& base() {
  static const std::unique_ptr<const Ran> ran = run_file(folder() / "base.scenario");
  return *ran;
}

const Ran& with_statements() {
  static const std::unique_ptr<Ran> ran = run_file(folder() / "statements.model");
  return *ran;
}

const Ran& with_circular_interest() {
  static const std::unique_ptr<Ran> ran = run_file(folder() / "circular_interest.model");
  return *ran;
}

std::vector<Row> rows_of(const std::filesystem::path& path) {
  Sources sources;
  const auto csv = read_csv(sources.add(path.string(), read_file(path.string())), sources);
  if (!csv) throw std::runtime_error(rendered(csv.diagnostics, sources));
  std::vector<Row> rows;
  for (const auto& cells : csv.value->rows) {
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      row.emplace(csv.value->header[i].text, cells[i].text);
    }
  }
  return rows;
}

ScratchFolder::ScratchFolder() {
  std::random_device device;
  const auto name = fmt::format("headwater-test-{:08x}{:08x}", device(), device());
  path_ = std::filesystem::temp_directory_path() / name;
  std::filesystem::create_directory(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path ScratchFolder::write(std::string_view file, std::string_view text) const {
  const auto path = path_ / file;
  std::ofstream out(path, std::ios::binary);
  out.write(text.data(), std::streamsize(text.size()));
  out.close();
  if (!out) throw std::runtime_error(fmt::format("cannot write {}", path.string()));
  return path;
}

std::filesystem::path copy_into(const ScratchFolder& scratch) {
  const auto copy = scratch.path() / "iij";
  std::filesystem::copy(folder(), copy, std::filesystem::copy_options::recursive);
  return copy;
}

bool same_bits(double left, double right) {
  return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}

}  // namespace headwater::iij
