#include "engine/study/draws_table.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "engine/model/lower.hpp"

namespace headwater {
namespace {

constexpr Eigen::Index rows_together = 256;  // with a thousand axes, some ten MB of cells

class DrawsWriter final : public ChunkSink {
 public:
  DrawsWriter(const SimulateRequest& request, const DrawsTable& table)
      : request_(request), take_(table.take) {
    names_ = table.axis_names;
    if (names_.empty()) {
      for (const Axis& axis : request.design.axes()) names_.push_back(axis.name);
    }
    if (names_.size() != request.design.axes().size()) {
      throw std::invalid_argument("axis_names: one for each axis");
    }
    const Model& model = request.precedence.model();
    for (const Output& one : request.outputs) {
      names_.push_back(model.at(one.series).name + "@" + model.calendar.name(one.span));
    }
  }

  void take(std::uint64_t, const Block& rows) override {
    for (Eigen::Index first = 0; first < rows.values.rows(); first += rows_together) {
      take_(part(rows, first, std::min(first + rows_together, rows.values.rows())));
    }
    done_ += std::uint64_t(rows.values.rows());
    if (request_.told) request_.told(done_, request_.design.rows());
  }

  std::uint64_t done() const { return done_; }

 private:
  DataTable part(const Block& rows, Eigen::Index first, Eigen::Index last) const {
    DataTable table;
    table.text("draw").text("replicate");
    for (const std::string& name : names_) table.text(name);
    table.end_line();
    for (Eigen::Index lane = first; lane < last; ++lane) {
      const std::uint64_t row = rows.first_row + std::uint64_t(lane);
      table.integer(std::int64_t(row)).integer(std::int64_t(row % request_.replicates));
      for (const double value : rows.points.row(lane)) table.number(value);
      for (const double value : rows.values.row(lane)) table.number(value);
      table.end_line();
    }
    return table;
  }

  const SimulateRequest& request_;
  const std::function<void(const DataTable& draws)>& take_;
  std::vector<std::string> names_;  // of axes, then of outputs
  std::uint64_t done_ = 0;
};

}  // namespace

Checked<std::uint64_t> write_draws(const SimulateRequest& request, const DrawsTable& table,
                                   const RunOptions& options) {
  if (request.replicates == 0) throw std::invalid_argument("replicates: at least 1");
  DrawsWriter writer(request, table);
  auto program =
      lower(request.precedence, request.operations, request.design.axes(), request.outputs);
  Checked<std::uint64_t> checked{std::nullopt, std::move(program.diagnostics)};
  if (!program) return checked;
  conduct(OrderedJob{*program.value, request.design, {}, writer}, options);
  checked.value = writer.done();
  return checked;
}

}  // namespace headwater
