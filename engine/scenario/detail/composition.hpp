// The operations of a scenario and of those it builds on, put into order.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.hpp"
#include "engine/model/model.hpp"
#include "engine/model/operation.hpp"
#include "engine/model/precedence.hpp"
#include "engine/model/read_operations.hpp"
#include "engine/scenario/detail/chain.hpp"

namespace headwater::detail {

// Operations apply in the order they are added, but for fixes, which come last. Two files included
// by one may not touch the same cell unless the later line says `override`.
class Composition {
 public:
  // Both must outlive this.
  Composition(const Model& model, OperationReader& reader) : model_(model), reader_(reader) {}

  // What is wrong with it; nothing is added then.
  std::vector<Diagnostic> add(const tree::Operation& operation,
                              const std::vector<IncludeStep>& way);
  Operations operations() &&;

 private:
  using Way = std::vector<IncludeStep>;
  std::vector<Diagnostic> unfix(const tree::Operation& operation);
  void free(const Unfixed& unfixed, const Operation& fix, Operations& kept,
            std::vector<Diagnostic>& diagnostics) const;
  std::vector<Diagnostic> conflict(const Operation& operation, const Way& way);
  PeriodSpan within_model(const PeriodSpan& span) const;

  const Model& model_;
  OperationReader& reader_;
  Operations operations_;
  std::map<CellId, std::pair<Place, Way>> touched_;  // by what was included
};

// Fixes that replace what is known, and those after which parts no longer add up: as notes.
std::vector<Diagnostic> notes_on_fixes(const Precedence& precedence);

}  // namespace headwater::detail
