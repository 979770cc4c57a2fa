#include "engine/lang/lexer.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/lang/detail/words.hpp"

namespace headwater {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word(char c) { return is_letter(c) || is_digit(c); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// What a Japanese keyboard writes for the signs of ASCII: U+FF01 to U+FF5E, and a blank of its own.
constexpr std::size_t full_width_bytes = 3;
constexpr std::string_view full_width_blank = "\u3000";

// The ASCII character that the text begins with in full width, or 0.
char full_width(std::string_view text) {
  if (text.starts_with(full_width_blank)) return ' ';
  if (text.size() < full_width_bytes || text[0] != '\xEF') return '\0';
  const auto second = static_cast<unsigned char>(text[1]);
  const auto third = static_cast<unsigned char>(text[2]);
  if (third < 0x80 || third > 0xBF) return '\0';
  const int code = (second - 0xBC) * 64 + (third - 0x80);  // from U+FF00 on
  const bool known = second >= 0xBC && code >= 1 && code <= 0x5E;
  return known ? static_cast<char>(code + 0x20) : '\0';
}

class Lexer {
 public:
  Lexer(FileId file, const Sources& sources)
      : file_(file), text_(sources.text(file)), words_max_(sources.limits().words) {}

  Lexed lex() {
    constexpr std::size_t bytes_usual = 6;  // of a word, with the blanks beside it
    lexed_.tokens.reserve(std::min(text_.size() / bytes_usual, words_max_));
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = line_begin_ = 3;
    while (at_ < text_.size()) {
      if (lexed_.tokens.size() > words_max_) return stop_at_too_many();
      if (lexed_.diagnostics.size() >= mistakes_max) return stop_at_mistakes();
      step();
    }
    return finish();
  }

 private:
  Lexed finish() {
    at_ = text_.size();
    break_line();
    push(TokenKind::end, "", at_, at_);
    return std::move(lexed_);
  }

  Lexed stop_at_mistakes() {
    lexed_.diagnostics.push_back(more_mistakes(lexed_.diagnostics.back().place));
    push(TokenKind::line_break, "", at_, at_);
    return finish();
  }

  // Nothing is kept of a file that is too long, so that nothing more is said of it.
  Lexed stop_at_too_many() {
    const Place last = lexed_.tokens.back().place;
    lexed_ = {};
    report("file-too-long", last.begin, last.end,
           fmt::format("a file has at most {} words and signs", words_max_),
           "take tables of figures out of it, into CSV files, " + raise_limit("words", words_max_));
    return finish();
  }

  char ahead(std::size_t offset) const {
    return at_ + offset < text_.size() ? text_[at_ + offset] : '\0';
  }

  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      break_line();
      line_begin_ = ++at_;
    } else if (is_blank(c)) {
      ++at_;
    } else if (c == '#') {
      while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    } else if (c == '"') {
      text();
    } else if (is_digit(c)) {
      number_or_word();
    } else if (is_letter(c) || hole_length(at_) > 0 ||
               (c == '*' && ahead(1) == '.' && starts_segment(at_ + 2))) {
      name();
    } else {
      sign();
    }
  }

  // The length of a hole `{m}` at `at`, or 0.
  std::size_t hole_length(std::size_t at) const {
    if (at >= text_.size() || text_[at] != '{') return 0;
    std::size_t end = at + 1;
    while (end < text_.size() && is_word(text_[end])) ++end;
    const bool closed = end < text_.size() && text_[end] == '}';
    return closed && end > at + 1 && is_letter(text_[at + 1]) ? end + 1 - at : 0;
  }

  bool starts_segment(std::size_t at) const {
    return at < text_.size() && (is_letter(text_[at]) || text_[at] == '*' || hole_length(at) > 0);
  }

  void name() {
    const std::size_t begin = at_;
    for (;;) {
      if (at_ < text_.size() && (is_word(text_[at_]) || text_[at_] == '*')) {
        if (text_[at_] == '*' && at_ > begin && text_[at_ - 1] != '.') break;
        ++at_;
      } else if (const std::size_t hole = hole_length(at_); hole > 0) {
        at_ += hole;
      } else if (ahead(0) == '\'' && ahead(1) == 's' && !is_word(ahead(2)) && at_ > begin) {
        at_ += 2;  // last year's
        break;
      } else if (at_ < text_.size() && text_[at_] == '.' && starts_segment(at_ + 1)) {
        ++at_;
      } else {
        break;
      }
    }
    push(TokenKind::name, std::string(text_.substr(begin, at_ - begin)), begin, at_);
  }

  // 12, 12.5, 1e6; and words that begin with a digit: 2023Q3, 10k.
  void number_or_word() {
    const std::size_t begin = at_;
    while (is_digit(ahead(0))) ++at_;
    if (ahead(0) == '.' && is_digit(ahead(1))) {
      ++at_;
      while (is_digit(ahead(0))) ++at_;
    }
    const std::size_t sign = ahead(1) == '+' || ahead(1) == '-' ? 1u : 0u;
    if ((ahead(0) == 'e' || ahead(0) == 'E') && is_digit(ahead(1 + sign))) {
      std::size_t end = at_ + 1 + sign;
      while (end < text_.size() && is_digit(text_[end])) ++end;
      if (end >= text_.size() || !is_word(text_[end])) at_ = end;
    }
    const bool word = is_letter(ahead(0));
    while (is_word(ahead(0))) ++at_;
    push(word ? TokenKind::name : TokenKind::number, std::string(text_.substr(begin, at_ - begin)),
         begin, at_);
  }

  void text() {
    const std::size_t begin = at_++;
    std::string content;
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n') {
      if (text_[at_] == '\\' && (ahead(1) == '"' || ahead(1) == '\\')) ++at_;
      content += text_[at_++];
    }
    const bool closed = at_ < text_.size() && text_[at_] == '"';
    if (closed) ++at_;
    push(TokenKind::text, std::move(content), begin, at_);
    if (!closed) {
      report("open-text", begin, at_, "this text is never closed",
             "end it on the same line with a double quote \"");
    }
  }

  void sign() {
    static constexpr std::array<std::string_view, 5> two = {"==", "<=", ">=", "!=", ".."};
    static constexpr std::string_view one = "+-*/%^()[]{}=<>:,~";
    const std::size_t begin = at_;
    for (const std::string_view candidate : two) {
      if (text_.substr(at_, 2) == candidate) {
        at_ += 2;
        push(TokenKind::sign, std::string(candidate), begin, at_);
        return;
      }
    }
    const char c = text_[at_];
    if (one.find(c) == std::string_view::npos) return unreadable();
    ++at_;
    push_sign(c, begin);
  }

  void push_sign(char c, std::size_t begin) {
    depth_ += c == '(' || c == '[' ? 1 : 0;
    depth_ -= (c == ')' || c == ']') && depth_ > 0 ? 1 : 0;
    push(TokenKind::sign, std::string(1, c), begin, at_);
  }

  // What begins nothing we know is reported once and then read as what it seems to stand for, so
  // that the rest of its line keeps its shape.
  void unreadable() {
    static constexpr std::array<std::string_view, 3> curly = {"\u201C", "\u201D", "\u201E"};
    for (const std::string_view quote : curly) {
      if (text_.substr(at_).starts_with(quote)) return curly_text(quote.size());
    }
    if (const char sign = full_width(text_.substr(at_)); sign != '\0') return wide(sign);
    strange();
  }

  // A text between the quotes of a word processor, to the end of its line when it is not closed.
  void curly_text(std::size_t quote_bytes) {
    const std::size_t begin = at_;
    at_ += quote_bytes;
    const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
    const std::size_t close = text_.substr(0, line_end).find("\u201D", at_);
    const std::size_t end = std::min(close, line_end);
    const std::string content(text_.substr(at_, end - at_));
    at_ = close < line_end ? close + quote_bytes : line_end;
    push(TokenKind::text, content, begin, at_);
    report("unreadable-character", begin, at_, "these quotes are curly",
           fmt::format("type straight ones: \"{}\"", content));
  }

  // A run in full width. Reported once a line: a bracket seldom comes alone.
  void wide(char first) {
    const std::size_t begin = at_;
    std::string plain(1, first);
    at_ += full_width_bytes;
    const bool word = is_word(first);
    for (char next = 0; word && is_word(next = full_width(text_.substr(at_)));) {
      plain += next;
      at_ += full_width_bytes;
    }
    if (word) {
      const bool number = std::all_of(plain.begin(), plain.end(), is_digit);
      push(number ? TokenKind::number : TokenKind::name, plain, begin, at_);
    } else if (first != ' ') {
      push_sign(first, begin);
    }
    if (wide_line_ == line_begin_) return;
    wide_line_ = line_begin_;
    const bool blank = first == ' ';
    report("unreadable-character", begin, at_,
           blank ? "this blank is full-width" : "this is written in full width",
           blank ? "type an ordinary blank" : fmt::format("type it in half width: {}", plain));
  }

  void strange() {
    static constexpr std::array<std::string_view, 5> currency = {"$", "\u00A3", "\u00A5", "\u20A9",
                                                                 "\u20AC"};
    const std::size_t begin = at_;
    for (const std::string_view sign : currency) {
      if (!text_.substr(at_).starts_with(sign)) continue;
      at_ += sign.size();
      report("unreadable-character", begin, at_, fmt::format("'{}' cannot stand here", sign),
             "a unit is written behind its number, for example 40 JPY");
      return;
    }
    do ++at_;
    while (at_ < text_.size() && !readable(at_));
    constexpr std::size_t quoted_max = 60;
    const std::string run(text_.substr(begin, at_ - begin));
    push(TokenKind::name, run, begin, at_);
    report("unreadable-character", begin, at_,
           run.size() > quoted_max ? "this cannot stand here"
                                   : fmt::format("'{}' cannot stand here", run),
           run == ";" ? "one statement a line, without ;"
                      : "names are written in letters a-z, digits, _ and dots; other writing goes "
                        "between double quotes");
  }

  bool readable(std::size_t at) const {
    static constexpr std::string_view signs = " \t\r\n#\"+-*/%^()[]{}=<>:,.~";
    return is_word(text_[at]) || signs.find(text_[at]) != std::string_view::npos ||
           full_width(text_.substr(at)) != '\0';
  }

  // Ends a line: a token unless the line is empty or continues.
  void break_line() {
    auto& tokens = lexed_.tokens;
    if (tokens.empty() || tokens.back().kind == TokenKind::line_break) return;
    const bool comma = tokens.back().kind == TokenKind::sign && tokens.back().text == ",";
    if ((depth_ > 0 || comma) && at_ < text_.size() && !statement_begins(at_ + 1)) return;
    depth_ = 0;
    push(TokenKind::line_break, "", at_, at_);
  }

  // Whether a line begins a statement beyond doubt, so that a bracket nobody closed ends before it
  // and swallows no more than its own statement.
  bool statement_begins(std::size_t line) const {
    std::size_t end = line;
    while (end < text_.size() && is_word(text_[end])) ++end;
    const std::string_view word = text_.substr(line, end - line);
    std::size_t next = end;
    while (next < text_.size() && is_blank(text_[next])) ++next;
    if (next == end || next == text_.size()) return false;
    const bool named = is_letter(text_[next]) || text_[next] == '"' || text_[next] == '{';
    if (!named) return false;
    if (detail::holds(detail::kind_words, word)) {
      const std::string_view rest = text_.substr(next, text_.find('\n', next) - next);
      return rest.find(':') != std::string_view::npos;
    }
    return word == "for" || detail::holds(detail::header_words, word) ||
           detail::holds(detail::scenario_words, word);
  }

  void push(TokenKind kind, std::string text, std::size_t begin, std::size_t end) {
    const auto place =
        Place{file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    const auto column = static_cast<std::uint32_t>(begin - line_begin_);
    auto& tokens = lexed_.tokens;
    if (!tokens.empty() && tokens.back().kind == TokenKind::line_break)
      tokens.back().column = column;
    tokens.push_back({kind, std::move(text), place, column});
  }

  void report(std::string code, std::size_t begin, std::size_t end, std::string message,
              std::string hint) {
    Diagnostic diagnostic;
    diagnostic.code = std::move(code);
    diagnostic.place = {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    diagnostic.message = std::move(message);
    diagnostic.hint = std::move(hint);
    lexed_.diagnostics.push_back(std::move(diagnostic));
  }

  FileId file_;
  std::string_view text_;
  std::size_t words_max_;  // a tree is many times its text
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t wide_line_ = std::string_view::npos;  // where full width was last reported
  int depth_ = 0;
  Lexed lexed_;
};

}  // namespace

Lexed lex(FileId file, const Sources& sources) { return Lexer(file, sources).lex(); }

}  // namespace headwater
