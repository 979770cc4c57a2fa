#include "engine/app/explain_json.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include "engine/app/explain_inputs.hpp"
#include "engine/app/explain_words.hpp"
#include "engine/app/run_json.hpp"
#include "engine/model/arithmetic.hpp"
#include "engine/scenario/hash.hpp"
#include "engine/tables/json.hpp"

namespace headwater {
namespace {

const char* mark_words(Mark mark) {
  switch (mark) {
    case Mark::missing: return "missing";
    case Mark::actual: return "actual";
    case Mark::estimated: return "estimated";
    case Mark::forecast: return "forecast";
  }
  return "";
}

class ExplainJson {
 public:
  ExplainJson(const Scenario& scenario, const Sources& sources)
      : scenario_(scenario), model_(*scenario.model), sources_(sources) {}

  std::string text(std::span<const Explanation> explanations) {
    ContentHash digest;
    json_.begin_object();
    json_.key("explanations").begin_array();
    for (const Explanation& one : explanations) {
      write(one);
      for (const ExplainedCell& cell : one.cells) {
        digest.add(std::as_bytes(std::span(&cell.value, 1)));
      }
    }
    json_.end_array();
    json_.key("manifest");
    write_manifest(json_, scenario_, digest.hex());
    json_.end_object();
    return json_.str();
  }

 private:
  std::string name(PeriodSpan span) const { return model_.calendar.name(span); }

  void place(const Place& place) {
    if (place.end == 0) return;
    json_.key("file").text(sources_.path(place.file));
    json_.key("line").integer(std::int64_t(sources_.position(place.file, place.begin).line));
  }

  void write(const Explanation& one) {
    json_.begin_object();
    json_.key("series").text(model_.at(one.cells.front().id.series).name);
    json_.key("period").text(name(one.cells.front().id.span));
    json_.key("cells").begin_array();
    for (const ExplainedCell& cell : one.cells) write(cell);
    json_.end_array();
    json_.key("overrides").begin_array();
    for (const ExplainedOverride& change : one.overrides) write(change);
    json_.end_array();
    write(one.inputs);
    json_.key("checks").begin_array();
    for (const CheckResult& check : one.checks) {
      json_.begin_object();
      json_.key("name").text(check.name);
      json_.key("left").number(check.left);
      json_.key("right").number(check.right);
      json_.key("evaluable").boolean(check.evaluable);
      json_.key("ok").boolean(check.holds);
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
  }

  void write(const ExplainedCell& cell) {
    const Series& series = model_.at(cell.id.series);
    json_.begin_object();
    json_.key("series").text(series.name);
    json_.key("label").text(series.title.english);
    json_.key("period").text(name(cell.id.span));
    json_.key("value").number(cell.value);
    json_.key("unit").text(series.unit.text());
    if (!series.per.empty()) json_.key("per").text(series.per);
    json_.key("state").text(mark_words(cell.mark));
    json_.key("rule").text(rule_words(model_, cell));
    if (cell.winner.rule == Rule::outlook) {
      const Period splice = scenario_.precedence->splice(cell.id.series);
      json_.key("spliced_after").text(name({splice, splice}));
    }
    if (is_missing(cell.value)) json_.key("why_missing").text(absence_words(scenario_, cell));
    if (cell.printed != nullptr) write(*cell.printed, cell);
    if (cell.driver) write(*cell.driver, series);
    if (cell.driver || !cell.operations.empty()) write(cell.operations);
    if (cell.formula) write("formula", *cell.formula);
    if (cell.outdone) write("outdone", *cell.outdone);
    if (!cell.one_offs.empty()) write(cell.one_offs);
    write_superseded(series);
    json_.key("precedents").begin_array();
    for (const std::size_t index : cell.precedents) json_.integer(std::int64_t(index));
    json_.end_array();
    json_.end_object();
  }

  void write_superseded(const Series& series) {
    if (series.superseded.empty()) return;
    json_.key("redefined_from").begin_array();
    for (const Place& before : series.superseded) {
      json_.begin_object();
      json_.key("written").text(single_spaced(sources_.text(before)));
      place(before);
      json_.end_object();
    }
    json_.end_array();
  }

  void write(const Observation& figure, const ExplainedCell& cell) {
    json_.key("observation").begin_object();
    json_.key("wins").boolean(cell.winner.observation == &figure);
    json_.key("value").number(figure.value);
    json_.key("basis").text(figure.basis);
    json_.key("source").text(figure.source);
    json_.key("period").text(name(figure.span));
    if (figure.published) json_.key("published").text(text_of(*figure.published));
    json_.key("published_with").text(name({figure.known_since, figure.known_since}));
    json_.key("pseudo_vintage").boolean(figure.pseudo);
    place(figure.place);
    json_.end_object();
  }

  void write(const ExplainedDriver& driver, const Series& series) {
    json_.key("driver").begin_object();
    json_.key("default").number(driver.standard);
    if (driver.low) json_.key("low").number(*driver.low);
    if (driver.high) json_.key("high").number(*driver.high);
    json_.key("basis").text(series.basis);
    json_.key("reason").text(series.basis_reason);
    if (driver.piece != nullptr) {
      const Place& words = model_.formulas[driver.piece->value].place;
      place(words.end > 0 ? words : series.place);
    }
    json_.end_object();
  }

  void write(const std::vector<const Operation*>& operations) {
    json_.key("operations").begin_array();
    for (const Operation* one : operations) {
      json_.begin_object();
      json_.key("operation").text(operation_words(model_, *one));
      json_.key("value").number(one->value);
      if (!one->why.empty()) json_.key("why").text(one->why);
      if (!one->owner.empty()) json_.key("owner").text(one->owner);
      if (one->expires) json_.key("expires").text(name({*one->expires, *one->expires}));
      place(one->place);
      json_.end_object();
    }
    json_.end_array();
  }

  void write(const std::vector<FormulaPiece>& pieces) {
    std::string written;
    std::string valued;
    for (const FormulaPiece& piece : pieces) {
      written += piece.written;
      valued += piece.figure ? full_text(piece.figure->value, piece.figure->unit) : piece.valued;
    }
    json_.key("written").text(written);
    json_.key("with_values").text(valued);
    json_.key("operands").begin_array();
    for (const FormulaPiece& piece : pieces) {
      if (piece.figure) operand(piece.written, *piece.figure);
    }
    json_.end_array();
  }

  void operand(const std::string& written, const Quantity& figure) {
    json_.begin_object();
    json_.key("written").text(written);
    json_.key("value").number(figure.value);
    json_.key("unit").text(figure.unit.is_plain() ? "" : figure.unit.text());
    json_.end_object();
  }

  void write(const char* key, const ExplainedFormula& formula) {
    json_.key(key).begin_object();
    json_.key("role").text(formula.role);
    place(formula.place);
    write(formula.pieces);
    json_.key("value").number(formula.result.value);
    json_.key("calls").begin_array();
    for (const ExplainedCall& call : formula.calls) {
      json_.begin_object();
      json_.key("call").text(call.written);
      json_.key("value").number(call.result.value);
      write(call.pieces);
      json_.end_object();
    }
    json_.end_array();
    json_.key("lookups").begin_array();
    for (const ExplainedLookup& lookup : formula.lookups) write(lookup);
    json_.end_array();
    if (!formula.projections.empty()) write(formula.projections);
    json_.key("sides").begin_array();
    for (const ExplainedSide& side : formula.sides) write(side);
    json_.end_array();
    if (!formula.one_offs.empty()) write(formula.one_offs);
    if (!formula.deals.empty()) {
      json_.key("deals").begin_array();
      for (const Place& deal : formula.deals) {
        json_.begin_object();
        json_.key("deal").text(sources_.text(deal));
        place(deal);
        json_.end_object();
      }
      json_.end_array();
    }
    json_.end_object();
  }

  void write(const ExplainedLookup& lookup) {
    json_.begin_object();
    json_.key("lookup").text(lookup.written);
    json_.key("table").text(lookup.table->name);
    if (lookup.row != nullptr) {
      json_.key("row").text(key_words(model_, *lookup.table, *lookup.row));
      if (lookup.row->presented) json_.key("presented").text(text_of(*lookup.row->presented));
      json_.key("value").number(lookup.row->value);
      json_.key("source").text(lookup.row->source);
    }
    json_.end_object();
  }

  void write(const std::vector<ExplainedProjection>& projections) {
    json_.key("projections").begin_array();
    for (const ExplainedProjection& one : projections) {
      json_.begin_object();
      json_.key("projection").text(one.written);
      json_.key("rule").text(row_of(one.used).name);
      json_.key("known_from").text(model_.calendar.name({one.known.first, one.known.first}));
      json_.key("known_to").text(model_.calendar.name({one.known.last, one.known.last}));
      json_.key("low_80").number(one.low_80), json_.key("high_80").number(one.high_80);
      json_.key("low_95").number(one.low_95), json_.key("high_95").number(one.high_95);
      json_.end_object();
    }
    json_.end_array();
  }

  void write(const ExplainedSide& side) {
    json_.begin_object();
    json_.key("side").text(side.written);
    json_.key("rolls_up_as").text(side.rolling == Rolling::mean ? "mean" : "sum");
    json_.key("value").number(side.result.value);
    json_.key("unit").text(side.result.unit.text());
    json_.key("periods").begin_object();
    for (const auto& [span, value] : side.terms) json_.key(name(span)).number(value);
    json_.end_object();
    json_.end_object();
  }

  void write(const std::vector<const OneOff*>& one_offs) {
    json_.key("one_offs").begin_array();
    for (const OneOff* one : one_offs) {
      const PeriodSpan begin{one->span.first, one->span.first};
      json_.begin_object();
      json_.key(one->step ? "from" : "in").text(name(one->step ? begin : one->span));
      json_.key("amount").number(one->amount);
      json_.key("why").text(one->why);
      json_.key("source").text(one->source);
      json_.end_object();
    }
    json_.end_array();
  }

  void write(const ExplainedOverride& change) {
    json_.begin_object();
    json_.key("series").text(model_.at(change.operation->series).name);
    json_.key("operation").text(operation_words(model_, *change.operation));
    json_.key("first_read").text(name({change.span.first, change.span.first}));
    json_.key("last_read").text(name({change.span.last, change.span.last}));
    json_.key("default").number(change.standard);
    json_.key("value").number(change.value);
    place(change.operation->place);
    json_.end_object();
  }

  void write(const FigureInputs& inputs) {
    json_.key("sensitive_to").begin_array();
    for (const Lever& one : inputs.levers) {
      json_.begin_object();
      json_.key("driver").text(model_.at(one.driver).name);
      json_.key("half_range").number(one.half_range);
      json_.key("effect").number(one.effect);
      json_.end_object();
    }
    json_.end_array();
    json_.key("rests_on").begin_object();
    for (const InputShare& one : inputs.shares) {
      json_.key(basis_name(one.basis)).number(one.share);
    }
    json_.end_object();
  }

  const Scenario& scenario_;
  const Model& model_;
  const Sources& sources_;
  JsonWriter json_;
};

}  // namespace

std::string explain_json(const Scenario& scenario, const Sources& sources,
                         std::span<const Explanation> explanations) {
  return ExplainJson(scenario, sources).text(explanations);
}

}  // namespace headwater
