// From a model file to a checked model, data included.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/parser.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/model.hpp"

namespace headwater {

// Files that a file names may not leave the folder of the top file, unless allowed.
struct FileConfinement {
  std::filesystem::path root;  // of the top file
  bool allow_outside = false;

  // Where `named`, written in a file of `folder`, is; or what forbids it, as a message.
  struct Resolved {
    std::filesystem::path path;
    std::string refusal;  // empty when the file may be read
    std::string hint;     // may be empty
  };
  Resolved resolve(const std::filesystem::path& folder, std::string_view named) const;
};

// Which file a statement belongs in; both kinds of file say `extends` and `include`.
enum class Belongs { model, scenario, either };
Belongs belongs_in(const tree::Item& item);

// Reads, parses, resolves, checks units and loads the data. All mistakes are collected, in file
// order. Throws IoError when `path` itself cannot be read.
Checked<Model> load_model(const std::filesystem::path& path, Sources& sources,
                          const FileConfinement& confinement);

// The same for a text that is in `sources` already, on disk or not, and parsed; `path` says in
// which folder the files lie that it names.
Checked<Model> load_model(const std::filesystem::path& path, FileId file, Parsed parsed,
                          Sources& sources, const FileConfinement& confinement);

}  // namespace headwater
