// What variants of a model change, for programs: every clause before and after, and every addition.
//
// A clause is as the language writes it, with its word: "outlook = a * b"; null, or blank, where
// there is none. Places are FILE:LINE.
#pragma once

#include <span>
#include <string>

#include "engine/core/source.hpp"
#include "engine/model/variants.hpp"

namespace headwater {

std::string variants_json(std::span<const Variant> variants, const Sources& sources);
// A line for each clause that is another, `change` redefined; for each addition, added; and for a
// file that does neither, none.
std::string variants_csv(std::span<const Variant> variants, const Sources& sources);

}  // namespace headwater
