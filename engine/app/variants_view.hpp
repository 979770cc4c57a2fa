// What variants of a model change, file by file, as a modeller reads it.
#pragma once

#include <span>

#include "engine/app/page.hpp"
#include "engine/app/phrases.hpp"
#include "engine/core/source.hpp"
#include "engine/model/variants.hpp"

namespace headwater {

// Redefinitions one below the other, for formulas are long and terminals are not; or as a table,
// which Markdown lays out by itself.
enum class VariantsAs { lines, table };

Page variants_page(std::span<const Variant> variants, const Sources& sources, VariantsAs as,
                   Language language);

}  // namespace headwater
