// The cells that figures rest on, near or far.
#pragma once

#include <set>
#include <span>
#include <vector>

#include "engine/model/program.hpp"

namespace headwater::detail {

using Cells = std::set<CellId>;

// The cells themselves and all they read, near or far.
Cells read_by(const Precedence& precedence, std::vector<CellId> open);

// What figures read of cells by themselves, however they roll up.
std::vector<CellId> cells_of(const Precedence& precedence, std::span<const Output> outputs);

// Those of `reached` that `from` may change: that are among it, or read such a cell, near or far.
Cells moved_by(const Precedence& precedence, const Cells& reached, std::vector<CellId> from);

}  // namespace headwater::detail
