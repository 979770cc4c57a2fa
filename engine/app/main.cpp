#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <malloc.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

#include "engine/app/commands.hpp"
#include "engine/app/tell.hpp"
#include "engine/core/error.hpp"

namespace {

// The terminal's width, what COLUMNS says, or 120 where there is no terminal.
std::size_t terminal_width() {
  if (const char* columns = std::getenv("COLUMNS")) {
    const long width = std::strtol(columns, nullptr, 10);
    if (width >= 40 && width <= 10'000) return std::size_t(width);
  }
  winsize size{};
  const bool terminal = isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  return terminal && size.ws_col >= 40 ? size.ws_col : 120;
}

bool write(std::FILE* stream, const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), stream) == text.size() &&
         std::fflush(stream) == 0;
}

// A run allocates, frees and ends: memory given back to the system on the way is only asked for
// again, and a page asked for costs as much as thousands of operations.
void keep_memory() {
  constexpr int mebibyte = 1 << 20;
  mallopt(M_MMAP_THRESHOLD, 32 * mebibyte);
  mallopt(M_TRIM_THRESHOLD, 64 * mebibyte);
  mallopt(M_TOP_PAD, mebibyte);
#ifdef MADV_POPULATE_WRITE
  // Asked for together, pages cost a fraction of what they cost one after the other; a run of a
  // model takes as many. Where the system cannot, they come when they are touched.
  constexpr std::size_t page = 4096;
  constexpr std::size_t bytes = 3 * std::size_t{mebibyte};
  if (char* const block = static_cast<char*>(std::malloc(bytes))) {
    const std::size_t to_page = (page - reinterpret_cast<std::uintptr_t>(block) % page) % page;
    madvise(block + to_page, bytes - page, MADV_POPULATE_WRITE);
    std::free(block);
  }
#endif
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory();
  headwater::Console console;
  headwater::Exit exit = headwater::Exit::ours;
  try {
    console.width = terminal_width();
    if (isatty(STDERR_FILENO) == 1) {
      console.live = [](std::string_view text) { write(stderr, std::string(text)); };
    }
    exit = headwater_main({argv + 1, argv + argc}, console);
  } catch (const headwater::IoError& failure) {
    console.out.clear();
    tell(console, {.code = "world",
                   .message = failure.what(),
                   .text = std::string("headwater: ") + failure.what() + "\n"});
    exit = headwater::Exit::world;
  } catch (const std::exception& fault) {
    console.out.clear();
    const std::string message = std::string("our own fault, please report it: ") + fault.what();
    tell(console,
         {.code = "our-fault", .message = message, .text = "headwater: " + message + "\n"});
  }
  write(stderr, console.err);
  if (!write(stdout, console.out)) {
    std::perror("headwater: cannot write");
    return int(headwater::Exit::world);
  }
  // Without taking apart what the console keeps.
  std::quick_exit(int(exit));
}
