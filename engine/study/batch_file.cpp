#include "engine/study/batch_file.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "engine/core/version.hpp"
#include "engine/study/detail/batch_disk.hpp"
#include "engine/study/detail/batch_rows.hpp"
#include "engine/study/detail/batch_schema.hpp"

namespace headwater {
namespace {

namespace fs = std::filesystem;

constexpr const char* wait_for_it = "wait until that has ended, or give -o another name";
constexpr const char* make_room = "make room, then give the same command again: it goes on there";
constexpr const char* move_it = "give -o another name, or move that file away";
constexpr const char* begin_anew =
    "nothing in it is to be relied on: move it away, and give the same command again";

// Says in our words what SQLite refused; its own follow.
template <typename Action>
auto guarded(const std::string& path, const Action& action) {
  try {
    return action();
  } catch (const DatabaseError& failure) {
    switch (failure.fault()) {
      case DatabaseFault::busy:
        throw BatchError(BatchFault::busy,
                         fmt::format("{} is being written or read by another program", path),
                         wait_for_it);
      case DatabaseFault::full: throw BatchError(BatchFault::full, failure.what(), make_room);
      case DatabaseFault::damaged:
        throw BatchError(BatchFault::damaged,
                         fmt::format("{} is damaged ({})", path, failure.words()), begin_anew);
      case DatabaseFault::other: throw;
    }
    throw;
  }
}

bool is_ours(std::int64_t application_id) {
  return application_id == detail::growing_id || application_id == detail::finished_id;
}

// Before SQLite opens a file, and might change it: it must look like one of ours. An empty one may
// become one, and of one with a journal beside it SQLite alone can tell.
void require_ours(const std::string& path) {
  const auto foreign = [&](const std::string& what) {
    throw BatchError(BatchFault::foreign, fmt::format("{} is there, and is {}", path, what),
                     move_it);
  };
  std::error_code failure;
  const auto status = fs::status(path, failure);
  if (!fs::exists(status)) return;
  if (!fs::is_regular_file(status)) foreign("no ordinary file");
  if (detail::has_journal(path)) return;
  std::array<char, 72> head{};
  std::ifstream file(path, std::ios::binary);
  if (!file) throw IoError(fmt::format("cannot open {}", path));
  file.read(head.data(), head.size());
  if (file.gcount() == 0) return;
  std::int64_t id = 0;
  for (std::size_t i = 68; i < head.size(); ++i) id = id * 256 + std::uint8_t(head[i]);
  const bool database = std::string_view(head.data(), 15) == "SQLite format 3";
  if (!database || !is_ours(id)) foreign("no batch file of ours");
}

bool knows(const BatchPlan& plan, const BatchJob& job) {
  return std::any_of(plan.jobs.begin(), plan.jobs.end(),
                     [&](const BatchJob& other) { return same_key(job, other); });
}

}  // namespace

BatchFile::BatchFile(const std::string& path, const BatchPlan& plan, Shard shard,
                     Durability durability)
    : path_(detail::target_of(path)), plan_(plan), shard_(shard), writing_(true) {
  require_ours(path_);
  guarded(path_, [&] {
    database_ = std::make_unique<Database>(path_, DatabaseAccess::write);
    lock(durability);
  });
}

BatchFile::BatchFile(const std::string& path) : path_(path) {
  if (!fs::exists(path)) throw IoError(fmt::format("{}: no such file", path));
  require_ours(path_);
  guarded(path_, [&] {
    database_ = std::make_unique<Database>(path_, DatabaseAccess::read);
    database_->execute("BEGIN");
    finished_ = database_->integer("PRAGMA application_id") == detail::finished_id;
    plan_ = detail::read_plan(*database_);
    shard_ = stored_shard();
    hold_against();
  });
}

BatchFile::~BatchFile() {
  if (!writing_ || database_ == nullptr || database_->in_transaction()) return;
  detail::remove_empty_journal(path_);  // while the file is still locked
}

void BatchFile::lock(Durability durability) {
  database_->execute(
      "PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE; PRAGMA encoding = 'UTF-8'; "
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE");
  database_->execute(durability == Durability::durable ? "PRAGMA synchronous = FULL"
                                                       : "PRAGMA synchronous = OFF");
  const auto before = detail::identity_of(path_);
  database_->execute("BEGIN EXCLUSIVE");
  // Another program may have finished the file, and so replaced it, while this one opened it.
  if (before && before != detail::identity_of(path_)) {
    throw DatabaseError(DatabaseFault::busy, path_, "it was replaced");
  }
  const std::int64_t id = database_->integer("PRAGMA application_id");
  if (id == 0 && database_->integer("SELECT count(*) FROM sqlite_schema") == 0) {
    create();
    return;
  }
  database_->execute("COMMIT");
  if (!is_ours(id)) {
    throw BatchError(BatchFault::foreign,
                     fmt::format("{} is there, and is no batch file of ours", path_), move_it);
  }
  finished_ = id == detail::finished_id;
  hold_against();
}

void BatchFile::create() {
  detail::write_plan(*database_, plan_, shard_);
  database_->execute(fmt::format("PRAGMA application_id = {}", detail::growing_id));
  database_->execute(fmt::format("PRAGMA user_version = {}", batch_schema_version));
  database_->execute("COMMIT");
}

void BatchFile::hold_against() {
  const auto other = [&](const std::string& what) {
    throw BatchError(BatchFault::other_plan, fmt::format("{} is of another batch: {}", path_, what),
                     move_it);
  };
  const std::string engine = detail::read_meta(*database_, "engine");
  const std::string schema = detail::read_meta(*database_, "schema");
  const std::string digest = detail::read_meta(*database_, "plan");
  const BatchPlan there = detail::read_plan(*database_);
  if (digest != plan_.digest()) {
    if (engine != engine_version || schema != std::to_string(batch_schema_version)) {
      other(fmt::format("headwater {} has made it, in form {}", engine, schema));
    }
    if (there.digest() == digest) other(difference(there));
    damaged("its plan");
  }
  const bool same =
      there == plan_ && engine == engine_version && schema == std::to_string(batch_schema_version);
  if (!same) damaged("its plan");
  const Shard shard = stored_shard();
  if (shard != shard_) {
    other(fmt::format("it is shard {}/{}, not {}/{}", shard.number, shard.count, shard_.number,
                      shard_.count));
  }
}

std::string BatchFile::difference(const BatchPlan& there) const {
  for (const BatchJob& job : plan_.jobs) {
    if (!knows(there, job)) return fmt::format("it has no {}", job.said());
  }
  for (const BatchJob& job : there.jobs) {
    if (!knows(plan_, job)) return fmt::format("it has {}, too", job.said());
  }
  for (std::size_t i = 0; i < plan_.jobs.size(); ++i) {
    if (there.jobs[i] != plan_.jobs[i]) {
      return fmt::format("in it, {} has other rows, axes or figures", plan_.jobs[i].said());
    }
  }
  return "it shows other figures";
}

Shard BatchFile::stored_shard() const {
  const Shard shard = detail::read_shard(*database_);
  const bool possible = 1 <= shard.number && shard.number <= shard.count;
  if (!possible || shard.count > shards_max) damaged("which shard it is");
  return shard;
}

void BatchFile::damaged(const std::string& what) const {
  throw BatchError(BatchFault::damaged,
                   fmt::format("{} is damaged: {} is not what was written", path_, what),
                   begin_anew);
}

void BatchFile::check_structure() {
  const std::string found = database_->text("PRAGMA quick_check(1)");
  if (found != "ok") {
    throw BatchError(BatchFault::damaged, fmt::format("{} is damaged ({})", path_, found),
                     begin_anew);
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
    const auto found = stored();
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

detail::JobRows& BatchFile::rows_of(std::size_t job) {
  if (rows_ == nullptr || rows_job_ != job) {
    rows_ = std::make_unique<detail::JobRows>(*database_, plan_, job);
    rows_job_ = job;
  }
  return *rows_;
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

void BatchFile::write(std::size_t job, std::uint64_t chunk, const Block& rows) {
  guarded(path_, [&] {
    Transaction transaction(*database_);
    rows_of(job).insert(rows);
    Statement record = database_->prepare("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)");
    record.bind(0, std::int64_t(job) + 1).bind(1, std::int64_t(chunk));
    record.bind(2, std::int64_t(rows.first_row)).bind(3, std::int64_t(rows.values.rows()));
    record.bind(4, std::int64_t(detail::missing_in(rows))).bind(5, detail::chunk_digest(rows));
    record.run();
    transaction.commit();
  });
}

void BatchFile::finish(const std::string& path) {
  const std::string target = detail::target_of(path);
  const std::string part = target + ".part";
  guarded(path_, [&] {
    rows_.reset();
    detail::remove_with_journal(part);
    try {
      database_->prepare("VACUUM INTO ?").bind(0, fs::absolute(part).string()).run();
      detail::mark_finished(part);
      detail::replace_durably(part, target);
    } catch (...) {
      detail::remove_with_journal(part);
      throw;
    }
    detail::remove_empty_journal(path_);
    database_.reset();
    finished_ = true;
  });
}

}  // namespace headwater
