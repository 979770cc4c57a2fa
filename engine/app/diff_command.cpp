// headwater diff A B: what two scenarios do differently, whatever files say it.
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/app/commands.hpp"
#include "engine/app/open.hpp"
#include "engine/app/replace_file.hpp"
#include "engine/lang/printer.hpp"
#include "engine/scenario/resolved.hpp"

namespace headwater {
namespace {

using Lines = std::vector<std::string>;

// The statements of what a scenario comes to, each printed by itself.
Lines statements_of(const Scenario& scenario) {
  Lines lines;
  for (tree::Item& item : resolved(scenario, Titles::kept).items) {
    tree::Document alone;
    alone.items.push_back(std::move(item));
    lines.push_back(print(alone));
  }
  return lines;
}

void add_marked(char mark, const std::string& statement, std::string& text) {
  std::size_t begin = 0;
  while (begin < statement.size()) {
    const std::size_t end = std::min(statement.find('\n', begin), statement.size());
    text += fmt::format("{} {}\n", mark, statement.substr(begin, end - begin));
    begin = end + 1;
  }
}

// By cell, the length of the longest common run of statements from there on.
class Common {
 public:
  Common(const Lines& left, const Lines& right)
      : width_(right.size() + 1), length_((left.size() + 1) * width_, 0) {
    for (std::size_t i = left.size(); i-- > 0;) {
      for (std::size_t j = right.size(); j-- > 0;) {
        length_[i * width_ + j] =
            left[i] == right[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  std::size_t at(std::size_t i, std::size_t j) const { return length_[i * width_ + j]; }

 private:
  std::size_t width_;
  std::vector<std::size_t> length_;
};

// What only the left says with -, what only the right says with +, each in its order.
std::string difference(const Lines& left, const Lines& right) {
  constexpr std::size_t cells_max = 25'000'000;
  std::string text;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < left.size() && j < right.size() && left[i] == right[j]) ++i, ++j;
  const Lines first(left.begin() + std::ptrdiff_t(i), left.end());
  const Lines second(right.begin() + std::ptrdiff_t(j), right.end());
  i = j = 0;
  if (first.size() * second.size() <= cells_max) {
    const Common common(first, second);
    while (i < first.size() && j < second.size()) {
      if (first[i] == second[j]) ++i, ++j;
      else if (common.at(i + 1, j) >= common.at(i, j + 1)) add_marked('-', first[i++], text);
      else add_marked('+', second[j++], text);
    }
  }
  while (i < first.size()) add_marked('-', first[i++], text);
  while (j < second.size()) add_marked('+', second[j++], text);
  return text;
}

}  // namespace

Exit diff_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  const auto left = open_scenario(options.files[0], options, sources, console);
  const auto right = open_scenario(options.files[1], options, sources, console);
  if (!left || !right) return Exit::input;
  std::string text = difference(statements_of(*left), statements_of(*right));
  if (left->model_hash != right->model_hash) text = "! the models or their data differ\n" + text;
  if (!text.empty()) {
    text = fmt::format("--- {}\n+++ {}\n", options.files[0], options.files[1]) + text;
  }
  console.out = std::move(text);
  const bool same = console.out.empty();
  if (!options.output.empty()) {
    replace_file(options.output, console.out);
    console.out.clear();
  }
  return same ? Exit::done : Exit::broken_check;
}

}  // namespace headwater
