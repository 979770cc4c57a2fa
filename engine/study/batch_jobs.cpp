#include "engine/study/batch_jobs.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "engine/core/version.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {
namespace {

auto key(const BatchJob& job) {
  return std::tie(job.model_hash, job.scenario_hash, job.kind, job.name, job.scenario,
                  job.scenario_ja, job.title, job.title_ja);
}

void add(ContentHash& hash, const BatchJob& job) {
  hash.add(job.model_hash);
  hash.add(job.scenario_hash);
  for (const std::string* text : {&job.name, &job.title, &job.title_ja, &job.scenario,
                                  &job.scenario_ja, &job.model, &job.as_of}) {
    hash.add(*text);
  }
  hash.add(fmt::format("{} {} {} {}", int(job.kind), job.rows, job.chunk_rows, job.output_set));
  hash.add(fmt::format("{} axes", job.axes.size()));
  for (const BatchAxis& axis : job.axes) {
    for (const std::string* text : {&axis.column, &axis.driver, &axis.label, &axis.label_ja,
                                    &axis.operation, &axis.span, &axis.unit}) {
      hash.add(*text);
    }
  }
}

void add(ContentHash& hash, const std::vector<BatchCase>& cases) {
  hash.add(fmt::format("{} cases", cases.size()));
  for (const BatchCase& one : cases) {
    hash.add(one.title);
    hash.add(one.title_ja);
  }
}

// How much of `shares` equal shares of a count lies before share `index`.
std::uint64_t before(std::uint64_t count, std::uint64_t index, std::uint64_t shares) {
  const std::uint64_t whole = count / shares;
  const std::uint64_t rest = count % shares;
  return whole * index + rest * index / shares;
}

}  // namespace

std::uint64_t BatchJob::rows_of(ChunkRange range) const {
  return std::min(rows, range.last * chunk_rows) - std::min(rows, range.first * chunk_rows);
}

std::string BatchJob::said() const {
  const std::string what = kind == BatchKind::run ? "run" : "sweep " + name;
  return fmt::format("{} of \"{}\"", what, scenario);
}

bool same_key(const BatchJob& left, const BatchJob& right) { return key(left) == key(right); }
bool key_less(const BatchJob& left, const BatchJob& right) { return key(left) < key(right); }

const std::vector<BatchOutput>& BatchPlan::outputs(const BatchJob& job) const {
  return output_sets.at(job.output_set);
}

std::uint64_t BatchPlan::chunks() const {
  std::uint64_t chunks = 0;
  for (const BatchJob& job : jobs) chunks += job.chunks();
  return chunks;
}

std::string BatchPlan::digest() const {
  ContentHash hash;
  hash.add(fmt::format("{} {}", engine_version, batch_schema_version));
  for (const BatchJob& job : jobs) {
    add(hash, job);
    add(hash, job.cases);
  }
  for (const auto& outputs : output_sets) {
    hash.add(fmt::format("{} outputs", outputs.size()));
    for (const BatchOutput& output : outputs) {
      for (const std::string* text : {&output.column, &output.series, &output.label,
                                      &output.label_ja, &output.span, &output.unit}) {
        hash.add(*text);
      }
    }
  }
  return hash.hex();
}

std::vector<ChunkRange> chunks_of(const BatchPlan& plan, Shard shard) {
  const std::uint64_t all = plan.chunks();
  const std::uint64_t first = before(all, shard.number - 1, shard.count);
  const std::uint64_t last = before(all, shard.number, shard.count);
  std::vector<ChunkRange> ranges;
  std::uint64_t passed = 0;
  for (const BatchJob& job : plan.jobs) {
    const std::uint64_t end = passed + job.chunks();
    ranges.push_back(
        {std::clamp(first, passed, end) - passed, std::clamp(last, passed, end) - passed});
    passed = end;
  }
  return ranges;
}

}  // namespace headwater
