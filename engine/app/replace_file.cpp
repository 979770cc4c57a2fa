#include "engine/app/replace_file.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace headwater {
namespace {

bool write_all(std::FILE* file, std::string_view bytes) {
  return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() &&
         std::fflush(file) == 0 && fsync(fileno(file)) == 0;
}

// Where a link leads; the path itself where there is no file yet.
std::string target_of(const std::string& path) {
  std::error_code absent;
  const auto target = std::filesystem::canonical(path, absent);
  return absent ? path : target.string();
}

// A device or a pipe is written to: to put a file in its place would take it from everybody.
void write_through(const std::string& path, std::string_view bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  const bool written = file != nullptr &&
                       std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() &&
                       std::fflush(file) == 0;
  const int reason = errno;
  const bool closed = file != nullptr && std::fclose(file) == 0;
  if (written && closed) return;
  throw IoError(fmt::format("cannot write {}: {}", path,
                            std::generic_category().message(written ? errno : reason)));
}

}  // namespace

void replace_file(const std::string& path, std::string_view bytes) {
  const std::string target = target_of(path);
  const std::string beside = target + ".part";
  const auto fail = [&] {
    const std::string reason = std::generic_category().message(errno);
    std::remove(beside.c_str());
    throw IoError(fmt::format("cannot write {}: {}", path, reason));
  };
  struct stat before{};
  const bool there = stat(target.c_str(), &before) == 0;
  if (there && !S_ISREG(before.st_mode) && !S_ISDIR(before.st_mode)) {
    return write_through(target, bytes);
  }
  if (there && access(target.c_str(), W_OK) != 0) fail();
  std::FILE* file = std::fopen(beside.c_str(), "wb");
  if (file == nullptr) fail();
  const bool written =
      write_all(file, bytes) && (!there || fchmod(fileno(file), before.st_mode & 07777u) == 0);
  const int reason = errno;
  const bool closed = std::fclose(file) == 0;
  if (!written) errno = reason;
  if (!written || !closed) fail();
  if (std::rename(beside.c_str(), target.c_str()) != 0) fail();
}

}  // namespace headwater
