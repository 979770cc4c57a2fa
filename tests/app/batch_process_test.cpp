// headwater batch as a process that is killed, interrupted, crowded out and starved of disk: each
// time the same command goes on, and ends with the same bytes.
#include <algorithm>
#include <filesystem>
#include <random>
#include <regex>
#include <string>
#include <sys/mount.h>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/tables/sqlite.hpp"
#include "tests/app/child_process.hpp"
#include "tests/study/batch_company.hpp"

namespace {

namespace fs = std::filesystem;
using namespace headwater;
using test::bytes_of;
using test::ChildProcess;
using test::Ended;
using test::sleep_for;

// One sweep of `points` by 400 rows beside its run.
struct Night : test::Company {
  explicit Night(int points) {
    write("night.scenario",
          fmt::format("scenario \"Night\"\nmodel \"tiny.model\"\nsweep night \"Night\"\n"
                      "  across price in FY2023 = 1 to 4 in {} points\n"
                      "  across pieces in FY2022.. = 1 to 9 in 400 points\n"
                      "  show profit, markup in FY2023, 2023Q4\n",
                      points));
    rows = std::uint64_t(points) * 400 + 1;
    reference = file("reference.db");
    took = run(reference).seconds;
  }

  std::vector<std::string> command(const std::string& db) const {
    return {"batch", file("night.scenario"), "-o", db, "--threads", "2"};
  }
  std::string said(const std::string& db) const { return db + ".err"; }
  Ended run(const std::string& db) const { return ChildProcess(command(db), said(db)).wait(); }

  // The same command again: to the end, without a row twice, and to the same bytes.
  void goes_on(const std::string& db, std::uint64_t there) const {
    const Ended ended = run(db);
    BOOST_TEST(ended.exit == 0, ended.err);
    BOOST_TEST(computed(ended) == rows - there);
    BOOST_TEST((bytes_of(db) == bytes_of(reference)));
    BOOST_TEST(!fs::exists(db + "-journal"));
    BOOST_TEST(!fs::exists(db + ".part"));
  }

  static std::uint64_t computed(const Ended& ended) {
    std::smatch found;
    const std::regex form("rows, ([0-9,]+) of them computed now");
    if (!std::regex_search(ended.err, found, form)) {
      BOOST_ERROR("not told: " << ended.err);
      return 0;
    }
    std::string digits = found[1].str();
    std::erase(digits, ',');
    return std::stoull(digits);
  }

  // Rows written so far. Looks at a copy, with its journal: so that nothing is mended for the run
  // that comes next.
  std::uint64_t rows_there(const std::string& db) const {
    if (!fs::exists(db)) return 0;
    const std::string copy = file("looked-at.db");
    fs::copy_file(db, copy, fs::copy_options::overwrite_existing);
    fs::remove(copy + "-journal");
    if (fs::exists(db + "-journal")) fs::copy_file(db + "-journal", copy + "-journal");
    const Database database(copy, DatabaseAccess::write);
    if (database.integer("SELECT count(*) FROM sqlite_schema") == 0) return 0;
    return std::uint64_t(database.integer("SELECT coalesce(sum(rows), 0) FROM chunks"));
  }

  std::uint64_t rows = 0;
  std::string reference;
  double took = 0;  // seconds, undisturbed
};

// Until the process has written something.
void wait_for_rows(const std::string& db) {
  for (int i = 0; i < 2000 && (!fs::exists(db) || fs::file_size(db) < 200'000); ++i) {
    sleep_for(0.001);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_process)

BOOST_AUTO_TEST_CASE(killed_at_fifty_random_moments_it_goes_on,
                     *boost::unit_test::label("slow") * boost::unit_test::disabled()) {
  const Night night(400);  // 40 chunks
  std::mt19937 random(50);
  std::uniform_real_distribution<double> moment(0, night.took * 1.05);
  int begun = 0;
  for (int i = 0; i < 50; ++i) {
    const std::string db = night.file(fmt::format("killed-{}.db", i));
    ChildProcess process(night.command(db), night.said(db));
    sleep_for(moment(random));
    process.send(SIGKILL);
    process.wait();
    const std::uint64_t there = night.rows_there(db);
    begun += there > 0 && there < night.rows ? 1 : 0;
    night.goes_on(db, there);
    fs::remove(db);
  }
  BOOST_TEST_MESSAGE("of 50 kills, " << begun << " left a part of the rows");
  BOOST_TEST(begun >= 10);
}

// One file, killed again and again before it is done.
BOOST_AUTO_TEST_CASE(killed_many_times_over_it_still_ends) {
  const Night night(100);
  const std::string db = night.file("often.db");
  std::mt19937 random(7);
  std::uniform_real_distribution<double> moment(night.took / 4, night.took);
  for (int i = 0; i < 8; ++i) {
    ChildProcess process(night.command(db), night.said(db));
    sleep_for(moment(random));
    process.send(SIGKILL);
    process.wait();
  }
  night.goes_on(db, night.rows_there(db));
}

BOOST_AUTO_TEST_CASE(control_c_ends_after_the_chunk_in_hand_and_says_how_to_go_on) {
  const Night night(800);
  for (const int which : {SIGINT, SIGTERM}) {
    const std::string db = night.file(fmt::format("stopped-{}.db", which));
    ChildProcess process(night.command(db), night.said(db));
    wait_for_rows(db);
    process.send(which);
    const Ended ended = process.wait();
    BOOST_TEST(ended.exit == 130, ended.err);
    BOOST_TEST(ended.err.find("stopped; the same command goes on with " + db) != std::string::npos,
               ended.err);
    BOOST_TEST(!fs::exists(db + "-journal"));
    const std::uint64_t there = night.rows_there(db);
    BOOST_TEST(there > 0u);
    BOOST_TEST(there < night.rows);
    BOOST_TEST(Night::computed(ended) == there);
    night.goes_on(db, there);
  }
}

BOOST_AUTO_TEST_CASE(a_second_process_on_the_same_file_is_refused_at_once) {
  const Night night(800);
  const std::string db = night.file("shared.db");
  ChildProcess first(night.command(db), night.said(db));
  wait_for_rows(db);
  const Ended second = ChildProcess(night.command(db), night.file("second.err")).wait();
  BOOST_TEST(second.exit == 4);
  BOOST_TEST(second.err.find("shared.db is being written") != std::string::npos, second.err);
  BOOST_TEST(first.wait().exit == 0);  // and was not disturbed
  BOOST_TEST((bytes_of(db) == bytes_of(night.reference)));
}

// Files that may not grow, which needs no rights; the room for the rows, and for the finished file.
BOOST_AUTO_TEST_CASE(a_disk_that_is_full_ends_with_4_and_the_same_command_goes_on) {
  const Night night(100);
  const auto size = fs::file_size(night.reference);
  for (const auto room : {std::uintmax_t{20'000}, size / 2, size - 4096}) {
    const std::string db = night.file(fmt::format("full-{}.db", room));
    const Ended ended = ChildProcess(night.command(db), night.said(db), room).wait();
    BOOST_TEST(ended.exit == 4, ended.err);
    BOOST_TEST(ended.err.find("make room, then give the same command again") != std::string::npos,
               ended.err);
    night.goes_on(db, night.rows_there(db));
  }
}

// The same on a file system that has no room, where one may be mounted.
BOOST_AUTO_TEST_CASE(so_does_a_file_system_without_room) {
  const Night night(100);
  const std::string disk = night.file("disk");
  fs::create_directory(disk);
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1m") != 0) {
    BOOST_TEST_MESSAGE("no right to mount: a full disk is tried by the limit on files alone");
    return;
  }
  BOOST_TEST_MESSAGE("a full disk is tried on a tmpfs of 1 MiB");
  const std::string db = disk + "/runs.db";
  const std::string err = night.file("tmpfs.err");
  const Ended ended = ChildProcess(night.command(db), err).wait();
  BOOST_TEST(ended.exit == 4, ended.err);
  BOOST_TEST(ended.err.find("make room") != std::string::npos, ended.err);
  const std::uint64_t there = night.rows_there(db);
  BOOST_TEST(there > 0u);
  mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=64m");
  const Ended again = ChildProcess(night.command(db), err).wait();
  BOOST_TEST(again.exit == 0, again.err);
  BOOST_TEST(Night::computed(again) == night.rows - there);
  BOOST_TEST((bytes_of(db) == bytes_of(night.reference)));
  umount(disk.c_str());
}

BOOST_AUTO_TEST_SUITE_END()
