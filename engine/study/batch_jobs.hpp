// What a batch has to do, apart from where its files lie: jobs of rows, in an order of their own.
//
// Every scenario gives one job `run` of one row, and one job for each sweep it defines. Jobs stand
// in the order of their keys, which are hashes of what the files say: so the order of the files on
// a command line, their names and folders change nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/run/conduct.hpp"

namespace headwater {

inline constexpr int batch_schema_version = 1;  // of the file they are written to

enum class BatchKind { run, sweep };

struct BatchAxis {
  std::string column;  // its name in the table of results
  std::string driver;
  std::string label;
  std::string label_ja;
  std::string operation;  // set, add, multiply
  std::string span;       // of periods that it touches, within the horizon
  std::string unit;       // of its points; empty for a factor
  bool operator==(const BatchAxis&) const = default;
};

struct BatchOutput {
  std::string column;  // series@span
  std::string series;
  std::string label;
  std::string label_ja;
  std::string span;
  std::string unit;
  bool operator==(const BatchOutput&) const = default;
};

// A row of a list of cases.
struct BatchCase {
  std::string title;
  std::string title_ja;
  bool operator==(const BatchCase&) const = default;
};

struct BatchJob {
  std::string model_hash;
  std::string scenario_hash;
  BatchKind kind = BatchKind::run;
  std::string name;   // of the sweep; of a run empty
  std::string title;  // of the sweep; of a run empty
  std::string title_ja;
  std::string scenario;  // its title
  std::string scenario_ja;
  std::string model;  // its name
  std::string as_of;
  std::uint64_t rows = 0;
  std::uint64_t chunk_rows = 0;  // of all chunks but the last
  std::uint64_t output_set = 0;
  std::vector<BatchAxis> axes;
  std::vector<BatchCase> cases;  // by row, of a sweep that lists cases
  bool operator==(const BatchJob&) const = default;

  std::uint64_t chunks() const { return (rows + chunk_rows - 1) / chunk_rows; }
  std::uint64_t rows_of(ChunkRange range) const;
  std::string said() const;  // "sweep rates of \"Interconnection rates\"", as messages call it
};

// The key is hashes, kind and name, and the titles, which change no figure and so no hash. Jobs of
// one key are equal, and two files that say the same are one job.
bool same_key(const BatchJob& left, const BatchJob& right);
bool key_less(const BatchJob& left, const BatchJob& right);

struct BatchPlan {
  std::vector<BatchJob> jobs;                         // by key
  std::vector<std::vector<BatchOutput>> output_sets;  // in the order in which jobs first use them
  bool operator==(const BatchPlan&) const = default;

  const std::vector<BatchOutput>& outputs(const BatchJob& job) const;
  std::uint64_t chunks() const;
  // Of all that decides the results: jobs, axes, outputs, engine and form of the file.
  std::string digest() const;
};

inline constexpr std::uint64_t shards_max = 65'536;

// One of `count` parts of a batch: whole chunks, counted through all jobs.
struct Shard {
  std::uint64_t number = 1;  // from 1
  std::uint64_t count = 1;
  bool operator==(const Shard&) const = default;
};

// By job, the chunks of a shard; of some jobs none.
std::vector<ChunkRange> chunks_of(const BatchPlan& plan, Shard shard);

}  // namespace headwater
