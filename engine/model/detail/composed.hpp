// What a model file says together with all it builds on, as statements and not yet understood: for
// who asks what a file changes of another.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/load.hpp"

namespace headwater::detail {

struct ComposedModel {
  std::vector<tree::Item> items;      // `for` written out, each `redefine` put where it redefines
  std::vector<FileId> files;          // the top file first
  std::optional<tree::Text> extends;  // of the top file
};

// All mistakes of form are collected. Throws IoError when `path` itself cannot be read.
Checked<ComposedModel> compose_model(const std::filesystem::path& path, Sources& sources,
                                     const FileConfinement& confinement);

}  // namespace headwater::detail
