// How outputs go together, draw by draw.
#pragma once

#include <span>

#include <Eigen/Core>

#include "engine/study/detail/output_draws.hpp"

namespace headwater::detail {

// Between every two, over the draws in which both are there; missing where one of them stays the
// same. Without rows when draws were counted, not kept, or when there are more than 32 outputs.
Eigen::ArrayXXd correlations_of(std::span<const OutputDraws> outputs);

}  // namespace headwater::detail
