// A scenario file and those it extends, read into one list of statements.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/parser.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/file_trail.hpp"
#include "engine/model/model.hpp"

namespace headwater::detail {

struct Chain {
  std::vector<tree::Item> items;  // operations and sweeps, those of the eldest first
  std::optional<tree::ModelFile> model;
  std::filesystem::path model_folder;  // of the file that names it
  std::optional<tree::AsOf> as_of;
  std::vector<FileId> files;
  Title title;  // of the file itself, not of its parents
  std::string why;
};

class ChainReader {
 public:
  ChainReader(Sources& sources, const FileConfinement& confinement)
      : trail(sources, confinement, diagnostics), sources_(sources) {}

  // Reads on from the file that was opened. Afterwards `chain` holds what could be read.
  void read(const std::filesystem::path& path, FileId file, Parsed parsed);

  Chain chain;
  std::vector<Diagnostic> diagnostics;
  FileTrail trail;

 private:
  using FirstPlaces = std::map<std::size_t, Place>;  // by alternative of Item

  void follow(FileTrail::Opened opened);
  bool refuse_second(const tree::Item& item, FirstPlaces& seen);
  void take(tree::Item item, const std::filesystem::path& path);
  void refuse_strays(const std::vector<tree::Item>& items);

  Sources& sources_;
};

}  // namespace headwater::detail
