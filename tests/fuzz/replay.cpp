// A fuzzer's main without libFuzzer: every file of the folders named is one input.
//
// replay FOLDER...: exits 1 with the name of the first file that breaks a promise. Whatever fuzzing
// has found stays in tests/fuzz/corpus, and so does not come back unseen.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <vector>

#include "tests/fuzz/harness.hpp"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

bool holds(const fs::path& path) {
  const std::string text = headwater::read_file(path.string());
  try {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    return true;
  } catch (const std::exception& broken) {
    std::fprintf(stderr, "%s: %s\n", path.c_str(), broken.what());
    return false;
  }
}

}  // namespace

int main(int count, char** words) {
  std::size_t replayed = 0;
  bool all_hold = true;
  for (int i = 1; i < count; ++i) {
    for (const fs::path& path : files_of(words[i])) {
      all_hold = holds(path) && all_hold;
      ++replayed;
    }
  }
  std::printf("%zu inputs replayed\n", replayed);
  return all_hold && replayed > 0 ? 0 : 1;
}
