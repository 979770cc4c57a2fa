#include "engine/study/detail/definition.hpp"

namespace headwater::detail {
namespace {

bool add_terms(const Model& model, NodeId id, double factor, std::vector<Term>& terms) {
  const Node& node = model.formulas[id];
  switch (node.op) {
    case NodeOp::cell:
      if (node.lag != 0) return false;
      terms.push_back({node.series, factor});
      return true;
    case NodeOp::convert: return add_terms(model, node.args[0], factor * node.value, terms);
    case NodeOp::negate: return add_terms(model, node.args[0], -factor, terms);
    case NodeOp::add:
      return add_terms(model, node.args[0], factor, terms) &&
             add_terms(model, node.args[1], factor, terms);
    case NodeOp::subtract:
      return add_terms(model, node.args[0], factor, terms) &&
             add_terms(model, node.args[1], -factor, terms);
    default: return false;
  }
}

std::vector<Term> terms_of(const Model& model, NodeId sum) {
  std::vector<Term> terms;
  if (!add_terms(model, sum, 1, terms)) return {};
  return terms;
}

}  // namespace

std::vector<Term> terms_of_formula(const Model& model, SeriesId series) {
  const auto& plain = model.at(series).plain;
  return plain ? terms_of(model, *plain) : std::vector<Term>();
}

std::vector<Term> terms_of_parts(const Model& model, SeriesId series) {
  const auto& parts = model.at(series).parts;
  return parts.empty() ? std::vector<Term>() : terms_of(model, parts.front().sum);
}

}  // namespace headwater::detail
