#include "engine/app/backtest_phrases.hpp"

namespace headwater {
namespace {

constexpr BacktestPhrases english = {
    .title = "Backtest",
    .seen_from = "{0} from {1} origins, {2} to {3} · judged as of {4}",
    .seen_from_one = "{0} from 1 origin, {1} · judged as of {2}",
    .one_ahead = "1 {0} ahead",
    .ahead = "{0} {1} ahead",
    .half_end = "to the half's end",
    .year_end = "to the fiscal year's end",
    .month = "month",
    .quarter = "quarter",
    .year = "year",
    .months = "months",
    .quarters = "quarters",
    .years = "years",
    .caption = "{0}, {1} ({2}; {3} origins)",
    .one_origin_caption = "{0}, {1} ({2}; 1 origin)",
    .variant = "Variant",
    .forecasts = "n",
    .within = "in {0}%",
    .rows_per_second = "rows/s",
    .compile_ms = "compile ms",
    .seasonal_naive = "seasonal naive",
    .drift = "drift",
    .last_year_growth = "last year's growth",
    .guidance = "guidance",
    .origin = "Origin",
    .of_period = "for",
    .actual = "Actual",
    .verdict = "Verdict: ",
    .cannot_separate_one = "with 1 origin the data cannot separate {0} from {1} ({2})",
    .cannot_separate = "with {0} origins the data cannot separate {1} from {2} ({3})",
    .but_beaten = "; each of them is better than {0}",
    .best_baseline = "; the best baseline, {0}, has {1}",
    .no_better =
        "with {0} origins {1} has the least error of the variants, but is not separated "
        "from {2}, which knows the figure's own past alone ({3})",
    .worse =
        "with {0} origins the best variant, {1}, is worse than {2}, which knows the figure's "
        "own past alone ({3})",
    .best = "with {0} origins {1} is the best: separated, at 5 % over all pairs, from {2} ({3})",
    .nothing_to_compare = "nothing to compare ({0}, {1})",
    .evidence = "{0}, {1}: MAE {2} against {3}; difference {4}",
    .difference = "{0} ± {1}",
    .says_scores =
        "error = forecast - actual; ME, MAE, RMSE in the figure's unit; MAPE and sMAPE in %; "
        "MASE: MAE as a multiple of the mean change over a year, as known at the origin",
    .says_distributions =
        "CRPS and pinball loss of the distributions ({0} draws a variant; of a rule Student's t by "
        "its past errors); in 80%, in 95%: how often the actual lay within",
    .says_intervals =
        "CRPS and pinball loss of a rule's distribution, Student's t by its past errors; "
        "in 80%, in 95%: how often the actual lay within",
    .percentage_left_out = "MAPE leaves out {0} actuals near zero or of both signs",
    .hindsight =
        "Drivers that {0} rests on: {1}; numbers that stand in a file, the same at every origin "
        "whenever they were written: {2} ({3})",
    .read_anew = "Drivers that {0} rests on: {1}, all of them read anew at each origin",
    .without_forecast = "{0} has no forecast from {1}",
    .left_out_of_verdict = "{0} is left out of the verdict: it has errors at {1} origins only",
    .fewer_distributions = "of {0}, {1} of {2} forecasts are distributions",
    .too_short = "{0}: from {1} too little is known for it, and a simpler rule takes its place",
    .first_figures = "errors are against the figures that were printed first",
    .rolling = "at each origin the last {0} periods are known",
    .timed =
        "rows/s: one thread, drivers drawn in their ranges ({0} rows, median of 3); compile: from "
        "the "
        "model to its program",
    .and_more = "{0} and {1} more",
};

constexpr BacktestPhrases japanese = {
    .title = "バックテスト",
    .seen_from = "{0}：起点{1}（{2}～{3}）· {4}時点の実績で評価",
    .seen_from_one = "{0}：起点1（{1}）· {2}時点の実績で評価",
    .one_ahead = "1{0}先",
    .ahead = "{0}{1}先",
    .half_end = "半期末まで",
    .year_end = "年度末まで",
    .month = "か月",
    .quarter = "四半期",
    .year = "年",
    .months = "か月",
    .quarters = "四半期",
    .years = "年",
    .caption = "{0}、{1}（{2}、起点{3}）",
    .one_origin_caption = "{0}、{1}（{2}、起点1）",
    .variant = "モデル",
    .forecasts = "n",
    .within = "{0}%内",
    .rows_per_second = "行/秒",
    .compile_ms = "準備 ms",
    .seasonal_naive = "前年同期",
    .drift = "ドリフト",
    .last_year_growth = "前年の伸び",
    .guidance = "会社予想",
    .origin = "起点",
    .of_period = "対象",
    .actual = "実績",
    .verdict = "判定：",
    .cannot_separate_one = "起点1つのデータでは{0}と{1}の優劣は判別できない（{2}）",
    .cannot_separate = "起点{0}のデータでは{1}と{2}の優劣は判別できない（{3}）",
    .but_beaten = "。いずれも{0}より良い",
    .best_baseline = "。最良の単純規則は{0}で{1}",
    .no_better =
        "起点{0}で誤差最小のモデルは{1}だが、対象の過去だけを使う{2}との優劣は判別できない（{3}）",
    .worse = "起点{0}で最良のモデル{1}は、対象の過去だけを使う{2}に劣る（{3}）",
    .best = "起点{0}で{1}が最良：全組合せで5%水準、{2}より良い（{3}）",
    .nothing_to_compare = "比較対象なし（{0}、{1}）",
    .evidence = "{0}、{1}：MAE {2}対{3}、差{4}",
    .difference = "{0}±{1}",
    .says_scores =
        "誤差＝予測－実績。ME・MAE・RMSEは対象の単位、MAPE・sMAPEは%、"
        "MASEはMAE÷起点までの前年差平均",
    .says_distributions =
        "CRPS・ピンボール損失は分布の評価（モデルは{0}回の抽出、規則は過去の誤差のt分布）。"
        "80%内・95%内は実績が区間に入った割合",
    .says_intervals =
        "CRPS・ピンボール損失は規則の過去の誤差のt分布の評価。80%内・95%内は実績が区間に"
        "入った割合",
    .percentage_left_out = "MAPEはゼロ近傍・符号混在の実績{0}件を除く",
    .hindsight =
        "{0}が依存する前提：{1}件。うちファイルに書かれた値で、書かれた時期によらず全起点で"
        "同じもの：{2}件（{3}）",
    .read_anew = "{0}が依存する前提：{1}件。すべて起点ごとに読み直される",
    .without_forecast = "{0}は{1}を起点とする予測がない",
    .left_out_of_verdict = "{0}は誤差のある起点が{1}のみで、判定から除く",
    .fewer_distributions = "{0}の予測{2}件のうち分布は{1}件",
    .too_short = "{0}：{1}を起点とすると実績が足りず、より単純な規則で代える",
    .first_figures = "誤差は初回公表値に対する",
    .rolling = "各起点で直近{0}期のみ既知",
    .timed =
        "行/"
        "秒：1スレッド、前提を範囲内で抽出（{0}行、3回の中央値）。準備：モデルからプログラムまで",
    .and_more = "{0}ほか{1}件",
};

}  // namespace

const BacktestPhrases& backtest_phrases(Language language) {
  return language == Language::japanese ? japanese : english;
}

}  // namespace headwater
