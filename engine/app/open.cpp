#include "engine/app/open.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/app/tell.hpp"
#include "engine/core/error.hpp"

namespace headwater {

std::optional<Scenario> open_scenario(const std::string& path, const CommandOptions& options,
                                      Sources& sources, Console& console) {
  try {
    auto scenario = load_scenario(path, sources, options.scenario);
    tell(console, scenario.diagnostics, sources);
    return std::move(scenario.value);
  } catch (const IoError& failure) {
    refused(console, "file-unreadable", failure.what());
    return std::nullopt;
  }
}

std::vector<Scenario> open_all(const CommandOptions& options, Sources& sources, Console& console,
                               TellOnce& tell_once) {
  std::vector<Scenario> scenarios;
  for (const std::string& file : options.files) {
    try {
      auto scenario = load_scenario(file, sources, options.scenario);
      tell_once(scenario.diagnostics);
      if (scenario) scenarios.push_back(std::move(*scenario.value));
    } catch (const IoError& failure) {
      refused(console, "file-unreadable", failure.what());
    }
  }
  if (scenarios.size() < options.files.size()) scenarios.clear();
  return scenarios;
}

Exit refused(Console& console, std::string code, std::string message) {
  Notice notice;
  notice.code = std::move(code);
  notice.text = fmt::format("headwater: {}\n", message);
  notice.message = std::move(message);
  tell(console, notice);
  return Exit::input;
}

}  // namespace headwater
