// A distribution of each family from numbers that fit together, or why there is none.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/sampling/distribution.hpp"

namespace headwater::detail {

// Ends of a truncation; infinite where it has none.
struct Ends {
  double low;
  double high;
};
// Two distances that say where three percentiles are: `share` = (p50 - p10) / (p90 - p10).
struct Percentiles {
  double p10, p50, p90;
  double share() const { return (p50 - p10) / (p90 - p10); }
};

using Made = std::variant<Distribution, Impossible>;

Made normal(double mean, double sd, const Ends& ends);
// origin + exp(centre + spread z)
Made lognormal(double origin, double centre, double spread, const Ends& ends);
Made triangular(double low, double mode, double high, const Ends& ends);
Made uniform(double low, double high, const Ends& ends);
Made beta(double left, double right, double low, double high, const Ends& ends);
Made student_t(double freedom, double centre, double scale, const Ends& ends);
Made steps(std::vector<std::pair<double, double>> values);  // value, probability
Made steps(std::vector<double> values);                     // each as likely

// Where the three percentiles of the family on [0, 1] with this mode are.
Percentiles triangular_percentiles(double mode);
Percentiles pert_percentiles(double mode, double shape);
double student_p90(double freedom);  // of scale 1

// A number as a message says it.
std::string shown(double value);

}  // namespace headwater::detail
