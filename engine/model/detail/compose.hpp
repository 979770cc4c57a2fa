// A model file with the one it extends and those it includes, as one list of statements.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/parser.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/load.hpp"

namespace headwater::detail {

struct Composed {
  std::vector<tree::Item>
      items;                  // of the model it extends first; `include` is replaced by its file
  std::vector<FileId> files;  // the top file first
  std::vector<Diagnostic> diagnostics;
};

// A model's own `model`, `calendar` and `horizon` lines stand for those of the model it extends.
Composed compose(const std::filesystem::path& path, FileId file, Parsed parsed, Sources& sources,
                 const FileConfinement& confinement);

// Each `redefine` put in place of what it redefines: statements without any are left.
void apply_redefinitions(std::vector<tree::Item>& items, std::vector<Diagnostic>& diagnostics);

}  // namespace headwater::detail
