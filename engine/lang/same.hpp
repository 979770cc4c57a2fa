// Whether two trees say the same: equal in all but the places their words stood at.
//
// The order of a declaration's formulas says nothing, since each has a role of its own; nor does
// the indentation of a statement's lines beyond which line stands below which. A single period is
// what `P..P` says too.
#pragma once

#include "engine/lang/tree.hpp"

namespace headwater {

bool same(const tree::Document& left, const tree::Document& right);
bool same(const tree::Expr& left, const tree::Expr& right);

}  // namespace headwater
