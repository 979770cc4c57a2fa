// What is thrown, and by whom: the world's failures and our own broken promises.
//
// Mistakes in files are never thrown: they are diagnostics (engine/core/diagnostic.hpp).
#pragma once

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace headwater {

// Disk, database, terminal: carries the path and the system's own words.
class IoError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// We broke a promise of our own: a bug report, never an input error.
class BrokenPromise : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// Throws BrokenPromise with file, line and `promise` unless `holds`.
void require(bool holds, std::string_view promise,
             std::source_location where = std::source_location::current());

}  // namespace headwater
