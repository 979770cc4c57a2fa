#include "engine/study/batch_file.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "engine/core/version.hpp"
#include "engine/study/detail/batch_disk.hpp"
#include "engine/study/detail/batch_rows.hpp"
#include "engine/study/detail/batch_schema.hpp"
#include "engine/study/detail/batch_trouble.hpp"

namespace headwater {
namespace {

namespace fs = std::filesystem;

using detail::begin_anew;
using detail::guarded;
using detail::move_it;

bool is_ours(std::int64_t application_id) {
  return application_id == detail::growing_id || application_id == detail::finished_id;
}

// What a file is that SQLite, opening it, might change, although it is none of ours; empty when it
// may be one. An empty one may become one, and of one with a journal beside it SQLite alone can
// tell.
std::string strangeness_of(const std::string& path) {
  std::error_code failure;
  const auto status = fs::status(path, failure);
  if (!fs::exists(status)) return "";
  if (!fs::is_regular_file(status)) return "no ordinary file";
  if (detail::has_journal(path)) return "";
  std::array<char, 72> head{};
  std::ifstream file(path, std::ios::binary);
  if (!file) throw IoError(fmt::format("cannot open {}", path));
  file.read(head.data(), head.size());
  if (file.gcount() == 0) return "";
  std::int64_t id = 0;
  for (std::size_t i = 68; i < head.size(); ++i) id = id * 256 + std::uint8_t(head[i]);
  const bool database = std::string_view(head.data(), 15) == "SQLite format 3";
  return database && is_ours(id) ? "" : "no batch file of ours";
}

bool knows(const BatchPlan& plan, const BatchJob& job) {
  return std::any_of(plan.jobs.begin(), plan.jobs.end(),
                     [&](const BatchJob& other) { return same_key(job, other); });
}

}  // namespace

BatchFile::BatchFile(const std::string& path, const BatchPlan& plan, Shard shard,
                     Durability durability)
    : path_(detail::target_of(path)), plan_(plan), shard_(shard), writing_(true) {
  const std::string strange = strangeness_of(path_);
  if (!strange.empty()) {
    throw BatchError(BatchFault::foreign, fmt::format("{} is there, and is {}", path_, strange),
                     move_it);
  }
  guarded(path_, [&] {
    database_ = std::make_unique<Database>(path_, DatabaseAccess::write);
    lock(durability);
  });
}

BatchFile::BatchFile(const std::string& path) : path_(path) {
  std::error_code failure;
  const bool nothing = !fs::exists(path, failure) || fs::is_empty(path, failure);
  const std::string strange = nothing ? "not there, or empty" : strangeness_of(path);
  if (!strange.empty()) {
    throw BatchError(BatchFault::no_batch, fmt::format("{} is {}", path, strange),
                     "name files that headwater batch has made");
  }
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

detail::JobRows& BatchFile::rows_of(std::size_t job) {
  if (rows_ == nullptr || rows_job_ != job) {
    rows_ = std::make_unique<detail::JobRows>(*database_, plan_, job);
    rows_job_ = job;
  }
  return *rows_;
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
