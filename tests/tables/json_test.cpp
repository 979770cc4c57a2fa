#include "engine/tables/json.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "engine/core/error.hpp"

using namespace headwater;

namespace {

std::string written(std::string_view text) { return JsonWriter().text(text).str(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(a_document_is_indented_by_two_blanks) {
  JsonWriter json;
  json.begin_object();
  json.key("scenario").text("base");
  json.key("values").begin_object();
  json.key("2023Q3").number(67935.5);
  json.key("2023Q4").number(std::numeric_limits<double>::quiet_NaN());
  json.end_object();
  json.key("checks").begin_array();
  json.begin_object().key("ok").boolean(true).key("rows").integer(-3).end_object();
  json.begin_object().key("ok").boolean(false).key("why").null().end_object();
  json.end_array();
  json.end_object();

  BOOST_TEST(json.str() == R"({
  "scenario": "base",
  "values": {
    "2023Q3": 67935.5,
    "2023Q4": null
  },
  "checks": [
    {
      "ok": true,
      "rows": -3
    },
    {
      "ok": false,
      "why": null
    }
  ]
}
)");
}

BOOST_AUTO_TEST_CASE(what_is_empty_stays_on_its_line) {
  JsonWriter json;
  json.begin_object();
  json.key("none").begin_object().end_object();
  json.key("nothing").begin_array().end_array();
  json.end_object();

  BOOST_TEST(json.str() ==
             "{\n"
             "  \"none\": {},\n"
             "  \"nothing\": []\n"
             "}\n");
  BOOST_TEST(JsonWriter().begin_array().end_array().str() == "[]\n");
}

BOOST_AUTO_TEST_CASE(the_scalars_of_an_array_share_a_line_and_what_is_nested_does_not) {
  JsonWriter json;
  json.begin_array();
  json.begin_array().integer(1).number(2.5).text("x").null().boolean(true).end_array();
  json.begin_array().integer(1).begin_array().end_array().integer(2).end_array();
  json.end_array();

  BOOST_TEST(json.str() ==
             "[\n"
             "  [1, 2.5, \"x\", null, true],\n"
             "  [1,\n"
             "    [],\n"
             "    2\n"
             "  ]\n"
             "]\n");
}

BOOST_AUTO_TEST_CASE(a_scalar_alone_is_a_document) {
  BOOST_TEST(JsonWriter().number(0.1).str() == "0.1\n");
  BOOST_TEST(JsonWriter().number(-0.0).str() == "0\n");
  BOOST_TEST(JsonWriter().integer(std::numeric_limits<std::int64_t>::min()).str() ==
             "-9223372036854775808\n");
}

// RFC 8259, section 7: the quotation mark, the reverse solidus and U+0000 to U+001F.
BOOST_AUTO_TEST_CASE(what_json_reserves_is_escaped) {
  BOOST_TEST(written(R"(say "a\b")") == "\"say \\\"a\\\\b\\\"\"\n");
  BOOST_TEST(written("\b\f\n\r\t") == "\"\\b\\f\\n\\r\\t\"\n");
  BOOST_TEST(written(std::string_view("\0\x01\x1f\x7f", 4)) ==
             "\"\\u0000\\u0001\\u001f\\u007f\"\n");
  BOOST_TEST(written("a/b") == "\"a/b\"\n");
}

BOOST_AUTO_TEST_CASE(other_characters_stand_for_themselves) {
  BOOST_TEST(written("売上 △ é 😀") == "\"売上 △ é 😀\"\n");
}

BOOST_AUTO_TEST_CASE(line_separators_of_older_javascript_are_escaped) {
  BOOST_TEST(written("a\u2028b\u2029c") == "\"a\\u2028b\\u2029c\"\n");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_replaced) {
  BOOST_TEST(written("a\xFFz") == "\"a\\ufffdz\"\n");
  BOOST_TEST(written("\xE5\xA3") == "\"\\ufffd\"\n");                    // 売 cut short by the end
  BOOST_TEST(written("\xE5\xA3\"") == "\"\\ufffd\\\"\"\n");              // and by a quotation mark
  BOOST_TEST(written("\xC0\xAF") == "\"\\ufffd\\ufffd\"\n");             // an overlong /
  BOOST_TEST(written("\xED\xA0\x80") == "\"\\ufffd\\ufffd\\ufffd\"\n");  // a surrogate
  BOOST_TEST(written("\xF4\x90\x80\x80") == "\"\\ufffd\\ufffd\\ufffd\\ufffd\"\n");  // over U+10FFFF
  BOOST_TEST(written("\xF0\x9F\x98\xE5\xA3\xB2") == "\"\\ufffd売\"\n");
}

BOOST_AUTO_TEST_CASE(keys_are_escaped_like_texts) {
  BOOST_TEST(JsonWriter().begin_object().key("a\"\xFF").null().end_object().str() ==
             "{\n  \"a\\\"\\ufffd\": null\n}\n");
}

BOOST_AUTO_TEST_CASE(an_infinity_breaks_a_promise) {
  const double infinite = std::numeric_limits<double>::infinity();
  BOOST_CHECK_THROW(JsonWriter().number(infinite), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().number(-infinite), BrokenPromise);
}

BOOST_AUTO_TEST_CASE(a_document_put_together_wrongly_breaks_a_promise) {
  BOOST_CHECK_THROW(JsonWriter().str(), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().begin_object().str(), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().begin_array().str(), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().null().null(), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().null().begin_array(), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().end_object(), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().begin_object().end_array(), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().begin_array().end_object(), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().key("k"), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().begin_array().key("k"), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().begin_object().null(), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().begin_object().begin_array(), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().begin_object().key("k").key("l"), BrokenPromise);
  BOOST_CHECK_THROW(JsonWriter().begin_object().key("k").end_object(), BrokenPromise);
}

BOOST_AUTO_TEST_SUITE_END()
