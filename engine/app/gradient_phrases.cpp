#include "engine/app/gradient_phrases.hpp"

namespace headwater {
namespace {

constexpr GradientPhrases english = {
    .title = "Gradient",
    .caption = "{0} {1}: {2} {3}",
    .driver = "Driver",
    .per = "per",
    .slope = "Derivative",
    .elasticity = "Elasticity",
    .range = "Range",
    .effect = "Effect of range",
    .sum = "Sum",
    .more_drivers = "more drivers: {0}",
    .still = "read without effect here: {0}",
    .elsewhere = "read in other periods only (--in all): {0}",
    .unread = "not read: {0}",
    .says_slope = "Derivative: the figure's gain for that much more of the driver, {0}",
    .says_elasticity = "Elasticity: its change in % for 1% more of the driver",
    .says_effect = "Effect of range: derivative times the width of the range",
    .says_periods =
        "per period: the figure's gain for that much more of the driver in that period alone",
    .kinks = "Kinks: derivatives are of the branch taken, and change where the distance is used up",
    .formula = "Formula",
    .branch = "Taken",
    .against = "Against",
    .distance = "Distance",
    .more_periods = "{0} and {1} more",
    .takes = "{0}: {1}",
    .holds = "{0}: yes",
    .does_not_hold = "{0}: no",
    .not_negative = "{0}: not below 0",
    .negative = "{0}: below 0",
    .longer = "longer than {0}",
    .whole = "{0}",
    .no_kink = "no kinks",
};

constexpr GradientPhrases japanese = {
    .title = "勾配",
    .caption = "{0} {1}：{2}{3}",
    .driver = "前提",
    .per = "単位変化",
    .slope = "微分係数",
    .elasticity = "弾力性",
    .range = "幅",
    .effect = "幅の効果",
    .sum = "合計",
    .more_drivers = "ほかの前提：{0}件",
    .still = "参照するが効果なし：{0}件",
    .elsewhere = "ほかの期だけで参照（--in all）：{0}件",
    .unread = "参照なし：{0}件",
    .says_slope = "微分係数：前提が単位変化だけ高い（{0}）ときの増減",
    .says_elasticity = "弾力性：前提が1%高いときの変化率（%）",
    .says_effect = "幅の効果：微分係数×幅（上限−下限）",
    .says_periods = "期別：その期だけ前提が単位変化だけ高いときの増減",
    .kinks = "折れ目：微分係数は採られた側のもので、距離を超えると変わる",
    .formula = "計算式",
    .branch = "採られた側",
    .against = "比較対象",
    .distance = "距離",
    .more_periods = "{0}（ほか{1}期）",
    .takes = "{0}：{1}",
    .holds = "{0}：成立",
    .does_not_hold = "{0}：不成立",
    .not_negative = "{0}：0以上",
    .negative = "{0}：負",
    .longer = "{0}より長い側",
    .whole = "{0}",
    .no_kink = "折れ目なし",
};

}  // namespace

const GradientPhrases& gradient_phrases(Language language) {
  return language == Language::japanese ? japanese : english;
}

}  // namespace headwater
