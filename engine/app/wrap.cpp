#include "engine/app/wrap.hpp"

#include <string_view>

#include "engine/core/width.hpp"

namespace headwater {
namespace {

std::string trimmed_end(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::size_t bytes_of_character(char begin) {
  const auto first = static_cast<unsigned char>(begin);
  if (first < 0x80) return 1;
  if (first < 0xE0) return 2;
  return first < 0xF0 ? 3 : 4;
}

// A line may not begin with these.
bool clings_to_what_is_before(std::string_view character) {
  constexpr std::string_view closing = "、。，．：；！？）」』】％ー・…";
  return character.size() == 3 && closing.find(character) != std::string_view::npos;
}

// A line may not end with these.
bool clings_to_what_follows(std::string_view character) {
  constexpr std::string_view opening = "（「『【△";
  return character.size() == 3 && opening.find(character) != std::string_view::npos;
}

// What a line is broken between: words with the blanks behind them, and single wide characters with
// the signs that cling to them. A wide character right behind a word belongs to it: 3Q23予.
std::vector<std::string> units_of(std::string_view text) {
  std::vector<std::string> units;
  bool open = false;  // whether the next character belongs to the last unit, whatever it is
  while (!text.empty()) {
    const std::string_view character = text.substr(0, bytes_of_character(text.front()));
    const bool joins = open || character == " " || clings_to_what_is_before(character);
    if (joins && !units.empty()) units.back() += character;
    else units.emplace_back(character);
    const bool narrow = display_width(character) < 2 && character != " ";
    open = narrow || clings_to_what_follows(character);
    text.remove_prefix(character.size());
  }
  return units;
}

// Puts text on lines of `width` cells, going on below `indent`.
class Lines {
 public:
  Lines(std::size_t width, const std::string& lead)
      : width_(width), indent_(lead.empty() ? 0 : 4, ' ') {
    if (fits(display_width(lead))) line_ = lead;
    else put_broken(lead);
  }

  bool fits(std::size_t cells) const {
    return width_ == 0 || display_width(line_) + cells <= width_;
  }
  bool fits_on_a_line(std::size_t cells) const {
    return width_ == 0 || indent_.size() + cells <= width_;
  }
  void put(const std::string& text) { line_ += text; }
  void end_line() {
    text_ += trimmed_end(std::move(line_)) + "\n";
    line_ = indent_;
  }
  // What is too long for any line, broken wherever a line may be.
  void put_broken(const std::string& piece) {
    for (const std::string& unit : units_of(piece)) {
      const bool begun = display_width(line_) > indent_.size();
      if (begun && !fits(display_width(trimmed_end(unit)))) end_line();
      put(unit);
    }
  }
  std::string text() {
    end_line();
    return std::move(text_);
  }

 private:
  std::size_t width_;
  std::string indent_;
  std::string line_;
  std::string text_;
};

}  // namespace

std::string wrapped(const std::vector<std::string>& pieces, const std::string& between,
                    std::size_t width, const std::string& lead) {
  Lines lines(width, lead);
  const std::string at_end = trimmed_end(between);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    const std::size_t needs = display_width(pieces[i]) + (last ? 0 : display_width(at_end));
    const bool beside = lines.fits(needs + (i == 0 ? 0 : display_width(between)));
    if (i > 0) lines.put(beside ? between : at_end);
    if (!beside && (i > 0 || (!lead.empty() && lines.fits_on_a_line(needs)))) lines.end_line();
    if (lines.fits_on_a_line(needs)) lines.put(pieces[i]);
    else lines.put_broken(pieces[i]);
  }
  return lines.text();
}

}  // namespace headwater
