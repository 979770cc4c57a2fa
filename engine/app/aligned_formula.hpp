// A formula over its values: two lines, piece below piece.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/study/explain.hpp"

namespace headwater {

// `lead` begins the first line ("outlook"); both go on with "= ". Wide formulas break before an
// operator. A formula that is a number, or words without values, has one line.
std::string aligned_formula(const std::string& indent, const std::string& lead,
                            const std::vector<FormulaPiece>& pieces, std::size_t width);

}  // namespace headwater
