// headwater fmt: model and scenario files in their usual layout.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/app/commands.hpp"
#include "engine/app/open.hpp"
#include "engine/app/replace_file.hpp"
#include "engine/app/tell.hpp"
#include "engine/core/error.hpp"
#include "engine/lang/formatter.hpp"
#include "engine/scenario/resolved.hpp"

namespace headwater {
namespace {

// The number of the first line that is not the same in both.
std::size_t first_difference(std::string_view before, std::string_view after) {
  const auto [at, other] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  return std::size_t(1 + std::count(before.begin(), at, '\n'));
}

void say(Console& console, std::string code, std::string message) {
  Notice notice;
  notice.code = std::move(code);
  notice.text = fmt::format("headwater: {}\n", message);
  notice.message = std::move(message);
  tell(console, notice);
}

// What a scenario comes to, all its files and operations together.
Exit resolve_one(const std::string& path, const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  const auto scenario = open_scenario(path, options, sources, console);
  if (!scenario) return Exit::input;
  console.out += print_resolved(*scenario, Titles::kept);
  return Exit::done;
}

Exit format_one(const std::string& path, const CommandOptions& options, Console& console) {
  const FmtMode mode = options.fmt_mode;
  Sources sources(options.limits);
  std::string text;
  try {
    text = read_file(path, options.limits.text_bytes, "text-bytes");
  } catch (const IoError& failure) {
    say(console, "file-unreadable", failure.what());
    return Exit::input;
  }
  const FileId file = sources.add(path, text);
  const auto formatted = format(file, sources);
  tell(console, formatted.diagnostics, sources);
  if (!formatted) return Exit::input;
  if (mode == FmtMode::print) {
    console.out += *formatted.value;
    return Exit::done;
  }
  if (*formatted.value == text) return Exit::done;
  if (mode == FmtMode::check) {
    say(console, "layout",
        fmt::format("{} would change from line {} on", path,
                    first_difference(text, *formatted.value)));
    return Exit::broken_check;
  }
  replace_file(path, *formatted.value);
  say(console, "formatted", fmt::format("{} formatted", path));
  return Exit::done;
}

}  // namespace

Exit fmt_command(const CommandOptions& options, Console& console) {
  Exit exit = Exit::done;
  const bool resolves = options.fmt_mode == FmtMode::resolve;
  for (const std::string& path : options.files) {
    exit = std::max(
        exit, resolves ? resolve_one(path, options, console) : format_one(path, options, console));
  }
  return exit;
}

}  // namespace headwater
