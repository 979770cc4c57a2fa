#include "engine/scenario/path_line.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

namespace headwater {
namespace {

// What operations make of a value: value * factor + amount; or, after a `set`, an amount alone.
struct Effect {
  bool sets = false;
  double factor = 1;
  double amount = 0;
};

Effect effect_of(std::span<const Operation> operations, Period period) {
  Effect effect;
  for (const Operation& one : operations) {
    if (!one.span.contains(period)) continue;
    switch (one.kind) {
      case OperationKind::set: effect = {true, 0, one.value}; break;
      case OperationKind::add: effect.amount += one.value; break;
      case OperationKind::multiply:
        effect.factor *= one.value;
        effect.amount *= one.value;
        break;
      case OperationKind::grow:
      case OperationKind::ramp:
      case OperationKind::carry:
      case OperationKind::fix:
        throw std::invalid_argument("path_line: the scenarios differ in more than values");
    }
  }
  return effect;
}

// Where one side or the other begins to do something else: spans within which neither does.
std::vector<PeriodSpan> spans_between(const ScenarioDifference& difference) {
  std::vector<Period> begins;
  for (const Operations* side : {&difference.first, &difference.second}) {
    for (const Operation& one : *side) {
      begins.push_back(one.span.first);
      begins.push_back(one.span.last + 1);
    }
  }
  std::sort(begins.begin(), begins.end());
  begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
  std::vector<PeriodSpan> spans;
  for (std::size_t i = 1; i < begins.size(); ++i) spans.push_back({begins[i - 1], begins[i] - 1});
  return spans;
}

class LineWriter {
 public:
  explicit LineWriter(const Model& model) : model_(model) {}

  void write(const ScenarioDifference& difference, std::size_t number) {
    written_ = &difference;
    number_ = number;
    for (const PeriodSpan& span : spans_between(difference)) {
      const Effect first = effect_of(difference.first, span.first);
      const Effect second = effect_of(difference.second, span.first);
      const Unit unit = model_.at(difference.series).unit;
      if (first.sets && second.sets) {
        write(OperationKind::set, span, unit, first.amount, second.amount);
      } else {
        if (first.factor != 1 || second.factor != 1) {
          write(OperationKind::multiply, span, Unit(), first.factor, second.factor);
        }
        if (first.amount != 0 || second.amount != 0) {
          write(OperationKind::add, span, unit, first.amount, second.amount);
        }
      }
    }
  }

  PathLine line;

 private:
  void write(OperationKind kind, PeriodSpan span, const Unit& unit, double first, double second) {
    Operation one;
    one.kind = kind;
    one.series = written_->series;
    one.span = span;
    one.value = first;
    one.place = (written_->second.empty() ? written_->first : written_->second).front().place;
    if (first != second) {
      one.axis = std::uint32_t(line.axes.size());
      line.axes.push_back({{model_.at(one.series).name, unit}, number_, first, second});
    }
    line.operations.push_back(std::move(one));
  }

  const Model& model_;
  const ScenarioDifference* written_ = nullptr;
  std::size_t number_ = 0;
};

}  // namespace

double PathAxis::at(double share) const {
  return share == 1 ? second : first + share * (second - first);
}

PathLine path_line(const Model& model, const ScenarioDifferences& differences) {
  LineWriter writer(model);
  writer.line.operations = differences.common;
  for (std::size_t i = 0; i < differences.of.size(); ++i) writer.write(differences.of[i], i);
  return std::move(writer.line);
}

}  // namespace headwater
