#include "engine/app/describe_options.hpp"

#include <cstddef>
#include <vector>

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include "engine/app/draw_options.hpp"
#include "engine/core/limits.hpp"

namespace headwater {
namespace {

namespace po = boost::program_options;

// "words=1000000, rows=2000000": every limit and its default.
std::string limits_text() {
  std::string text;
  for (const LimitName& one : limit_names()) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", one.name, Limits{}.*one.value);
  }
  return text;
}

}  // namespace

po::options_description describe_options(const std::string& command) {
  po::options_description options("Options");
  auto add = options.add_options();
  add("help,h", "this text");
  if (command == "fmt") {
    add("check", "change nothing; name what would change, and exit 1 if anything would");
    add("stdout", "change nothing; print the file as it would be");
    add("resolved", "change nothing; print what the scenario comes to, every operation by itself");
    return options;
  }
  if (command == "merge") {
    add("output,o", po::value<std::string>()->value_name("PATH"), "the file to make");
    add("diagnostics", po::value<std::string>()->value_name("text|json"),
        "messages on stderr: text (default), or an object of JSON a line");
    return options;
  }
  add("set", po::value<std::vector<std::string>>()->composing()->value_name("'NAME = VALUE'"),
      "change a driver, as a scenario would: 'bandwidth.growth = 2.5% in FY2024'");
  add("allow-outside", "files may lie outside the folder of FILE");
  add("limit", po::value<std::vector<std::string>>()->composing()->value_name("NAME=VALUE"),
      ("how much is read before it is refused: " + limits_text()).c_str());
  add("diagnostics", po::value<std::string>()->value_name("text|json"),
      "messages on stderr: text (default), or an object of JSON a line");
  if (command == "diff") {
    add("output,o", po::value<std::string>()->value_name("PATH"), "write there instead of stdout");
    return options;
  }
  if (command == "batch") {
    add("output,o", po::value<std::string>()->value_name("PATH"),
        "the SQLite database to make, or to go on with; scenarios/batch.md says what it holds");
    add("threads", po::value<std::size_t>()->value_name("N"), "one per core; changes no result");
    add("block-width", po::value<std::size_t>()->value_name("N"), "lanes; changes no result");
    add("shard", po::value<std::string>()->value_name("K/N"),
        "only the Kth of N parts, for `headwater merge`");
    return options;
  }
  add("lang", po::value<std::string>()->value_name("en|ja"), "language of tables; en by default");
  if (command == "export") {
    add("format", po::value<std::string>()->value_name("csv|jsonl|workbook"),
        "by default what PATH ends in says: .csv, .jsonl or .xlsx");
    add("sweep", po::value<std::string>()->value_name("NAME"),
        "the rows of that sweep, instead of the scenario's figures");
    add("draws", "every draw of what is uncertain, with what became of it, instead");
  } else if (command == "target") {
    add("format", po::value<std::string>()->value_name("table|markdown|csv|json|scenario"),
        "table (default) and markdown for people; csv and json hold every figure, in its own unit; "
        "scenario: what was found, as a scenario file to run");
    add("scale", po::value<std::string>()->value_name("mn|oku|bn"), "of amounts of money");
    add("sweep", po::value<std::string>()->value_name("NAME"),
        "the target in each cell of that sweep");
  } else if (command == "explain") {
    add("format", po::value<std::string>()->value_name("table|json"), "table (default) or json");
  } else {
    add("format", po::value<std::string>()->value_name("table|markdown|csv|json"),
        "table (default) and markdown for people; csv and json hold every figure, in its own unit");
  }
  add("output,o", po::value<std::string>()->value_name("PATH"), "write there instead of stdout");
  if (command == "check") {
    add("no-lint", "only what is wrong, not what will be asked about");
    return options;
  }
  if (command == "variants") return options;
  if (command == "compare-models") {
    add("by", po::value<std::string>()->value_name("quarter|half|year"),
        "only these; by default all, and the table shows years, and what has no figure of a year");
    add("top", po::value<std::size_t>()->value_name("N"),
        "rows of a table, the largest changes; 20; csv and json hold all");
    return options;
  }
  if (command == "run") {
    add("by", po::value<std::string>()->value_name("quarter|half|year"),
        "columns; by quarter, of several files the years with a forecast");
    add("scale", po::value<std::string>()->value_name("mn|oku|bn"), "of amounts of money");
    add("year", po::value<std::string>()->value_name("FY2024"), "fiscal year to show");
    add("statement", po::value<std::string>()->value_name("NAME|all"),
        "the model's first by default; all for every one");
  } else if (command == "explain") {
    add("depth", po::value<std::string>()->value_name("N|all"),
        "steps to explain below the figure; 2, of a graph all");
    add("dot", "a graph for Graphviz instead");
  } else if (command == "simulate" || command == "sensitivity" || command == "backtest") {
    if (command == "backtest") {
      add("no-speed", "leave out of tables what is measured with a clock");
    }
    describe_draw_options(command, options);
    add("threads", po::value<std::size_t>()->value_name("N"), "one per core; changes no result");
    add("block-width", po::value<std::size_t>()->value_name("N"), "lanes; changes no result");
  } else if (command == "gradient") {
    add("of", po::value<std::vector<std::string>>()->composing()->value_name("NAME@PERIOD,..."),
        "figures; those that the scenario's tornados show by default, or else its sweeps");
    add("by", po::value<std::string>()->value_name("driver|period"),
        "driver (default): derivative, elasticity and effect of the range of each; period: what a "
        "change of each driver in each period does");
    add("in", po::value<std::string>()->value_name("PERIODS|all"),
        "when drivers change: FY2024, 2023Q3.., 2023Q3..2024Q2; by default from the forecast's "
        "first period on");
    add("top", po::value<std::size_t>()->value_name("N"), "only the N drivers of most effect");
  } else {
    if (command == "tornado") {
      add("top", po::value<std::size_t>()->value_name("N"),
          "only the N largest bars of each table");
    }
    if (command == "sweep") {
      add("summary", "least, mean and greatest of every figure instead of the points");
      add("top", po::value<std::size_t>()->value_name("N"), "only the N points with the largest");
      add("of", po::value<std::string>()->value_name("NAME@PERIOD"),
          "of --top: by which figure; the first that is shown by default");
    }
    if (command == "bridge") {
      add("of", po::value<std::string>()->value_name("NAME@PERIOD"),
          "the figure to explain: operating_profit@FY2023");
      add("from", po::value<std::string>()->value_name("PERIOD|guidance"),
          "of one file: the figure of that period, or its guidance, to the figure, by lines");
      add("by", po::value<std::string>()->value_name("groups|drivers|lines"),
          "what has a row: the model's groups of drivers (default), each driver, or the lines that "
          "the figure is made of");
      add("method", po::value<std::string>()->value_name("shapley|sequential|path"),
          "what each adds, averaged over all orders (default; of more than 16, over orders drawn), "
          "in the model's order, "
          "or while all move evenly");
    }
    if (command == "bench") {
      add("rows", po::value<std::size_t>()->value_name("N"),
          "points to run, each with its own draw of every driver that has a range; 100000");
      add("rounds", po::value<std::size_t>()->value_name("N"),
          "how often each file is measured, in turn with the others; medians of 5");
    }
    add("threads", po::value<std::size_t>()->value_name("N"),
        command == "bench" ? "1 by default: rows per second are then per core; 0: one per core"
                           : "one per core; changes no result");
    add("block-width", po::value<std::size_t>()->value_name("N"), "lanes; changes no result");
  }
  return options;
}

}  // namespace headwater
