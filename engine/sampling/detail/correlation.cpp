#include "engine/sampling/detail/correlation.hpp"

#include <algorithm>
#include <cmath>

namespace headwater::detail {

namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double tolerance = 1e-10;
constexpr int rounds_max = 5000;

// For |x| <= π/6; the series, so that it is the same everywhere.
double sine(double x) {
  double term = x;
  double sum = x;
  for (int k = 1; k <= 10; ++k) {
    term *= -x * x / (2 * k * (2 * k + 1));
    sum += term;
  }
  return sum;
}

struct Eigenvalues {
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;  // a column each
};

// One rotation of Jacobi's: makes a(p, q) 0. Golub and Van Loan, Matrix Computations, 4th edition,
// algorithm 8.5.1.
void rotate(Eigen::MatrixXd& a, Eigen::MatrixXd& vectors, Eigen::Index p, Eigen::Index q) {
  if (a(p, q) == 0) return;
  const double slant = (a(q, q) - a(p, p)) / (2 * a(p, q));
  const double size = 1 / (std::fabs(slant) + std::sqrt(1 + slant * slant));
  const double tangent = slant < 0 ? -size : size;
  const double cosine = 1 / std::sqrt(1 + tangent * tangent);
  const double sine = tangent * cosine;
  const auto mix = [&](double& left, double& right) {
    const double before = left;
    left = cosine * before - sine * right;
    right = sine * before + cosine * right;
  };
  for (Eigen::Index k = 0; k < a.rows(); ++k) mix(a(k, p), a(k, q));
  for (Eigen::Index k = 0; k < a.rows(); ++k) mix(a(p, k), a(q, k));
  for (Eigen::Index k = 0; k < a.rows(); ++k) mix(vectors(k, p), vectors(k, q));
  a(p, q) = a(q, p) = 0;
}

// By cyclic sweeps of our own: Eigen's solver fuses multiplications with additions where the
// processor can, and so gives other bits.
Eigenvalues eigenvalues_of(Eigen::MatrixXd a) {
  const Eigen::Index size = a.rows();
  Eigen::MatrixXd vectors = Eigen::MatrixXd::Identity(size, size);
  for (int sweep = 0; sweep < 60; ++sweep) {
    double off = 0;
    for (Eigen::Index q = 0; q < size; ++q) {
      for (Eigen::Index p = 0; p < q; ++p) off = std::max(off, std::fabs(a(p, q)));
    }
    if (off < 1e-15) break;
    for (Eigen::Index q = 0; q < size; ++q) {
      for (Eigen::Index p = 0; p < q; ++p) rotate(a, vectors, p, q);
    }
  }
  return {a.diagonal(), vectors};
}

Eigen::MatrixXd without_negative(const Eigen::MatrixXd& matrix) {
  const auto [values, vectors] = eigenvalues_of(matrix);
  const Eigen::Index size = matrix.rows();
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(size, size);
  for (Eigen::Index k = 0; k < size; ++k) {
    if (!(values(k) > 0)) continue;
    for (Eigen::Index j = 0; j < size; ++j) {
      const double part = values(k) * vectors(j, k);
      for (Eigen::Index i = 0; i < size; ++i) sum(i, j) += vectors(i, k) * part;
    }
  }
  return sum;
}

Eigen::MatrixXd of_unit_diagonal(const Eigen::MatrixXd& matrix) {
  Eigen::MatrixXd scaled = matrix;
  for (Eigen::Index j = 0; j < matrix.cols(); ++j) {
    for (Eigen::Index i = 0; i < j; ++i) {
      const double both = std::sqrt(matrix(i, i)) * std::sqrt(matrix(j, j));
      scaled(i, j) = scaled(j, i) = 0.5 * (matrix(i, j) + matrix(j, i)) / both;
    }
  }
  scaled.diagonal().setOnes();
  return scaled;
}

double largest(const Eigen::MatrixXd& matrix) { return matrix.cwiseAbs().maxCoeff(); }

}  // namespace

double score_correlation(double rank_correlation) { return 2 * sine(pi * rank_correlation / 6); }

double rank_correlation(double score_correlation) {
  double low = -1;
  double high = 1;
  for (int round = 0; round < 60; ++round) {
    const double middle = (low + high) / 2;
    (headwater::detail::score_correlation(middle) < score_correlation ? low : high) = middle;
  }
  return (low + high) / 2;
}

bool is_correlation(const Eigen::MatrixXd& matrix) {
  return eigenvalues_of(matrix).values.minCoeff() >= -tolerance;
}

Eigen::MatrixXd nearest_correlation(const Eigen::MatrixXd& matrix) {
  Eigen::MatrixXd unit = matrix;
  Eigen::MatrixXd correction = Eigen::MatrixXd::Zero(matrix.rows(), matrix.cols());
  Eigen::MatrixXd positive = matrix;
  for (int round = 0; round < rounds_max; ++round) {
    const Eigen::MatrixXd moved = unit - correction;
    positive = without_negative(moved);
    correction = positive - moved;
    const Eigen::MatrixXd before = unit;
    unit = positive;
    unit.diagonal().setOnes();
    if (largest(unit - before) <= tolerance) break;
  }
  return of_unit_diagonal(positive);
}

Eigen::MatrixXd lower_triangle(const Eigen::MatrixXd& matrix) {
  const Eigen::Index size = matrix.rows();
  Eigen::MatrixXd lower = Eigen::MatrixXd::Zero(size, size);
  for (Eigen::Index i = 0; i < size; ++i) {
    double left = 1;
    for (Eigen::Index j = 0; j < i; ++j) {
      double sum = matrix(i, j);
      for (Eigen::Index k = 0; k < j; ++k) sum -= lower(i, k) * lower(j, k);
      lower(i, j) = lower(j, j) > 0 ? sum / lower(j, j) : 0;
      left -= lower(i, j) * lower(i, j);
    }
    lower(i, i) = left > tolerance ? std::sqrt(left) : 0;
    if (lower(i, i) > 0) continue;
    const double length = std::sqrt(1 - left);
    for (Eigen::Index j = 0; j < i; ++j) lower(i, j) /= length;
  }
  return lower;
}

}  // namespace headwater::detail
