// Named deals: a schedule file becomes series of orders, revenue, cost, backlog, starts and ends.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "engine/model/builtin.hpp"
#include "engine/model/detail/deals.hpp"
#include "engine/model/detail/loader.hpp"

namespace headwater::detail {
namespace {

// How far a deal may slip: two years, or three where a year is one period.
std::int32_t slip_max(const Calendar& calendar) {
  return calendar.base() == BasePeriod::year ? 3 : 2 * calendar.periods_per_year();
}

class PipelineWriter {
 public:
  PipelineWriter(Loader& loader, const tree::PipelineDeclaration& declared, const Deals& deals)
      : loader_(loader),
        declared_(declared),
        deals_(deals),
        build_(loader.model.formulas, loader.model.calendar.periods_per_year()),
        reach_(slip_max(loader.model.calendar)) {}

  void write() {
    declare_drivers();
    std::vector<std::string> lines;
    for (const Deal& deal : deals_.rows) {
      if (std::find(lines.begin(), lines.end(), deal.line) == lines.end())
        lines.push_back(deal.line);
    }
    for (const std::string& line : lines) declare_line(line);
  }

 private:
  // What a deal's rows share, as numbers: how many periods it slips, and how likely it is.
  struct Drivers {
    const Deal* first = nullptr;   // of its rows
    const Deal* margin = nullptr;  // of its rows with a margin
    NodeId slip{};
    NodeId probability{};
  };

  void declare_drivers() {
    for (const Deal& deal : deals_.rows) {
      const auto [found, fresh] = drivers_.try_emplace(deal.name);
      Drivers& drivers = found->second;
      if (fresh) {
        drivers.first = &deal;
        drivers.slip = declare_slip(deal);
        drivers.probability = declare_probability(deal);
      } else if (drivers.first->probability != deal.probability) {
        refuse_two(deal, "probabilities", deal.probability_place, drivers.first->probability_place);
      }
      if (!deal.gross_margin) continue;
      if (drivers.margin == nullptr) {
        drivers.margin = &deal;
        declare_margin(deal);
      } else if (*drivers.margin->gross_margin != *deal.gross_margin) {
        refuse_two(deal, "gross margins", deal.margin_place, drivers.margin->margin_place);
      }
    }
  }

  void refuse_two(const Deal& deal, std::string_view what, const Place& place, const Place& first) {
    const bool margins = what == "gross margins";
    auto& error = loader_.error(margins ? "two-margins" : "two-probabilities", place,
                                fmt::format("{} has two {}", deal.name, what),
                                fmt::format("a deal has one {}; name its parts as two deals",
                                            margins ? "gross margin" : "probability"));
    error.labels.push_back({first, "the other"});
  }

  // A driver of a deal, from one end of its range to the other.
  SeriesId declare_driver(const Deal& deal, std::string_view what, const Unit& unit, double value,
                          double high) {
    Series series;
    series.name = fmt::format("{}.{}.{}", declared_.name.text, deal.name, what);
    series.kind = SeriesKind::driver;
    series.unit = unit;
    series.place = deal.place;
    series.defaults.push_back({0, std::nullopt, build_.constant(value, unit)});
    series.range_low = build_.constant(0, unit);
    series.range_high = build_.constant(high, unit);
    series.basis = "judgement";
    series.basis_reason = deal.basis;
    return add(std::move(series));
  }

  NodeId declare_slip(const Deal& deal) {
    const Unit period = *loader_.model.units.find(name_of(loader_.model.calendar.base()));
    const SeriesId id = declare_driver(deal, "slip", period, 0, reach_);
    titles(id, "Slip of", "のずれ", deal);
    loader_.model.longest_delay[id] = reach_;
    return build_.binary(NodeOp::divide, cell(id), build_.constant(1, period));
  }

  NodeId declare_probability(const Deal& deal) {
    const SeriesId id = declare_driver(deal, "probability", *loader_.model.units.find("%"),
                                       deals_.weighted ? deal.probability : 100, 100);
    titles(id, "Probability of", "の確度", deal);
    return build_.converted(cell(id), Unit());
  }

  void declare_margin(const Deal& deal) {
    const SeriesId id = declare_driver(deal, "gross_margin", *loader_.model.units.find("%"),
                                       *deal.gross_margin, 100);
    loader_.model.series[std::size_t(id)].place = deal.margin_place;
    loader_.model.series[std::size_t(id)].range_low.reset();
    loader_.model.series[std::size_t(id)].range_high.reset();
    titles(id, "Gross margin of", "の粗利率", deal);
  }

  void titles(SeriesId id, std::string_view english, std::string_view japanese, const Deal& deal) {
    Title& title = loader_.model.series[std::size_t(id)].title;
    title.english = fmt::format("{} {}", english, deal.name);
    title.japanese = deal.name + std::string(japanese);
  }

  SeriesId add(Series series) {
    const SeriesId id{std::uint32_t(loader_.model.series.size())};
    if (const auto earlier = loader_.model.find(series.name)) {
      auto& twice = loader_.error("declared-twice", series.place,
                                  fmt::format("{} is declared twice", series.name),
                                  "rename the deal's line, or the other series");
      twice.labels.push_back({loader_.model.at(*earlier).place, "first here"});
      return *earlier;
    }
    loader_.model.series_by_name.emplace(series.name, id);
    loader_.model.series.push_back(std::move(series));
    return id;
  }

  // The node's words are the deal's name in its row.
  NodeId scheduled(const Deal& deal, Schedule schedule) {
    schedule.known_since = deal.known_since.value_or(deal.ordered);
    Node node;
    node.place = deal.place;
    node.op = NodeOp::schedule;
    node.unit = *deals_.unit;
    node.index = std::uint32_t(loader_.model.schedules.size());
    loader_.model.schedules.push_back(std::move(schedule));
    return loader_.model.formulas.add(std::move(node));
  }

  NodeId cell(SeriesId id) {
    Node node;
    node.op = NodeOp::cell;
    node.series = id;
    node.unit = loader_.model.at(id).unit;
    return loader_.model.formulas.add(std::move(node));
  }

  // What a deal's schedule comes to once it slips, times its probability.
  NodeId expected(const Deal& deal, Schedule schedule) {
    const Drivers& drivers = drivers_.at(deal.name);
    const NodeId slipped =
        build_.delayed(NodeOp::delayed, scheduled(deal, std::move(schedule)), drivers.slip, reach_);
    return build_.binary(NodeOp::multiply, slipped, drivers.probability);
  }

  // What is ordered and not recognised yet. Recognised shares are of the whole, so that it ends at
  // 0.
  NodeId backlog_of(const Deal& deal) {
    const double periods = deal.recognised.count();
    Schedule recognised{{}, true};
    for (std::int32_t k = 0; k < deal.recognised.count(); ++k) {
      recognised.values[deal.recognised.first + k] = deal.amount * ((k + 1) / periods);
    }
    return build_.binary(NodeOp::subtract, ordered_of(deal, true),
                         expected(deal, std::move(recognised)));
  }

  NodeId ordered_of(const Deal& deal, bool holds) {
    const NodeId ordered = scheduled(deal, {{{deal.ordered, deal.amount}}, holds});
    return build_.binary(NodeOp::multiply, ordered, drivers_.at(deal.name).probability);
  }

  void declare_line(const std::string& line) {
    std::vector<NodeId> orders, revenue, cost, backlog, starts, ends;
    bool every_margin = true;
    Place place{};
    for (const Deal& deal : deals_.rows) {
      if (deal.line != line) continue;
      if (place.end == 0) place = deal.place;
      const double piece = deal.amount / deal.recognised.count();
      Schedule even;
      for (std::int32_t k = 0; k < deal.recognised.count(); ++k) {
        even.values[deal.recognised.first + k] = piece;
      }
      orders.push_back(ordered_of(deal, false));
      revenue.push_back(expected(deal, std::move(even)));
      backlog.push_back(backlog_of(deal));
      starts.push_back(expected(deal, {{{deal.recognised.first, piece}}, false}));
      ends.push_back(expected(deal, {{{deal.recognised.last + 1, piece}}, false}));
      every_margin = every_margin && deal.gross_margin;
      if (every_margin) cost.push_back(cost_of(deal, revenue.back()));
    }
    const SeriesKind flow = SeriesKind::flow;
    declare(line, "orders", flow, orders, place);
    declare(line, "revenue", flow, revenue, place);
    if (every_margin) declare(line, "cost", flow, cost, place);
    declare(line, "backlog", SeriesKind::stock, backlog, place);
    declare(line, "starts", flow, starts, place);
    declare(line, "ends", flow, ends, place);
  }

  NodeId cost_of(const Deal& deal, NodeId revenue) {
    const NodeId margin = cell(
        *loader_.model.find(fmt::format("{}.{}.gross_margin", declared_.name.text, deal.name)));
    const NodeId share = build_.converted(margin, Unit());
    const NodeId cost_share = build_.binary(NodeOp::subtract, build_.constant(1), share);
    return build_.binary(NodeOp::multiply, revenue, cost_share);
  }

  void declare(const std::string& line, std::string_view what, SeriesKind kind,
               const std::vector<NodeId>& rows, const Place& place) {
    Series series;
    series.name = fmt::format("{}.{}.{}", declared_.name.text, line, what);
    series.kind = kind;
    series.unit = *deals_.unit;
    series.title.english = fmt::format("Named deals, {}: {}", line, what);
    series.place = place;
    series.scheduled = true;
    NodeId sum = rows.front();
    for (std::size_t i = 1; i < rows.size(); ++i) sum = build_.binary(NodeOp::add, sum, rows[i]);
    series.plain = sum;
    add(std::move(series));
  }

  Loader& loader_;
  const tree::PipelineDeclaration& declared_;
  const Deals& deals_;
  FormulaBuilder build_;
  std::int32_t reach_;                      // of slips, in periods
  std::map<std::string, Drivers> drivers_;  // by deal
};

}  // namespace

void read_pipelines(Loader& loader, const std::vector<tree::Item>& items) {
  for (const tree::Item& item : items) {
    const auto* declared = std::get_if<tree::PipelineDeclaration>(&item.what);
    if (declared == nullptr) continue;
    const std::size_t errors = loader.errors;
    const auto csv = read_data(loader, declared->file);
    if (csv) {
      const Deals deals = read_deals(loader, *csv, *declared);
      if (deals.unit) PipelineWriter(loader, *declared, deals).write();
    }
    if (!csv || loader.errors > errors) loader.poisoned_pipelines.insert(declared->name.text);
  }
}

}  // namespace headwater::detail
