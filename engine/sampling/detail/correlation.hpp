// Correlations of normal scores: what rank correlations become, the nearest matrix that is one, and
// its lower triangle.
#pragma once

#include <Eigen/Core>

namespace headwater::detail {

// 2 sin(π ρ / 6), and the other way round (Kruskal, JASA 53, 1958, p. 827).
double score_correlation(double rank_correlation);
double rank_correlation(double score_correlation);

// Whether all eigenvalues are at least -1e-10.
bool is_correlation(const Eigen::MatrixXd& matrix);

// The nearest positive semi-definite matrix of unit diagonal in Frobenius' norm, by alternating
// projections with Dykstra's correction (Higham, IMA J. Numer. Anal. 22, 2002, algorithm 3.3).
Eigen::MatrixXd nearest_correlation(const Eigen::MatrixXd& matrix);

// L with L Lᵀ = matrix, rows of length 1. Where a variable is a combination of earlier ones its
// pivot, and what would follow from it, is 0.
Eigen::MatrixXd lower_triangle(const Eigen::MatrixXd& matrix);

}  // namespace headwater::detail
