#include "engine/tables/detail/zip.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <zlib.h>

#include "engine/core/error.hpp"

namespace headwater::detail {
namespace {

// PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", 4.3.7, 4.3.12 and 4.3.16.
constexpr std::uint32_t local_mark = 0x04034b50;
constexpr std::uint32_t directory_mark = 0x02014b50;
constexpr std::uint32_t end_mark = 0x06054b50;
constexpr std::size_t local_size = 30;
constexpr std::size_t directory_size = 46;
constexpr std::size_t end_size = 22;
constexpr std::uint16_t deflated = 8;
constexpr std::uint16_t version = 20;
constexpr std::uint16_t first_day = 0x0021;  // 1980-01-01
constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();

// Numbers of a zip are little-endian.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint32_t number = 0;
  for (std::size_t i = width; i-- > 0;) {
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return number;
}

void put(std::string& out, std::uint32_t number, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) out += char(number >> (8 * i) & 0xFFu);
}

std::uint32_t checksum(std::string_view bytes) {
  return std::uint32_t(crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), uInt(bytes.size())));
}

std::optional<std::string> inflated(std::string_view packed, std::size_t size) {
  std::string bytes(size, '\0');
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return std::nullopt;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = uInt(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = uInt(size);
  const bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0;
  inflateEnd(&stream);
  return whole ? std::optional(std::move(bytes)) : std::nullopt;
}

std::string deflate_all(std::string_view bytes) {
  z_stream stream{};
  const int begun =
      deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  require(begun == Z_OK, "zlib can begin");
  std::string packed(deflateBound(&stream, uLong(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = uInt(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = uInt(packed.size());
  const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  require(whole, "zlib's bound holds");
  return packed;
}

// The part that the directory's entry at `at` describes.
std::optional<ZipPart> part_at(std::string_view archive, std::size_t at) {
  const std::uint32_t method = number_at(archive, at + 10, 2);
  const std::uint32_t crc = number_at(archive, at + 16, 4);
  const std::size_t packed_size = number_at(archive, at + 20, 4);
  const std::size_t size = number_at(archive, at + 24, 4);
  const std::size_t name_size = number_at(archive, at + 28, 2);
  const std::size_t local = number_at(archive, at + 42, 4);
  if (archive.size() < at + directory_size + name_size) return std::nullopt;
  if (archive.size() < local + local_size) return std::nullopt;
  const std::size_t begin =
      local + local_size + number_at(archive, local + 26, 2) + number_at(archive, local + 28, 2);
  if (archive.size() < begin + packed_size) return std::nullopt;
  const std::string_view packed = archive.substr(begin, packed_size);
  auto bytes = method == deflated ? inflated(packed, size) : std::optional(std::string(packed));
  if (!bytes || bytes->size() != size || checksum(*bytes) != crc) return std::nullopt;
  return ZipPart{std::string(archive.substr(at + directory_size, name_size)), std::move(*bytes)};
}

// What a part's own header and its entry in the directory have in common.
void put_common(std::string& out, const ZipPart& part, std::size_t packed_size) {
  put(out, version, 2);
  put(out, 0, 2);  // flags
  put(out, deflated, 2);
  put(out, 0, 2);  // time
  put(out, first_day, 2);
  put(out, checksum(part.bytes), 4);
  put(out, std::uint32_t(packed_size), 4);
  put(out, std::uint32_t(part.bytes.size()), 4);
  put(out, std::uint32_t(part.name.size()), 2);
  put(out, 0, 2);  // extra
}

void put_entry(std::string& directory, const ZipPart& part, std::size_t packed_size,
               std::size_t local) {
  put(directory, directory_mark, 4);
  put(directory, version, 2);
  put_common(directory, part, packed_size);
  put(directory, 0, 2);  // comment
  put(directory, 0, 2);  // disk
  put(directory, 0, 2);  // attributes
  put(directory, 0, 4);
  put(directory, std::uint32_t(local), 4);
  directory += part.name;
}

}  // namespace

std::optional<std::vector<ZipPart>> read_zip(std::string_view archive) {
  if (archive.size() < end_size || archive.size() > most) return std::nullopt;
  const std::size_t end = archive.size() - end_size;  // nobody we read from adds a comment
  if (number_at(archive, end, 4) != end_mark) return std::nullopt;
  const std::size_t count = number_at(archive, end + 10, 2);
  std::size_t at = number_at(archive, end + 16, 4);
  std::vector<ZipPart> parts;
  for (std::size_t i = 0; i < count; ++i) {
    if (archive.size() < at + directory_size) return std::nullopt;
    if (number_at(archive, at, 4) != directory_mark) return std::nullopt;
    auto part = part_at(archive, at);
    if (!part) return std::nullopt;
    parts.push_back(std::move(*part));
    at += directory_size + number_at(archive, at + 28, 2) + number_at(archive, at + 30, 2) +
          number_at(archive, at + 32, 2);
  }
  return parts;
}

std::string write_zip(std::span<const ZipPart> parts) {
  std::string out;
  std::string directory;
  for (const ZipPart& part : parts) {
    const std::string packed = deflate_all(part.bytes);
    if (parts.size() > 0xFFFF || out.size() + packed.size() > most || part.bytes.size() > most) {
      throw std::invalid_argument("write_zip: parts must come to less than 4 GiB");
    }
    put_entry(directory, part, packed.size(), out.size());
    put(out, local_mark, 4);
    put_common(out, part, packed.size());
    out += part.name + packed;
  }
  const std::size_t begin = out.size();
  out += directory;
  put(out, end_mark, 4);
  put(out, 0, 4);  // disks
  put(out, std::uint32_t(parts.size()), 2);
  put(out, std::uint32_t(parts.size()), 2);
  put(out, std::uint32_t(directory.size()), 4);
  put(out, std::uint32_t(begin), 4);
  put(out, 0, 2);  // comment
  return out;
}

}  // namespace headwater::detail
