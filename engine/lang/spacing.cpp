// One blank between words, save where a sign belongs to its neighbour: f(x, -y^2), x[-1], 3%,
// 2023Q3..FY2024.
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/lang/detail/cursor.hpp"
#include "engine/lang/detail/page.hpp"
#include "engine/lang/detail/words.hpp"

namespace headwater::detail {
namespace {

class Spacer {
 public:
  std::size_t before(const Word& word) {
    const std::size_t blanks = first_ ? 0 : gap(word);
    remember(word);
    return blanks;
  }

 private:
  std::size_t gap(const Word& word) const {
    const bool sign = word.kind == TokenKind::sign;
    const std::string_view text = word.text;
    if (tight_) return 0;
    if (dated_ && (text == "-" || after_ == "-")) return 0;
    if (after_ == ".." && word.kind == TokenKind::name) return ends_unit(text) ? 1 : 0;
    if (!sign) return 1;
    if (text == ")" || text == "]" || text == "," || text == "^") return 0;
    if (text == "(" || text == "[" || text == "..") return value_ == TokenKind::name ? 0 : 1;
    if (text == "%") return value_ == TokenKind::number ? 0 : 1;
    return 1;
  }

  void remember(const Word& word) {
    const bool sign = word.kind == TokenKind::sign;
    const bool opens = sign && (word.text == "(" || word.text == "[");
    const bool closes = sign && (word.text == ")" || word.text == "]");
    const bool minus = sign && word.text == "-";
    tight_ = opens || (sign && word.text == "^") || (minus && value_ == TokenKind::line_break);
    value_ = value_kind(word, closes);
    depth_ += opens ? 1 : closes ? -1 : 0;
    dated_ = word.begins_statement ? word.text == "as" : dated_;
    first_ = false;
    after_ = sign ? std::string_view(word.text) : std::string_view();
  }

  // Of a word that can end a value, what it is; else the end of a line, which ends none.
  TokenKind value_kind(const Word& word, bool closes) const {
    if (word.kind == TokenKind::sign) {
      const bool ends = closes || word.text == "%" || word.text == "..";
      return ends ? TokenKind::sign : TokenKind::line_break;
    }
    if (word.kind != TokenKind::name) return word.kind;
    const bool keyword = word.begins_statement || word.text == "of" || word.text == "at" ||
                         (is_reserved(word.text) && word.text != "history");
    const bool position = is_position(word.text) && depth_ == 0 && (after_ == "=" || after_ == ",");
    return keyword || position ? TokenKind::line_break : TokenKind::name;
  }

  bool first_ = true;
  bool dated_ = false;                       // in `as of 2023-11-08`
  bool tight_ = false;                       // nothing goes between the last word and the next
  TokenKind value_ = TokenKind::line_break;  // what the last word is as the end of a value
  std::string_view after_;                   // the last word, where it was a sign
  int depth_ = 0;
};

}  // namespace

void space(std::vector<Line>& lines) {
  Spacer spacer;
  for (Line& line : lines) {
    if (line.words.empty()) continue;
    if (line.kind != LineKind::continuation) spacer = {};
    for (Word& word : line.words) word.gap = spacer.before(word);
    line.words.front().gap = 0;
  }
}

}  // namespace headwater::detail
