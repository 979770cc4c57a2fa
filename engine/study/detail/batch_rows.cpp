#include "engine/study/detail/batch_rows.hpp"

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/scenario/hash.hpp"
#include "engine/study/detail/batch_schema.hpp"

namespace headwater::detail {
namespace {

double as_stored(double value) { return is_missing(value) ? missing() : value + 0.0; }

std::string insert_sql(BatchKind kind, const std::string& table, Eigen::Index columns) {
  if (kind == BatchKind::run) return "INSERT INTO run_values VALUES (?, ?, ?)";
  std::string sql = fmt::format("INSERT INTO {} VALUES (?", quoted_name(table));
  for (Eigen::Index i = 0; i < columns; ++i) sql += ", ?";
  return sql + ")";
}

std::string select_sql(BatchKind kind, const std::string& table) {
  if (kind == BatchKind::run) {
    // With the job: a search relies on the order of keys, and passes over one that is wrong.
    return "SELECT output, value, job FROM run_values WHERE job = ? ORDER BY output";
  }
  return fmt::format("SELECT * FROM {} WHERE \"row\" >= ? AND \"row\" < ? ORDER BY \"row\"",
                     quoted_name(table));
}

void bind_value(Statement& statement, int parameter, double value) {
  if (is_missing(value)) statement.bind_null(parameter);
  else statement.bind(parameter, as_stored(value));
}

// Nothing but a number or NULL is ours.
double read_value(const Statement& statement, int column) {
  return statement.stored_as(column) == StoredAs::null ? missing() : statement.real(column);
}

}  // namespace

std::string chunk_digest(const Block& chunk) {
  const Eigen::Index axes = chunk.points.cols();
  Eigen::ArrayXXd stored(axes + chunk.values.cols(), chunk.values.rows());  // a row is a column
  stored.topRows(axes) = chunk.points.transpose();
  stored.bottomRows(chunk.values.cols()) = chunk.values.transpose();
  stored = stored.unaryExpr([](double value) { return as_stored(value); });
  ContentHash hash;
  hash.add(fmt::format("{} {} {}", chunk.first_row, stored.cols(), stored.rows()));
  hash.add(std::as_bytes(std::span(stored.data(), std::size_t(stored.size()))));
  return hash.hex();
}

std::uint64_t missing_in(const Block& chunk) { return std::uint64_t(chunk.values.isNaN().count()); }

JobRows::JobRows(const Database& database, const BatchPlan& plan, std::size_t job)
    : database_(database),
      kind_(plan.jobs[job].kind),
      job_(std::int64_t(job) + 1),
      table_(results_table(plan, job)),
      axes_(Eigen::Index(plan.jobs[job].axes.size())),
      outputs_(Eigen::Index(plan.outputs(plan.jobs[job]).size())),
      insert_(database.prepare(insert_sql(kind_, table_, axes_ + outputs_))),
      select_(database.prepare(select_sql(kind_, table_))) {}

void JobRows::insert(const Block& chunk) {
  for (Eigen::Index lane = 0; lane < chunk.values.rows(); ++lane) insert_row(chunk, lane);
}

void JobRows::insert_row(const Block& chunk, Eigen::Index lane) {
  if (kind_ == BatchKind::run) {
    for (Eigen::Index i = 0; i < outputs_; ++i) {
      insert_.bind(0, job_).bind(1, std::int64_t(i + 1));
      bind_value(insert_, 2, chunk.values(lane, i));
      insert_.run();
    }
    return;
  }
  insert_.bind(0, std::int64_t(chunk.first_row) + lane);
  for (Eigen::Index i = 0; i < axes_; ++i) bind_value(insert_, int(1 + i), chunk.points(lane, i));
  for (Eigen::Index i = 0; i < outputs_; ++i) {
    bind_value(insert_, int(1 + axes_ + i), chunk.values(lane, i));
  }
  insert_.run();
}

Block JobRows::read(std::uint64_t first_row, std::uint64_t rows) {
  select_.reset();
  if (kind_ == BatchKind::run) {
    select_.bind(0, job_);
  } else {
    select_.bind(0, std::int64_t(first_row)).bind(1, std::int64_t(first_row + rows));
  }
  Block block;
  block.first_row = first_row;
  block.points.resize(Eigen::Index(rows), axes_);
  block.values.resize(Eigen::Index(rows), outputs_);
  Eigen::Index lane = 0;
  while (lane < Eigen::Index(rows) && read_row(block, lane)) ++lane;
  block.points.conservativeResize(lane, Eigen::NoChange);
  block.values.conservativeResize(lane, Eigen::NoChange);
  return block;
}

bool JobRows::read_row(Block& block, Eigen::Index lane) {
  if (kind_ == BatchKind::run) {
    for (Eigen::Index i = 0; i < outputs_; ++i) {
      const bool there =
          select_.step() && select_.integer(0) == i + 1 && select_.integer(2) == job_;
      if (!there) return false;
      block.values(lane, i) = read_value(select_, 1);
    }
    return true;
  }
  if (!select_.step() || select_.integer(0) != std::int64_t(block.first_row) + lane) return false;
  for (Eigen::Index i = 0; i < axes_ + outputs_; ++i) {
    double& value = i < axes_ ? block.points(lane, i) : block.values(lane, i - axes_);
    value = read_value(select_, int(1 + i));
  }
  return true;
}

std::uint64_t JobRows::count() const {
  Statement select = database_.prepare(
      fmt::format("SELECT count(*) FROM {}{}", quoted_name(table_),
                  kind_ == BatchKind::run ? fmt::format(" WHERE job = {}", job_) : ""));
  return select.step() ? std::uint64_t(select.integer(0)) : 0;
}

}  // namespace headwater::detail
