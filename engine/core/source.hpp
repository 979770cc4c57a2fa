// Source text: files as read, and places in them that a message can point at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/limits.hpp"

namespace headwater {

enum class FileId : std::uint32_t {};

// A stretch of bytes in one file, [begin, end).
struct Place {
  FileId file{};
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const Place&) const = default;
};

struct LineColumn {
  std::size_t line;    // counts from 1
  std::size_t column;  // counts from 1, in display cells up to the place's first character
  bool operator==(const LineColumn&) const = default;
};

// Every text read so far. Ids stay valid; texts never move.
class Sources {
 public:
  Sources() = default;
  explicit Sources(const Limits& limits) : limits_(limits) {}

  const Limits& limits() const { return limits_; }  // for those who read into it
  FileId add(std::string path, std::string text);
  std::string_view path(FileId file) const;
  std::string_view text(FileId file) const;
  std::string_view text(const Place& place) const;
  LineColumn position(FileId file, std::uint32_t offset) const;
  std::string_view line(FileId file, std::size_t line) const;  // without its line break
  std::uint32_t line_begin(FileId file, std::size_t line) const;
  std::size_t size() const { return files_.size(); }

 private:
  struct File {
    std::string path;
    std::string text;
    std::vector<std::uint32_t> line_begins;
  };
  const File& file(FileId id) const;
  Limits limits_;
  std::deque<File> files_;  // not a vector: a short string moves with its owner
};

// The file's bytes. Throws IoError with the path and the system's own words, or when there are more
// than `bytes_max`; `limit` is the name to raise that by.
std::string read_file(const std::string& path, std::size_t bytes_max = Limits{}.data_bytes,
                      std::string_view limit = "data-bytes");

}  // namespace headwater
