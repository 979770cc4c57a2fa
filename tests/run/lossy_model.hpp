// A model with every operation that can lose a value, each in a series with a driver of its own,
// and each in whichever period one likes: `ticks` counts the periods 1, 2, 3 ... from an axis, so
// the engine sees the same work in all of them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "engine/model/program.hpp"
#include "tests/model/model_from_text.hpp"

namespace headwater::test {

inline constexpr int lossy_periods = 12;

struct Site {
  const char* formula;  // v its driver, own its series
  double ordinary;      // v of a row in which nothing is lost, times 1 to 1.25
  double bad;           // v that loses the value in period `at`
  int at;               // 1 the first
  bool for_good;        // and in all later ones
};

// Losses are derived from ticks == period.
const std::vector<Site>& sites();

class LossyModel {
 public:
  LossyModel();

  // Outputs, in this order: each site's series by period, the chain of all sites by period, the
  // level it adds up to by period, and each site's first, second and third year.
  Program program() const;
  std::size_t site_output(std::size_t site, int period) const {
    return site * lossy_periods + std::size_t(period - 1);
  }
  std::size_t chain_output(int period) const { return site_output(sites().size(), period); }
  std::size_t level_output(int period) const { return site_output(sites().size() + 1, period); }
  std::size_t year_output(std::size_t site, int year) const {
    return site_output(sites().size() + 2, 1) + site * 3 + std::size_t(year);
  }
  CellId cell(std::size_t site, int period) const;

  // Axis 0 is ticks' step, axis i + 1 the driver of site i.
  Eigen::ArrayXXd ordinary_points(Eigen::Index rows) const;

 private:
  Known known_;
};

}  // namespace headwater::test
