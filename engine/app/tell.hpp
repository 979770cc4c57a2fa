// What a command says on stderr: each message as text for people, or as one line of JSON.
//
// A line holds one object: severity (error, warning, note), code (kebab-case, stable), message,
// hint, and where the message points: file, line, column, end_line, end_column (from 1, columns in
// cells of the terminal as in the text; the end is the first cell behind) and labels, each with its
// own place and message. Where there is no place they are null.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/console.hpp"
#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/tables/json.hpp"

namespace headwater {

// A message that no reader of files drew: of the command line, of a run, of the disk.
struct Notice {
  std::string code;
  std::string message;
  std::string hint{};            // may be empty
  std::string text;              // the whole of it, as people read it; ends in a line break
  std::optional<Place> place{};  // what it points at, if it does
  std::function<void(JsonWriter&)> more{};  // further members of its object, if any
  Severity severity = Severity::error;
};

void tell(Console& console, const std::vector<Diagnostic>& diagnostics, const Sources& sources);
void tell(Console& console, const Notice& notice, const Sources& sources = {});

}  // namespace headwater
