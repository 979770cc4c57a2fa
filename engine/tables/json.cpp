#include "engine/tables/json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/tables/detail/utf8.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater {
namespace {

void append_code_unit(std::string& out, unsigned char byte) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += "\\u00";
  out += hex[byte >> 4];
  out += hex[byte & 0xF];
}

void append_ascii(std::string& out, char character) {
  switch (character) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(character);
  if (byte < 0x20 || byte == 0x7F) append_code_unit(out, byte);
  else out += character;
}

constexpr auto stands_for_itself = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < 0x7F; ++byte) plain[byte] = byte != '"' && byte != '\\';
  return plain;
}();

// How many characters at the start stand for themselves in JSON: most texts are all such.
std::size_t plain_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size()) {
    if (!stands_for_itself[static_cast<unsigned char>(text[length])]) break;
    ++length;
  }
  return length;
}

// A few texts put together on the stack and appended at once: most of a document is short pieces.
class Piece {
 public:
  static constexpr std::size_t room = 192;
  void add(std::string_view text) {
    text.copy(bytes_.data() + size_, text.size());
    size_ += text.size();
  }
  std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, room> bytes_;
  std::size_t size_ = 0;
};

// RFC 8259, section 7. U+2028 and U+2029 need no escape there, but end a line in older JavaScript,
// where JSON is often pasted.
void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t plain = plain_length(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto [bytes, whole] = detail::utf8_start(text);
    const std::string_view character = text.substr(0, bytes);
    if (!whole) out += "\\ufffd";
    else if (bytes == 1) append_ascii(out, character[0]);
    else if (character == "\u2028") out += "\\u2028";
    else if (character == "\u2029") out += "\\u2029";
    else out += character;
    text.remove_prefix(bytes);
  }
  out += '"';
}

}  // namespace

void JsonWriter::begin_line() {
  if (layout_ == JsonLayout::line) {
    if (out_.back() == ',') out_ += ' ';
    return;
  }
  constexpr std::string_view line = "\n                ";
  const std::size_t blanks = 2 * levels_.size();
  const std::size_t first = std::min(blanks, line.size() - 1);
  out_ += line.substr(0, 1 + first);
  out_.append(blanks - first, ' ');
}

// Members and nested values stand on lines of their own; the scalars of an array share one.
void JsonWriter::before_value(Shape shape) {
  if (levels_.empty()) {
    require(out_.empty(), "a JSON document is one value");
    return;
  }
  Level& level = levels_.back();
  if (level.kind == Kind::object) {
    require(level.key_given, "a value in a JSON object follows its key");
    level.key_given = false;
    return;
  }
  const bool first = level.empty;
  if (!first) out_ += ',';
  level.empty = false;
  level.on_lines = level.on_lines || shape == Shape::nested;
  if (level.on_lines) begin_line();
  else if (!first) out_ += ' ';
}

JsonWriter& JsonWriter::begin(Kind kind) {
  before_value(Shape::nested);
  const bool object = kind == Kind::object;
  out_ += object ? '{' : '[';
  levels_.push_back({.kind = kind, .empty = true, .key_given = false, .on_lines = object});
  return *this;
}

JsonWriter& JsonWriter::end(Kind kind) {
  require(!levels_.empty(), "a JSON object or array is ended after it began");
  const Level level = levels_.back();
  require(level.kind == kind, "JSON objects and arrays end as they began");
  require(!level.key_given, "a key in a JSON object is followed by its value");
  levels_.pop_back();
  if (!level.empty && level.on_lines) begin_line();
  out_ += kind == Kind::object ? '}' : ']';
  return *this;
}

JsonWriter& JsonWriter::begin_object() { return begin(Kind::object); }
JsonWriter& JsonWriter::end_object() { return end(Kind::object); }
JsonWriter& JsonWriter::begin_array() { return begin(Kind::array); }
JsonWriter& JsonWriter::end_array() { return end(Kind::array); }

JsonWriter& JsonWriter::key(std::string_view name) {
  require(!levels_.empty() && levels_.back().kind == Kind::object, "a key stands in a JSON object");
  Level& level = levels_.back();
  require(!level.key_given, "a key in a JSON object is followed by its value");
  level.key_given = true;
  const bool first = std::exchange(level.empty, false);
  constexpr std::string_view line = "\n                                ";
  const std::size_t blanks = 2 * levels_.size();
  const bool short_and_plain = layout_ != JsonLayout::line && blanks < line.size() &&
                               name.size() + line.size() + 8 < Piece::room &&
                               plain_length(name) == name.size();
  if (short_and_plain) {
    Piece piece;
    if (!first) piece.add(",");
    piece.add(line.substr(0, 1 + blanks));
    piece.add("\"");
    piece.add(name);
    piece.add("\": ");
    out_ += piece.view();
    return *this;
  }
  if (!first) out_ += ',';
  begin_line();
  append_quoted(out_, name);
  out_ += ": ";
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  before_value(Shape::scalar);
  if (value.size() + 2 < Piece::room && plain_length(value) == value.size()) {
    Piece piece;
    piece.add("\"");
    piece.add(value);
    piece.add("\"");
    out_ += piece.view();
  } else {
    append_quoted(out_, value);
  }
  return *this;
}

JsonWriter& JsonWriter::number(double value) {
  if (std::isnan(value)) return null();
  require(std::isfinite(value), "a number in JSON is finite or missing");
  before_value(Shape::scalar);
  append_round_trip(out_, value);
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) { return scalar(std::to_string(value)); }

JsonWriter& JsonWriter::boolean(bool value) { return scalar(value ? "true" : "false"); }

JsonWriter& JsonWriter::null() { return scalar("null"); }

JsonWriter& JsonWriter::scalar(std::string_view written) {
  before_value(Shape::scalar);
  out_ += written;
  return *this;
}

std::string JsonWriter::str() const& { return JsonWriter(*this).str_and_end(); }

std::string JsonWriter::str() && { return str_and_end(); }

std::string JsonWriter::str_and_end() {
  require(levels_.empty(), "every JSON object and array is ended");
  require(!out_.empty(), "a JSON document is one value");
  out_ += '\n';
  return std::move(out_);
}

}  // namespace headwater
