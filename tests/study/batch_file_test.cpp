// What a batch refuses to touch, to believe or to put together.
#include <bit>
#include <cstring>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/study/batch.hpp"
#include "tests/study/batch_company.hpp"

using namespace headwater;
using test::batch_options;
using test::bytes_of;
using test::Company;

namespace {

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// The kind of BatchError that an action ends with, and its message.
std::pair<BatchFault, std::string> refusal_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const BatchError& refused) {
    BOOST_TEST(!refused.hint().empty());
    return {refused.fault(), refused.what()};
  }
  BOOST_ERROR("nothing was refused");
  return {BatchFault::full, ""};
}

bool says(const std::string& message, const std::string& words) {
  BOOST_TEST(message.find(words) != std::string::npos,
             "'" << message << "' does not say '" << words << "'");
  return true;
}

// Everything an analyst can read in a file, table by table.
std::string contents_of(const std::string& path) {
  const Database database(path, DatabaseAccess::read);
  std::vector<std::string> tables;
  Statement names =
      database.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name");
  std::string all;
  while (names.step()) {
    all += names.text(0) + names.text(1) + "\n";
    if (!names.text(1).empty()) tables.push_back(names.text(0));
  }
  for (const std::string& table : tables) {
    Statement rows = database.prepare("SELECT * FROM " + quoted_name(table));
    while (rows.step()) {
      for (int i = 0; i < rows.columns(); ++i) {
        switch (rows.stored_as(i)) {
          case StoredAs::null: all += "null|"; break;
          case StoredAs::integer: all += fmt::format("{}|", rows.integer(i)); break;
          case StoredAs::real: all += fmt::format("{:a}|", rows.real(i)); break;
          case StoredAs::text: all += fmt::format("'{}'|", rows.text(i)); break;
          case StoredAs::blob: all += "blob|"; break;
        }
      }
      all += "\n";
    }
  }
  return all;
}

// A company whose batch has but two small jobs, so that its file can be read hundreds of times.
struct SmallBatch : Company {
  PlannedBatch planned = plan({"wide/small.scenario"});
  std::string path = file("small.db");
  SmallBatch() { run_batch(planned, path, batch_options()); }

  void verify() const { BatchFile(path, *planned.plan, {}).verify(); }
};

// Stops after some chunks, and leaves a file that grows.
std::string begun(const Company& company, const PlannedBatch& planned, int chunks) {
  const std::string path = company.file("begun.db");
  std::atomic<bool> stop = false;
  auto options = batch_options({.block_lanes = 256, .threads = 1, .stop = &stop});
  options.progress = [&](const BatchProgress&) { stop = --chunks == 0; };
  run_batch(planned, path, options);
  return path;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_file)

BOOST_AUTO_TEST_CASE(a_file_that_is_none_of_ours_is_left_alone) {
  const Company company;
  const auto planned = company.plan({"plain.scenario"});
  Database(company.file("theirs.db"), DatabaseAccess::write).execute("CREATE TABLE t (x)");
  write_bytes(company.file("text.db"), "my notes\n");
  for (const std::string name : {"theirs.db", "text.db", "tiny.model"}) {
    const std::string before = bytes_of(company.path() / name);
    const auto [fault, message] =
        refusal_of([&] { run_batch(planned, company.file(name), batch_options()); });
    BOOST_TEST((fault == BatchFault::foreign));
    says(message, name);
    BOOST_TEST((bytes_of(company.path() / name) == before));
  }
  const std::vector<std::string> odd = {"/dev/full", company.file("wide")};
  for (const std::string& path : odd) {
    const auto [fault, message] = refusal_of([&] { run_batch(planned, path, batch_options()); });
    BOOST_TEST((fault == BatchFault::foreign));
    says(message, "no ordinary file");
  }
}

BOOST_AUTO_TEST_CASE(an_empty_file_becomes_a_batch) {
  const Company company;
  write_bytes(company.file("empty.db"), "");
  BOOST_TEST(run_batch(company.plan({"plain.scenario"}), company.file("empty.db"), batch_options())
                 .finished);
}

BOOST_AUTO_TEST_CASE(a_batch_of_other_scenarios_is_named_and_kept) {
  const Company company;
  const auto planned = company.plan();
  for (const std::string& path : {begun(company, planned, 2), company.file("whole.db")}) {
    if (path.ends_with("whole.db")) run_batch(planned, path, batch_options());
    const std::string before = bytes_of(path);
    auto [fault, message] = refusal_of(
        [&] { run_batch(company.plan({"wide/large.scenario"}), path, batch_options()); });
    BOOST_TEST((fault == BatchFault::other_plan));
    says(message, "too");
    const Company other;
    other.write("new.scenario", "scenario \"New\"\nmodel \"tiny.model\"\nset price = 4\n");
    std::tie(fault, message) = refusal_of([&] { run_batch(other.plan(), path, batch_options()); });
    BOOST_TEST((fault == BatchFault::other_plan));
    says(message, "it has no run of \"New\"");
    BOOST_TEST((bytes_of(path) == before));
  }
}

BOOST_AUTO_TEST_CASE(a_shard_goes_on_as_that_shard_only) {
  const Company company;
  const auto planned = company.plan();
  run_batch(planned, company.file("shard.db"), batch_options({}, {2, 7}));
  for (const Shard other : {Shard{3, 7}, Shard{2, 8}, Shard{1, 1}}) {
    const auto [fault, message] =
        refusal_of([&] { run_batch(planned, company.file("shard.db"), batch_options({}, other)); });
    BOOST_TEST((fault == BatchFault::other_plan));
    says(message, fmt::format("it is shard 2/7, not {}/{}", other.number, other.count));
  }
}

BOOST_AUTO_TEST_CASE(a_second_writer_is_refused_at_once) {
  const Company company;
  const auto planned = company.plan({"plain.scenario"});
  const std::string path = company.file("runs.db");
  {
    const BatchFile first(path, *planned.plan, {});
    auto [fault, message] = refusal_of([&] { run_batch(planned, path, batch_options()); });
    BOOST_TEST((fault == BatchFault::busy));
    says(message, "runs.db is being written");
    std::tie(fault, message) = refusal_of([&] { merge_batches({path}, company.file("m.db")); });
    BOOST_TEST((fault == BatchFault::busy));
  }
  BOOST_TEST(run_batch(planned, path, batch_options()).finished);
}

BOOST_AUTO_TEST_CASE(a_flipped_figure_is_named_with_its_job_and_chunk) {
  const Company company;
  const auto planned = company.plan();
  for (const std::string& path : {begun(company, planned, 7), company.file("whole.db")}) {
    if (path.ends_with("whole.db")) run_batch(planned, path, batch_options());
    std::string bytes = bytes_of(path);
    // A point of chunk 1 of the large sweep, of which at least three chunks are there.
    const double point = [&] {
      const Database database(path, DatabaseAccess::read);
      const auto table = database.text("SELECT results FROM jobs WHERE name = 'large'");
      Statement select = database.prepare("SELECT price FROM " + table + " WHERE row = 4200");
      BOOST_TEST_REQUIRE(select.step());
      const double price = select.real(0);
      return std::bit_cast<double>(__builtin_bswap64(std::bit_cast<std::uint64_t>(price)));
    }();
    char pattern[sizeof point];
    std::memcpy(pattern, &point, sizeof point);
    const std::size_t at = bytes.find(std::string(pattern, sizeof point));
    BOOST_TEST_REQUIRE(at != std::string::npos);
    bytes[at + 7] = char(bytes[at + 7] ^ 1);
    write_bytes(path, bytes);
    auto [fault, message] = refusal_of([&] { run_batch(planned, path, batch_options()); });
    BOOST_TEST((fault == BatchFault::damaged));
    says(message, path);
    says(message, "chunk 1 of sweep large of \"Large\", rows 4096 to 8191,");
    std::tie(fault, message) = refusal_of([&] { merge_batches({path}, company.file("m.db")); });
    BOOST_TEST((fault == BatchFault::damaged || path.ends_with("begun.db")));
    BOOST_TEST(!std::filesystem::exists(company.path() / "m.db"));
    BOOST_TEST((bytes_of(path) == bytes));  // nothing was mended, nothing was added
  }
}

BOOST_AUTO_TEST_CASE(a_flipped_digest_is_noticed) {
  const SmallBatch batch;
  std::string bytes = bytes_of(batch.path);
  const Database database(batch.path, DatabaseAccess::read);
  const std::string digest = database.text("SELECT digest FROM chunks WHERE rows = 42");
  const std::size_t at = bytes.find(digest);
  BOOST_TEST_REQUIRE(at != std::string::npos);
  bytes[at] = bytes[at] == 'a' ? 'b' : 'a';
  write_bytes(batch.path, bytes);
  const auto [fault, message] = refusal_of([&] { batch.verify(); });
  BOOST_TEST((fault == BatchFault::damaged));
  says(message, "chunk 0 of sweep small");
}

// Any bit, anywhere: either it is noticed, or nothing that can be read has changed.
BOOST_AUTO_TEST_CASE(no_flipped_bit_changes_what_is_believed) {
  const SmallBatch batch;
  const std::string whole = bytes_of(batch.path);
  const std::string contents = contents_of(batch.path);
  std::mt19937 random(2023);
  std::size_t noticed = 0;
  std::size_t tried = 0;
  const auto flip = [&](std::size_t at) {
    std::string bytes = whole;
    bytes[at] = char(bytes[at] ^ (1 << random() % 8));
    write_bytes(batch.path, bytes);
    ++tried;
    try {
      batch.verify();
    } catch (const IoError&) {
      ++noticed;
      return;
    }
    BOOST_TEST((contents_of(batch.path) == contents),
               "byte " << at << " of " << int(whole[at]) << " became " << int(bytes[at]));
  };
  for (std::size_t at = 0; at < 100; ++at) flip(at);  // the header
  std::vector<std::size_t> used;                      // bytes of cells and their pointers, not gaps
  for (std::size_t at = 100; at < whole.size(); ++at) {
    if (whole[at] != 0) used.push_back(at);
  }
  for (int i = 0; i < 400; ++i) flip(used[random() % used.size()]);
  BOOST_TEST(tried == 500u);
  BOOST_TEST(noticed > 400u);
}

BOOST_AUTO_TEST_CASE(shards_that_do_not_fit_are_refused_by_name) {
  const Company company;
  const auto planned = company.plan();
  const auto shard = [&](std::uint64_t number, std::uint64_t count) {
    const std::string path = company.file(fmt::format("{}of{}.db", number, count));
    run_batch(planned, path, batch_options({256, 1}, {number, count}));
    return path;
  };
  const std::vector<std::string> three = {shard(1, 3), shard(2, 3), shard(3, 3)};
  const auto refused = [&](const std::vector<std::string>& shards) {
    const auto refusal = refusal_of([&] { merge_batches(shards, company.file("merged.db")); });
    BOOST_TEST(!std::filesystem::exists(company.path() / "merged.db"));
    BOOST_TEST(!std::filesystem::exists(company.path() / "merged.db.merging"));
    return refusal;
  };
  auto [fault, message] = refused({three[0], three[2]});
  BOOST_TEST((fault == BatchFault::incomplete));
  says(message, "no shard has chunks");

  std::tie(fault, message) = refused({three[0], three[1], three[2], three[1]});
  BOOST_TEST((fault == BatchFault::doubled));
  says(message, "is in " + three[1] + " and in " + three[1]);

  std::tie(fault, message) = refused({three[0], shard(1, 2), shard(2, 2)});
  BOOST_TEST((fault == BatchFault::doubled));

  const std::string other = company.file("other.db");
  run_batch(company.plan({"plain.scenario"}), other, batch_options());
  std::tie(fault, message) = refused({three[0], other});
  BOOST_TEST((fault == BatchFault::other_plan));
  says(message, "of different batches");

  std::tie(fault, message) = refused({begun(company, planned, 2)});
  BOOST_TEST((fault == BatchFault::incomplete));
  says(message, "begun.db is not complete");

  for (const std::string none : {"tiny.model", "nowhere.db", "wide"}) {
    std::tie(fault, message) = refused({three[0], company.file(none)});
    BOOST_TEST((fault == BatchFault::no_batch));
    says(message, none);
  }

  write_bytes(company.file("merged.db"), "");
  BOOST_TEST((refusal_of([&] { merge_batches(three, company.file("merged.db")); }).first ==
              BatchFault::foreign));
}

BOOST_AUTO_TEST_SUITE_END()
