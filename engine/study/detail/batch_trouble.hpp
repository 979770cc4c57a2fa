// What SQLite refuses, said in our words, with what to do about it.
#pragma once

#include <string>

#include <fmt/format.h>

#include "engine/study/batch_file.hpp"
#include "engine/tables/sqlite.hpp"

namespace headwater::detail {

inline constexpr const char* wait_for_it = "wait until that has ended, or give -o another name";
inline constexpr const char* make_room =
    "make room, then give the same command again: it goes on there";
inline constexpr const char* move_it = "give -o another name, or move that file away";
inline constexpr const char* begin_anew =
    "nothing in it is to be relied on: move it away, and give the same command again";

// Says in our words what SQLite refused; its own follow.
template <typename Action>
auto guarded(const std::string& path, const Action& action) {
  try {
    return action();
  } catch (const DatabaseError& failure) {
    switch (failure.fault()) {
      case DatabaseFault::busy:
        throw BatchError(BatchFault::busy,
                         fmt::format("{} is being written or read by another program", path),
                         wait_for_it);
      case DatabaseFault::full: throw BatchError(BatchFault::full, failure.what(), make_room);
      case DatabaseFault::damaged:
        throw BatchError(BatchFault::damaged,
                         fmt::format("{} is damaged ({})", path, failure.words()), begin_anew);
      case DatabaseFault::other: throw;
    }
    throw;
  }
}

}  // namespace headwater::detail
