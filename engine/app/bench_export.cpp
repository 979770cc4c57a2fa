#include "engine/app/bench_export.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/app/compare_view.hpp"
#include "engine/app/csv_lines.hpp"
#include "engine/core/version.hpp"
#include "engine/tables/json.hpp"

namespace headwater {
namespace {

using Cell = std::variant<std::string, std::uint64_t, double>;

// What both formats say of a variant, under one name each.
std::vector<std::pair<std::string_view, Cell>> cells_of(const Bench& one, std::size_t number) {
  const Scenario& scenario = *one.scenario;
  const WorkloadSize& size = one.size;
  return {{"variant", scenario_letter(number)},
          {"file", scenario.path},
          {"title", scenario.title.english},
          {"title_ja", scenario.title.japanese},
          {"model_hash", scenario.model_hash},
          {"scenario_hash", scenario.scenario_hash},
          {"to_program_ms", one.to_program_ms},
          {"rows_per_second", one.rows_per_second},
          {"rows_spread", one.spread},
          {"relative_time", one.relative_time},
          {"series", std::uint64_t(size.series)},
          {"formulas", std::uint64_t(size.formulas)},
          {"axes", std::uint64_t(size.axes)},
          {"outputs", std::uint64_t(size.outputs)},
          {"instructions_per_row", size.instructions.per_row},
          {"hoisted_share", share_of(size.instructions.hoisted, size.instructions)},
          {"looped_share", share_of(size.instructions.looped, size.instructions)},
          {"block_width", std::uint64_t(size.lanes)},
          {"table_bytes", std::uint64_t(size.table_bytes)},
          {"program_bytes", std::uint64_t(size.program_bytes)},
          {"rows_missing", one.rows_missing}};
}

}  // namespace

std::string bench_csv(const BenchPlan& plan, std::span<const Bench> variants) {
  CsvLines csv;
  for (const auto& [name, cell] : cells_of(variants.front(), 0)) csv.text(name);
  csv.text("rows").text("rounds").text("threads").text("engine").end_line();
  for (std::size_t i = 0; i < variants.size(); ++i) {
    for (const auto& [name, cell] : cells_of(variants[i], i)) {
      if (const auto* text = std::get_if<std::string>(&cell)) csv.text(*text);
      else if (const auto* count = std::get_if<std::uint64_t>(&cell)) {
        csv.integer(std::int64_t(*count));
      } else csv.number(std::get<double>(cell));
    }
    csv.integer(std::int64_t(plan.rows)).integer(std::int64_t(plan.rounds));
    csv.integer(std::int64_t(plan.threads)).text(engine_version).end_line();
  }
  return csv.str();
}

std::string bench_json(const BenchPlan& plan, std::span<const Bench> variants) {
  JsonWriter json;
  json.begin_object();
  json.key("engine").text(engine_version);
  json.key("rows").integer(std::int64_t(plan.rows));
  json.key("rounds").integer(std::int64_t(plan.rounds));
  json.key("threads").integer(std::int64_t(plan.threads));
  json.key("variants").begin_array();
  for (std::size_t i = 0; i < variants.size(); ++i) {
    json.begin_object();
    for (const auto& [name, cell] : cells_of(variants[i], i)) {
      json.key(name);
      if (const auto* text = std::get_if<std::string>(&cell)) json.text(*text);
      else if (const auto* count = std::get_if<std::uint64_t>(&cell)) {
        json.integer(std::int64_t(*count));
      } else json.number(std::get<double>(cell));
    }
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.str();
}

}  // namespace headwater
