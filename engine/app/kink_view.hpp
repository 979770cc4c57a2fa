// Kinks for people: which formula changes over, what it takes, and how far off the other branch is.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/core/source.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/kink.hpp"

namespace headwater {

struct KinkStyle {
  Language language = Language::english;
  std::size_t width = 0;  // of the terminal in cells; 0: as wide as needed
};

// A row for each formula: of its periods the nearest. Nothing without kinks.
std::optional<PageTable> kink_table(const Scenario& scenario, const Sources& sources,
                                    std::span<const Kink> kinks, const KinkStyle& style);

// What files for programs call things: "max", "if", "delay"; "left", "yes", "longer".
std::string_view choice_name(NodeOp op);
std::string_view branch_name(Branch branch);

}  // namespace headwater
