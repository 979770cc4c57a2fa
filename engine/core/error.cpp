#include "engine/core/error.hpp"

#include <fmt/format.h>

namespace headwater {

void require(bool holds, std::string_view promise, std::source_location where) {
  if (holds) return;
  throw BrokenPromise(
      fmt::format("{}:{}: broken promise: {}", where.file_name(), where.line(), promise));
}

}  // namespace headwater
