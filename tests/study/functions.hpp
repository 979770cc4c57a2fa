// Functions whose sensitivities are known exactly.
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "tests/scenario/uncertain.hpp"
#include "tests/study/conduct_function.hpp"

namespace headwater::test {

// sin x1 + a sin^2 x2 + b x3^4 sin x1, each x even on (-pi, pi).
//
// Ishigami and Homma, Proceedings of ISUMA '90, 1990, pp. 398-403. Its variances are integrals of
// sines and powers: V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = 8 b^2 pi^8 / 225, no others.
struct Ishigami {
  double a = 7;
  double b = 0.1;

  Eigen::ArrayXXd operator()(const Eigen::ArrayXXd& x) const {
    return x.col(0).sin() * (1 + b * x.col(2).square().square()) + a * x.col(1).sin().square();
  }
  static double power_of_pi(int power) { return std::pow(std::numbers::pi, power); }
  double v1() const { return std::pow(1 + b * power_of_pi(4) / 5, 2) / 2; }
  double v2() const { return a * a / 8; }
  double v13() const { return 8 * b * b * power_of_pi(8) / 225; }
  double variance() const { return v1() + v2() + v13(); }
  std::vector<double> first() const { return {v1() / variance(), v2() / variance(), 0}; }
  std::vector<double> total() const {
    return {(v1() + v13()) / variance(), v2() / variance(), v13() / variance()};
  }
  static Inputs inputs() { return alike(3, uniform(-std::numbers::pi, std::numbers::pi)); }
};

// Ishigami's function and its three derivatives.
inline Eigen::ArrayXXd ishigami_and_slopes(const Eigen::ArrayXXd& x) {
  const Ishigami f;
  Eigen::ArrayXXd values(x.rows(), 4);
  values.col(0) = f(x);
  values.col(1) = x.col(0).cos() * (1 + f.b * x.col(2).square().square());
  values.col(2) = f.a * (2 * x.col(1)).sin();
  values.col(3) = 4 * f.b * x.col(2).cube() * x.col(0).sin();
  return values;
}

// prod (|4 x_i - 2| + a_i) / (1 + a_i), each x even on (0, 1): a product of independent factors of
// mean 1 and variance v_i = 1 / (3 (1 + a_i)^2), so that 1 + V = prod (1 + v_i).
//
// Saltelli and Sobol', Reliability Engineering and System Safety 50(3), 1995, pp. 225-239.
struct SobolG {
  std::vector<double> a;

  Eigen::ArrayXXd operator()(const Eigen::ArrayXXd& x) const {
    Eigen::ArrayXXd product = Eigen::ArrayXXd::Ones(x.rows(), 1);
    for (Eigen::Index i = 0; i < x.cols(); ++i) {
      const double own = a[std::size_t(i)];
      product.col(0) *= ((4 * x.col(i) - 2).abs() + own) / (1 + own);
    }
    return product;
  }
  double v(std::size_t i) const { return 1 / (3 * (1 + a[i]) * (1 + a[i])); }
  double variance() const {
    double product = 1;
    for (std::size_t i = 0; i < a.size(); ++i) product *= 1 + v(i);
    return product - 1;
  }
  std::vector<double> first() const {
    std::vector<double> all;
    for (std::size_t i = 0; i < a.size(); ++i) all.push_back(v(i) / variance());
    return all;
  }
  std::vector<double> total() const {
    std::vector<double> all;
    for (std::size_t i = 0; i < a.size(); ++i) {
      all.push_back(v(i) / (1 + v(i)) * (1 + variance()) / variance());
    }
    return all;
  }
  Inputs inputs() const { return alike(a.size(), uniform(0, 1)); }
};

// sum b_i x_i + sum over i <= j of b_ij x_i x_j, on (0, 1)^4: the polynomial of Wicaksono's
// gsa-module.
inline Eigen::ArrayXXd polynomial(const Eigen::ArrayXXd& x) {
  const auto x1 = x.col(0), x2 = x.col(1), x3 = x.col(2), x4 = x.col(3);
  return 0.05 * x1 + 0.59 * x2 + 10 * x3 + 0.21 * x4 + 80 * x1 * x2 + 60 * x1 * x3 + 40 * x1 * x4 +
         30 * x2 * x2 + 0.73 * x2 * x3 + 0.18 * x2 * x4 + 0.64 * x3 * x3 + 0.93 * x3 * x4 +
         0.06 * x4 * x4;
}

// Draws of the joint, row by row.
class DrawnRows final : public Design {
 public:
  DrawnRows(const Inputs& inputs, const UnitPoints& points) : inputs_(inputs), points_(points) {}
  std::span<const Axis> axes() const override { return inputs_.axes; }
  std::uint64_t rows() const override { return points_.rows(); }
  void fill(std::uint64_t first_row, Eigen::Ref<Eigen::ArrayXXd> points) const override {
    points_.fill(first_row, points);
    inputs_.joint.draw(points);
  }

 private:
  const Inputs& inputs_;
  const UnitPoints& points_;
};

}  // namespace headwater::test
