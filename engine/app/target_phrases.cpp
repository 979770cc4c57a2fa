#include "engine/app/target_phrases.hpp"

namespace headwater {
namespace {

constexpr TargetPhrases english = {
    .heading = "What must be true",
    .line = "Figure",
    .base = "Base",
    .wanted = "Wanted",
    .reached = "Reached",
    .gap = "Gap",
    .driver = "Driver",
    .required = "Required",
    .best = "Best in history",
    .from_best = "From best",
    .bounds = "Bounds",
    .at_low = "at its lower bound",
    .at_high = "at its upper bound",
    .at_low_held = "stopped by its lower bound",
    .at_high_held = "stopped by its upper bound",
    .moves_nothing = "moves none of the figures",
    .no_bounds = "none",
    .ended_reached = "Every figure is reached, by the least change of the drivers",
    .ended_bounded = "Not reached: nearest within the bounds. What stops it: {0}",
    .ended_stuck = "Not reached: nearest there is, whatever the bounds",
    .ended_lost = "Not begun: a figure is missing",
    .ended_unfinished = "Not reached: after {0} rounds nothing brought the figures nearer",
    .unmoved = "No driver moves {0}",
    .best_means =
        "Best in history: highest known figure of NAME.implied, or lowest where it is to fall",
    .add_factor = "{0} (add factor)",
    .in_each_cell = "What must be true in each cell of {0}",
    .largest_gap = "Largest gap",
    .bound_mark = "*",
    .cells_reached = "{0} of {1} cells are reached · * at a bound",
    .not_in_cells = "target \"{0}\" is not reached in {1} of {2} cells",
    .not_reached = "target \"{0}\" is not reached: {1} of {2} figures are off",
};

constexpr TargetPhrases japanese = {
    .heading = "達成の条件",
    .line = "項目",
    .base = "基準",
    .wanted = "目標",
    .reached = "到達",
    .gap = "差",
    .driver = "前提",
    .required = "必要値",
    .best = "過去最良",
    .from_best = "過去最良との差",
    .bounds = "範囲",
    .at_low = "下限",
    .at_high = "上限",
    .at_low_held = "下限で頭打ち",
    .at_high_held = "上限で頭打ち",
    .moves_nothing = "どの項目も動かさない",
    .no_bounds = "なし",
    .ended_reached = "前提の変化を最小にして全項目が目標に到達",
    .ended_bounded = "未達：範囲内で最も近い値。制約：{0}",
    .ended_stuck = "未達：範囲にかかわらず最も近い値",
    .ended_lost = "開始不能：値のない項目がある",
    .ended_unfinished = "未達：{0}回の計算で近づかず",
    .unmoved = "どの前提も動かさない項目：{0}",
    .best_means = "過去最良：NAME.implied の実績の最高値（下げる前提は最低値）",
    .add_factor = "{0}（アドファクター）",
    .in_each_cell = "{0}の各点での達成の条件",
    .largest_gap = "最大の差",
    .bound_mark = "*",
    .cells_reached = "{1}点中{0}点で到達・* 範囲の端",
    .not_in_cells = "目標「{0}」は{2}点中{1}点で未達",
    .not_reached = "目標「{0}」は未達：{2}項目中{1}項目",
};

}  // namespace

const TargetPhrases& target_phrases(Language language) {
  return language == Language::english ? english : japanese;
}

}  // namespace headwater
