// Sweeps too large to list: least, mean and greatest of every output, or the rows in which one is
// largest.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/summary_reducer.hpp"
#include "engine/study/sweep.hpp"
#include "engine/study/top_reducer.hpp"

namespace headwater {

// A sweep folded by a SummaryReducer or, with `by`, by a TopReducer.
struct SweepDigest {
  SweepFold fold;
  std::optional<std::size_t> by;  // the output that ranks

  const SummaryReducer& summary() const {
    return dynamic_cast<const SummaryReducer&>(*fold.answer);
  }
  const TopReducer& top() const { return dynamic_cast<const TopReducer&>(*fold.answer); }
  const std::vector<Failure>& first_failure() const {
    return by ? top().first_failure() : summary().first_failure();
  }
};

Page digest_page(const Scenario& scenario, std::span<const SweepDigest> digests, Language language);
std::string digest_csv(const Scenario& scenario, std::span<const SweepDigest> digests);
std::string digest_json(const Scenario& scenario, std::span<const SweepDigest> digests);

}  // namespace headwater
