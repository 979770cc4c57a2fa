// The clauses of a declaration, each as the language writes it and with its place.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/source.hpp"
#include "engine/lang/tree.hpp"

namespace headwater::detail {

struct Clause {
  std::string key;   // what can stand there once: "value", "outlook", "parts by kind"
  std::string text;  // with its word: "outlook = a * b"
  std::optional<Place> place;
};

// In the order of the language's own layout. `solves` are the titles of the blocks that close
// circles, by number.
std::vector<Clause> clauses_of(const tree::Declaration& declaration,
                               std::span<const std::string> solves);

}  // namespace headwater::detail
