#include "engine/run/reducer.hpp"

#include <cstring>

namespace headwater {
namespace {

void append(Eigen::ArrayXXd& above, const Eigen::ArrayXXd& below) {
  Eigen::ArrayXXd both(above.rows() + below.rows(), below.cols());
  both.topRows(above.rows()) = above;
  both.bottomRows(below.rows()) = below;
  above.swap(both);
}

template <typename Number>
void append(std::vector<std::byte>& bytes, const Number* numbers, std::size_t count) {
  const std::size_t before = bytes.size();
  bytes.resize(before + count * sizeof(Number));
  if (count > 0) std::memcpy(bytes.data() + before, numbers, count * sizeof(Number));
}

}  // namespace

void RowsReducer::add(const Block& chunk) {
  if (rows_.points.rows() == 0 && rows_.values.rows() == 0) {
    rows_ = chunk;
    return;
  }
  append(rows_.points, chunk.points);
  append(rows_.values, chunk.values);
  rows_.failures.insert(rows_.failures.end(), chunk.failures.begin(), chunk.failures.end());
}

void RowsReducer::merge(const Reducer& right) {
  add(dynamic_cast<const RowsReducer&>(right).rows_);
}

std::vector<std::byte> RowsReducer::bytes() const {
  std::vector<std::byte> bytes;
  append(bytes, &rows_.first_row, 1);
  append(bytes, rows_.points.data(), std::size_t(rows_.points.size()));
  append(bytes, rows_.values.data(), std::size_t(rows_.values.size()));
  for (const Failure& failure : rows_.failures) {
    append(bytes, &failure.row, 1);
    append(bytes, &failure.output, 1);
    append(bytes, &failure.cause.series, 1);
    append(bytes, &failure.cause.period.index, 1);
  }
  return bytes;
}

}  // namespace headwater
