#include "engine/app/aligned_formula.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/app/explain_words.hpp"
#include "engine/core/width.hpp"

namespace headwater {
namespace {

// Units without blanks, so that 3 JPY/line * 2 reads as one product of two figures.
std::string compact(std::string text) {
  for (std::size_t at = text.find(" / "); at != std::string::npos; at = text.find(" / ", at)) {
    text.replace(at, 3, "/");
  }
  for (std::size_t at = text.find(" * "); at != std::string::npos; at = text.find(" * ", at)) {
    text.replace(at, 3, "·");
  }
  return text;
}

std::string valued(const FormulaPiece& piece, bool first) {
  if (!piece.figure) return piece.valued;
  if (std::isnan(piece.figure->value)) return "–";
  const std::string text = compact(full_text(piece.figure->value, piece.figure->unit));
  return piece.figure->value < 0 && !first ? "(" + text + ")" : text;
}

struct Pair {
  std::string written, valued;
  std::size_t width() const { return std::max(display_width(written), display_width(valued)); }
};

void append(std::string& line, const std::string& text, std::size_t width) {
  line += text + std::string(width - display_width(text), ' ');
}

std::string trimmed(std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line + "\n";
}

// Brackets and factors that follow a value follow it closely.
bool closes(const Pair& pair) {
  const bool factor = pair.written.empty() && pair.valued != "(";
  return factor || pair.written.starts_with(')') || pair.written.starts_with(',');
}

// What stands between operators stays together: each group begins with one.
std::vector<std::vector<Pair>> groups_of(const std::vector<FormulaPiece>& pieces) {
  std::vector<std::vector<Pair>> groups(1);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const FormulaPiece& piece = pieces[i];
    const Pair pair{escaped_for_terminal(piece.written),
                    escaped_for_terminal(valued(piece, i == 0))};
    if (pair.written.starts_with(' ') && !groups.back().empty()) groups.emplace_back();
    if (closes(pair) && !groups.back().empty()) {
      groups.back().back().written += pair.written;
      groups.back().back().valued += pair.valued;
    } else {
      groups.back().push_back(pair);
    }
  }
  return groups;
}

}  // namespace

std::string aligned_formula(const std::string& indent, const std::string& lead,
                            const std::vector<FormulaPiece>& pieces, std::size_t width) {
  const std::string blank(display_width(lead), ' ');
  const std::string gap = lead.empty() ? "" : " ";
  std::string first = indent + lead + gap + "= ";
  std::string second = indent + blank + gap + "= ";
  const std::string further = indent + blank + gap + "  ";
  const bool same = std::all_of(pieces.begin(), pieces.end(), [](const FormulaPiece& piece) {
    return !piece.figure && piece.written == piece.valued;
  });
  std::string text;
  std::size_t column = display_width(first);
  bool fresh = true;
  const auto flush = [&] {
    text += trimmed(std::move(first));
    if (!same) text += trimmed(std::move(second));
    first = second = further;
    column = display_width(further);
    fresh = true;
  };
  for (const std::vector<Pair>& group : groups_of(pieces)) {
    std::size_t needs = 0;
    for (const Pair& pair : group) needs += pair.width();
    if (!fresh && width > 0 && column + needs > width) flush();
    for (const Pair& pair : group) {
      append(first, pair.written, pair.width());
      append(second, pair.valued, pair.width());
    }
    column += needs;
    fresh = false;
  }
  flush();
  return text;
}

}  // namespace headwater
