#include "engine/tables/data_table.hpp"

#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace headwater;

BOOST_AUTO_TEST_SUITE(data_table)

BOOST_AUTO_TEST_CASE(one_table_is_csv_and_json_lines) {
  DataTable table;
  table.text("name").text("value").text("count").end_line();
  table.text("=rent, \"old\"").number(0.1 + 0.2).integer(-3).end_line();
  table.text("").number(std::numeric_limits<double>::quiet_NaN()).blank().end_line();

  BOOST_TEST(csv_of(table) ==
             "name,value,count\n"
             "\"'=rent, \"\"old\"\"\",0.30000000000000004,-3\n"
             ",,\n");
  BOOST_TEST(json_lines_of(table) ==
             "{\"name\": \"=rent, \\\"old\\\"\", \"value\": 0.30000000000000004, \"count\": -3}\n"
             "{\"name\": \"\", \"value\": null, \"count\": null}\n");
}

BOOST_AUTO_TEST_CASE(a_table_without_lines_is_its_heading) {
  DataTable table;
  table.text("name").end_line();
  BOOST_TEST(csv_of(table) == "name\n");
  BOOST_TEST(json_lines_of(table) == "");
}

BOOST_AUTO_TEST_SUITE_END()
