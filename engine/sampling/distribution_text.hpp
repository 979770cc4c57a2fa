// A distribution as it is written: its family, and numbers of which each says what it is.
#pragma once

#include <optional>
#include <utility>
#include <vector>

namespace headwater {

enum class Family {
  normal,
  lognormal,
  triangular,
  pert,
  uniform,
  beta,
  student_t,
  discrete,   // values with their probabilities
  empirical,  // values seen, each as likely as another
};

// Moments, percentiles or the family's own parameters.
enum class Says {
  mean,  // of student_t its centre
  sd,
  p10,
  p50,
  p90,
  low,  // of triangular, pert and uniform, and the ends of a beta
  mode,
  high,
  shape,        // of pert (4 unless said); of beta the first, then the second
  freedom,      // of student_t: degrees of freedom
  scale,        // of student_t
  value,        // of discrete and empirical
  probability,  // of the value before it
};

struct Parameter {
  Says says = Says::value;
  double value = 0;
  bool operator==(const Parameter&) const = default;
};

struct DistributionText {
  Family family = Family::normal;
  std::vector<Parameter> parameters;
  std::optional<std::pair<double, double>> within;  // truncated to [low, high]
  bool operator==(const DistributionText&) const = default;
};

}  // namespace headwater
