// Explanations as JSON: the same content as the text, for programs.
#pragma once

#include <span>
#include <string>

#include "engine/core/source.hpp"
#include "engine/study/explain.hpp"

namespace headwater {

// A figure's precedents are indices into its own "cells", the figure itself being the first.
std::string explain_json(const Scenario& scenario, const Sources& sources,
                         std::span<const Explanation> explanations);

}  // namespace headwater
