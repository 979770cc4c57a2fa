#include "engine/core/diagnostic.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "engine/core/width.hpp"

namespace headwater {

namespace {

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "";
}

// A stretch of source as the terminal shows it: a tab is one blank, what could drive the
// terminal is spelt out.
std::string shown(std::string_view source) {
  std::string blanks(source);
  std::replace(blanks.begin(), blanks.end(), '\t', ' ');
  return escaped_for_terminal(blanks);
}

// What is drawn beneath a quoted line: a run of `stroke` from `begin` to `end`, in cells of the
// shown text, and the words that belong to it.
struct Mark {
  std::size_t begin;
  std::size_t end;
  char stroke;
  std::string text;
};

// The bytes of a line that are quoted: all of them, unless the line is so long that a message
// about each of its words would fill the screen, or the disk.
struct Excerpt {
  FileId file;
  std::size_t line;
  std::size_t begin;  // in the file
  std::string_view source;
  bool is_cut_before;
  bool is_cut_behind;
};

Excerpt excerpt_at(const Sources& sources, const Place& place) {
  constexpr std::size_t bytes_max = 400;
  constexpr std::size_t bytes_before = 100;  // of the place, in a line that is cut
  const std::size_t line = sources.position(place.file, place.begin).line;
  const std::string_view whole = sources.line(place.file, line);
  const std::size_t line_begin = sources.line_begin(place.file, line);
  if (whole.size() <= bytes_max) return {place.file, line, line_begin, whole, false, false};

  const auto at_character = [whole](std::size_t at) {
    while (at < whole.size() && (static_cast<unsigned char>(whole[at]) & 0xC0u) == 0x80u) ++at;
    return at;
  };
  const std::size_t at = std::min(place.begin - line_begin, whole.size());
  const std::size_t begin = at_character(at - std::min(at, bytes_before));
  const std::size_t end = at_character(std::min(begin + bytes_max, whole.size()));
  return {place.file,        line, line_begin + begin, whole.substr(begin, end - begin), begin > 0,
          end < whole.size()};
}

std::string shown(const Excerpt& excerpt) {
  return (excerpt.is_cut_before ? "…" : "") + shown(excerpt.source) +
         (excerpt.is_cut_behind ? "…" : "");
}

bool begins_in(const Excerpt& excerpt, const Sources& sources, const Place& place) {
  return place.file == excerpt.file && excerpt.begin <= place.begin &&
         place.begin <= excerpt.begin + excerpt.source.size() &&
         sources.position(place.file, place.begin).line == excerpt.line;
}

// A place of several lines is marked to the end of its first; an empty one gets one stroke.
Mark mark_in(const Excerpt& excerpt, const Place& place, char stroke, std::string_view text) {
  const auto cells_before = [&excerpt](std::size_t offset) {
    const std::size_t bytes = std::max(offset, excerpt.begin) - excerpt.begin;
    return display_width(shown(excerpt.source.substr(0, bytes))) + (excerpt.is_cut_before ? 1 : 0);
  };
  const std::size_t begin = cells_before(place.begin);
  return {begin, std::max(cells_before(place.end), begin + 1), stroke, escaped_for_terminal(text)};
}

// The first mark is the main one: it is drawn over the others.
std::string strokes(std::span<const Mark> marks) {
  std::string row;
  for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
    row.resize(std::max(row.size(), mark->end), ' ');
    row.replace(mark->begin, mark->end - mark->begin, mark->end - mark->begin, mark->stroke);
  }
  return row;
}

// The texts of `marks`, each under the begin of its strokes, on as few rows as keep them apart.
std::vector<std::string> texts_below(std::vector<Mark> marks) {
  constexpr std::size_t gap = 2;
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& left, const Mark& right) { return left.begin < right.begin; });
  std::vector<std::string> rows;
  for (const Mark& mark : marks) {
    if (mark.text.empty()) continue;
    auto row = std::find_if(rows.begin(), rows.end(), [&](const std::string& taken) {
      return display_width(taken) + gap <= mark.begin;
    });
    if (row == rows.end()) row = rows.insert(rows.end(), "");
    row->append(mark.begin - display_width(*row), ' ').append(mark.text);
  }
  return rows;
}

// What is drawn beneath a quoted line. The first mark's text stands beside its strokes when
// nothing is drawn further right.
std::vector<std::string> rows_below(std::vector<Mark> marks) {
  std::string first = strokes(marks);
  if (first.size() == marks.front().end && !marks.front().text.empty()) {
    first += " " + marks.front().text;
    marks.front().text.clear();
  }
  std::vector<std::string> rows = texts_below(std::move(marks));
  rows.insert(rows.begin(), std::move(first));
  return rows;
}

std::string gutter_row(std::string_view gutter, std::size_t width, std::string_view text) {
  return fmt::format("{:>{}} |{}{}\n", gutter, width, text.empty() ? "" : " ", text);
}

std::string quote(const Excerpt& excerpt, std::vector<Mark> marks, std::size_t gutter) {
  std::string text = gutter_row("", gutter, "");
  text += gutter_row(std::to_string(excerpt.line), gutter, shown(excerpt));
  for (const std::string& row : rows_below(std::move(marks))) text += gutter_row("", gutter, row);
  return text;
}

std::string heading(const Sources& sources, const Place& place) {
  const LineColumn at = sources.position(place.file, place.begin);
  return fmt::format("{}:{}:{}: ", escaped_for_terminal(sources.path(place.file)), at.line,
                     at.column);
}

std::size_t gutter_width(const Diagnostic& diagnostic, const Sources& sources) {
  const auto digits_of = [&](const Place& place) {
    return std::to_string(sources.position(place.file, place.begin).line).size();
  };
  std::size_t width = digits_of(diagnostic.place);
  for (const Label& label : diagnostic.labels) width = std::max(width, digits_of(label.place));
  return width;
}

// Edits that turn `left` into `right`: a byte put in, left out, changed, or two neighbours
// swapped; no byte is edited twice.
//
// Source: Damerau, Communications of the ACM 7(3), 1964, pp. 171-176, for the four slips; the
// recurrence is that of Lowrance and Wagner, Journal of the ACM 22(2), 1975, pp. 177-183, without
// edits between the swapped bytes.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before_last(right.size() + 1);
  std::vector<std::size_t> last(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      const bool is_swap =
          i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (is_swap) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[right.size()];
}

std::string_view last_segment(std::string_view name) {
  return name.substr(name.rfind('.') + 1);  // npos + 1 is 0: a name without dots is one segment
}

// A name whose path was forgotten: the only known one that ends in the same segment.
std::optional<std::string> alone_with_last_segment(std::string_view name,
                                                   std::span<const std::string> known) {
  const auto ends_alike = [name](const std::string& other) {
    return last_segment(other) == last_segment(name);
  };
  const auto first = std::find_if(known.begin(), known.end(), ends_alike);
  if (first == known.end() || std::any_of(first + 1, known.end(), ends_alike)) return std::nullopt;
  return *first;
}

}  // namespace

std::string render(const Diagnostic& diagnostic, const Sources& sources) {
  const Excerpt main = excerpt_at(sources, diagnostic.place);
  const std::size_t gutter = gutter_width(diagnostic, sources);
  std::vector<Mark> marks = {mark_in(main, diagnostic.place, '^', diagnostic.caption)};
  std::string elsewhere;
  for (const Label& label : diagnostic.labels) {
    if (begins_in(main, sources, label.place)) {
      marks.push_back(mark_in(main, label.place, '-', label.text));
    } else {
      const Excerpt other = excerpt_at(sources, label.place);
      elsewhere += heading(sources, label.place) + escaped_for_terminal(label.text) + "\n" +
                   quote(other, {mark_in(other, label.place, '-', "")}, gutter);
    }
  }
  std::string text =
      fmt::format("{}{}: {}\n", heading(sources, diagnostic.place), word(diagnostic.severity),
                  escaped_for_terminal(diagnostic.message));
  text += quote(main, std::move(marks), gutter) + elsewhere;
  if (!diagnostic.hint.empty()) {
    text += fmt::format("{:>{}} = hint: {}\n", "", gutter, escaped_for_terminal(diagnostic.hint));
  }
  return text;
}

Diagnostic error(std::string code, const Place& place, std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.place = place;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

Diagnostic note(std::string code, const Place& place, std::string message) {
  Diagnostic diagnostic = error(std::move(code), place, std::move(message), "");
  diagnostic.severity = Severity::note;
  return diagnostic;
}

bool has_errors(std::span<const Diagnostic> diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error;
  });
}

Diagnostic more_mistakes(const Place& place) {
  Diagnostic note;
  note.severity = Severity::note;
  note.code = "more-mistakes";
  note.place = place;
  note.message = fmt::format("after {} mistakes the rest is left unread", mistakes_max);
  return note;
}

std::vector<Diagnostic> in_file_order(std::vector<Diagnostic> diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& left, const Diagnostic& right) {
                     return std::tie(left.place.file, left.place.begin) <
                            std::tie(right.place.file, right.place.begin);
                   });
  std::set<std::tuple<std::string, FileId, std::uint32_t, std::uint32_t>> seen;
  std::erase_if(diagnostics, [&seen](const Diagnostic& diagnostic) {
    const Place& place = diagnostic.place;
    return !seen.emplace(diagnostic.code, place.file, place.begin, place.end).second;
  });
  return diagnostics;
}

std::optional<std::string> nearest(std::string_view name, std::span<const std::string> known) {
  constexpr std::size_t name_bytes_max = 200;  // no one types a longer name; time is quadratic
  if (name.empty() || name.size() > name_bytes_max) return std::nullopt;
  const std::size_t edits_max = std::clamp<std::size_t>(name.size() / 3, 1, 3);
  const std::string* found = nullptr;
  std::size_t found_edits = edits_max + 1;
  for (const std::string& other : known) {
    const std::size_t longer = std::max(name.size(), other.size());
    if (longer - std::min(name.size(), other.size()) >= found_edits) continue;
    const std::size_t edits = edit_distance(name, other);
    if (edits >= found_edits || edits == longer) continue;  // all of it edited: nothing in common
    found = &other;
    found_edits = edits;
  }
  return found != nullptr ? std::optional(*found) : alone_with_last_segment(name, known);
}

}  // namespace headwater
