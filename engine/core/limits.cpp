#include "engine/core/limits.hpp"

#include <array>

#include <fmt/format.h>

namespace headwater {
namespace {

// A place in a file counts bytes in 32 bits.
constexpr std::size_t bytes_most = (std::size_t{1} << 32) - 2;
constexpr std::size_t count_most = 1'000'000'000;

constexpr std::array<LimitName, 10> names = {{{"text-bytes", &Limits::text_bytes, bytes_most},
                                              {"data-bytes", &Limits::data_bytes, bytes_most},
                                              {"words", &Limits::words, count_most},
                                              {"files", &Limits::files, count_most},
                                              {"rows", &Limits::rows, count_most},
                                              {"columns", &Limits::columns, count_most},
                                              {"cell-bytes", &Limits::cell_bytes, bytes_most},
                                              {"figures", &Limits::figures, count_most},
                                              {"sweep-rows", &Limits::sweep_rows, count_most},
                                              {"draws", &Limits::draws, count_most}}};

}  // namespace

std::span<const LimitName> limit_names() { return names; }

std::string raise_limit(std::string_view name, std::size_t limit) {
  return fmt::format("or allow more: --limit {}={}", name, 2 * limit);
}

}  // namespace headwater
