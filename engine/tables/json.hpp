// JSON, written in one pass: strings escaped, numbers as round-trip doubles, missing as null.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headwater {

enum class JsonLayout { indented, line };  // by two blanks; or all of it on one line

// Builds one document. Misuse (a value where a key is due, an unclosed object) breaks a promise.
class JsonWriter {
 public:
  explicit JsonWriter(JsonLayout layout = JsonLayout::indented) : layout_(layout) {}

  // The bytes it is likely to come to, so that a long text is not moved as it grows.
  void reserve(std::size_t bytes) { out_.reserve(bytes); }
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& number(double value);  // NaN is null; an infinity breaks a promise
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  std::string str() const&;  // ends in a line break
  std::string str() &&;      // takes the text along, which may be long

 private:
  enum class Kind { object, array };
  enum class Shape { scalar, nested };
  struct Level {
    Kind kind;
    bool empty;      // nothing written in it yet
    bool key_given;  // a value is due
    bool on_lines;   // an array of scalars stays on one line
  };
  void before_value(Shape shape);
  JsonWriter& begin(Kind kind);
  JsonWriter& end(Kind kind);
  JsonWriter& scalar(std::string_view written);
  void begin_line();
  std::string str_and_end();
  JsonLayout layout_;
  std::string out_;
  std::vector<Level> levels_;
};

}  // namespace headwater
