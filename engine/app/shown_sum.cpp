#include "engine/app/shown_sum.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string_view>

#include "engine/tables/number_format.hpp"

namespace headwater {
namespace {

// Beyond, doubles have no halves, and what is printed is the figure itself.
constexpr double units_max = 9e15;

double power_of_ten(int decimals) {
  double power = 1;
  for (int i = 0; i < decimals; ++i) power *= 10;
  return power;
}

// Whole units of the last decimal, as figure_text() rounds: read off what it prints.
std::int64_t units_of(double value, const FigureStyle& style) {
  std::int64_t units = 0;
  const std::string text = grouped(value * style.factor, {.decimals = style.decimals});
  for (const char character : text) {
    if (character >= '0' && character <= '9') units = units * 10 + (character - '0');
  }
  return text.starts_with('-') ? -units : units;
}

class InUnits {
 public:
  InUnits(const FigureStyle& style, const Phrases& words)
      : style_(style), words_(words), scale_(power_of_ten(style.decimals)) {
    plain_.factor = 1;
  }

  std::string figure(std::int64_t units) const {
    return figure_text(double(units) / scale_, plain_, words_);
  }
  std::string change(std::int64_t units) const {
    return change_text(double(units) / scale_, plain_, words_);
  }
  // How far rounding has taken a change down, in units.
  double lost(double change, std::int64_t units) const {
    return change * style_.factor * scale_ - double(units);
  }

 private:
  const FigureStyle& style_;
  const Phrases& words_;
  double scale_;
  FigureStyle plain_ = style_;  // of what has been scaled
};

// Those whose rounding took most away get a unit more, or those it gave most a unit less.
void spread(std::span<const double> changes, std::int64_t excess, const InUnits& shown,
            std::vector<std::int64_t>& units) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i] != 0) order.push_back(i);
  }
  const std::int64_t unit = excess > 0 ? 1 : -1;
  const auto due = [&](std::size_t i) { return double(unit) * shown.lost(changes[i], units[i]); };
  std::vector<double> wanting(changes.size());
  for (const std::size_t i : order) wanting[i] = due(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return wanting[left] > wanting[right];
  });
  for (std::size_t next = 0; excess != 0 && !order.empty(); ++next, excess -= unit) {
    units[order[next % order.size()]] += unit;
  }
}

bool is_beyond(double value, const FigureStyle& style) {
  return !(std::fabs(value * style.factor * power_of_ten(style.decimals)) < units_max);
}

// As they are: where the last digit shown is below what doubles hold.
ShownSum as_they_are(double start, std::span<const double> changes, double end,
                     const FigureStyle& style, const Phrases& words) {
  ShownSum sum{figure_text(start, style, words), {}, figure_text(end, style, words)};
  for (const double change : changes) {
    start += change;
    sum.changes.push_back(
        {change_text(change, style, words), figure_text(start, style, words), false});
  }
  return sum;
}

}  // namespace

ShownSum shown_sum(double start, std::span<const double> changes, double end,
                   const FigureStyle& style, const Phrases& words) {
  const bool beyond = is_beyond(start, style) || is_beyond(end, style) ||
                      std::any_of(changes.begin(), changes.end(),
                                  [&](double change) { return is_beyond(change, style); });
  if (beyond) return as_they_are(start, changes, end, style, words);
  const InUnits shown(style, words);
  std::int64_t level = units_of(start, style);
  const std::int64_t last = units_of(end, style);
  std::vector<std::int64_t> own;
  for (const double change : changes) own.push_back(units_of(change, style));
  std::vector<std::int64_t> units = own;
  const std::int64_t sum = std::accumulate(own.begin(), own.end(), std::int64_t(0));
  spread(changes, last - level - sum, shown, units);
  ShownSum all{shown.figure(level), {}, shown.figure(last)};
  for (std::size_t i = 0; i < units.size(); ++i) {
    level += units[i];
    all.changes.push_back({shown.change(units[i]), shown.figure(level), units[i] != own[i]});
  }
  return all;
}

}  // namespace headwater
