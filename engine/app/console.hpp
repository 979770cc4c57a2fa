// What a command says: data for stdout, words for stderr, and how wide the reader's terminal is.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headwater {

// Exit codes: see scenarios and scripts that call us.
enum class Exit {
  done = 0,
  broken_check = 1,  // done, but a check broke or a forecast value is missing
  usage = 2,
  input = 3,          // an input file is wrong
  world = 4,          // disk, permissions
  ours = 70,          // our own fault
  interrupted = 130,  // by Ctrl-C, or told to end
};

enum class DiagnosticsFormat { text, json };

class Console {
 public:
  std::string out;
  std::string err;
  std::size_t width = 120;  // 0: as wide as needed
  DiagnosticsFormat diagnostics = DiagnosticsFormat::text;
  // Shows something on stderr at once, where that is a terminal; else there is none.
  std::function<void(std::string_view)> live;

  // What a command makes lives as long as its console does: a process that ends with it need not
  // take a model apart first, which is a fifteenth of a run.
  template <typename T>
  T& keep(T thing) {
    const auto destroy = [](void* kept) { delete static_cast<T*>(kept); };
    kept_.emplace_back(new T(std::move(thing)), destroy);
    return *static_cast<T*>(kept_.back().get());
  }

 private:
  std::vector<std::unique_ptr<void, void (*)(void*)>> kept_;
};

}  // namespace headwater
