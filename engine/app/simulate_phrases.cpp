#include "engine/app/simulate_phrases.hpp"

namespace headwater {
namespace {

constexpr SimulatePhrases english = {
    .title = "Simulation",
    .figure = "Figure",
    .error = "±",
    .deviation = "Std dev",
    .percentile = "P{0}",
    .met = "P(met)",
    .tails = "Tails: means of the lowest and of the highest 5% of draws",
    .lowest = "lowest 5%",
    .highest = "highest 5%",
    .skewness = "skewness",
    .event = "Event",
    .probability = "Probability",
    .happened = "Draws",
    .interval = "{0} ({1} to {2})",
    .of_draws = "{0} of {1}",
    .drawn_by = "{0} draws: {1}, seed {2}",
    .says_error = "± and ( ): 95% intervals of what endlessly many draws would give",
    .says_met = "P(met): how likely guidance is met, as far as it is printed",
    .rule_met = "ended after {0} draws: intervals within {1} of the standard deviation",
    .rule_not_met = "intervals are not yet within {0} of the standard deviation",
    .counted = "percentiles from counts in narrow bins",
    .lost = "{0} {1}: no value in {2} of the draws, in draw {5} since {3} in {4} has none",
    .bars = "{0} {1}, {2}: draws in bars of {3}",
    .all_same = "{0} {1}: {2} in every draw",
    .share = "Share",
    .less_than = "below {0}",
    .at_least = "{0} and up",
    .median_mark = "P50",
    .base_mark = "base",
    .guidance_mark = "guidance",
    .fan_legend = "░ P5 to P95, ▓ P25 to P75, ┃ P50",
    .fan_actual = "● actual",
};

constexpr SimulatePhrases japanese = {
    .title = "シミュレーション",
    .figure = "項目",
    .error = "±",
    .deviation = "標準偏差",
    .percentile = "P{0}",
    .met = "達成確率",
    .tails = "裾：下位5%、上位5%の試行の平均",
    .lowest = "下位5%",
    .highest = "上位5%",
    .skewness = "歪度",
    .event = "事象",
    .probability = "確率",
    .happened = "試行",
    .interval = "{0}（{1}～{2}）",
    .of_draws = "{1}回中{0}回",
    .drawn_by = "試行{0}回：{1}、シード{2}",
    .says_error = "±と（ ）：試行を無限に増やした値の95%信頼区間",
    .says_met = "達成確率：会社予想（公表桁）を満たす確率",
    .rule_met = "試行{0}回で終了：区間の片側幅が標準偏差の{1}以内",
    .rule_not_met = "区間の片側幅が標準偏差の{0}以内に達していない",
    .counted = "分位点は細かい階級の度数による",
    .lost = "{0}（{1}）：{2}回の試行で値が欠損、最初の原因は{3}（{4}）、試行{5}",
    .bars = "{0} {1}（{2}）：階級幅{3}",
    .all_same = "{0} {1}：全試行で{2}",
    .share = "割合",
    .less_than = "{0}未満",
    .at_least = "{0}以上",
    .median_mark = "P50",
    .base_mark = "基準",
    .guidance_mark = "会社予想",
    .fan_legend = "░ P5～P95、▓ P25～P75、┃ P50",
    .fan_actual = "● 実績",
};

}  // namespace

const SimulatePhrases& simulate_phrases(Language language) {
  return language == Language::japanese ? japanese : english;
}

}  // namespace headwater
