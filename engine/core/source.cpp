#include "engine/core/source.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/width.hpp"

namespace headwater {

namespace {

std::vector<std::uint32_t> begins_of_lines(std::string_view text) {
  std::vector<std::uint32_t> begins = {0};
  for (std::size_t at = text.find('\n'); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    begins.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return begins;
}

IoError unreadable(const std::string& path, int system_error) {
  return IoError(
      fmt::format("cannot read {}: {}", path, std::generic_category().message(system_error)));
}

}  // namespace

FileId Sources::add(std::string path, std::string text) {
  if (text.size() >= std::numeric_limits<std::uint32_t>::max()) {
    throw std::invalid_argument(fmt::format("text of {} must be shorter than 4 GiB", path));
  }
  auto line_begins = begins_of_lines(text);
  files_.push_back({std::move(path), std::move(text), std::move(line_begins)});
  return static_cast<FileId>(files_.size() - 1);
}

const Sources::File& Sources::file(FileId id) const {
  const auto index = static_cast<std::size_t>(id);
  require(index < files_.size(), "a file id comes from Sources::add");
  return files_[index];
}

std::string_view Sources::path(FileId id) const { return file(id).path; }

std::string_view Sources::text(FileId id) const { return file(id).text; }

std::string_view Sources::text(const Place& place) const {
  const std::string_view whole = text(place.file);
  const std::size_t begin = std::min<std::size_t>(place.begin, whole.size());
  const std::size_t end = std::clamp<std::size_t>(place.end, begin, whole.size());
  return whole.substr(begin, end - begin);
}

LineColumn Sources::position(FileId id, std::uint32_t offset) const {
  const File& in = file(id);
  const std::size_t at = std::min<std::size_t>(offset, in.text.size());
  const auto after = std::upper_bound(in.line_begins.begin(), in.line_begins.end(), at);
  const std::size_t begin = *std::prev(after);
  const auto before = std::string_view(in.text).substr(begin, at - begin);
  return {.line = static_cast<std::size_t>(after - in.line_begins.begin()),
          .column = display_width(before) + 1};
}

std::string_view Sources::line(FileId id, std::size_t line) const {
  const std::size_t begin = line_begin(id, line);
  const std::string_view rest = text(id).substr(begin);
  std::string_view found = rest.substr(0, rest.find('\n'));
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

std::uint32_t Sources::line_begin(FileId id, std::size_t line) const {
  const File& in = file(id);
  require(1 <= line && line <= in.line_begins.size(), "a line number lies within its file");
  return in.line_begins[line - 1];
}

std::string read_file(const std::string& path, std::size_t bytes_max, std::string_view limit) {
  const auto close = [](std::FILE* stream) { std::fclose(stream); };
  const std::unique_ptr<std::FILE, decltype(close)> stream(std::fopen(path.c_str(), "rb"), close);
  if (!stream) throw unreadable(path, errno);

  const auto too_long = [&] {
    return IoError(fmt::format("cannot read {}: it is longer than the {} bytes that are read, {}",
                               path, bytes_max, raise_limit(limit, bytes_max)));
  };
  // Before anything is taken, where the size is known; a pipe has none.
  std::error_code unknown;
  const auto size = std::filesystem::file_size(path, unknown);
  if (!unknown && size > bytes_max) throw too_long();
  std::string text;
  std::array<char, 1 << 16> buffer;
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), stream.get())) {
    if (count > bytes_max - text.size()) throw too_long();
    text.append(buffer.data(), count);
  }
  // A folder can be opened; only reading it fails.
  if (std::ferror(stream.get()) != 0) throw unreadable(path, errno);
  return text;
}

}  // namespace headwater
