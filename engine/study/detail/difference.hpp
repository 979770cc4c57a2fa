// Differences of paired losses, as every test of them begins.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/study/paired_difference.hpp"

namespace headwater::detail {

// left - right by origin; throws as paired_difference does.
std::vector<double> differences(const PairedLosses& losses);
std::vector<double> present(std::span<const double> values);
bool all_are(std::span<const double> values, double value);

// That count / horizon independent signs are all the same, by chance: 2^(1 - that), at most 1.
double signs_agree(std::size_t count, std::size_t horizon);

}  // namespace headwater::detail
