// Messages for whoever wrote a file, as values: collected, then rendered at the edge.
//
// A message says where, what, both sides of a clash and where each came from, and ends in a
// hint that can be typed. One mistake makes one message.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/source.hpp"

namespace headwater {

enum class Severity { error, warning, note };

// Enough to mend a file by: what comes after so many mistakes is left unread.
inline constexpr std::size_t mistakes_max = 100;

// A second underlined stretch. On the line of the main place it is drawn with dashes beneath it;
// elsewhere it is quoted with its own file and line.
struct Label {
  Place place;
  std::string text;
  bool operator==(const Label&) const = default;
};

// Every member has an initialiser, so that named fields may be left out without a warning.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string code{};     // short kebab-case id, stable: what a reference lists
  Place place{};          // underlined with carets, the whole of it
  std::string message{};  // one line, no full stop
  std::string caption{};  // beside the carets; may be empty
  std::vector<Label> labels{};
  std::string hint{};  // may be empty
  bool operator==(const Diagnostic&) const = default;
};

// With the parts that most have.
Diagnostic error(std::string code, const Place& place, std::string message, std::string hint = {});
Diagnostic note(std::string code, const Place& place, std::string message);

// As people see it: place, source line, underlines, hint. Ends in a line break.
std::string render(const Diagnostic& diagnostic, const Sources& sources);

bool has_errors(std::span<const Diagnostic> diagnostics);

// The note that ends a list of mistakes_max, at the place of the last of them.
Diagnostic more_mistakes(const Place& place);

// In the order of their files and places; of several with one code and place the first stays.
std::vector<Diagnostic> in_file_order(std::vector<Diagnostic> diagnostics);

// A value, empty exactly when a diagnostic is an error; warnings may stand beside it.
template <typename Value>
struct Checked {
  std::optional<Value> value;
  std::vector<Diagnostic> diagnostics;
  explicit operator bool() const { return value.has_value(); }
};

// The known name nearest to `name` by edit distance, if near enough to be a slip of the pen.
std::optional<std::string> nearest(std::string_view name, std::span<const std::string> known);

}  // namespace headwater
