#include "engine/tables/sqlite.hpp"

#include <bit>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/model/model_from_text.hpp"

using namespace headwater;

namespace {

DatabaseFault fault_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const DatabaseError& failure) {
    BOOST_TEST(failure.what() != "");
    return failure.fault();
  }
  BOOST_ERROR("nothing was thrown");
  return DatabaseFault::other;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sqlite)

BOOST_AUTO_TEST_CASE(what_is_bound_is_read_back_to_the_bit) {
  const test::Folder folder;
  Database database((folder.path() / "values.db").string(), DatabaseAccess::write);
  database.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, x REAL, i INTEGER, s TEXT)");
  using limits = std::numeric_limits<double>;
  const std::vector<double> numbers = {
      0.1, -1.5, 3, limits::max(), limits::min(), limits::denorm_min(), 1e300, 9007199254740993.0};
  const std::string text = "売上 'quoted' \"twice\" ; DROP TABLE t --";
  Statement insert = database.prepare("INSERT INTO t VALUES (?, ?, ?, ?)");
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    insert.bind(0, std::int64_t(i)).bind(1, numbers[i]);
    insert.bind(2, std::numeric_limits<std::int64_t>::min()).bind(3, text).run();
  }
  Statement select = database.prepare("SELECT x, i, s FROM t ORDER BY n");
  for (const double number : numbers) {
    BOOST_TEST_REQUIRE(select.step());
    BOOST_TEST(std::bit_cast<std::uint64_t>(select.real(0)) ==
               std::bit_cast<std::uint64_t>(number));
    BOOST_TEST((select.stored_as(0) == StoredAs::real));
    BOOST_TEST(select.integer(1) == std::numeric_limits<std::int64_t>::min());
    BOOST_TEST(select.text(2) == text);
  }
  BOOST_TEST(!select.step());
}

BOOST_AUTO_TEST_CASE(a_missing_value_is_null) {
  const test::Folder folder;
  Database database((folder.path() / "null.db").string(), DatabaseAccess::write);
  database.execute("CREATE TABLE t (x REAL)");
  database.prepare("INSERT INTO t VALUES (?)").bind_null(0).run();
  Statement select = database.prepare("SELECT x FROM t");
  BOOST_TEST_REQUIRE(select.step());
  BOOST_TEST((select.stored_as(0) == StoredAs::null));
}

BOOST_AUTO_TEST_CASE(a_transaction_without_its_end_never_was) {
  const test::Folder folder;
  Database database((folder.path() / "undone.db").string(), DatabaseAccess::write);
  database.execute("CREATE TABLE t (x)");
  {
    const Transaction transaction(database);
    database.execute("INSERT INTO t VALUES (1)");
  }
  BOOST_TEST(database.integer("SELECT count(*) FROM t") == 0);
  {
    Transaction transaction(database);
    database.execute("INSERT INTO t VALUES (1)");
    transaction.commit();
  }
  BOOST_TEST(database.integer("SELECT count(*) FROM t") == 1);
}

BOOST_AUTO_TEST_CASE(kinds_of_trouble_are_told_apart) {
  const test::Folder folder;
  const std::string path = (folder.path() / "trouble.db").string();
  Database database(path, DatabaseAccess::write);
  database.execute("CREATE TABLE t (x)");

  database.execute("BEGIN EXCLUSIVE");
  Database second(path, DatabaseAccess::write);
  BOOST_TEST(
      (fault_of([&] { second.execute("INSERT INTO t VALUES (1)"); }) == DatabaseFault::busy));
  database.execute("COMMIT");

  database.execute("PRAGMA max_page_count = 3");
  BOOST_TEST((fault_of([&] { database.execute("INSERT INTO t VALUES (zeroblob(100000))"); }) ==
              DatabaseFault::full));

  const std::string text = (folder.path() / "text.db").string();
  std::ofstream(text) << std::string(5000, 'x');
  BOOST_TEST((fault_of([&] {
                Database(text, DatabaseAccess::read).integer("SELECT count(*) FROM sqlite_schema");
              }) == DatabaseFault::damaged));
  BOOST_TEST((fault_of([&] {
                Database((folder.path() / "no/where.db").string(), DatabaseAccess::write);
              }) == DatabaseFault::other));
}

// SQLite would take the first for a database in memory, and may take the second for a URI.
BOOST_AUTO_TEST_CASE(every_path_is_the_name_of_a_file) {
  const test::Folder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  for (const std::string name : {":memory:", "file:odd.db?mode=memory"}) {
    Database(name, DatabaseAccess::write).execute("CREATE TABLE t (x)");
    BOOST_TEST(std::filesystem::exists(folder.path() / name), name);
  }
  std::filesystem::current_path(before);
}

BOOST_AUTO_TEST_CASE(a_name_with_quotes_stays_one_name) {
  const test::Folder folder;
  Database database((folder.path() / "names.db").string(), DatabaseAccess::write);
  const std::string name = "a\"b; -- 'c'";
  database.execute("CREATE TABLE " + quoted_name(name) + " (x)");
  BOOST_TEST(database.text("SELECT name FROM sqlite_schema") == name);
}

BOOST_AUTO_TEST_SUITE_END()
