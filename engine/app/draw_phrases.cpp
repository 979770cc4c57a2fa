#include "engine/app/draw_phrases.hpp"

namespace headwater {
namespace {

constexpr DrawPhrases english = {
    .sobol = "scrambled Sobol' points, {0} replicates",
    .lhs = "Latin hypercubes, {0} replicates",
    .random = "independent random numbers",
    .antithetic = "antithetic pairs, {0} replicates",
    .drawn_random = "{0} of what is drawn are random numbers: Sobol' points are for the first {1}",
    .guidance_met = "{0} {1} meets its guidance",
    .all_guidance = "all guidance shown is met",
    .at_least = "{0} {1} is at least {2}",
    .at_most = "{0} {1} is at most {2}",
    .revision = "{0} {1} is {2} or more off its guidance",
    .any_revision = "a revision must be disclosed: any of these",
};

constexpr DrawPhrases japanese = {
    .sobol = "スクランブルSobol'列、{0}反復",
    .lhs = "ラテン超方格、{0}反復",
    .random = "独立乱数",
    .antithetic = "対称変量、{0}反復",
    .drawn_random = "抽出変数のうち{0}個は乱数（Sobol'列は最初の{1}個まで）",
    .guidance_met = "{0} {1} が業績予想を達成",
    .all_guidance = "表示した業績予想をすべて達成",
    .at_least = "{0} {1} が {2} 以上",
    .at_most = "{0} {1} が {2} 以下",
    .revision = "{0} {1} が業績予想から {2} 以上乖離",
    .any_revision = "業績予想の修正開示が必要（上記のいずれか）",
};

}  // namespace

const DrawPhrases& draw_phrases(Language language) {
  return language == Language::japanese ? japanese : english;
}

}  // namespace headwater
