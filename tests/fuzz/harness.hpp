// What the three fuzzers share: their entry, and how a broken promise is told.
//
// libFuzzer calls the entry with bytes of its making, replay.cpp with those of the files we keep.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace headwater::fuzz {

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Nobody catches what this throws, so libFuzzer takes it for a crash and keeps the input.
inline void promise(bool holds, const std::string& what) {
  if (!holds) throw std::logic_error(what);
}

// Every message can be shown, and a value is missing exactly when one of them is an error.
template <typename Value>
void promise_messages(const Checked<Value>& checked, const Sources& sources) {
  for (const Diagnostic& diagnostic : checked.diagnostics) {
    promise(!render(diagnostic, sources).empty(), "a message can be shown");
    promise(!diagnostic.code.empty(), "a message has a code");
    promise(!diagnostic.message.empty(), "a message says something");
  }
  promise(checked.value.has_value() != has_errors(checked.diagnostics),
          "there is a value exactly when there is no error");
}

}  // namespace headwater::fuzz
