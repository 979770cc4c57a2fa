#include "engine/app/kink_view.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/explain_words.hpp"
#include "engine/app/figure_style.hpp"
#include "engine/app/gradient_phrases.hpp"
#include "engine/app/shorten.hpp"

namespace headwater {
namespace {

// The kinks of one formula in its periods, nearest first.
struct Group {
  const Kink* nearest;
  std::size_t more = 0;
};

std::vector<Group> groups_of(std::span<const Kink> kinks) {
  std::vector<Group> groups;
  for (const Kink& kink : kinks) {
    const auto same = [&](const Group& group) {
      return group.nearest->cell.series == kink.cell.series && group.nearest->taken == kink.taken &&
             (group.nearest->node == kink.node || kink.taken == Branch::longer);
    };
    const auto found = std::find_if(groups.begin(), groups.end(), same);
    if (found == groups.end()) groups.push_back({&kink});
    else ++found->more;
  }
  return groups;
}

class KinkView {
 public:
  KinkView(const Scenario& scenario, const Sources& sources, const KinkStyle& style)
      : model_(*scenario.model),
        sources_(sources),
        width_(style.width),
        words_(phrases(style.language)),
        own_(gradient_phrases(style.language)) {}

  PageTable table(std::span<const Kink> kinks) const {
    constexpr std::size_t gap = 2;
    PageTable page;
    page.caption = own_.kinks;
    page.table.columns = {{std::string(own_.formula), Align::left},
                          {std::string(words_.period), Align::left, 0, gap},
                          {std::string(own_.branch), Align::left, 0, gap},
                          {std::string(own_.against), Align::left, 1, gap},
                          {std::string(own_.distance), Align::right, 0, gap}};
    for (const Group& group : groups_of(kinks)) page.table.rows.push_back(row(group));
    return page;
  }

 private:
  TextRow row(const Group& group) const {
    const Kink& kink = *group.nearest;
    const std::string period = model_.calendar.label({kink.cell.period, kink.cell.period});
    return {{in_room(model_.at(kink.cell.series).name),
             group.more > 0 ? say(own_.more_periods, period, group.more) : period,
             in_room(taken(kink)), in_room(against(kink)), quantity(kink.distance, kink.unit)},
            ""};
  }

  std::string quantity(double value, const Unit& unit) const {
    if (unit.is_plain()) return short_number(value, 6, Sign::of_negatives, words_);
    const FigureStyle style = figure_style({model_, words_, MoneyScale::as_declared},
                                           measured_in(unit), std::fabs(value));
    const std::string text = figure_text(value, style, words_);
    return style.percent ? text : say(words_.amount, text, style.unit);
  }

  static Series measured_in(const Unit& unit) {
    Series series;
    series.unit = unit;
    return series;
  }

  // As written; where a built-in wrote it, its value.
  std::string side(NodeId id, double value, const Unit& unit) const {
    const Place& place = model_.formulas[id].place;
    return place.end > 0 ? single_spaced(sources_.text(place)) : quantity(value, unit);
  }

  std::string left(const Kink& kink) const { return side(kink.left_side, kink.left, kink.unit); }
  std::string right(const Kink& kink) const {
    return kink.right_side ? side(*kink.right_side, kink.right, kink.unit)
                           : quantity(kink.right, kink.unit);
  }

  std::string taken(const Kink& kink) const {
    const Node& node = model_.formulas[kink.node];
    switch (kink.taken) {
      case Branch::left: return say(own_.takes, choice_name(node.op), left(kink));
      case Branch::right: return say(own_.takes, choice_name(node.op), right(kink));
      case Branch::yes: return say(own_.holds, asked(node));
      case Branch::no: return say(own_.does_not_hold, asked(node));
      case Branch::above: return say(own_.not_negative, left(kink));
      case Branch::below: return say(own_.negative, left(kink));
      case Branch::longer: return say(own_.longer, quantity(kink.left, kink.unit));
    }
    return "";
  }

  std::string asked(const Node& choice) const {
    const Place& place = model_.formulas[choice.args[0]].place;
    return "if " + single_spaced(sources_.text(place));
  }

  std::string against(const Kink& kink) const {
    switch (kink.taken) {
      case Branch::left: return right(kink);
      case Branch::right: return left(kink);
      case Branch::yes:
      case Branch::no:
        return quantity(kink.left, kink.unit) + " : " + quantity(kink.right, kink.unit);
      case Branch::above:
      case Branch::below:
      case Branch::longer: break;
    }
    return quantity(kink.right, kink.unit);
  }

  // What is written in files may be long: a third of the line, of which the end is left out.
  std::string in_room(const std::string& text) const {
    return width_ == 0 ? text : shortened(text, width_ * 3 / 10);
  }

  const Model& model_;
  const Sources& sources_;
  std::size_t width_;
  const Phrases& words_;
  const GradientPhrases& own_;
};

}  // namespace

std::optional<PageTable> kink_table(const Scenario& scenario, const Sources& sources,
                                    std::span<const Kink> kinks, const KinkStyle& style) {
  if (kinks.empty()) return std::nullopt;
  return KinkView(scenario, sources, style).table(kinks);
}

std::string_view choice_name(NodeOp op) {
  switch (op) {
    case NodeOp::minimum: return "min";
    case NodeOp::maximum: return "max";
    case NodeOp::absolute: return "abs";
    case NodeOp::choose: return "if";
    default: return "delay";
  }
}

std::string_view branch_name(Branch branch) {
  switch (branch) {
    case Branch::left: return "left";
    case Branch::right: return "right";
    case Branch::yes: return "yes";
    case Branch::no: return "no";
    case Branch::above: return "not_negative";
    case Branch::below: return "negative";
    case Branch::longer: return "longer";
  }
  return "";
}

}  // namespace headwater
