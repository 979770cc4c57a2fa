// A tree as text: every tree has one, whatever its file looked like.
//
// A statement a line with its clauses below it in a fixed order, brackets only where the tree
// needs them. Read back, the text is the same tree up to places, and printing that gives the same
// text. Comments are not in the tree: to tidy a file a person wrote there is format.
#pragma once

#include <string>

#include "engine/lang/tree.hpp"

namespace headwater {

std::string print(const tree::Document& document);
std::string print(const tree::Expr& expr);

}  // namespace headwater
