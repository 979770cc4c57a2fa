// Writes out every `for`: its body once per row, with the holes filled.
#pragma once

#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/lang/tree.hpp"

namespace headwater {

struct Expanded {
  std::vector<tree::Item> items;  // no For among them, in file order
  std::vector<Diagnostic> diagnostics;
};

// A hole standing alone as a value takes the row's expression; within a name or a text it takes
// the words of the row's cell. Unknown holes, statements that cannot repeat and loops that would
// fill the memory are errors.
Expanded expand(std::vector<tree::Item> items);

}  // namespace headwater
