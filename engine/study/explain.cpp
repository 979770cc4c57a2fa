#include "engine/study/explain.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/study/detail/evaluation.hpp"
#include "engine/study/detail/explainer.hpp"

namespace headwater {
namespace {

// One figure as typed, each part with its place.
class FigureReader {
 public:
  FigureReader(const Scenario& scenario, std::string_view text, Sources& sources,
               std::string_view asked_by)
      : model_(*scenario.model), precedence_(*scenario.precedence), text_(text) {
    file_ = sources.add(std::string(asked_by), std::string(text));
    at_ = std::min(text.rfind('@'), text.size());
  }

  Checked<FigureId> read() {
    const auto series = model_.find(text_.substr(0, at_));
    if (at_ == 0 || at_ + 1 >= text_.size()) {
      const std::string name = series ? model_.at(*series).name : "operating_profit";
      return failed(error("not-a-figure", {file_, 0, std::uint32_t(text_.size())},
                          "a figure is a name and a period, with an @ between them",
                          fmt::format("{}@{}", name, example())));
    }
    if (!series) return failed(unknown_name());
    const auto span = model_.calendar.parse(text_.substr(at_ + 1));
    if (!span) {
      return failed(error("not-a-period", period_place(),
                          fmt::format("'{}' is no period of this calendar", text_.substr(at_ + 1)),
                          fmt::format("for example {}@{}", model_.at(*series).name, example())));
    }
    if (const auto why = refused(*series, *span)) return failed(*why);
    return {FigureId{*series, *span}, {}};
  }

 private:
  static Checked<FigureId> failed(Diagnostic diagnostic) {
    return {std::nullopt, {std::move(diagnostic)}};
  }
  Place name_place() const { return {file_, 0, std::uint32_t(at_)}; }
  Place period_place() const {
    return {file_, std::uint32_t(std::min(at_ + 1, text_.size())), std::uint32_t(text_.size())};
  }
  std::string example() const {
    const Period next = std::min(precedence_.as_of() + 1, model_.horizon.last);
    return model_.calendar.name({next, next});
  }

  Diagnostic unknown_name() const {
    const std::string name(text_.substr(0, at_));
    const auto near = nearest(name, model_.series_names());
    const std::string period(text_.substr(at_));
    return error("unknown-name", name_place(), fmt::format("nothing is named '{}'", name),
                 near ? fmt::format("did you mean {}{}?", *near, period)
                      : "'headwater run FILE --format json' lists every series");
  }

  // Before the horizon there is only what was printed, or what the model says of it.
  std::optional<Diagnostic> refused(SeriesId id, PeriodSpan span) const {
    const Series& series = model_.at(id);
    const bool single = span.first == span.last;
    const bool early = single && span.first < model_.horizon.first &&
                       precedence_.at(id, span.first).rule != Rule::missing;
    if (!early && !model_.horizon.contains(span)) {
      return error("outside-horizon", period_place(),
                   fmt::format("{} is outside the model's horizon", model_.calendar.name(span)),
                   fmt::format("it covers {}", model_.calendar.name(model_.horizon)));
    }
    if (single || precedence_.roll_ups().of(id) != Rolling::none) return std::nullopt;
    const std::string last = model_.calendar.name({span.last, span.last});
    const char* why = precedence_.roll_ups().measure(id)
                          ? "a side of its formula has no figure over several periods"
                          : "nothing says how its periods come together";
    return error(
        "no-roll-up", period_place(),
        fmt::format("{} has no figure for {}: {}", series.name, model_.calendar.name(span), why),
        fmt::format("ask for one period, {}@{}, or say 'rolls up as mean', 'last' or 'compound' "
                    "where it is declared",
                    series.name, last));
  }

  const Model& model_;
  const Precedence& precedence_;
  std::string_view text_;
  FileId file_{};
  std::size_t at_ = 0;
};

bool reads(const Formulas& formulas, NodeId id, SeriesId series) {
  const Node& node = formulas[id];
  if (node.op == NodeOp::cell && node.series == series) return true;
  return std::any_of(node.args.begin(), node.args.end(),
                     [&](NodeId arg) { return reads(formulas, arg, series); });
}

// Of its own observation and parts, and those written checks that name it.
std::vector<CheckResult> checks_of(const Scenario& scenario, FigureId figure) {
  const Model& model = *scenario.model;
  const std::string& name = model.at(figure.series).name;
  auto run = run_single(scenario, {});
  std::vector<CheckResult> found;
  if (!run) return found;
  for (CheckResult& result : run.value->checks) {
    if (result.span != figure.span) continue;
    const auto written =
        std::find_if(model.checks.begin(), model.checks.end(), [&](const ModelCheck& check) {
          return check.place == result.place && check.name == result.name;
        });
    const bool own = result.name == name || result.name.starts_with(name + " by ");
    const bool named =
        written != model.checks.end() && (reads(model.formulas, written->left, figure.series) ||
                                          reads(model.formulas, written->right, figure.series));
    if (own || named) found.push_back(std::move(result));
  }
  return found;
}

}  // namespace

Checked<FigureId> read_figure(const Scenario& scenario, std::string_view text, Sources& sources,
                              std::string_view asked_by) {
  return FigureReader(scenario, text, sources, asked_by).read();
}

Explanation explain(const Scenario& scenario, const Sources& sources, FigureId figure,
                    const ExplainOptions& options) {
  detail::Evaluation evaluation(scenario);
  detail::Explainer explainer(scenario, sources, evaluation);
  const bool changed = !scenario.operations.empty();
  explainer.cells(figure, options.depth);
  if (changed) explainer.cells(figure, std::nullopt);  // overrides lie at any depth
  evaluation.evaluate();
  Explanation explanation;
  explanation.cells = explainer.cells(figure, options.depth);
  if (changed) explanation.overrides = explainer.overrides(explainer.cells(figure, std::nullopt));
  explanation.checks = checks_of(scenario, figure);
  const ExplainedCell& asked = explanation.cells.front();
  const bool given = asked.winner.rule == Rule::observation || asked.driver;
  if (!given) explanation.inputs = figure_inputs(scenario, {figure.series, figure.span});
  return explanation;
}

}  // namespace headwater
