#include "engine/app/bench_view.hpp"

#include <functional>
#include <string>
#include <utility>

#include "engine/app/compare_view.hpp"
#include "engine/app/figure_style.hpp"
#include "engine/app/phrases.hpp"
#include "engine/core/missing.hpp"

namespace headwater {
namespace {

std::string count_text(std::uint64_t count, const Phrases& words) {
  return grouped(double(count), {0, words.language, false});
}

// Bytes, in units of 1,024.
std::string memory_text(std::size_t bytes, const Phrases& words) {
  constexpr double kib = 1024;
  return grouped(double(bytes) / kib, {1, words.language, false});
}

// A row of the table: what it is called, and a cell for each variant.
class Rows {
 public:
  Rows(std::span<const Bench> variants, const Phrases& words)
      : variants_(variants), words_(words) {}

  void add(std::string label, const std::function<std::string(const Bench&)>& cell) {
    TextRow row;
    row.cells.push_back(std::move(label));
    for (const Bench& one : variants_) row.cells.push_back(cell(one));
    rows.push_back(std::move(row));
  }
  void add_count(std::string_view label, const std::function<std::uint64_t(const Bench&)>& count) {
    add(std::string(label), [&](const Bench& one) { return count_text(count(one), words_); });
  }

  std::vector<TextRow> rows;

 private:
  std::span<const Bench> variants_;
  const Phrases& words_;
};

void add_times(Rows& rows, const Phrases& words) {
  rows.add(std::string(words.files_to_program), [&](const Bench& one) {
    return grouped(one.to_program_ms, {2, words.language, false});
  });
  rows.add(std::string(words.rows_per_second), [&](const Bench& one) {
    return grouped(one.rows_per_second, {0, words.language, false});
  });
  rows.add("  " + std::string(words.spread_of_rounds),
           [&](const Bench& one) { return share_text(one.spread, Sign::of_negatives, words); });
  rows.add(say(words.time_per_row, scenario_letter(0)), [&](const Bench& one) {
    return grouped(one.relative_time, {2, words.language, false});
  });
}

void add_sizes(Rows& rows, const Phrases& words) {
  const auto share = [&](std::uint64_t part, const Bench& one) {
    return share_text(share_of(part, one.size.instructions), Sign::of_negatives, words);
  };
  rows.add_count(words.all_series, [](const Bench& one) { return one.size.series; });
  rows.add_count(words.formulas, [](const Bench& one) { return one.size.formulas; });
  rows.add_count(words.drivers_drawn, [](const Bench& one) { return one.size.axes; });
  rows.add_count(words.figures_asked, [](const Bench& one) { return one.size.outputs; });
  rows.add_count(words.instructions_per_row,
                 [](const Bench& one) { return one.size.instructions.per_row; });
  rows.add("  " + std::string(words.run_once),
           [&](const Bench& one) { return share(one.size.instructions.hoisted, one); });
  rows.add("  " + std::string(words.run_in_loops),
           [&](const Bench& one) { return share(one.size.instructions.looped, one); });
  rows.add_count(words.rows_side_by_side, [](const Bench& one) { return one.size.lanes; });
  rows.add(std::string(words.table_memory),
           [&](const Bench& one) { return memory_text(one.size.table_bytes, words); });
  rows.add(std::string(words.program_memory),
           [&](const Bench& one) { return memory_text(one.size.program_bytes, words); });
  rows.add_count(words.rows_lacking, [](const Bench& one) { return one.rows_missing; });
}

// Of many variants the last go first where the terminal is narrow; two always stay.
TextTable table_of(std::span<const Bench> variants, const Phrases& words) {
  Rows rows(variants, words);
  add_times(rows, words);
  add_sizes(rows, words);
  TextTable table;
  table.columns.push_back({"", Align::left, 0, 0});
  for (std::size_t i = 0; i < variants.size(); ++i) {
    table.columns.push_back({scenario_letter(i), Align::right, i < 2 ? 0 : int(i), 2});
  }
  table.rows = std::move(rows.rows);
  return table;
}

PageLines legend(std::span<const Bench> variants, const Phrases& words) {
  PageLines lines{"", {}, Apart::no};
  for (std::size_t i = 0; i < variants.size(); ++i) {
    const Scenario& one = *variants[i].scenario;
    const std::string title = in_language(one.title, words);
    const std::string named = title.empty() ? one.path : title + say(words.in_brackets, one.path);
    lines.lines.push_back({scenario_letter(i) + "  ", {named}, "", "", ""});
  }
  return lines;
}

PageLine line_of(std::vector<std::string> pieces, const Phrases& words) {
  return {"", std::move(pieces), std::string(words.between_notes), "", ""};
}

PageLines notes(const BenchPlan& plan, const Phrases& words) {
  PageLine timed = line_of(
      {std::string(words.bench_times),
       plan.threads == 1 ? std::string(words.on_one_thread) : say(words.on_threads, plan.threads)},
      words);
  timed.left_out = words.left_out;
  timed.between_columns = words.between_list;
  return {"",
          {std::move(timed), line_of({std::string(words.bench_draws)}, words),
           line_of({std::string(words.bench_figures)}, words)},
          Apart::yes};
}

}  // namespace

double share_of(std::uint64_t part, const ProgramSize& size) {
  return size.per_row == 0 ? missing() : double(part) / double(size.per_row);
}

Page bench_page(const BenchPlan& plan, std::span<const Bench> variants, Language language) {
  const Phrases& words = phrases(language);
  Page page;
  page.blocks.emplace_back(
      PageTitle{std::string(words.bench_title),
                say(words.bench_run, count_text(plan.rows, words), plan.rounds)});
  page.blocks.emplace_back(legend(variants, words));
  page.blocks.emplace_back(PageTable{"", table_of(variants, words), Apart::yes});
  page.blocks.emplace_back(notes(plan, words));
  return page;
}

}  // namespace headwater
