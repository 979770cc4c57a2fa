// headwater variants FILE...: what models that extend another redefine and add.
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/command_steps.hpp"
#include "engine/app/commands.hpp"
#include "engine/app/open.hpp"
#include "engine/app/tell_once.hpp"
#include "engine/app/variants_export.hpp"
#include "engine/app/variants_view.hpp"
#include "engine/core/error.hpp"
#include "engine/model/variants.hpp"

namespace headwater {
namespace {

// Of a scenario, its model; nothing after saying what is wrong.
std::optional<Variant> open_variant(const std::string& file, const CommandOptions& options,
                                    Sources& sources, Console& console, TellOnce& tell_once) {
  try {
    const auto scenario = load_scenario(file, sources, options.scenario);
    tell_once(scenario.diagnostics);
    if (!scenario) return std::nullopt;
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    const FileConfinement confinement{folder.empty() ? "." : folder,
                                      options.scenario.allow_outside};
    const auto model = sources.path(scenario.value->model->files.front());
    auto variant = variant_of(std::filesystem::path(model), sources, confinement);
    tell_once(variant.diagnostics);
    return std::move(variant.value);
  } catch (const IoError& failure) {
    refused(console, "file-unreadable", failure.what());
    return std::nullopt;
  }
}

}  // namespace

Exit variants_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  TellOnce tell_once(console, sources);
  std::vector<Variant> variants;
  for (const std::string& file : options.files) {
    auto variant = open_variant(file, options, sources, console, tell_once);
    if (variant) variants.push_back(std::move(*variant));
  }
  if (variants.empty()) return Exit::input;
  switch (options.format) {
    case Format::json: console.out = variants_json(variants, sources); break;
    case Format::csv: console.out = variants_csv(variants, sources); break;
    case Format::table:
    case Format::markdown: {
      const bool markdown = options.format == Format::markdown;
      const VariantsAs as = markdown ? VariantsAs::table : VariantsAs::lines;
      console.out = shown(options, console, variants_page(variants, sources, as, options.language));
    }
  }
  write_out(options, console);
  return variants.size() == options.files.size() ? Exit::done : Exit::input;
}

}  // namespace headwater
