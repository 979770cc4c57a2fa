#include "engine/app/compare_models_phrases.hpp"

namespace headwater {
namespace {

constexpr CompareModelsPhrases english = {
    .title = "What differs between two models",
    .old_model = "Old",
    .new_model = "New",
    .both_models = "both models",
    .figures = "figures compared: {0}",
    .figures_of_several = "figures compared: {0}, in scenarios: {1}",
    .differ = "different: {0}",
    .differ_in = "different: {0}, in scenarios: {1}",
    .identical = "no figure differs",
    .apart_by_rounding = "apart by rounding only: {0}",
    .only_old = "only in the old model ({0}): {1}",
    .only_new = "only in the new model ({0}): {1}",
    .other_unit = "in another unit, converted: {0}",
    .other_dimension = "in another dimension, not compared: {0}",
    .other_kind = "of another kind: {0}",
    .was = "{0} ({1}, now {2})",
    .other_horizon = "periods of the old model: {0}, of the new: {1}; compared where both are",
    .more_names = "{0} and {1} more",
    .left_out = "not compared: {0}, which cannot be read against {1}",
    .series = "Series",
    .scenarios = "In",
    .change = "Change",
    .relative = "Relative",
    .now_missing = "now missing",
    .was_missing = "was missing",
    .from_zero = "from 0",
    .more_rows = "further rows: {0} (--top)",
    .other_rows = "different in quarters or halves that make up years: {0} (--by quarter, half)",
    .checks = "Checks that are broken in one model only",
    .no_check = "not there",
    .no_check_differs = "no check is broken in one model only",
};

constexpr CompareModelsPhrases japanese = {
    .title = "モデル比較",
    .old_model = "旧",
    .new_model = "新",
    .both_models = "両モデル",
    .figures = "比較した数値：{0}件",
    .figures_of_several = "比較した数値：{0}件（シナリオ{1}件）",
    .differ = "差異：{0}件",
    .differ_in = "差異：{0}件（シナリオ{1}件）",
    .identical = "差異なし",
    .apart_by_rounding = "丸め誤差のみ：{0}件",
    .only_old = "旧モデルだけの系列（{0}件）：{1}",
    .only_new = "新モデルだけの系列（{0}件）：{1}",
    .other_unit = "単位の異なる系列（換算）：{0}",
    .other_dimension = "次元の異なる系列（比較なし）：{0}",
    .other_kind = "種類の異なる系列：{0}",
    .was = "{0}（旧 {1}、新 {2}）",
    .other_horizon = "期間：旧モデル {0}、新モデル {1}。双方にある期を比較",
    .more_names = "{0}ほか{1}件",
    .left_out = "比較対象外：{0}（{1}では読めない）",
    .series = "系列",
    .scenarios = "シナリオ",
    .change = "増減",
    .relative = "変化率",
    .now_missing = "欠損に変化",
    .was_missing = "欠損から変化",
    .from_zero = "0から変化",
    .more_rows = "ほかの行：{0}件（--top）",
    .other_rows = "年度を構成する四半期・半期の差異：{0}件（--by quarter、half）",
    .checks = "一方のモデルだけで不成立の検算",
    .no_check = "なし",
    .no_check_differs = "一方のモデルだけで不成立の検算はなし",
};

}  // namespace

const CompareModelsPhrases& compare_models_phrases(Language language) {
  return language == Language::japanese ? japanese : english;
}

}  // namespace headwater
