#include "engine/lang/lexer.hpp"

#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace headwater {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word(char c) { return is_letter(c) || is_digit(c); }

class Lexer {
 public:
  Lexer(FileId file, const Sources& sources) : file_(file), text_(sources.text(file)) {}

  Lexed lex() {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = line_begin_ = 3;
    while (at_ < text_.size()) step();
    break_line();
    push(TokenKind::end, "", at_, at_);
    return std::move(lexed_);
  }

 private:
  char ahead(std::size_t offset) const {
    return at_ + offset < text_.size() ? text_[at_ + offset] : '\0';
  }

  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      break_line();
      line_begin_ = ++at_;
    } else if (c == ' ' || c == '\t' || c == '\r') {
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
    depth_ += c == '(' || c == '[' ? 1 : 0;
    depth_ -= (c == ')' || c == ']') && depth_ > 0 ? 1 : 0;
    push(TokenKind::sign, std::string(1, c), begin, at_);
  }

  // One message for the whole run of characters that begin nothing we know.
  void unreadable() {
    const std::size_t begin = at_;
    const auto readable = [](char c) {
      return is_word(c) ||
             std::string_view(" \t\r\n#\"+-*/%^()[]{}=<>:,.~").find(c) != std::string_view::npos;
    };
    do ++at_;
    while (at_ < text_.size() && !readable(text_[at_]));
    report("unreadable-character", begin, at_, "this cannot stand here",
           "names are written in letters a-z, digits, _ and dots; other writing goes between "
           "double quotes");
  }

  // Ends a line: a token unless the line is empty or continues.
  void break_line() {
    auto& tokens = lexed_.tokens;
    const bool at_end = at_ >= text_.size();
    if (tokens.empty() || tokens.back().kind == TokenKind::line_break) return;
    const bool continues = depth_ > 0 || tokens.back().text == ",";
    const bool after_comma = tokens.back().kind == TokenKind::sign && continues;
    if (after_comma && !at_end) return;
    if (depth_ > 0 && !at_end) return;
    push(TokenKind::line_break, "", at_, at_);
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
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  int depth_ = 0;
  Lexed lexed_;
};

}  // namespace

Lexed lex(FileId file, const Sources& sources) { return Lexer(file, sources).lex(); }

}  // namespace headwater
