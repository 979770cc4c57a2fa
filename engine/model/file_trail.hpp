// Files that files name, by `extends` and `include`: read inside the folder of the top file, never
// round in a circle, and never more of them than anyone writes.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/error.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/parser.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/load.hpp"

namespace headwater {

class FileTrail {
 public:
  using Paths = std::vector<std::filesystem::path>;
  struct Opened {
    FileId file{};
    Parsed parsed;
    Paths above;  // the way to it from the top file, itself last
  };

  // All three must outlive this.
  FileTrail(Sources& sources, const FileConfinement& confinement,
            std::vector<Diagnostic>& diagnostics)
      : sources_(sources), confinement_(confinement), diagnostics_(diagnostics) {}

  // The file that the last of `above` names; nothing, with a message, when it cannot be had. `verb`
  // is what the file does to it: "extends" or "includes".
  std::optional<Opened> open(const Paths& above, const tree::Text& named, std::string_view verb);

  // Where a file named in `folder` lies; nothing, with a message, when it may not be read.
  std::optional<std::filesystem::path> resolved(const std::filesystem::path& folder,
                                                const tree::Text& named);

 private:
  bool refuse_circle(const Paths& above, const std::filesystem::path& path, const tree::Text& named,
                     std::string_view verb);
  bool refuse_depth(const Paths& above, const tree::Text& named);

  Sources& sources_;
  const FileConfinement& confinement_;
  std::vector<Diagnostic>& diagnostics_;
  std::size_t opened_ = 0;
};

// A named file that the system does not give us.
Diagnostic unreadable(const tree::Text& named, const IoError& failure);

}  // namespace headwater
