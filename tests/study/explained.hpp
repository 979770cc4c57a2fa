// Small models written out in a test, and what is said of their figures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/app/explain_words.hpp"
#include "engine/core/source.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/study/explain.hpp"
#include "tests/model/model_from_text.hpp"

namespace headwater::test {

// Actuals are rows of "series,period,value,unit,basis,source".
class Explained {
 public:
  explicit Explained(std::string_view body, const std::vector<std::string>& actuals = {},
                     const std::vector<std::string>& sets = {},
                     const std::vector<TextFile>& files = {}) {
    std::string text =
        "model tiny \"Tiny\"\ncalendar quarterly, fiscal year starts april\n"
        "horizon 2022Q1..2023Q4\nunit JPY mn = 1000000 JPY\n";
    std::string rows = "series,period,value,unit,basis,source\n";
    for (const std::string& row : actuals) rows += row + "\n";
    if (!actuals.empty()) text += "actuals \"actuals.csv\"\n";
    folder_.write("actuals.csv", rows);
    for (const TextFile& file : files) folder_.write(file.name, file.text);
    const auto path = folder_.write("tiny.model", text + std::string(body));
    ScenarioOptions options;
    options.sets = sets;
    scenario_ = load_scenario(path, sources_, options);
    std::string said;
    for (const Diagnostic& one : scenario_.diagnostics) said += render(one, sources_);
    BOOST_TEST_REQUIRE(bool(scenario_), said);
  }

  Explanation of(std::string_view figure, std::optional<int> depth = std::nullopt) {
    const auto read = read_figure(*scenario_.value, figure, sources_);
    BOOST_TEST_REQUIRE(bool(read), "no figure " << figure);
    return explain(*scenario_.value, sources_, *read.value, {depth});
  }
  // The figure by itself, its formula written out.
  ExplainedCell cell(std::string_view figure) { return of(figure).cells.front(); }
  Checked<FigureId> read(std::string_view figure) {
    return read_figure(*scenario_.value, figure, sources_);
  }

  // "revenue 2023Q1", by name and period as the language writes them.
  std::string name(const ExplainedCell& cell) const {
    const Model& model = *scenario_.value->model;
    return model.at(cell.id.series).name + " " + model.calendar.name(cell.id.span);
  }
  std::vector<std::string> precedents(const Explanation& all, std::size_t cell = 0) const {
    std::vector<std::string> names;
    for (const std::size_t index : all.cells[cell].precedents)
      names.push_back(name(all.cells[index]));
    return names;
  }
  const Model& model() const { return *scenario_.value->model; }
  std::string_view text(const Place& place) const { return sources_.text(place); }

 private:
  Folder folder_;
  Sources sources_;
  Checked<Scenario> scenario_;
};

inline std::string written(const std::vector<FormulaPiece>& pieces) {
  std::string text;
  for (const FormulaPiece& piece : pieces) text += piece.written;
  return text;
}

// With values put in, units left out but for the % sign.
inline std::string shown(const std::vector<FormulaPiece>& pieces) {
  std::string text;
  for (const FormulaPiece& piece : pieces) {
    if (!piece.figure) {
      text += piece.valued;
      continue;
    }
    const Unit& unit = piece.figure->unit;
    text += full_number(piece.figure->value);
    if (unit.is_dimensionless() && !unit.is_plain()) text += "%";
  }
  return text;
}

}  // namespace headwater::test
