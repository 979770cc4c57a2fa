#include "engine/model/file_trail.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace headwater {
namespace {

constexpr std::size_t depth_max = 32;  // of files that name files

}  // namespace

Diagnostic unreadable(const tree::Text& named, const IoError& failure) {
  return error("file-unreadable", named.place, failure.what(),
               "a file is named from the folder of the one that names it");
}

std::optional<std::filesystem::path> FileTrail::resolved(const std::filesystem::path& folder,
                                                         const tree::Text& named) {
  auto found = confinement_.resolve(folder, named.text);
  if (found.refusal.empty()) return std::move(found.path);
  diagnostics_.push_back(error("file-refused", named.place,
                               fmt::format("\"{}\" may not be read: {}", named.text, found.refusal),
                               found.hint));
  return std::nullopt;
}

std::optional<FileTrail::Opened> FileTrail::open(const Paths& above, const tree::Text& named,
                                                 std::string_view verb) {
  const auto path = resolved(above.back().parent_path(), named);
  if (!path || refuse_circle(above, *path, named, verb) || refuse_depth(above, named)) {
    return std::nullopt;
  }
  try {
    Opened opened;
    opened.file = sources_.add(
        path->string(), read_file(path->string(), sources_.limits().text_bytes, "text-bytes"));
    opened.parsed = parse(opened.file, sources_);
    opened.above = above;
    opened.above.push_back(*path);
    return opened;
  } catch (const IoError& failure) {
    diagnostics_.push_back(unreadable(named, failure));
    return std::nullopt;
  }
}

bool FileTrail::refuse_circle(const Paths& above, const std::filesystem::path& path,
                              const tree::Text& named, std::string_view verb) {
  if (std::find(above.begin(), above.end(), path) == above.end()) return false;
  std::string way;
  for (const auto& one : above) way += one.filename().string() + " -> ";
  diagnostics_.push_back(
      error("extends-itself", named.place,
            fmt::format("this file {} itself: {}{}", verb, way, path.filename().string()),
            verb == "extends" ? "leave this line out, or name the file it builds on"
                              : "leave this line out"));
  return true;
}

bool FileTrail::refuse_depth(const Paths& above, const tree::Text& named) {
  if (above.size() > depth_max) {
    diagnostics_.push_back(error("too-many-parents", named.place,
                                 fmt::format("a file has at most {} others above it", depth_max),
                                 "extend one that stands higher"));
    return true;
  }
  const std::size_t files_max = sources_.limits().files;
  if (++opened_ <= files_max) return false;
  if (opened_ == files_max + 1) {
    diagnostics_.push_back(error(
        "too-many-files", named.place, fmt::format("at most {} files are read for one", files_max),
        "put several of them into one file, " + raise_limit("files", files_max)));
  }
  return true;
}

}  // namespace headwater
