#include "engine/study/detail/factors_of.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace headwater::detail {
namespace {

// Where one has no title in a language, by the one it has.
Title joined(const Title& left, const Title& right) {
  const auto in = [](const std::string& wanted, const std::string& other) {
    return wanted.empty() ? other : wanted;
  };
  return {in(left.english, left.japanese) + " + " + in(right.english, right.japanese),
          in(left.japanese, left.english) + " + " + in(right.japanese, right.english)};
}

// Margins that get one answer: those of an independent set, and of one group when asked by group.
class FactorMaker {
 public:
  FactorMaker(const Scenario& scenario, bool by_group)
      : model_(*scenario.model), plan_(*scenario.uncertainty), joint_(*plan_.joint) {
    first_.resize(joint_.margins().size());
    std::iota(first_.begin(), first_.end(), std::size_t{0});
    for (const auto& set : joint_.independent_sets()) {
      for (const std::size_t margin : set) unite(set.front(), margin);
    }
    if (by_group) unite_groups();
    by_group_ = by_group;
  }

  Factors make() {
    Factors made;
    std::map<std::size_t, std::size_t> number;  // of the factor, by its first margin
    for (std::size_t i = 0; i < first_.size(); ++i) {
      const auto [at, fresh] = number.try_emplace(first_[i], made.factors.size());
      const auto [name, title] = words(i);
      const auto axes = joint_.axes_of(i);
      if (fresh) {
        made.factors.push_back({name, axes});
        made.titles.push_back(title);
        parts_.push_back({name});
        continue;
      }
      Factor& factor = made.factors[at->second];
      factor.axes.insert(factor.axes.end(), axes.begin(), axes.end());
      auto& parts = parts_[at->second];
      if (std::find(parts.begin(), parts.end(), name) != parts.end()) continue;
      parts.push_back(name);
      factor.name += " + " + name;
      made.titles[at->second] = joined(made.titles[at->second], title);
    }
    warn(made);
    return made;
  }

 private:
  const DrawnDriver& line(std::size_t margin) const { return plan_.lines[plan_.line_of[margin]]; }

  void unite(std::size_t left, std::size_t right) {
    const std::size_t to = std::min(first_[left], first_[right]);
    const std::size_t from = std::max(first_[left], first_[right]);
    std::replace(first_.begin(), first_.end(), from, to);
  }

  std::optional<std::size_t> group_of(SeriesId driver) const {
    for (std::size_t i = 0; i < model_.groups.size(); ++i) {
      const auto& drivers = model_.groups[i].drivers;
      if (std::find(drivers.begin(), drivers.end(), driver) != drivers.end()) return i;
    }
    return std::nullopt;
  }

  void unite_groups() {
    std::map<std::size_t, std::size_t> first;
    for (std::size_t i = 0; i < first_.size(); ++i) {
      const auto group = group_of(line(i).series);
      if (!group) continue;
      const auto at = first.try_emplace(*group, i).first;
      unite(at->second, i);
    }
  }

  std::pair<std::string, Title> words(std::size_t margin) const {
    const DrawnDriver& drawn = line(margin);
    const auto group = by_group_ ? group_of(drawn.series) : std::nullopt;
    if (group) {
      const Title& title = model_.groups[*group].title;
      return {title.english.empty() ? title.japanese : title.english, title};
    }
    return {drawn.name, model_.at(drawn.series).title};
  }

  // Once, at the first correlation.
  void warn(Factors& made) const {
    std::string names;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const bool by_correlation = parts_[i].size() > 1;
      if (by_correlation) names += (names.empty() ? "" : "; ") + made.factors[i].name;
    }
    if (names.empty()) return;
    Diagnostic warning;
    warning.severity = Severity::warning;
    warning.code = "correlated-inputs";
    warning.place = plan_.correlations.front().place;
    warning.message = fmt::format("correlated, and so one factor: {}", names);
    warning.hint =
        "what one of them is worth alone has no answer; leave the line out to have one "
        "for each";
    made.said.push_back(std::move(warning));
  }

  const Model& model_;
  const UncertaintyPlan& plan_;
  const Joint& joint_;
  std::vector<std::size_t> first_;  // by margin, the first of its factor
  bool by_group_ = false;
  std::vector<std::vector<std::string>> parts_;  // by factor
};

}  // namespace

Factors factors_of(const Scenario& scenario, bool by_group) {
  return FactorMaker(scenario, by_group).make();
}

}  // namespace headwater::detail
