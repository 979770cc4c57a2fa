// What stands beside the figures of a run: what a delay leaves on its way, guidance, vintages, and
// warnings about operations.
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/app/console_run.hpp"

namespace {

using namespace headwater;

const std::string head = "model plan \"Plan\"\ncalendar quarterly\nhorizon 2022Q1..2023Q4\n";

class Folder {
 public:
  Folder() : here_(folder_.path) {}
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(name, std::ios::binary) << text;
  }

 private:
  TemporaryFolder folder_;
  WorkingFolder here_;
};

std::string says(const std::string& words) {
  const ConsoleRun run = run_words(words);
  return run.console.out + run.console.err;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(notes)

// 100 a quarter, each a quarter and a half late: of the last, all, and of the one before, half.
BOOST_AUTO_TEST_CASE(what_a_delay_leaves_on_its_way_is_told) {
  const Folder folder;
  folder.write("plan.model", head +
                                 "driver late : quarter = 1.5\n  range 0 to 4\n"
                                 "flow sent : JPY\n  before = 100 JPY\n  = 100 JPY\n"
                                 "flow got : JPY \"Receipts\"\n  = delay(sent, late)\n"
                                 "statement pl \"PL\"\n  got\n");
  BOOST_TEST(holds(says("run plan.model"), "150 JPY of Receipts arrives after 4Q23"));
  BOOST_TEST(!holds(says("run plan.model --set late=0"), "arrives after"));
}

// 107 for the year stands beside four quarters of 25, whatever the row says of its basis.
BOOST_AUTO_TEST_CASE(guidance_is_shown_unless_it_is_implied) {
  const Folder folder;
  folder.write("plan.model", head +
                                 "guidance \"g.csv\"\nflow sales : JPY\n  = 25 JPY\n"
                                 "statement pl \"PL\"\n  sales\n");
  for (const std::string basis : {"", "printed", "reported"}) {
    folder.write("g.csv", "series,period,value,unit,basis\nsales,FY2022,107,JPY," + basis + "\n");
    BOOST_TEST(holds(says("run plan.model"), "107.0"), basis);
  }
  folder.write("g.csv", "series,period,value,unit,basis\nsales,FY2022,107,JPY,implied\n");
  BOOST_TEST(!holds(says("run plan.model"), "107.0"));
}

BOOST_AUTO_TEST_CASE(a_vintage_without_days_of_publication_is_called_so) {
  const Folder folder;
  folder.write("a.csv", "series,period,value,unit\nsales,2022Q1,20,JPY\nsales,2022Q2,30,JPY\n");
  folder.write("plan.model", head +
                                 "actuals \"a.csv\"\nflow sales : JPY\n  outlook = sales[-1]\n"
                                 "statement pl \"PL\"\n  sales\n");
  folder.write("then.scenario", "scenario \"Then\"\nmodel \"plan.model\"\nas of 2022Q1\n");
  BOOST_TEST(holds(says("run then.scenario"), "pseudo-vintage"));
  BOOST_TEST(!holds(says("run plan.model"), "pseudo-vintage"));
}

BOOST_AUTO_TEST_CASE(the_day_of_a_vintage_is_named) {
  const Folder folder;
  folder.write("r.csv", "period,date\n2022Q1,2022-08-08\n2022Q2,2022-11-08\n");
  folder.write("a.csv", "series,period,value,unit\nsales,2022Q1,20,JPY\nsales,2022Q2,30,JPY\n");
  folder.write("plan.model", head +
                                 "results \"r.csv\"\nactuals \"a.csv\"\nflow sales : JPY\n"
                                 "  outlook = sales[-1]\nstatement pl \"PL\"\n  sales\n");
  folder.write("then.scenario", "scenario \"Then\"\nmodel \"plan.model\"\nas of 2022-11-07\n");
  BOOST_TEST(holds(says("run then.scenario"), "as of 2022-11-07"));
  BOOST_TEST(holds(says("run then.scenario --format json"), "\"as_of\": \"2022-11-07\""));
}

// One sweep shows a, another b, none c: but formulas read p, q and r. Nothing reads u.
BOOST_AUTO_TEST_CASE(an_operation_is_unread_only_where_no_figure_reads_it) {
  const Folder folder;
  folder.write("plan.model", head +
                                 "driver p : JPY = 1\ndriver q : JPY = 1\ndriver r : JPY = 1\n"
                                 "driver t : 1 = 1\ndriver u : JPY = 1\n"
                                 "flow a : JPY\n  = p * t\nflow b : JPY\n  = q * t\n"
                                 "flow c : JPY\n  = r\n");
  folder.write("all.scenario",
               "scenario \"All\"\nmodel \"plan.model\"\nset p = 2\nset q = 2 from 2022Q3\n"
               "set r = 2\nset u = 2\nsweep one\n  across t = 1, 2\n  show a in FY2022\n"
               "sweep two\n  across t = 1, 2\n  show b in FY2022\n");
  const std::string text = says("sweep all.scenario");
  BOOST_TEST(holds(text, "reads u in these periods"));
  BOOST_TEST(!holds(text, "reads r in these periods"));
  BOOST_TEST(!holds(text, "reads p in these periods"));
  BOOST_TEST(!holds(text, "reads q in these periods"));
}

// q is 1 in the first half of the year and 2 from the third quarter on: 6 in all.
BOOST_AUTO_TEST_CASE(an_operation_may_begin_from_a_period) {
  const Folder folder;
  folder.write("plan.model", head +
                                 "driver q : JPY = 1\nflow b : JPY\n  = q\n"
                                 "statement pl \"PL\"\n  b\n");
  folder.write("later.scenario",
               "scenario \"Later\"\nmodel \"plan.model\"\nset q = 2 from 2022Q3\n");
  BOOST_TEST(holds(says("run later.scenario --by year"), "6.00"));
}

BOOST_AUTO_TEST_SUITE_END()
