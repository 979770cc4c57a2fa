// Drawn models as text.
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "tests/run/drawn_model.hpp"

namespace headwater::test {
namespace {

constexpr std::array<std::pair<Word, const char*>, 12> infixes = {{
    {Word::add, "+"},
    {Word::subtract, "-"},
    {Word::multiply, "*"},
    {Word::divide, "/"},
    {Word::per, "per"},
    {Word::otherwise, "otherwise"},
    {Word::less, "<"},
    {Word::less_equal, "<="},
    {Word::greater, ">"},
    {Word::greater_equal, ">="},
    {Word::equal, "=="},
    {Word::unequal, "!="},
}};

constexpr std::array<std::pair<Word, const char*>, 15> calls = {{
    {Word::minimum, "min"},
    {Word::maximum, "max"},
    {Word::sum, "sum"},
    {Word::mean, "mean"},
    {Word::clamp, "clamp"},
    {Word::absolute, "abs"},
    {Word::root, "sqrt"},
    {Word::exponential, "exp"},
    {Word::logarithm, "log"},
    {Word::raised, "pow"},
    {Word::mid, "mid"},
    {Word::growth, "growth"},
    {Word::trailing4, "trailing4"},
    {Word::present, "present"},
    {Word::delay, "delay"},
}};

std::string period_name(int period) { return fmt::format("{}Q{}", period / 4, period % 4 + 1); }

std::string text(const Term& term) {
  const auto lagged = [&](const char* name) {
    const std::string lag = term.lag == 0 ? "" : fmt::format("[-{}]", term.lag);
    return name + std::to_string(term.index) + lag;
  };
  const auto arg = [&](std::size_t i) { return text(term.args[i]); };
  for (const auto& [word, sign] : infixes) {
    if (word == term.word) return fmt::format("({} {} {})", arg(0), sign, arg(1));
  }
  for (const auto& [word, name] : calls) {
    if (word != term.word) continue;
    std::string list = arg(0);
    for (std::size_t i = 1; i < term.args.size(); ++i) list += ", " + arg(i);
    return fmt::format("{}({})", name, list);
  }
  switch (term.word) {
    case Word::number: return fmt::format("{}", term.number);
    case Word::driver: return lagged("d");
    case Word::series: return lagged("f");
    case Word::quarter: return "quarter";
    case Word::fiscal_year: return "fiscal_year";
    case Word::negate: return fmt::format("(-{})", arg(0));
    case Word::power: return fmt::format("({} ^ {})", arg(0), term.index);
    default: return fmt::format("(if {} then {} else {})", arg(0), arg(1), arg(2));
  }
}

std::string text(const DrawnDriver& driver) {
  const auto& v = driver.values;
  switch (driver.shape) {
    case DrawnDriver::Shape::flat: return fmt::format(" = {}", v[0]);
    case DrawnDriver::Shape::season:
      return fmt::format(" by quarter of year = Q1 {}, Q2 {}, Q3 {}, Q4 {}", v[0], v[1], v[2],
                         v[3]);
    case DrawnDriver::Shape::step: break;
  }
  return fmt::format(" = {} in ..{}, {} from {}", v[0], period_name(driver.step), v[1],
                     period_name(driver.step + 1));
}

const char* kind_name(DrawnSeries::Kind kind) {
  switch (kind) {
    case DrawnSeries::Kind::flow: return "flow";
    case DrawnSeries::Kind::stock: return "stock";
    case DrawnSeries::Kind::mean:
    case DrawnSeries::Kind::compound:
    case DrawnSeries::Kind::quotient: break;
  }
  return "ratio";
}

const char* roll_up_clause(DrawnSeries::Kind kind) {
  if (kind == DrawnSeries::Kind::mean) return "  rolls up as mean\n";
  return kind == DrawnSeries::Kind::compound ? "  rolls up as compound\n" : "";
}

}  // namespace

std::string DrawnModel::horizon() const { return period_name(first) + ".." + period_name(last); }

std::string DrawnModel::body() const {
  std::string all;
  for (std::size_t i = 0; i < drivers.size(); ++i) {
    const char* unit = drivers[i].is_delay ? "quarter" : "1";
    all += fmt::format("driver d{} : {}{}\n", i, unit, text(drivers[i]));
    if (drivers[i].is_delay) all += fmt::format("  range 0 to {}\n", delay_reach);
  }
  for (std::size_t i = 0; i < series.size(); ++i) {
    all += fmt::format("{} f{} : 1\n  before = {}\n  = {}\n{}", kind_name(series[i].kind), i,
                       series[i].before, text(series[i].formula), roll_up_clause(series[i].kind));
  }
  return all;
}

std::string DrawnModel::describe_operations() const {
  static const std::array<const char*, 5> names = {"set", "add", "multiply", "grow", "ramp"};
  std::string all;
  for (const DrawnOperation& one : operations) {
    all += fmt::format("{} {}{} by axis {} in {}..{}", names[std::size_t(one.kind)],
                       one.of_driver ? 'd' : 'f', one.index, one.axis, period_name(one.first),
                       period_name(one.last));
    if (one.when) all += fmt::format(" when axis {} is {}", one.when->axis, one.when->at);
    all += '\n';
  }
  return all;
}

}  // namespace headwater::test
