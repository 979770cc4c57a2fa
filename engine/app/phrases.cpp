#include "engine/app/phrases.hpp"

#include <algorithm>
#include <array>

namespace headwater {
namespace {

using Named = std::pair<std::string_view, std::string_view>;

constexpr std::array<Named, 19> japanese_units = {{
    {"JPY", "円"},           {"USD", "米ドル"},     {"EUR", "ユーロ"},
    {"GBP", "英ポンド"},     {"CNY", "人民元"},     {"KRW", "韓国ウォン"},
    {"TWD", "台湾ドル"},     {"HKD", "香港ドル"},   {"SGD", "シンガポールドル"},
    {"AUD", "豪ドル"},       {"CAD", "カナダドル"}, {"CHF", "スイスフラン"},
    {"INR", "インドルピー"}, {"THB", "タイバーツ"}, {"VND", "ベトナムドン"},
    {"month", "月"},         {"quarter", "四半期"}, {"year", "年"},
    {"day", "日"},
}};

constexpr Phrases english = {
    .language = Language::english,
    .unit_names = {},
    .plain_unit = "a plain number",
    .unit_times = " * ",
    .unit_per = " / ",
    .scaled = "{0} {1}",
    .millions = "mn",
    .oku = "oku",
    .billions = "bn",
    .amount = "{0} {1}",
    .points = "pp",
    .unit_heading = "{0}",
    .between_notes = " · ",
    .between_names = "; ",
    .between_list = ", ",
    .in_brackets = " ({0})",
    .forecast_mark = "e",
    .estimate_mark = "a",
    .as_of = "as of {0}",
    .title_as_of = "{0} · as of {1}",
    .guidance = "Guidance",
    .difference = "Diff",
    .growth = "YoY",
    .progress_to_guidance = "Progress to guidance",
    .so_far_actual = "{0} actual",
    .progress = "Progress",
    .year_before = "Year before",
    .must_deliver = "{0} must deliver",
    .short_by = "Short by",
    .year_made_of = "FY{0}: {1} actual + {2} forecast {3}",
    .months = "months",
    .quarters = "quarters",
    .years = "years",
    .says_forecast = "{0} contains a forecast",
    .says_estimate = "{0} actual that contains an estimate",
    .guidance_since = "guidance published with the results of {0}",
    .checks_hold = "{0} checks hold",
    .checks_broken = "{0} checks hold, {1} BROKEN",
    .left_out = "left out at this width: {0}",
    .sources = "Sources of the actuals",
    .source = "{0}: ",
    .computed = "computed from the above",
    .leaves_horizon = "{0} of {1} arrives after {2}",
    .pseudo_vintage =
        "pseudo-vintage: a figure without a day counts as published with its own period",
    .one_offs = "One-offs",
    .one_off_in = "{0}, {1}: {2}, {3}",
    .one_off_from = "{0}, from {1}: {2}, {3}",
    .of_scenario = "{0}: {1}",
    .nothing_differs = "{0} does not differ from {1}",
    .other_model = "{0} is of another model, {1}: lines are matched by name",
    .other_horizon = "{0} covers {1}",
    .only_in = "only in {0}: {1}",
    .measured_otherwise = "in {0} in a unit that cannot be compared: {1}",
    .series = "Series",
    .forecast_style = "forecast",
    .estimate_style = "actual that contains an estimate",
    .sweep_title = "{0} · {1}",
    .axis = "{0} ({1}{2})",
    .times_base = ", times base",
    .added_to_base = ", added to base",
    .set_instead = "",
    .every_period = "in every period",
    .in_periods = "in {0}",
    .from_period = "from {0}",
    .change = "change",
    .caption = "{0}, {1}",
    .base_row = "* the scenario as it stands",
    .figures_missing = "{0} figures are missing",
    .sweep_lost = "sweep {0}: {1} figures are missing, the first since {2} in {3} has no value",
    .base = "base",
    .least = "least",
    .mean = "mean",
    .greatest = "greatest",
    .at_levels = "at",
    .missing = "missing",
    .points_run = "{0} points",
    .ranked_by = "Largest {0}",
    .tornado_caption = "{0} {1}, base {2} {3}",
    .low_end = "low",
    .high_end = "high",
    .swing = "swing",
    .share = "share",
    .several_ends = "each to its end",
    .cut_mark = " †",
    .bar_legend = "█ at the low end, ░ at the high end of the driver",
    .cut_legend = "† a fix cuts some or all of it",
    .all_together = "all together: low {0}, high {1}",
    .interaction = "interaction: low {0}, high {1}",
    .more_bars = "{0} more bars, {1} of all swings",
    .still_bars = "{0} more without effect here",
    .tornado_lost = "tornado {0}: {1} figures are missing, the first since {2} in {3} has no value",
    .bridge_caption = "{0} {1}: {2} to {3} {4}",
    .bridge_level = "level",
    .bridge_forced = "* rounded the other way, so that the figures shown add up",
    .bridge_all_orders = "Shapley: what each adds, averaged over all orders",
    .bridge_drawn_orders =
        "Shapley: what each adds, averaged over {0} orders drawn, ± a standard error",
    .bridge_in_order = "sequential: what each adds to those above it, in the order of the model",
    .bridge_order_matters = "another order would give others",
    .bridge_along_path = "path: what each adds while all move evenly from A to B (Aumann-Shapley)",
    .bridge_by_lines = "by lines: each has its own change, with its sign in the figure",
    .bridge_printed_rounding =
        "where printed lines miss a printed total by rounding, the largest line has it",
    .bridge_implied = "implied, as what the other lines leave of guidance: {0}",
    .bridge_guidance = "{0} guidance",
    .bridge_known = "Became known",
    .bridge_still = "without effect here: {0}",
    .bridge_legend = "█ level, ▓ more, ░ less",
    .bridge_begins = "bars begin at {0}",
    .bench_title = "Speed of model variants",
    .bench_run = "{0} rows, medians of {1} rounds",
    .files_to_program = "Files to program, ms",
    .rows_per_second = "Rows per second",
    .spread_of_rounds = "slowest less fastest round",
    .time_per_row = "Time per row, {0} = 1",
    .all_series = "Series",
    .formulas = "Formulas",
    .drivers_drawn = "Drivers drawn",
    .figures_asked = "Figures asked for",
    .instructions_per_row = "Instructions per row",
    .run_once = "run once for all periods",
    .run_in_loops = "in loops over periods",
    .rows_side_by_side = "Block width, rows side by side",
    .table_memory = "Working table, KiB per thread",
    .program_memory = "Program, KiB",
    .rows_lacking = "Rows that lack a figure",
    .bench_times = "timed: rows drawn, run and summed up",
    .on_one_thread = "on one thread: rows per second are per core",
    .on_threads = "on {0} threads together",
    .bench_draws =
        "drawn: every driver with a range, evenly within it, once for all forecast periods of a "
        "row",
    .bench_figures =
        "asked for: the lines of the first statement in the years with a forecast; without a "
        "statement, all series in the last year",
    .bench_lost = "{0}: {1} rows lack a figure, the first since {2} in {3} has no value",
    .model_holds = "{0}: {1} series and {2} drivers, {3} figures printed in {4} periods",
    .rows_unused = "{0} rows of data belong to no series of the model: {1}",
    .checks_stand = "{0} checks hold, {1} broken, {2} not evaluable in history",
    .check = "Check",
    .period = "Period",
    .left_side = "Left",
    .right_side = "Right",
    .unit = "Unit",
    .state = "State",
    .holds = "holds",
    .broken = "BROKEN",
    .not_evaluable = "not evaluable",
    .check_broken = "check broken: {0} in {1}: {2} against {3} {4} (difference {5})",
    .printed_on = ", printed on {0}",
    .forecast_missing = "a forecast is missing: {0} in {1} has no value",
};

constexpr Phrases japanese = {
    .language = Language::japanese,
    .unit_names = japanese_units,
    .plain_unit = "単位なし",
    .unit_times = "・",
    .unit_per = "/",
    .scaled = "{1}{0}",
    .millions = "百万",
    .oku = "億",
    .billions = "十億",
    .amount = "{0}{1}",
    .points = "pt",
    .unit_heading = "単位：{0}",
    .between_notes = " ／ ",
    .between_names = "、",
    .between_list = "、",
    .in_brackets = "（{0}）",
    .forecast_mark = "予",
    .estimate_mark = "*",
    .as_of = "{0}時点",
    .title_as_of = "{0}（{1}時点）",
    .guidance = "会社予想",
    .difference = "差異",
    .growth = "前年同期比",
    .progress_to_guidance = "会社予想に対する進捗",
    .so_far_actual = "{0}実績",
    .progress = "進捗率",
    .year_before = "前年進捗率",
    .must_deliver = "{0}必要額",
    .short_by = "不足額",
    .year_made_of = "FY{0}：実績{1}{3}＋見通し{2}{3}",
    .months = "か月",
    .quarters = "四半期",
    .years = "年",
    .says_forecast = "{0}：見通しを含む",
    .says_estimate = "{0}：推計を含む実績",
    .guidance_since = "会社予想は{0}決算とともに公表",
    .checks_hold = "検算{0}件成立",
    .checks_broken = "検算{0}件成立、{1}件不成立",
    .left_out = "表示幅に収まらず省略：{0}",
    .sources = "実績の出典",
    .source = "{0}：",
    .computed = "上記から計算",
    .leaves_horizon = "{1}のうち{0}は{2}より後",
    .pseudo_vintage = "擬似ビンテージ：公表日のない数値は当該期の決算で公表とみなす",
    .one_offs = "一時要因",
    .one_off_in = "{0} {1}：{2}、{3}",
    .one_off_from = "{0} {1}以降：{2}、{3}",
    .of_scenario = "{0}：{1}",
    .nothing_differs = "{0}は{1}と差異なし",
    .other_model = "{0}は別のモデル（{1}）：科目名で対応",
    .other_horizon = "{0}の対象期間は{1}",
    .only_in = "{0}のみ：{1}",
    .measured_otherwise = "{0}では比較できない単位：{1}",
    .series = "系列名",
    .forecast_style = "見通し",
    .estimate_style = "推計を含む実績",
    .sweep_title = "{0} ／ {1}",
    .axis = "{0}（{1}{2}）",
    .times_base = "、基準に乗算",
    .added_to_base = "、基準に加算",
    .set_instead = "",
    .every_period = "全期間",
    .in_periods = "{0}",
    .from_period = "{0}以降",
    .change = "増減",
    .caption = "{0}（単位：{1}）",
    .base_row = "* 現在のシナリオ",
    .figures_missing = "{0}件の値が欠損",
    .sweep_lost = "感応度{0}：{1}件の値が欠損、最初の原因は{2}（{3}）",
    .base = "基準",
    .least = "最小",
    .mean = "平均",
    .greatest = "最大",
    .at_levels = "水準",
    .missing = "欠損",
    .points_run = "{0}通り",
    .ranked_by = "大きい順：{0}",
    .tornado_caption = "{0} {1}、基準{2}{3}",
    .low_end = "低位",
    .high_end = "高位",
    .swing = "変動幅",
    .share = "構成比",
    .several_ends = "各々の幅",
    .cut_mark = "†",
    .bar_legend = "█ 前提が低位のとき、░ 前提が高位のとき",
    .cut_legend = "† 固定値が影響の全部または一部を遮断",
    .all_together = "全前提を同時に：低位{0}、高位{1}",
    .interaction = "相互作用：低位{0}、高位{1}",
    .more_bars = "ほか{0}件（変動幅合計の{1}）",
    .still_bars = "ほか{0}件は影響なし",
    .tornado_lost = "トルネード{0}：{1}件の値が欠損、最初の原因は{2}（{3}）",
    .bridge_caption = "{0} {1}：{2}→{3}{4}",
    .bridge_level = "累計",
    .bridge_forced = "* 表示値の合計が一致するよう、端数を逆に丸めた値",
    .bridge_all_orders = "シャープレイ法：全ての順序にわたる増分の平均",
    .bridge_drawn_orders = "シャープレイ法：抽出した{0}通りの順序にわたる増分の平均（±は標準誤差）",
    .bridge_in_order = "逐次法：モデルの順に、上の行までに加わる増分",
    .bridge_order_matters = "順序を変えれば配分も変わる",
    .bridge_along_path = "経路法（オーマン＝シャープレイ）：AからBへ全てを均等に動かす間の増分",
    .bridge_by_lines = "科目別：各科目の増減（算式上の符号による）",
    .bridge_printed_rounding = "開示値の端数による内訳と合計の差は、最大の科目に含む",
    .bridge_implied = "会社予想の他の科目からの逆算：{0}",
    .bridge_guidance = "{0} 会社予想",
    .bridge_known = "実績の判明",
    .bridge_still = "影響なし：{0}",
    .bridge_legend = "█ 水準、▓ 増、░ 減",
    .bridge_begins = "棒の起点：{0}",
    .bench_title = "モデルの処理速度",
    .bench_run = "{0}行、{1}回の中央値",
    .files_to_program = "ファイルからプログラムまで（ミリ秒）",
    .rows_per_second = "毎秒の行数",
    .spread_of_rounds = "最も遅い回と速い回の差",
    .time_per_row = "1行あたりの時間（{0}＝1）",
    .all_series = "系列",
    .formulas = "計算式",
    .drivers_drawn = "動かす前提",
    .figures_asked = "求める値",
    .instructions_per_row = "1行あたりの命令",
    .run_once = "全期間で1回だけ実行",
    .run_in_loops = "期間ごとに繰り返す部分",
    .rows_side_by_side = "ブロック幅（同時に計算する行）",
    .table_memory = "作業表（スレッドあたりKiB）",
    .program_memory = "プログラム（KiB）",
    .rows_lacking = "値が欠損した行",
    .bench_times = "計測範囲：前提の抽選、計算、集計",
    .on_one_thread = "1スレッド：毎秒の行数はコアあたり",
    .on_threads = "{0}スレッド合計",
    .bench_draws =
        "動かす前提：幅のあるものすべて。行ごとに幅の中で一様に引き、見通しの全期間に使う",
    .bench_figures =
        "求める値：最初の表の各科目（見通しを含む年度）、表がなければ全系列（最終年度）",
    .bench_lost = "{0}：{1}行で値が欠損、最初の原因は{2}（{3}）",
    .model_holds = "{0}：系列{1}、前提{2}、公表値{3}件（{4}期）",
    .rows_unused = "モデルにない系列のデータ{0}行：{1}",
    .checks_stand = "検算{0}件成立、{1}件不成立、{2}件は過去の欠損により評価不能",
    .check = "検算",
    .period = "期間",
    .left_side = "左辺",
    .right_side = "右辺",
    .unit = "単位",
    .state = "結果",
    .holds = "成立",
    .broken = "不成立",
    .not_evaluable = "評価不能",
    .check_broken = "検算不成立：{0}（{1}）：{2}、対する値{3}{4}（差異{5}）",
    .printed_on = "、出典{0}",
    .forecast_missing = "見通しが欠損：{0}（{1}）",
};

std::string name_of(const Model& model, const std::string& unit, const Phrases& words) {
  const auto titled = model.unit_titles.find(unit);
  const bool named = titled != model.unit_titles.end() && !titled->second.japanese.empty();
  if (named) return titled->second.japanese;
  const auto known = std::ranges::find(words.unit_names, std::string_view(unit), &Named::first);
  return known == words.unit_names.end() ? unit : std::string(known->second);
}

}  // namespace

const Phrases& phrases(Language language) {
  switch (language) {
    case Language::english: return english;
    case Language::japanese: return japanese;
  }
  return english;
}

std::string in_language(const Title& title, const Phrases& words) {
  const bool in_japanese = words.language == Language::japanese;
  const std::string& wanted = in_japanese ? title.japanese : title.english;
  const std::string& other = in_japanese ? title.english : title.japanese;
  return wanted.empty() ? other : wanted;
}

std::string label_of(const Series& series, const Phrases& words) {
  const std::string title = in_language(series.title, words);
  return title.empty() ? series.name : title;
}

std::string short_label_of(const Series& series, const Phrases& words) {
  return words.language == Language::english ? series.name : label_of(series, words);
}

std::string unit_text(const Model& model, const Unit& unit, const Phrases& words) {
  if (words.language == Language::english) return unit.text();
  if (unit.is_plain()) return std::string(words.plain_unit);
  std::string above;
  std::string below;
  for (const auto& [name, exponent] : unit.written()) {
    const int power = exponent < 0 ? -exponent : exponent;
    std::string factor = name_of(model, name, words);
    if (power != 1) factor += fmt::format("^{}", power);
    if (exponent < 0) below += std::string(words.unit_per) + factor;
    else above += (above.empty() ? "" : std::string(words.unit_times)) + factor;
  }
  return (above.empty() ? "1" : above) + below;
}

}  // namespace headwater
