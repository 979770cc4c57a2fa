// headwater variants FILE...: what models that extend another redefine and add.
#include <filesystem>
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

// The models that a file is about: of a scenario that backtests variants, these; else its own.
// Their files lie in the folder of the one that names them.
std::vector<std::filesystem::path> models_of(const Scenario& scenario, const Sources& sources) {
  std::vector<std::filesystem::path> models;
  for (const BacktestPlan& plan : scenario.backtests) {
    for (const VariantOf& one : plan.variants) models.push_back(one.model);
  }
  if (models.empty()) models.emplace_back(sources.path(scenario.model->files.front()));
  return models;
}

// Of one file; whether all that it is about could be read, after saying what is wrong.
bool open_variants(const std::string& file, const CommandOptions& options, Sources& sources,
                   Console& console, TellOnce& tell_once, std::vector<Variant>& variants) {
  try {
    const auto scenario = load_scenario(file, sources, options.scenario);
    tell_once(scenario.diagnostics);
    if (!scenario) return false;
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    const FileConfinement confinement{folder.empty() ? "." : folder,
                                      options.scenario.allow_outside};
    bool whole = true;
    for (const auto& model : models_of(*scenario.value, sources)) {
      auto variant = variant_of(model, sources, confinement);
      tell_once(variant.diagnostics);
      whole = whole && variant;
      if (variant) variants.push_back(std::move(*variant.value));
    }
    return whole;
  } catch (const IoError& failure) {
    refused(console, "file-unreadable", failure.what());
    return false;
  }
}

}  // namespace

Exit variants_command(const CommandOptions& options, Console& console) {
  Sources sources(options.limits);
  TellOnce tell_once(console, sources);
  std::vector<Variant> variants;
  bool whole = true;
  for (const std::string& file : options.files) {
    whole = open_variants(file, options, sources, console, tell_once, variants) && whole;
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
  return whole ? Exit::done : Exit::input;
}

}  // namespace headwater
