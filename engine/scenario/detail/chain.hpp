// A scenario file and those it extends, read into one list of statements.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/lang/parser.hpp"
#include "engine/lang/tree.hpp"
#include "engine/model/file_trail.hpp"
#include "engine/model/model.hpp"

namespace headwater::detail {

// Whether a file is a model: the first statement that tells says so, since a later one may have
// strayed into it.
bool is_model(const tree::Document& document);

// The line by which a file was included.
struct IncludeStep {
  Place line;
  bool override = false;
};

struct ChainItem {
  tree::Item item;
  std::vector<IncludeStep> way;  // by which includes it came, from the outermost
};

struct Chain {
  std::vector<ChainItem> items;  // operations and studies, those of the eldest first
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
  void follow_named(const FileTrail::Paths& above, const tree::Text& named, std::string_view verb);
  void include(const FileTrail::Opened& opened, const tree::Include& include, const Place& place);
  bool refuse_second(const tree::Item& item, FirstPlaces& seen);
  void take(tree::Item item, const std::filesystem::path& path);
  bool refuse_other(const tree::Item& item, const std::filesystem::path& path);
  void refuse_strays(const std::vector<tree::Item>& items);

  Sources& sources_;
  std::vector<IncludeStep> way_;           // of the file being read
  std::set<std::filesystem::path> taken_;  // a file counts once, however often it is named
};

}  // namespace headwater::detail
