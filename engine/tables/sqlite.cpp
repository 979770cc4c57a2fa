#include "engine/tables/sqlite.hpp"

#include <cerrno>
#include <filesystem>
#include <sqlite3.h>
#include <system_error>

#include <fmt/format.h>

namespace headwater {
namespace {

// `reason` is the system's, where it was the system that refused.
DatabaseFault fault_of(int result, int reason) {
  switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return DatabaseFault::busy;
    case SQLITE_FULL: return DatabaseFault::full;
    case SQLITE_IOERR:
      return reason == ENOSPC || reason == EDQUOT || reason == EFBIG ? DatabaseFault::full
                                                                     : DatabaseFault::other;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    // Our statements are always the same: one that does not fit has met another file than ours.
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH: return DatabaseFault::damaged;
    default: return DatabaseFault::other;
  }
}

// SQLite keeps the system's reason for some failures and not for others, such as a commit.
int reason_of(sqlite3* database, int result, int last_reason) {
  const int kind = result & 0xff;
  const int kept = database != nullptr ? sqlite3_system_errno(database) : 0;
  if (kind != SQLITE_IOERR && kind != SQLITE_CANTOPEN) return 0;
  return kept != 0 || kind == SQLITE_CANTOPEN ? kept : last_reason;
}

[[noreturn]] void fail(const std::string& path, sqlite3* database, int result) {
  const int reason = reason_of(database, result, errno);
  std::string words = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(result);
  if (reason != 0) words += fmt::format(" ({})", std::generic_category().message(reason));
  throw DatabaseError(fault_of(result, reason), path, words);
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

void Statement::check(int result) const {
  if (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE) return;
  fail(path_, sqlite3_db_handle(statement_.get()), result);
}

Statement& Statement::bind(int parameter, double value) {
  check(sqlite3_bind_double(statement_.get(), parameter + 1, value));
  return *this;
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), parameter + 1, value));
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  check(sqlite3_bind_text64(statement_.get(), parameter + 1, text.data(), text.size(),
                            SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  check(sqlite3_bind_null(statement_.get(), parameter + 1));
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(statement_.get());
  check(result);
  return result == SQLITE_ROW;
}

void Statement::reset() { check(sqlite3_reset(statement_.get())); }

void Statement::run() {
  while (step()) {
  }
  reset();
}

int Statement::columns() const { return sqlite3_column_count(statement_.get()); }

StoredAs Statement::stored_as(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_INTEGER: return StoredAs::integer;
    case SQLITE_FLOAT: return StoredAs::real;
    case SQLITE_TEXT: return StoredAs::text;
    case SQLITE_BLOB: return StoredAs::blob;
    default: return StoredAs::null;
  }
}

void Statement::require_stored_as(StoredAs wanted, int column) const {
  if (stored_as(column) == wanted) return;
  throw DatabaseError(
      DatabaseFault::damaged, path_,
      fmt::format("{} holds another kind of value", sqlite3_column_name(statement_.get(), column)));
}

double Statement::real(int column) const {
  require_stored_as(StoredAs::real, column);
  return sqlite3_column_double(statement_.get(), column);
}

std::int64_t Statement::integer(int column) const {
  require_stored_as(StoredAs::integer, column);
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  require_stored_as(StoredAs::text, column);
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr ? std::string() : std::string(bytes, std::size_t(size));
}

void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Database::Database(const std::string& path, DatabaseAccess access) : path_(path) {
  const int flags = access == DatabaseAccess::read ? SQLITE_OPEN_READONLY
                                                   : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  // A whole path begins with a slash, so that nothing in it is taken for a URI or for `:memory:`.
  const std::string whole = std::filesystem::absolute(path).string();
  sqlite3* opened = nullptr;
  const int result =
      sqlite3_open_v2(whole.c_str(), &opened, flags | SQLITE_OPEN_EXRESCODE, nullptr);
  database_.reset(opened);
  if (result != SQLITE_OK) fail(path_, opened, result);
}

Statement Database::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int result =
      sqlite3_prepare_v2(database_.get(), sql.data(), int(sql.size()), &statement, nullptr);
  if (result != SQLITE_OK) fail(path_, database_.get(), result);
  return {path_, statement};
}

void Database::execute(const std::string& sql) {
  const int result = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) fail(path_, database_.get(), result);
}

std::int64_t Database::integer(std::string_view sql) const {
  Statement statement = prepare(sql);
  return statement.step() ? statement.integer(0) : 0;
}

std::string Database::text(std::string_view sql) const {
  Statement statement = prepare(sql);
  return statement.step() ? statement.text(0) : "";
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }

int Database::columns_max() const {
  return sqlite3_limit(database_.get(), SQLITE_LIMIT_COLUMN, -1);
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!open_ || !database_.in_transaction()) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const DatabaseError&) {
    // What is left of it lies in the journal, and is undone when the file is next opened.
    open_ = false;
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

std::string quoted_name(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace headwater
