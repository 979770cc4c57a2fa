#include "engine/app/variants_phrases.hpp"

namespace headwater {
namespace {

constexpr VariantsPhrases english = {
    .extends = "extends {0}, {1}",
    .which_extends = "  which extends {0}, {1}",
    .extends_none = "extends no model: nothing is redefined",
    .redefines = "redefines ({0}):",
    .redefines_none = "redefines nothing",
    .as_it_was = "as it was",
    .before = "before: ",
    .after = "now:    ",
    .series = "Series",
    .was = "Before",
    .is = "Now",
    .no_clause = "–",
    .adds = "adds ({0}):",
    .adds_none = "adds nothing",
    .of_group = "{0} ({1}): {2}",
    .flows = "flows",
    .stocks = "stocks",
    .prices = "prices",
    .ratios = "ratios",
    .drivers = "drivers",
    .checks = "checks",
    .groups = "groups of drivers",
    .statements = "statements",
    .units = "units",
    .tables = "tables",
    .pipelines = "pipelines",
    .one_offs = "one-offs",
    .solves = "circles that are solved",
    .actuals = "files of actuals",
    .guidance = "files of guidance",
};

constexpr VariantsPhrases japanese = {
    .extends = "土台：{0}、{1}",
    .which_extends = "　その土台：{0}、{1}",
    .extends_none = "土台となるモデルなし：再定義なし",
    .redefines = "再定義（{0}件）：",
    .redefines_none = "再定義なし",
    .as_it_was = "内容は同じ",
    .before = "前：",
    .after = "後：",
    .series = "系列",
    .was = "前",
    .is = "後",
    .no_clause = "–",
    .adds = "追加（{0}件）：",
    .adds_none = "追加なし",
    .of_group = "{0}（{1}件）：{2}",
    .flows = "フロー",
    .stocks = "ストック",
    .prices = "単価",
    .ratios = "比率",
    .drivers = "前提",
    .checks = "検算",
    .groups = "前提グループ",
    .statements = "計算書",
    .units = "単位",
    .tables = "表",
    .pipelines = "案件表",
    .one_offs = "一過性要因",
    .solves = "解かれる循環",
    .actuals = "実績ファイル",
    .guidance = "会社予想ファイル",
};

}  // namespace

const VariantsPhrases& variants_phrases(Language language) {
  return language == Language::japanese ? japanese : english;
}

}  // namespace headwater
