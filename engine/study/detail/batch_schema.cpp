#include "engine/study/detail/batch_schema.hpp"

#include <charconv>

#include <fmt/format.h>

#include "engine/core/version.hpp"

namespace headwater::detail {
namespace {

constexpr const char* meta_sql =
    "CREATE TABLE meta (\"key\" TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID";
constexpr const char* jobs_sql =
    "CREATE TABLE jobs (job INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, "
    "title TEXT NOT NULL, title_ja TEXT NOT NULL, scenario TEXT NOT NULL, "
    "scenario_ja TEXT NOT NULL, model TEXT NOT NULL, as_of TEXT NOT NULL, "
    "\"rows\" INTEGER NOT NULL, chunk_rows INTEGER NOT NULL, results TEXT NOT NULL, "
    "output_set INTEGER NOT NULL, model_hash TEXT NOT NULL, scenario_hash TEXT NOT NULL)";
constexpr const char* axes_sql =
    "CREATE TABLE axes (job INTEGER NOT NULL, axis INTEGER NOT NULL, column_name TEXT NOT NULL, "
    "driver TEXT NOT NULL, label TEXT NOT NULL, label_ja TEXT NOT NULL, operation TEXT NOT NULL, "
    "span TEXT NOT NULL, unit TEXT NOT NULL, PRIMARY KEY (job, axis)) WITHOUT ROWID";
constexpr const char* cases_sql =
    "CREATE TABLE cases (job INTEGER NOT NULL, \"row\" INTEGER NOT NULL, title TEXT NOT NULL, "
    "title_ja TEXT NOT NULL, PRIMARY KEY (job, \"row\")) WITHOUT ROWID";
constexpr const char* outputs_sql =
    "CREATE TABLE outputs (output_set INTEGER NOT NULL, output INTEGER NOT NULL, "
    "column_name TEXT NOT NULL, series TEXT NOT NULL, label TEXT NOT NULL, "
    "label_ja TEXT NOT NULL, span TEXT NOT NULL, unit TEXT NOT NULL, "
    "PRIMARY KEY (output_set, output)) WITHOUT ROWID";
constexpr const char* chunks_sql =
    "CREATE TABLE chunks (job INTEGER NOT NULL, chunk INTEGER NOT NULL, "
    "first_row INTEGER NOT NULL, \"rows\" INTEGER NOT NULL, missing INTEGER NOT NULL, "
    "digest TEXT NOT NULL, PRIMARY KEY (job, chunk)) WITHOUT ROWID";
constexpr const char* run_values_sql =
    "CREATE TABLE run_values (job INTEGER NOT NULL, output INTEGER NOT NULL, value REAL, "
    "PRIMARY KEY (job, output)) WITHOUT ROWID";
constexpr const char* figures_sql =
    "CREATE VIEW figures AS SELECT job, scenario, scenario_ja, model, as_of, series, label, "
    "label_ja, span, unit, value FROM run_values JOIN jobs USING (job) "
    "JOIN outputs USING (output_set, output)";

std::string sweep_sql(const BatchPlan& plan, std::size_t job) {
  std::string sql = fmt::format("CREATE TABLE {} (\"row\" INTEGER PRIMARY KEY",
                                quoted_name(results_table(plan, job)));
  for (const BatchAxis& axis : plan.jobs[job].axes) {
    sql += fmt::format(", {} REAL NOT NULL", quoted_name(axis.column));
  }
  for (const BatchOutput& output : plan.outputs(plan.jobs[job])) {
    sql += fmt::format(", {} REAL", quoted_name(output.column));
  }
  return sql + ")";
}

// Values in a row, bound one after the other.
class Row {
 public:
  explicit Row(Statement& statement) : statement_(statement) {}
  Row& operator<<(std::string_view text) {
    statement_.bind(next_++, text);
    return *this;
  }
  Row& operator<<(std::uint64_t number) {
    statement_.bind(next_++, std::int64_t(number));
    return *this;
  }

 private:
  Statement& statement_;
  int next_ = 0;
};

void write_jobs(Database& database, const BatchPlan& plan) {
  Statement insert_job =
      database.prepare("INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  Statement insert_axis = database.prepare("INSERT INTO axes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < plan.jobs.size(); ++i) {
    const BatchJob& job = plan.jobs[i];
    Row(insert_job) << std::uint64_t(i + 1) << (job.kind == BatchKind::run ? "run" : "sweep")
                    << job.name << job.title << job.title_ja << job.scenario << job.scenario_ja
                    << job.model << job.as_of << job.rows << job.chunk_rows
                    << results_table(plan, i) << job.output_set + 1 << job.model_hash
                    << job.scenario_hash;
    insert_job.run();
    for (std::size_t k = 0; k < job.axes.size(); ++k) {
      const BatchAxis& axis = job.axes[k];
      Row(insert_axis) << std::uint64_t(i + 1) << std::uint64_t(k + 1) << axis.column << axis.driver
                       << axis.label << axis.label_ja << axis.operation << axis.span << axis.unit;
      insert_axis.run();
    }
  }
}

void write_cases(Database& database, const BatchPlan& plan) {
  Statement insert = database.prepare("INSERT INTO cases VALUES (?, ?, ?, ?)");
  for (std::size_t i = 0; i < plan.jobs.size(); ++i) {
    const auto& cases = plan.jobs[i].cases;
    for (std::size_t row = 0; row < cases.size(); ++row) {
      Row(insert) << std::uint64_t(i + 1) << std::uint64_t(row) << cases[row].title
                  << cases[row].title_ja;
      insert.run();
    }
  }
}

void write_outputs(Database& database, const BatchPlan& plan) {
  Statement insert = database.prepare("INSERT INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t set = 0; set < plan.output_sets.size(); ++set) {
    for (std::size_t i = 0; i < plan.output_sets[set].size(); ++i) {
      const BatchOutput& output = plan.output_sets[set][i];
      Row(insert) << std::uint64_t(set + 1) << std::uint64_t(i + 1) << output.column
                  << output.series << output.label << output.label_ja << output.span << output.unit;
      insert.run();
    }
  }
}

void write_meta(Database& database, std::string_view key, std::string_view value) {
  Statement insert = database.prepare("INSERT INTO meta VALUES (?, ?)");
  insert.bind(0, key).bind(1, value).run();
}

// Rows are numbered: whether a column of this one holds the number that is due.
bool is_number(const Statement& select, int column, std::size_t number) {
  return select.integer(column) == std::int64_t(number);
}

// The axes of all jobs; false when they are not numbered as we do it.
bool read_axes(const Database& database, BatchPlan& plan) {
  Statement select = database.prepare(
      "SELECT column_name, driver, label, label_ja, operation, span, unit, axis, job FROM axes "
      "ORDER BY job, axis");
  while (select.step()) {
    const auto job = std::uint64_t(select.integer(8) - 1);
    if (job >= plan.jobs.size()) return false;
    auto& axes = plan.jobs[job].axes;
    if (!is_number(select, 7, axes.size() + 1)) return false;
    axes.push_back({select.text(0), select.text(1), select.text(2), select.text(3), select.text(4),
                    select.text(5), select.text(6)});
  }
  return true;
}

bool read_cases(const Database& database, BatchPlan& plan) {
  Statement select =
      database.prepare("SELECT title, title_ja, \"row\", job FROM cases ORDER BY job, \"row\"");
  while (select.step()) {
    const auto job = std::uint64_t(select.integer(3) - 1);
    if (job >= plan.jobs.size()) return false;
    auto& cases = plan.jobs[job].cases;
    if (!is_number(select, 2, cases.size())) return false;
    cases.push_back({select.text(0), select.text(1)});
  }
  return true;
}

bool read_jobs(const Database& database, BatchPlan& plan) {
  Statement jobs = database.prepare(
      "SELECT kind, name, title, title_ja, scenario, scenario_ja, model, as_of, \"rows\", "
      "chunk_rows, output_set, model_hash, scenario_hash, results, job FROM jobs ORDER BY job");
  while (jobs.step()) {
    BatchJob job;
    job.kind = jobs.text(0) == "run" ? BatchKind::run : BatchKind::sweep;
    job.name = jobs.text(1);
    job.title = jobs.text(2);
    job.title_ja = jobs.text(3);
    job.scenario = jobs.text(4);
    job.scenario_ja = jobs.text(5);
    job.model = jobs.text(6);
    job.as_of = jobs.text(7);
    job.rows = std::uint64_t(jobs.integer(8));
    job.chunk_rows = std::uint64_t(jobs.integer(9));
    job.output_set = std::uint64_t(jobs.integer(10) - 1);
    job.model_hash = jobs.text(11);
    job.scenario_hash = jobs.text(12);
    plan.jobs.push_back(std::move(job));
    const std::size_t number = plan.jobs.size();
    const bool kind = jobs.text(0) == "run" || jobs.text(0) == "sweep";
    if (!kind || jobs.text(13) != results_table(plan, number - 1)) return false;
    if (!is_number(jobs, 14, number)) return false;
  }
  return true;
}

bool read_outputs(const Database& database, BatchPlan& plan) {
  for (const BatchJob& job : plan.jobs) {
    // A set that shows nothing has no rows. There are no more sets than jobs, whatever is written.
    if (job.output_set >= plan.jobs.size()) return false;
    if (job.output_set >= plan.output_sets.size()) plan.output_sets.resize(job.output_set + 1);
  }
  Statement outputs = database.prepare(
      "SELECT column_name, series, label, label_ja, span, unit, output, output_set FROM outputs "
      "ORDER BY output_set, output");
  while (outputs.step()) {
    const auto set = std::uint64_t(outputs.integer(7) - 1);
    if (set >= plan.output_sets.size()) return false;
    auto& one = plan.output_sets[set];
    if (!is_number(outputs, 6, one.size() + 1)) return false;
    one.push_back({outputs.text(0), outputs.text(1), outputs.text(2), outputs.text(3),
                   outputs.text(4), outputs.text(5)});
  }
  return true;
}

}  // namespace

std::string results_table(const BatchPlan& plan, std::size_t job) {
  return plan.jobs[job].kind == BatchKind::run ? "run_values" : fmt::format("sweep_{}", job + 1);
}

std::vector<std::pair<std::string, std::string>> batch_schema(const BatchPlan& plan) {
  std::vector<std::pair<std::string, std::string>> schema = {{"meta", meta_sql},
                                                             {"jobs", jobs_sql},
                                                             {"axes", axes_sql},
                                                             {"cases", cases_sql},
                                                             {"outputs", outputs_sql},
                                                             {"chunks", chunks_sql},
                                                             {"run_values", run_values_sql}};
  for (std::size_t i = 0; i < plan.jobs.size(); ++i) {
    if (plan.jobs[i].kind == BatchKind::sweep) {
      schema.emplace_back(results_table(plan, i), sweep_sql(plan, i));
    }
  }
  schema.emplace_back("figures", figures_sql);
  return schema;
}

void write_plan(Database& database, const BatchPlan& plan, Shard shard) {
  for (const auto& [name, sql] : batch_schema(plan)) database.execute(sql);
  write_meta(database, "schema", std::to_string(batch_schema_version));
  write_meta(database, "engine", engine_version);
  write_meta(database, "plan", plan.digest());
  if (shard.count > 1) {
    write_meta(database, "shard", fmt::format("{}/{}", shard.number, shard.count));
  }
  write_jobs(database, plan);
  write_cases(database, plan);
  write_outputs(database, plan);
}

BatchPlan read_plan(const Database& database) {
  BatchPlan plan;
  const bool read = read_jobs(database, plan) && read_axes(database, plan) &&
                    read_cases(database, plan) && read_outputs(database, plan);
  return read ? plan : BatchPlan{};
}

Shard read_shard(const Database& database) {
  const std::string text = read_meta(database, "shard");
  if (text.empty()) return {};
  Shard shard{0, 0};
  const char* end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, shard.number);
  if (number.ptr != end) std::from_chars(number.ptr + 1, end, shard.count);
  return shard;
}

std::string read_meta(const Database& database, std::string_view key) {
  Statement select = database.prepare("SELECT value FROM meta WHERE \"key\" = ?");
  select.bind(0, key);
  return select.step() ? select.text(0) : "";
}

}  // namespace headwater::detail
