#include "engine/sampling/unit_points.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "engine/sampling/latin.hpp"
#include "engine/sampling/philox.hpp"

namespace headwater {

namespace {

constexpr std::uint64_t rows_max = std::uint64_t{1} << 62;
constexpr std::size_t strip = 256;

void refuse(const char* what) { throw std::invalid_argument(what); }

void demand(const UnitPointsOptions& options) {
  if (options.points < 1) refuse("UnitPointsOptions::points is at least 1");
  if (options.replicates < 1) refuse("UnitPointsOptions::replicates is at least 1");
  if (options.points > rows_max / options.replicates) {
    refuse("UnitPointsOptions::points times replicates is at most 2^62");
  }
  switch (options.drawing) {
    case Drawing::random: return;
    case Drawing::antithetic:
      if (options.points % 2 != 0) refuse("UnitPointsOptions::points of antithetic draws is even");
      return;
    case Drawing::sobol:
    case Drawing::latin_hypercube:
      if (options.points > Permutation::size_max) {
        refuse("UnitPointsOptions::points of sobol and latin_hypercube is at most 2^32");
      }
      return;
  }
}

std::uint64_t scramble_key(const UnitAxis& axis, std::uint64_t stream) {
  const std::uint64_t place = std::uint64_t{std::uint32_t(axis.period)} << 32 | axis.copy;
  return derived_key(stream, place);
}

Stream stream_of(const UnitAxis& axis, std::uint64_t key) {
  return {key, std::uint32_t(axis.period), axis.copy};
}

}  // namespace

UnitPoints::UnitPoints(std::vector<UnitAxis> axes, const UnitPointsOptions& options)
    : axes_(std::move(axes)),
      options_(options),
      sobol_(options.drawing == Drawing::sobol ? std::min(axes_.size(), sobol_axes_max) : 0) {
  demand(options);
  for (const UnitAxis& axis : axes_) keys_.push_back(stream_key(options.seed, axis.name));
}

std::uint64_t UnitPoints::rows() const { return options_.points * options_.replicates; }

std::size_t UnitPoints::axes_drawn_random() const {
  if (options_.drawing != Drawing::sobol || axes_.size() <= sobol_axes_max) return 0;
  return axes_.size() - sobol_axes_max;
}

bool UnitPoints::by_row(std::size_t axis) const {
  return options_.drawing == Drawing::random ||
         (options_.drawing == Drawing::sobol && axis >= sobol_axes_max);
}

void UnitPoints::fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const {
  const auto count = std::size_t(points.rows());
  if (std::size_t(points.cols()) != axes_.size())
    refuse("UnitPoints::fill: a column for each axis");
  if (first_row > rows() || count > rows() - first_row) refuse("UnitPoints::fill: rows there are");
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    double* column = points.col(Eigen::Index(axis)).data();
    if (by_row(axis)) {
      fill_random(stream_of(axes_[axis], keys_[axis]), first_row, column, count);
    } else {
      fill_column(axis, first_row, column, count);
    }
  }
}

void UnitPoints::fill_column(std::size_t axis, std::uint64_t first_row, double* out,
                             std::size_t count) const {
  const std::uint64_t replicates = options_.replicates;
  if (replicates == 1) return fill_points(axis, 0, first_row, out, count);
  std::array<double, strip> drawn;
  for (std::size_t skip = 0; skip < std::min<std::uint64_t>(replicates, count); ++skip) {
    const std::uint64_t row = first_row + skip;
    std::uint64_t point = row / replicates;
    std::size_t left = std::size_t((count - skip + replicates - 1) / replicates);
    double* to = out + skip;
    while (left > 0) {
      const std::size_t now = std::min(left, strip);
      fill_points(axis, std::uint32_t(row % replicates), point, drawn.data(), now);
      for (std::size_t i = 0; i < now; ++i) to[i * replicates] = drawn[i];
      to += now * replicates;
      point += now;
      left -= now;
    }
  }
}

namespace {

// Points 2k and 2k + 1 of a replicate share the draw of its own stream's row k.
void fill_antithetic(const Stream& stream, std::uint64_t first, double* out, std::size_t count) {
  std::array<double, strip> drawn;
  for (std::size_t done = 0; done < count;) {
    const std::uint64_t point = first + done;
    const std::size_t now = std::min(count - done, 2 * strip - std::size_t(point % 2));
    fill_random(stream, point / 2, drawn.data(),
                std::size_t((point + now - 1) / 2 - point / 2 + 1));
    for (std::size_t i = 0; i < now; ++i) {
      const double u = drawn[std::size_t((point + i) / 2 - point / 2)];
      out[done + i] = (point + i) % 2 == 0 ? u : 1 - u;
    }
    done += now;
  }
}

}  // namespace

void UnitPoints::fill_points(std::size_t axis, std::uint32_t replicate, std::uint64_t first,
                             double* out, std::size_t count) const {
  const Stream stream = stream_of(axes_[axis], keys_[axis]);
  const Stream own = {replicate == 0 ? stream.key : derived_key(stream.key, replicate),
                      stream.period, stream.copy};
  const std::uint64_t key = derived_key(scramble_key(axes_[axis], stream.key), replicate);
  switch (options_.drawing) {
    case Drawing::random: return fill_random(stream, first, out, count);
    case Drawing::antithetic: return fill_antithetic(own, first, out, count);
    case Drawing::sobol: return sobol_.fill(axis, key, first, out, count);
    case Drawing::latin_hypercube:
      return fill_latin(Permutation(options_.points, key), options_.points, own, first, out, count);
  }
}

}  // namespace headwater
