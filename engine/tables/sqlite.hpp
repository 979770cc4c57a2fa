// SQLite 3, as far as we use it: a database file, statements with bound values, transactions.
//
// Whatever SQLite refuses is a DatabaseError, which keeps its words and says what kind of trouble
// it is. Nothing waits: a file that somebody else has locked is trouble at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/core/error.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace headwater {

enum class DatabaseFault {
  busy,     // another process has it locked
  full,     // no room on the disk
  damaged,  // no database, or not as SQLite wrote it
  other     // permissions, a disk that fails, and the rest
};

class DatabaseError : public IoError {
 public:
  DatabaseError(DatabaseFault fault, const std::string& path, const std::string& words)
      : IoError(path + ": " + words), fault_(fault), words_(words) {}
  DatabaseFault fault() const { return fault_; }
  const std::string& words() const { return words_; }  // SQLite's, without the path

 private:
  DatabaseFault fault_;
  std::string words_;
};

enum class StoredAs { null, integer, real, text, blob };

// A compiled statement. Parameters and columns count from 0. It must not outlive its database.
class Statement {
 public:
  Statement& bind(int parameter, double value);
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::string_view text);
  Statement& bind_null(int parameter);
  bool step();   // whether there is a row
  void reset();  // to be stepped anew; bound values stay
  void run();    // of a statement without rows: once, then anew

  int columns() const;
  StoredAs stored_as(int column) const;
  // Throw, as of a damaged file, when the column is stored as anything else.
  double real(int column) const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(const std::string& path, sqlite3_stmt* statement)
      : path_(path), statement_(statement) {}
  void check(int result) const;
  void require_stored_as(StoredAs wanted, int column) const;

  std::string path_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

enum class DatabaseAccess { read, write };

class Database {
 public:
  // For writing, a file that is not there is made at the first transaction.
  Database(const std::string& path, DatabaseAccess access);

  Statement prepare(std::string_view sql) const;
  void execute(const std::string& sql);              // several statements, their rows unread
  std::int64_t integer(std::string_view sql) const;  // the first column of the first row
  std::string text(std::string_view sql) const;      // as above
  bool in_transaction() const;
  int columns_max() const;  // of a table
  const std::string& path() const { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::string path_;
  std::unique_ptr<sqlite3, Close> database_;
};

// Undone when it ends without commit().
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

// A name between the quotes of SQL.
std::string quoted_name(std::string_view name);

}  // namespace headwater
