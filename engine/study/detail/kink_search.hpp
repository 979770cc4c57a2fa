// Finds what may be a kink of figures: choices in the formulas of cells, of which drivers move a
// side. Whether each is one, and where it stands, the values of its sides say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/model/program.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/detail/reach.hpp"
#include "engine/study/kink.hpp"

namespace headwater::detail {

class KinkSearch {
 public:
  // In the formulas of `reached`; `moved` are those cells that a driver may change.
  KinkSearch(const Scenario& scenario, const Cells& reached, const Cells& moved);

  // Cells that have such a choice, each once, in order; and the sides to ask the values of.
  const std::vector<CellId>& cells() const { return cells_; }
  const std::vector<Output>& sides() const { return sides_; }

  // Those that shape a derivative, nearest first. `values` are those of sides(), `worth` is by
  // cells(): what they are worth to the figure.
  std::vector<Kink> kinks(std::span<const double> values, std::span<const double> worth) const;

 private:
  struct Site {
    Kink kink;  // without values
    std::size_t cell = 0;
    std::size_t left = 0;              // of sides()
    std::optional<std::size_t> right;  // likewise
    std::optional<std::size_t> flow;   // of a delay: what is sent, unless it is known not to be 0
    std::int32_t later = 0;            // of a delay: so many periods after it was sent
    // In a branch of another: that site, and whether it is the left branch, or yes.
    std::optional<std::pair<std::size_t, bool>> within;
  };
  struct Spot {  // where a walk through a formula stands
    CellId cell;
    Period period;
    std::optional<std::pair<std::size_t, bool>> within;
  };
  void walk(NodeId id, const Spot& spot);
  void walk_choice(NodeId id, const Spot& spot);
  void walk_delay(NodeId id, const Spot& spot);
  void walk_branches(std::size_t site, NodeId left, NodeId right, const Spot& spot);
  bool moves(NodeId id, Period period) const;
  std::size_t side(NodeId id, Period period);
  std::optional<std::size_t> add(const Site& site, const Spot& spot);
  bool takes_left(const Site& site, std::span<const double> values) const;
  bool is_taken(const Site& site, std::span<const double> values) const;
  std::optional<Kink> kink(const Site& site, std::span<const double> values) const;
  Kink in_own_unit(Kink kink) const;
  std::optional<Kink> delay(const Site& site, std::span<const double> values) const;

  const Model& model_;
  const Precedence& precedence_;
  const Cells& moved_;
  std::vector<CellId> cells_;
  std::vector<Output> sides_;
  std::map<std::pair<NodeId, Period>, std::size_t> side_of_;
  std::vector<Site> sites_;
};

}  // namespace headwater::detail
