// Named deals: a schedule file becomes series of orders, revenue, cost, backlog, starts and ends.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "engine/model/builtin.hpp"
#include "engine/model/detail/columns.hpp"
#include "engine/model/detail/loader.hpp"

namespace headwater::detail {
namespace {

constexpr std::int32_t deal_periods_max = 1'200;
constexpr std::size_t deals_max = 5'000;  // a line's total is walked deal within deal

struct Deal {  // one row: a deal's part in one line
  std::string name;
  std::string line;
  Place place;
  Period ordered;
  PeriodSpan recognised;
  double amount = 0;                   // in the pipeline's unit
  std::optional<double> gross_margin;  // in %
  Place margin_place;
  std::string basis;
};

struct Columns {
  std::size_t deal, line, ordered, start, end, amount, unit, profile, gross_margin;
  std::optional<std::size_t> probability, basis;
};

std::optional<Columns> columns_of(Loader& loader, const Csv& csv) {
  const auto deal = need_column(loader, csv, "deal");
  const auto line = need_column(loader, csv, "line");
  const auto ordered = need_column(loader, csv, "ordered");
  const auto start = need_column(loader, csv, "start");
  const auto end = need_column(loader, csv, "end");
  const auto amount = need_column(loader, csv, "amount");
  const auto unit = need_column(loader, csv, "unit");
  const auto profile = need_column(loader, csv, "profile");
  const auto margin = need_column(loader, csv, "gross_margin");
  if (!deal || !line || !ordered || !start || !end || !amount || !unit || !profile || !margin) {
    return std::nullopt;
  }
  return Columns{*deal,
                 *line,
                 *ordered,
                 *start,
                 *end,
                 *amount,
                 *unit,
                 *profile,
                 *margin,
                 csv.column("probability"),
                 csv.column("basis")};
}

class PipelineReader {
 public:
  PipelineReader(Loader& loader, const tree::PipelineDeclaration& declared)
      : loader_(loader),
        declared_(declared),
        build_(loader.model.formulas, loader.model.calendar.periods_per_year()) {}

  void read(const Csv& csv) {
    const auto columns = columns_of(loader_, csv);
    if (!columns) return;
    if (csv.rows.size() > deals_max) {
      loader_.error("too-many-deals", csv.rows[deals_max].front().place,
                    fmt::format("a pipeline has at most {} rows", deals_max),
                    "add small deals up before they come here");
      return;
    }
    for (const auto& row : csv.rows) read_row(row, *columns);
    declare_margins();
    std::vector<std::string> lines;
    for (const Deal& deal : deals_) {
      if (std::find(lines.begin(), lines.end(), deal.line) == lines.end())
        lines.push_back(deal.line);
    }
    for (const std::string& line : lines) declare_line(line);
  }

 private:
  bool is_word(const CsvCell& cell) {
    const bool word =
        !cell.text.empty() &&
        cell.text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos &&
        cell.text[0] >= 'a';
    if (!word) {
      loader_.error("bad-name", cell.place, fmt::format("'{}' cannot be part of a name", cell.text),
                    "use small letters, digits and _, beginning with a letter");
    }
    return word;
  }

  void read_row(const std::vector<CsvCell>& row, const Columns& columns) {
    Deal deal;
    const auto ordered = read_period(loader_, row[columns.ordered]);
    const auto start = read_period(loader_, row[columns.start]);
    const auto end = read_period(loader_, row[columns.end]);
    const auto amount = read_number(loader_, row[columns.amount]);
    if (!is_word(row[columns.deal]) || !is_word(row[columns.line]) || !ordered || !start || !end ||
        !amount || !takes_unit(row[columns.unit]) || !read_profile(row[columns.profile])) {
      return;
    }
    deal.name = row[columns.deal].text;
    deal.line = row[columns.line].text;
    deal.place = row[columns.deal].place;
    deal.ordered = ordered->first;
    deal.recognised = {start->first, end->last};
    deal.amount = *amount * last_unit_.factor_to(*unit_);
    if (columns.basis) deal.basis = row[*columns.basis].text;
    if (!check_order(deal, row[columns.start])) return;
    const CsvCell& margin = row[columns.gross_margin];
    if (!margin.text.empty()) {
      deal.gross_margin = read_number(loader_, margin);
      deal.margin_place = margin.place;
    }
    if (columns.probability) note_probability(row[*columns.probability]);
    deals_.push_back(std::move(deal));
  }

  bool takes_unit(const CsvCell& cell) {
    const auto unit = read_unit(loader_, cell, nullptr);
    if (!unit) return false;
    if (!unit_) {
      unit_ = unit;
      unit_place_ = cell.place;
    }
    last_unit_ = *unit;
    if (unit->same_dimension(*unit_)) return true;
    auto& clash = loader_.error(
        "unit-mismatch", cell.place,
        fmt::format("this deal is in {}, the first in {}", unit->text(), unit_->text()),
        "put deals of another unit into a pipeline of their own");
    clash.labels.push_back({unit_place_, unit_->text()});
    return false;
  }

  bool read_profile(const CsvCell& cell) {
    if (cell.text == "even") return true;
    loader_.error("unknown-profile", cell.place, fmt::format("'{}' is no profile", cell.text),
                  "even: the same amount in every period from start to end");
    return false;
  }

  bool check_order(const Deal& deal, const CsvCell& start) {
    const std::int32_t periods = deal.recognised.count();
    if (periods < 1 || periods > deal_periods_max) {
      loader_.error("backward-periods", start.place,
                    periods < 1
                        ? fmt::format("{} ends before it starts", deal.name)
                        : fmt::format("{} lasts more than {} periods", deal.name, deal_periods_max),
                    "write the first period in 'start', the last in 'end'");
      return false;
    }
    if (deal.ordered <= deal.recognised.first) return true;
    loader_.error("backward-periods", start.place,
                  fmt::format("{} starts before it is ordered", deal.name),
                  "'ordered' is at the latest the period it starts in");
    return false;
  }

  void note_probability(const CsvCell& cell) {
    if (cell.text.empty() || cell.text == "100") return;
    loader_.warning("as-scheduled", cell.place,
                    "a deal is taken as scheduled, whatever its probability",
                    "leave out a deal that is not expected");
  }

  void declare_margins() {
    std::map<std::string, const Deal*> first;
    for (const Deal& deal : deals_) {
      if (!deal.gross_margin) continue;
      const auto [found, fresh] = first.emplace(deal.name, &deal);
      if (fresh) {
        declare_margin(deal);
      } else if (*found->second->gross_margin != *deal.gross_margin) {
        auto& error = loader_.error("two-margins", deal.margin_place,
                                    fmt::format("{} has two gross margins", deal.name),
                                    "a deal has one gross margin; name its parts as two deals");
        error.labels.push_back({found->second->margin_place, "the other"});
      }
    }
  }

  void declare_margin(const Deal& deal) {
    Series series;
    series.name = fmt::format("{}.{}.gross_margin", declared_.name.text, deal.name);
    series.kind = SeriesKind::driver;
    series.unit = *loader_.model.units.find("%");
    series.title.english = fmt::format("Gross margin of {}", deal.name);
    series.place = deal.margin_place;
    series.basis = "judgement";
    series.basis_reason = deal.basis;
    series.defaults.push_back({0, std::nullopt, build_.constant(*deal.gross_margin, series.unit)});
    add(std::move(series));
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

  NodeId scheduled(Schedule schedule) {
    Node node;
    node.op = NodeOp::schedule;
    node.unit = *unit_;
    node.index = std::uint32_t(loader_.model.schedules.size());
    loader_.model.schedules.push_back(std::move(schedule));
    return loader_.model.formulas.add(std::move(node));
  }

  // What is left after each period; written as a share of the whole, so that it ends at zero.
  static Schedule backlog_of(const Deal& deal) {
    const double periods = deal.recognised.count();
    Schedule schedule{{}, true};
    schedule.values[deal.ordered] = deal.amount;
    for (std::int32_t k = 0; k < deal.recognised.count(); ++k) {
      schedule.values[deal.recognised.first + k] = deal.amount * ((periods - k - 1) / periods);
    }
    return schedule;
  }

  void declare_line(const std::string& line) {
    std::vector<NodeId> orders, revenue, cost, backlog, starts, ends;
    bool every_margin = true;
    Place place{};
    for (const Deal& deal : deals_) {
      if (deal.line != line) continue;
      if (place.end == 0) place = deal.place;
      const double piece = deal.amount / deal.recognised.count();
      Schedule even;
      for (std::int32_t k = 0; k < deal.recognised.count(); ++k) {
        even.values[deal.recognised.first + k] = piece;
      }
      orders.push_back(scheduled({{{deal.ordered, deal.amount}}, false}));
      revenue.push_back(scheduled(std::move(even)));
      backlog.push_back(scheduled(backlog_of(deal)));
      starts.push_back(scheduled({{{deal.recognised.first, piece}}, false}));
      ends.push_back(scheduled({{{deal.recognised.last + 1, piece}}, false}));
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
    Node margin;
    margin.op = NodeOp::cell;
    margin.series =
        *loader_.model.find(fmt::format("{}.{}.gross_margin", declared_.name.text, deal.name));
    margin.unit = loader_.model.at(margin.series).unit;
    const NodeId share = build_.converted(loader_.model.formulas.add(margin), Unit());
    const NodeId cost_share = build_.binary(NodeOp::subtract, build_.constant(1), share);
    return build_.binary(NodeOp::multiply, revenue, cost_share);
  }

  void declare(const std::string& line, std::string_view what, SeriesKind kind,
               const std::vector<NodeId>& rows, const Place& place) {
    Series series;
    series.name = fmt::format("{}.{}.{}", declared_.name.text, line, what);
    series.kind = kind;
    series.unit = *unit_;
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
  FormulaBuilder build_;
  std::optional<Unit> unit_;
  Place unit_place_;
  Unit last_unit_;
  std::vector<Deal> deals_;
};

}  // namespace

void read_pipelines(Loader& loader, const std::vector<tree::Item>& items) {
  for (const tree::Item& item : items) {
    const auto* declared = std::get_if<tree::PipelineDeclaration>(&item.what);
    if (declared == nullptr) continue;
    const std::size_t errors = loader.errors;
    const auto csv = read_data(loader, declared->file);
    if (csv) PipelineReader(loader, *declared).read(*csv);
    if (!csv || loader.errors > errors) loader.poisoned_pipelines.insert(declared->name.text);
  }
}

}  // namespace headwater::detail
