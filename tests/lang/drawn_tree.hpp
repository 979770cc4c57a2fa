// Trees drawn by rapidcheck: whatever a file can say, in every kind of statement.
#pragma once

#include "engine/lang/tree.hpp"

namespace headwater::test {

// To be called within a property. Expressions nest up to `depth`.
tree::Expr drawn_expression(int depth);
tree::Document drawn_document();

}  // namespace headwater::test
