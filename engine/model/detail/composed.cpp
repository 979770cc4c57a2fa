#include "engine/model/detail/composed.hpp"

#include <utility>
#include <variant>

#include "engine/lang/expand.hpp"
#include "engine/lang/parser.hpp"
#include "engine/model/detail/compose.hpp"

namespace headwater::detail {

Checked<ComposedModel> compose_model(const std::filesystem::path& path, Sources& sources,
                                     const FileConfinement& confinement) {
  const FileId file = sources.add(
      path.string(), read_file(path.string(), sources.limits().text_bytes, "text-bytes"));
  Parsed parsed = parse(file, sources);
  ComposedModel model;
  for (const tree::Item& item : parsed.document.items) {
    const auto* extends = std::get_if<tree::Extends>(&item.what);
    if (extends != nullptr) model.extends = extends->file;
  }
  auto composed = compose(path, file, std::move(parsed), sources, confinement);
  Expanded expanded = expand(std::move(composed.items));
  Checked<ComposedModel> checked{std::nullopt, std::move(composed.diagnostics)};
  for (Diagnostic& one : expanded.diagnostics) checked.diagnostics.push_back(std::move(one));
  apply_redefinitions(expanded.items, checked.diagnostics);
  checked.diagnostics = in_file_order(std::move(checked.diagnostics));
  if (has_errors(checked.diagnostics)) return checked;
  model.items = std::move(expanded.items);
  model.files = std::move(composed.files);
  checked.value = std::move(model);
  return checked;
}

}  // namespace headwater::detail
