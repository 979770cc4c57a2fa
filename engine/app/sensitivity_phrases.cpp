#include "engine/app/sensitivity_phrases.hpp"

namespace headwater {
namespace {

constexpr SensitivityPhrases english = {
    .title = "What decides it",
    .caption = "{0} {1}: variance by what is drawn; effects in {2}",
    .driver = "Driver",
    .effect = "Effect μ*",
    .mean = "μ",
    .spread = "σ",
    .first = "First order",
    .total = "Total order",
    .bound = "Total at most",
    .shapley = "Shapley",
    .rest = "all others together",
    .and_others = "{0} and {1} correlated",
    .more = "{0} more, by --top",
    .without = "without effect here: {0}",
    .says_morris =
        "μ*, μ, σ (Morris, {0} paths): mean size, mean and spread of what a whole sweep of the "
        "driver does",
    .says_sobol =
        "First and total order (Sobol', {0} base points): share of the variance that the driver "
        "has alone, and with all it acts together with",
    .says_dgsm = "Total at most (derivatives, {0} points): a bound on the total order",
    .says_shapley =
        "Shapley ({0} base points): the share with what acts together divided evenly; these add up "
        "to 100%",
    .no_density = "* moves in steps, so it has no derivative",
    .runs = "{0} runs, seed {1}; ± is half an interval of 95%",
    .lost = "left out, for missing figures: {0} groups of runs",
};

constexpr SensitivityPhrases japanese = {
    .title = "何が決めるか",
    .caption = "{0} {1}：分散の要因（効果の単位：{2}）",
    .driver = "前提",
    .effect = "効果 μ*",
    .mean = "μ",
    .spread = "σ",
    .first = "一次指標",
    .total = "全次指標",
    .bound = "全次上限",
    .shapley = "シャープレイ",
    .rest = "その他すべて",
    .and_others = "{0}ほか相関{1}件",
    .more = "ほか{0}件（--topによる）",
    .without = "ここでは影響なし：{0}",
    .says_morris =
        "μ*・μ・σ（モリス法、{0}経路）：前提を端から端まで動かした効果の平均絶対値・平均・標準偏差",
    .says_sobol =
        "一次・全次指標（Sobol'、基点{0}個）：その前提だけによる分散の割合、交互作用を含む割合",
    .says_dgsm = "全次上限（微分による、{0}点）：全次指標の上限",
    .says_shapley = "シャープレイ（基点{0}個）：交互作用を等分した割合、合計100%",
    .no_density = "* 段階的に動くため微分なし",
    .runs = "計算{0}回、シード{1}、±は95%区間の半幅",
    .lost = "値がなく除外：{0}組",
};

}  // namespace

const SensitivityPhrases& sensitivity_phrases(Language language) {
  return language == Language::japanese ? japanese : english;
}

}  // namespace headwater
