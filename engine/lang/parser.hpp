// Text to tree, with recovery: one mistake, one message, and the rest of the file is still read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/tree.hpp"

namespace headwater {

struct Parsed {
  tree::Document document;  // what could be read; statements with a mistake are left out
  std::vector<Diagnostic> diagnostics;
};

// A model or a scenario file: both are statements of one language.
Parsed parse(FileId file, const Sources& sources);

}  // namespace headwater
