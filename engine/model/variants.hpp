// What a model file changes of the one it extends: every clause it says anew, beside what stood
// there, and what it adds.
//
// Both are taken as the language writes them, after `for` is written out; a clause counts as
// changed when its words do.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/model/load.hpp"
#include "engine/model/model.hpp"

namespace headwater {

// "outlook = a * b", "range 1% to 3%", "= 12%"; empty where there is no such clause.
struct ClauseChange {
  std::string before;
  std::string after;
  std::optional<Place> before_at;
  std::optional<Place> after_at;
};

struct Redefinition {
  std::string name;
  std::string kind;  // flow, stock, price, ratio, driver
  Title title;
  std::vector<ClauseChange> clauses;  // none: redefined as it was
};

struct Addition {
  std::string what;  // flow, driver, check, group, statement, ...
  std::string name;  // of a group, of a solve: its title
  Title title;
  Title section;  // of its file, where it stands in one
  Place place;
};

struct BaseModel {
  std::string file;  // as the file that extends it names it
  Title title;
};

struct Variant {
  std::string file;
  std::string name;
  Title title;
  std::vector<BaseModel> bases;         // the one it extends first
  std::vector<Redefinition> redefined;  // in the order in which they are declared
  std::vector<Addition> added;          // in file order
};

// Of a model file that may be read. Errors are those of form; load_model() finds the others. A file
// that extends none has no bases, and then nothing is added to one. Throws IoError when `path`
// cannot be read.
Checked<Variant> variant_of(const std::filesystem::path& path, Sources& sources,
                            const FileConfinement& confinement);

}  // namespace headwater
