#include "engine/study/detail/batch_disk.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/study/detail/batch_schema.hpp"
#include "engine/tables/sqlite.hpp"

namespace headwater::detail {
namespace {

namespace fs = std::filesystem;

std::string journal_of(const std::string& path) { return path + "-journal"; }

// A file or a folder.
void flush(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool flushed = file >= 0 && fsync(file) == 0;
  const int reason = errno;
  if (file >= 0) close(file);
  if (!flushed) {
    throw IoError(
        fmt::format("cannot write {}: {}", path, std::generic_category().message(reason)));
  }
}

}  // namespace

std::string target_of(const std::string& path) {
  std::error_code failure;
  if (!fs::is_symlink(path, failure)) return path;
  const auto target = fs::canonical(path, failure);
  return failure ? path : target.string();
}

bool has_journal(const std::string& path) {
  std::error_code absent;
  const auto size = fs::file_size(journal_of(path), absent);
  return !absent && size > 0;
}

void remove_empty_journal(const std::string& path) {
  std::error_code ignored;
  if (!has_journal(path)) fs::remove(journal_of(path), ignored);
}

void remove_with_journal(const std::string& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
  fs::remove(journal_of(path), ignored);
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> identity_of(const std::string& path) {
  struct stat found{};
  if (stat(path.c_str(), &found) != 0) return std::nullopt;
  return std::pair(std::uint64_t(found.st_dev), std::uint64_t(found.st_ino));
}

void mark_finished(const std::string& part) {
  Database database(part, DatabaseAccess::write);
  // It is nobody's yet, and made anew after a failure.
  database.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
  database.execute(fmt::format(
      "BEGIN; PRAGMA application_id = {}; PRAGMA schema_version = 1; COMMIT", finished_id));
}

void replace_durably(const std::string& part, const std::string& target) {
  flush(part);
  if (std::rename(part.c_str(), target.c_str()) != 0) {
    throw IoError(
        fmt::format("cannot write {}: {}", target, std::generic_category().message(errno)));
  }
  const auto folder = fs::path(target).parent_path();
  flush(folder.empty() ? "." : folder.string());
}

}  // namespace headwater::detail
