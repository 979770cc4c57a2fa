// Splits model and scenario text into words, numbers, texts and signs.
//
// A line break is a token of its own, except inside round or square brackets and after a comma,
// where a line continues. `{m}` written without blanks is a hole in a name, not a bracket.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"

namespace headwater {

enum class TokenKind { name, number, text, sign, line_break, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;  // of a text: without quotes, escapes undone; of a sign: "+", "..", "=="
  Place place;
  std::uint32_t column = 0;  // bytes before it on its line; of a line break, of the next token
};

struct Lexed {
  std::vector<Token> tokens;  // ends in a line break and the end; without a word, in the end alone
  std::vector<Diagnostic> diagnostics;
};

Lexed lex(FileId file, const Sources& sources);

}  // namespace headwater
