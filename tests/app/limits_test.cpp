// Inputs too large or too deep: each stops at a limit with a message, soon and without a crash.
// Written here, since the texts would fill a folder.
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/source.hpp"
#include "tests/app/console_run.hpp"

namespace {

namespace fs = std::filesystem;
using namespace headwater;

const std::string head = "model plan \"Plan\"\ncalendar quarterly\nhorizon 2022Q1..2022Q4\n";

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

// s0, s1, s2, ...: as many names as asked for.
std::string names(std::size_t count) {
  std::string all = "s0";
  for (std::size_t i = 1; i < count; ++i) all += ", s" + std::to_string(i);
  return all;
}

std::size_t count_of(const std::string& words, const std::string& text) {
  std::size_t count = 0;
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
    ++count;
  }
  return count;
}

class Folder {
 public:
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.path / name, std::ios::binary) << text;
  }
  ConsoleRun check(const std::string& name) const {
    return run_args({"check", (folder_.path / name).string()});
  }
  // The one message that a file draws.
  void refuses(const std::string& name, const std::string& message) const {
    const ConsoleRun run = check(name);
    BOOST_TEST(int(run.exit) == 3);
    BOOST_TEST(run.console.err.find(message) != std::string::npos,
               "not \"" << message << "\" but:\n"
                        << run.console.err.substr(0, 2000));
    BOOST_TEST(count_of("error: ", run.console.err) <= 1u);
  }
  void takes(const std::string& name) const {
    const ConsoleRun run = check(name);
    BOOST_TEST(int(run.exit) == 0, run.console.err.substr(0, 2000));
  }

 private:
  TemporaryFolder folder_;
};

void refuses(const std::string& body, const std::string& message) {
  const Folder folder;
  folder.write("plan.model", head + body);
  folder.refuses("plan.model", message);
}

void takes(const std::string& body) {
  const Folder folder;
  folder.write("plan.model", head + body);
  folder.takes("plan.model");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limits, *boost::unit_test::timeout(120))

// A sum of 5,000 terms of 1 JPY is 5,000 JPY: the check would be broken otherwise.
BOOST_AUTO_TEST_CASE(a_long_sum_is_read_and_a_longer_one_refused) {
  const std::string formula = "flow cost : JPY\n  = 1 JPY";
  takes(formula + repeated(" + 1 JPY", 4'999) + "\ncheck all : cost == 5000 JPY\n");
  refuses(formula + repeated(" + 1 JPY", 5'000) + "\n", "an expression has at most 5000 parts");
  refuses(formula + repeated(" + 1 JPY", 99'999) + "\n", "an expression has at most 5000 parts");
}

BOOST_AUTO_TEST_CASE(deep_nesting_is_refused) {
  const std::string formula = "flow cost : JPY\n  = ";
  for (const char* word : {"(", "-", "if ", "mid(", "max(1 JPY, "}) {
    refuses(formula + repeated(word, 100'000) + "1 JPY\n", "expressions nest at most 64 deep");
  }
  refuses(formula + repeated("if quarter == 1 then 1 JPY else ", 100'000) + "1 JPY\n",
          "expressions nest at most 64 deep");
}

// Written out, the inner mid is read twice by the next, and so on: 3^20 parts.
BOOST_AUTO_TEST_CASE(functions_that_double_what_they_read_are_refused) {
  refuses("flow cost : JPY\n  before = 1 JPY\n  = " + repeated("mid(", 20) + "cost[-1]" +
              repeated(")", 20) + "\n",
          "with its functions written out, this formula has more than 10000 parts");
}

// Each driver reads the one before it twice: looked at naively, 2^60 times.
BOOST_AUTO_TEST_CASE(drivers_that_read_drivers_twice_take_no_time) {
  std::string text = "driver d0 : % = 1%\n";
  for (int i = 1; i <= 60; ++i) {
    const std::string before = "d" + std::to_string(i - 1);
    text += "driver d" + std::to_string(i) + " : %\n  = (" + before + " + " + before + ") / 2\n";
  }
  takes(text + "flow cost : JPY\n  = 100 JPY * d60\ncheck same : cost == 1 JPY\n");
}

BOOST_AUTO_TEST_CASE(a_cut_of_many_parts_is_added_up_and_one_of_more_refused) {
  const auto cut = [](std::size_t parts) {
    return "for s in " + names(parts) + " {\n  flow {s} : JPY\n    = 1 JPY\n}\n" +
           "flow total : JPY\n  parts by name = " + names(parts) + "\n";
  };
  takes(cut(5'000) + "check all : total == 5000 JPY\n");
  refuses(cut(5'001), "a cut has at most 5000 parts");
}

BOOST_AUTO_TEST_CASE(a_pipeline_of_many_deals_is_added_up_and_one_of_more_refused) {
  const Folder folder;
  folder.write("plan.model", head + "pipeline deals from \"deals.csv\"\n" +
                                 "check all in 2022Q1 : deals.x.orders == 5000 JPY\n");
  std::string deals = "deal,line,ordered,start,end,amount,unit,profile,gross_margin\n";
  for (int i = 0; i < 5'000; ++i) {
    deals += "d" + std::to_string(i) + ",x,2022Q1,2022Q2,2022Q3,1,JPY,even,20\n";
  }
  folder.write("deals.csv", deals);
  folder.takes("plan.model");
  folder.write("deals.csv", deals + "more,x,2022Q1,2022Q2,2022Q3,1,JPY,even,20\n");
  folder.refuses("plan.model", "a pipeline has at most 5000 rows");
}

BOOST_AUTO_TEST_CASE(loops_that_would_fill_the_memory_are_refused) {
  const std::string message = "come to more than 100000 statements or 1000000 words";
  refuses("for s in " + names(1'001) + " {\n" + repeated("  driver {s} : % = 1%\n", 100) + "}\n",
          message);
  refuses("for s in " + names(1'000) + " {\n  flow {s} : JPY\n    = 1 JPY" +
              repeated(" + 1 JPY", 999) + "\n}\n",
          message);
  const std::string title(100'000, 'x');
  refuses("for s, t in (a, \"" + title + "\") {\n  flow {s} : JPY \"" + repeated("{t}", 1'000) +
              "\"\n}\n",
          message);
}

BOOST_AUTO_TEST_CASE(axes_of_too_many_values_are_refused_before_they_are_made) {
  const Folder folder;
  folder.write("plan.model", head + "driver d : % = 1%\nflow f : JPY\n  = 1 JPY * d\n");
  const std::string axis = "  across d = 1% to 2% in 1000000 points\n";
  folder.write("many.scenario", "scenario \"Many\"\nmodel \"plan.model\"\nsweep s\n" +
                                    repeated(axis, 11) + "  show f in 2022Q1\nsweep t\n" + axis +
                                    "  show f in 2022Q1\n");
  const ConsoleRun run = folder.check("many.scenario");
  BOOST_TEST(int(run.exit) == 3);
  BOOST_TEST(count_of("error: ", run.console.err) == 1u, run.console.err);
  BOOST_TEST(count_of("have more than 10000000 values", run.console.err) == 1u, run.console.err);
}

BOOST_AUTO_TEST_CASE(a_text_that_is_too_long_is_refused) {
  const Folder folder;
  folder.write("words.model", head + repeated("x\n", 600'000));
  folder.refuses("words.model", "a file has at most 1000000 words and signs");

  folder.write("bytes.model", head + "# " + std::string(Limits{}.text_bytes, 'x') + "\n");
  folder.refuses("bytes.model", "it is longer than the 10485760 bytes that are read");
  folder.write("by_name.scenario", "scenario \"Name\"\nmodel \"bytes.model\"\n");
  folder.refuses("by_name.scenario", "it is longer than the 10485760 bytes that are read");
  folder.write("by_parent.scenario", "scenario \"Name\"\nextends \"bytes.model\"\n");
  folder.refuses("by_parent.scenario", "it is longer than the 10485760 bytes that are read");
}

BOOST_AUTO_TEST_CASE(after_a_hundred_mistakes_the_rest_is_left_unread) {
  const Folder folder;
  std::string names_unknown;
  std::string numbers = "series,period,value,unit\n";
  for (int i = 0; i < 1'000; ++i) {
    names_unknown += "flow f" + std::to_string(i) + " : JPY\n  = x" + std::to_string(i) + "_y\n";
    numbers += "f,2022Q1,x,JPY\n";
  }
  folder.write("words.model", head + repeated("flwo\n", 1'000));
  folder.write("signs.model", head + repeated("driver ? : %\n", 1'000));
  folder.write("names.model", head + names_unknown);
  folder.write("numbers.model", head + "actuals \"numbers.csv\"\nflow f : JPY\n  = 1 JPY\n");
  folder.write("numbers.csv", numbers);
  folder.write("plan.model", head + "driver d : % = 1%\nflow f : JPY\n  = 1 JPY * d\n");
  folder.write("sets.scenario",
               "scenario \"Sets\"\nmodel \"plan.model\"\n" + repeated("set f = 1 JPY\n", 1'000));
  for (const char* name :
       {"words.model", "signs.model", "names.model", "numbers.model", "sets.scenario"}) {
    BOOST_TEST_CONTEXT(name) {
      const ConsoleRun run = folder.check(name);
      BOOST_TEST(int(run.exit) == 3);
      BOOST_TEST(count_of("error: ", run.console.err) == 100u);
      BOOST_TEST(count_of("note: after 100 mistakes the rest is left unread", run.console.err) ==
                 1u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_hundred_mistakes_in_a_csv_file_are_told_and_the_rest_counted) {
  const Folder folder;
  folder.write("plan.model", head + "actuals \"rows.csv\"\nflow f : JPY\n  = 1 JPY\n");
  folder.write("rows.csv", "series,period,value,unit\nf,2022Q1,1,JPY\n" + repeated("f\n", 1'000));
  const ConsoleRun run = folder.check("plan.model");
  BOOST_TEST(int(run.exit) == 3);
  BOOST_TEST(count_of("error: ", run.console.err) == 100u);
  BOOST_TEST(count_of("note: 900 more mistakes in this file", run.console.err) == 1u);
}

// Two levels of forty includes each would be 1,600 files.
BOOST_AUTO_TEST_CASE(a_model_reads_at_most_a_thousand_files) {
  const Folder folder;
  folder.write("leaf.model", "# nothing\n");
  folder.write("branch.model", repeated("include \"leaf.model\"\n", 40));
  folder.write("plan.model", head + repeated("include \"branch.model\"\n", 40));
  folder.refuses("plan.model", "at most 1000 files are read for one");
}

BOOST_AUTO_TEST_CASE(scenarios_stand_on_at_most_thirty_two_others) {
  const Folder folder;
  folder.write("plan.model", head + "driver d : % = 1%\nflow f : JPY\n  = 1 JPY * d\n");
  folder.write("s0.scenario", "scenario \"S\"\nmodel \"plan.model\"\nset d = 2%\n");
  for (int i = 1; i <= 33; ++i) {
    folder.write("s" + std::to_string(i) + ".scenario",
                 "scenario \"S\"\nextends \"s" + std::to_string(i - 1) + ".scenario\"\n");
  }
  folder.takes("s32.scenario");
  folder.refuses("s33.scenario", "a file has at most 32 others above it");
}

// A chain of lags over the longest horizon, and a history as long that an actual meets at its end.
BOOST_AUTO_TEST_CASE(the_longest_horizon_is_no_deeper_than_the_stack) {
  const Folder folder;
  folder.write("plan.model",
               "model plan \"Plan\"\ncalendar quarterly\nhorizon 0000Q1..2499Q4\n"
               "actuals \"x.csv\"\n"
               "stock x : JPY\n  = x[-1] + 1 JPY\n"
               "stock y : JPY\n  before = 0 JPY\n  = y[-1] + 1 JPY\n");
  folder.write("x.csv", "series,period,value,unit\nx,0000Q1,1,JPY\nx,2499Q3,9999,JPY\n");
  folder.takes("plan.model");
}

BOOST_AUTO_TEST_CASE(any_byte_is_answered_with_a_message) {
  const Folder folder;
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += char(byte);
  for (int byte = 0; byte < 256; ++byte) {
    for (const std::string& text :
         {std::string(1, char(byte)), head + char(byte), head + char(byte) + bytes}) {
      folder.write("any.model", text);
      const ConsoleRun run = folder.check("any.model");
      const bool answered = run.exit == Exit::input || run.exit == Exit::done;
      BOOST_TEST(answered, "byte " << byte);
    }
  }
}

// Each limit, lowered until a small model is too large for it, and then raised by what the message
// says to type: doubled until it does.
BOOST_AUTO_TEST_CASE(every_limit_can_be_raised_by_what_its_message_says) {
  const TemporaryFolder folder;
  const auto write = [&](const char* name, const std::string& text) {
    std::ofstream(folder.path / name) << text;
  };
  write("m.model", R"(model m "M"
calendar quarterly, fiscal year starts april
horizon 2023Q1..2023Q4
actuals "d.csv"
include "part.model"
include "rest.model"
driver level : JPY per quarter = 5 "Level"
flow total : JPY "Total"
  outlook = level
statement pl "P"
  total
)");
  write("part.model", "driver other : JPY per quarter = 5 \"Other\"\n");
  write("rest.model", "driver rest : JPY per quarter = 5 \"Rest\"\n");
  write("d.csv", "series,period,value,unit\ntotal,2023Q1,5,JPY\ntotal,2023Q2,5,JPY\n");
  write("s.scenario", R"(scenario "S"
model "m.model"
as of 2023Q2
sweep two "Two"
  across level in 2023Q3.. = 1, 2, 3
  show total in FY2023
uncertainty
  draw 32 by sobol
  level ~ uniform(1, 2)
)");
  const WorkingFolder here(folder.path);
  BOOST_TEST_REQUIRE((run_args({"sweep", "s.scenario"}).exit == Exit::done));
  for (const LimitName& limit : limit_names()) {
    const std::string name(limit.name);
    std::string option = name + "=1";
    int rounds = 0;
    for (; rounds < 40; ++rounds) {
      const ConsoleRun run = run_args({"sweep", "s.scenario", "--limit", option});
      if (run.exit == Exit::done) break;
      BOOST_TEST(int(run.exit) == 3, run.console.err);
      const std::size_t hint = run.console.err.find("--limit " + name + "=");
      BOOST_TEST_REQUIRE(hint != std::string::npos, option << ": " << run.console.err);
      const std::size_t begin = hint + std::string("--limit ").size();
      option = run.console.err.substr(begin, run.console.err.find_first_of(" \n", begin) - begin);
    }
    BOOST_TEST(rounds > 0, name << " refuses nothing");
    BOOST_TEST(rounds < 40, name << " cannot be raised enough");
  }
}

// A table of SQLite has at most 2,000 columns: one is the row's number, one here an axis.
BOOST_AUTO_TEST_CASE(a_batch_of_too_wide_a_sweep_is_refused) {
  const TemporaryFolder folder;
  std::string shown = "show s0";
  std::string model =
      "model wide \"Wide\"\ncalendar annual\nhorizon FY2022..FY2022\n"
      "driver level : JPY = 1\nflow s0 : JPY\n  = level\n";
  for (int i = 1; i < 1999; ++i) {
    const std::string name = "s" + std::to_string(i);
    model += "flow " + name + " : JPY\n  = level\n";
    shown += ", " + name;
  }
  std::ofstream(folder.path / "wide.model") << model;
  const auto run = [&](const std::string& show) {
    std::ofstream(folder.path / "wide.scenario")
        << "scenario \"Wide\"\nmodel \"wide.model\"\nsweep wide \"Wide\"\n"
           "  across level in FY2022 = 1, 2\n  " +
               show + " in FY2022\n";
    return run_args({"batch", (folder.path / "wide.scenario").string(), "-o",
                     (folder.path / "wide.db").string()});
  };
  const ConsoleRun refused = run(shown);
  BOOST_TEST(int(refused.exit) == 3);
  BOOST_TEST(refused.console.err.find("come to more than 1999 columns") != std::string::npos,
             refused.console.err.substr(0, 1000));
  const ConsoleRun taken = run(shown.substr(0, shown.rfind(',')));
  BOOST_TEST(int(taken.exit) == 0, taken.console.err.substr(0, 1000));
}

BOOST_AUTO_TEST_CASE(limits_are_named_and_whole) {
  const std::string model = "any.model";
  const auto said = [&](const std::string& limit) {
    const ConsoleRun run = run_args({"check", model, "--limit", limit});
    BOOST_TEST(int(run.exit) == 2);
    return run.console.err;
  };
  BOOST_TEST(said("word=5").find("did you mean words?") != std::string::npos);
  BOOST_TEST(said("ever=5").find("there are text-bytes, data-bytes, words") != std::string::npos);
  for (const char* wrong :
       {"words", "words=", "words=0", "words=-1", "words=1.5", "words=2000000000"}) {
    BOOST_TEST(said(wrong).find("a whole number from 1 to 1000000000") != std::string::npos, wrong);
  }
}

BOOST_AUTO_TEST_SUITE_END()
