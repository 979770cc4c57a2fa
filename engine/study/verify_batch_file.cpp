// A batch file held against its digests: nothing that fails is believed.
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/study/batch_file.hpp"
#include "engine/study/detail/batch_rows.hpp"
#include "engine/study/detail/batch_schema.hpp"
#include "engine/study/detail/batch_trouble.hpp"

namespace headwater {

using detail::guarded;

void BatchFile::check_structure() {
  const std::string found = database_->text("PRAGMA quick_check(1)");
  if (found != "ok") {
    throw BatchError(BatchFault::damaged, fmt::format("{} is damaged ({})", path_, found),
                     detail::begin_anew);
  }
}

void BatchFile::check_schema() {
  const auto schema = detail::batch_schema(plan_);
  std::set<std::pair<std::string, std::string>> expected(schema.begin(), schema.end());
  Statement select = database_->prepare("SELECT name, sql FROM sqlite_schema WHERE sql NOTNULL");
  while (select.step()) {
    if (expected.erase({select.text(0), select.text(1)}) == 0) {
      damaged(fmt::format("table {}", select.text(0)));
    }
  }
  if (!expected.empty()) damaged(fmt::format("table {}", expected.begin()->first));
}

std::vector<StoredChunks> BatchFile::stored() const {
  return guarded(path_, [&] {
    std::vector<StoredChunks> stored(plan_.jobs.size());
    Statement select = database_->prepare(
        "SELECT job, min(chunk), max(chunk) + 1, count(*), sum(missing) FROM chunks GROUP BY job");
    while (select.step()) {
      const auto job = std::uint64_t(select.integer(0) - 1);
      if (job >= stored.size()) damaged("its list of chunks");
      const ChunkRange range{std::uint64_t(select.integer(1)), std::uint64_t(select.integer(2))};
      const bool whole = range.last - range.first == std::uint64_t(select.integer(3)) &&
                         range.last <= plan_.jobs[job].chunks();
      if (!whole) damaged(fmt::format("the list of chunks of {}", plan_.jobs[job].said()));
      stored[job] = {range, std::uint64_t(select.integer(4))};
    }
    return stored;
  });
}

std::optional<std::vector<StoredChunks>> BatchFile::verify(const std::atomic<bool>* stop) {
  return guarded(path_, [&]() -> std::optional<std::vector<StoredChunks>> {
    check_structure();
    check_schema();
    auto found = stored();
    for (std::size_t job = 0; job < found.size(); ++job) verify_job(job, found[job], stop);
    if (stop != nullptr && stop->load()) return std::nullopt;
    return found;
  });
}

void BatchFile::verify_job(std::size_t job, const StoredChunks& stored,
                           const std::atomic<bool>* stop) {
  const ChunkRange due = chunks_of(plan_, shard_)[job];
  const ChunkRange there = stored.chunks;
  const bool placed =
      there.first == there.last || (there.first == due.first && there.last <= due.last);
  if (!placed) damaged(fmt::format("the list of chunks of {}", plan_.jobs[job].said()));
  for (std::uint64_t chunk = there.first; chunk < there.last; ++chunk) {
    if (stop != nullptr && stop->load()) return;
    read(job, chunk);
  }
  const BatchJob& one = plan_.jobs[job];
  const std::uint64_t values = one.kind == BatchKind::run ? plan_.outputs(one).size() : 1;
  if (rows_of(job).count() != one.rows_of(there) * values) {
    damaged(fmt::format("the number of rows of {}", one.said()));
  }
}

// Of rows that SQLite cannot read there are none: so that the chunk is named which they are of.
Block BatchFile::stored_rows(std::size_t job, std::uint64_t first_row, std::uint64_t rows) {
  try {
    return rows_of(job).read(first_row, rows);
  } catch (const DatabaseError& failure) {
    if (failure.fault() != DatabaseFault::damaged) throw;
    return {};
  }
}

Block BatchFile::read(std::size_t job, std::uint64_t chunk) {
  return guarded(path_, [&] {
    const BatchJob& one = plan_.jobs[job];
    const std::uint64_t first = chunk * one.chunk_rows;
    const std::uint64_t rows = one.rows_of({chunk, chunk + 1});
    Statement record = database_->prepare(
        "SELECT first_row, \"rows\", missing, digest FROM chunks WHERE job = ? AND chunk = ?");
    record.bind(0, std::int64_t(job) + 1).bind(1, std::int64_t(chunk));
    const bool kept = record.step() && std::uint64_t(record.integer(0)) == first &&
                      std::uint64_t(record.integer(1)) == rows;
    const Block block = kept ? stored_rows(job, first, rows) : Block{};
    if (!kept || std::uint64_t(record.integer(2)) != detail::missing_in(block) ||
        record.text(3) != detail::chunk_digest(block)) {
      damaged(fmt::format("chunk {} of {}, rows {} to {},", chunk, one.said(), first,
                          first + rows - 1));
    }
    return block;
  });
}

}  // namespace headwater
