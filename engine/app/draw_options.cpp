#include "engine/app/draw_options.hpp"

#include <charconv>

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include "engine/scenario/draw_names.hpp"

namespace headwater {
namespace {

namespace po = boost::program_options;

// "1%", "0.5 %", "0.01": a share above 0 and below 1.
std::optional<double> share(std::string text) {
  const std::size_t sign = text.find('%');
  const bool percent = sign != std::string::npos && sign + 1 == text.size();
  if (percent) text.resize(text.find_last_not_of(" %") + 1);
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  if (percent) number /= 100;
  return number > 0 && number < 1 ? std::optional(number) : std::nullopt;
}

bool choose_simulation(const po::variables_map& given, DrawOptions& options,
                       std::string& complaint) {
  options.histogram = given.count("histogram") > 0;
  if (given.count("fan") > 0) options.fan = given["fan"].as<std::string>();
  if (given.count("method") > 0) {
    const auto& word = given["method"].as<std::string>();
    options.drawing = named(drawing_names, word);
    if (!options.drawing) {
      complaint = fmt::format("--method takes one of {}, not '{}'",
                              fmt::join(words_of(drawing_names), ", "), word);
      return false;
    }
  }
  if (given.count("until") == 0) return true;
  const auto& text = given["until"].as<std::string>();
  const auto until = share(text);
  if (until) options.until = *until;
  else complaint = fmt::format("--until takes a share such as 1%, not '{}'", text);
  return until.has_value();
}

bool choose_sensitivity(const po::variables_map& given, DrawOptions& options,
                        std::string& complaint) {
  if (given.count("method") > 0) {
    for (const std::string& word : given["method"].as<std::vector<std::string>>()) {
      const auto method = named(sensitivity_names, word);
      if (method) {
        options.methods.push_back(*method);
        continue;
      }
      complaint = fmt::format("--method takes one of {}, not '{}'",
                              fmt::join(words_of(sensitivity_names), ", "), word);
      return false;
    }
  }
  if (given.count("by") == 0) return true;
  const auto& by = given["by"].as<std::string>();
  options.by_group = by == "groups";
  if (by != "groups" && by != "drivers") {
    complaint = fmt::format("--by takes one of groups, drivers, not '{}'", by);
  }
  return complaint.empty();
}

}  // namespace

void describe_draw_options(const std::string& command, po::options_description& options) {
  const bool simulate = command == "simulate";
  const bool backtest = command == "backtest";
  if (!simulate && !backtest && command != "sensitivity") return;
  auto add = options.add_options();
  add("draws", po::value<std::uint64_t>()->value_name("N"),
      simulate || backtest
          ? "how many; what the scenario says, or 65536"
          : "base points, of morris paths; what the scenario says, or as suits the method");
  add("seed", po::value<std::uint64_t>()->value_name("N"), "what the scenario says, or 1");
  if (backtest) return;
  if (simulate) {
    add("method", po::value<std::string>()->value_name("sobol|lhs|random|antithetic"),
        "how to draw; what the scenario says, or sobol");
    add("until", po::value<std::string>()->value_name("SHARE"),
        "stop once mean, P10, P50 and P90 are known to that share of the standard deviation: 1%");
    add("histogram", "a bar chart of every figure");
    add("fan", po::value<std::string>()->value_name("NAME,..."),
        "a fan chart of these series instead, over the periods of --by");
    add("by", po::value<std::string>()->value_name("quarter|half|year"), "of --fan; quarter");
    add("scale", po::value<std::string>()->value_name("mn|oku|bn"), "of amounts of money");
    return;
  }
  add("method", po::value<std::vector<std::string>>()->composing()->value_name("METHOD"),
      "morris, sobol, dgsm or shapley, once for each; what the scenario says, or all");
  add("of", po::value<std::vector<std::string>>()->composing()->value_name("NAME@PERIOD,..."),
      "figures; those that the scenario shows by default");
  add("by", po::value<std::string>()->value_name("groups|drivers"),
      "what moves as one: the model's groups of drivers, or each driver (default)");
  add("top", po::value<std::size_t>()->value_name("N"), "only the N drivers that matter most");
}

bool choose_draw_options(const po::variables_map& given, const std::string& command,
                         DrawOptions& options, std::string& complaint) {
  const bool simulate = command == "simulate";
  if (command == "export") options.export_draws = given.count("draws") > 0;
  const bool backtest = command == "backtest";
  if (!simulate && !backtest && command != "sensitivity") return true;
  if (given.count("draws") > 0) {
    options.draws = given["draws"].as<std::uint64_t>();
    if (*options.draws < 2) {
      complaint = "--draws is at least 2";
      return false;
    }
  }
  if (given.count("seed") > 0) options.seed = given["seed"].as<std::uint64_t>();
  if (backtest) return true;
  return simulate ? choose_simulation(given, options, complaint)
                  : choose_sensitivity(given, options, complaint);
}

}  // namespace headwater
