// The rows of a pipeline's file: deals, each part of one line.
#include "engine/model/detail/deals.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/model/detail/columns.hpp"

namespace headwater::detail {
namespace {

constexpr std::int32_t deal_periods_max = 1'200;
constexpr std::size_t deals_max = 5'000;  // a line's total is walked deal within deal

struct Columns {
  std::size_t deal, line, ordered, start, end, amount, unit, profile, gross_margin;
  std::optional<std::size_t> probability, basis, published;
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
                 csv.column("basis"),
                 csv.column("published")};
}

class DealReader {
 public:
  DealReader(Loader& loader, const tree::PipelineDeclaration& declared) : loader_(loader) {
    if (!declared.weighting) return;
    const tree::Name& word = *declared.weighting;
    weighting_said_ = true;
    deals_.weighted = word.text == "weighted";
    if (deals_.weighted || word.text == "scheduled") return;
    loader_.error("unknown-weighting", word.place,
                  fmt::format("deals are taken as scheduled or as weighted, not as {}", word.text),
                  "as weighted: each times its probability");
  }

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
  }

  Deals take() { return std::move(deals_); }

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
    deal.amount = *amount * last_unit_.factor_to(*deals_.unit);
    if (columns.basis) deal.basis = row[*columns.basis].text;
    if (!check_order(deal, row[columns.start])) return;
    const CsvCell& margin = row[columns.gross_margin];
    if (!margin.text.empty()) {
      deal.gross_margin = read_number(loader_, margin);
      deal.margin_place = margin.place;
    }
    if (columns.probability && !read_probability(row[*columns.probability], deal)) return;
    if (columns.published && !row[*columns.published].text.empty()) {
      const auto published = read_period(loader_, row[*columns.published]);
      if (!published) return;
      deal.known_since = published->last;
    }
    deals_.rows.push_back(std::move(deal));
  }

  bool takes_unit(const CsvCell& cell) {
    const auto unit = read_unit(loader_, cell, nullptr);
    if (!unit) return false;
    if (!deals_.unit) {
      deals_.unit = unit;
      first_unit_ = cell.place;
    }
    last_unit_ = *unit;
    if (unit->same_dimension(*deals_.unit)) return true;
    auto& clash = loader_.error(
        "unit-mismatch", cell.place,
        fmt::format("this deal is in {}, the first in {}", unit->text(), deals_.unit->text()),
        "put deals of another unit into a pipeline of their own");
    clash.labels.push_back({first_unit_, deals_.unit->text()});
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

  // Where nobody said how deals are to be taken, a probability that is ignored is worth a word.
  bool read_probability(const CsvCell& cell, Deal& deal) {
    deal.probability_place = cell.place;
    if (cell.text.empty()) return true;
    const auto probability = read_number(loader_, cell);
    if (!probability) return false;
    if (*probability < 0 || *probability > 100) {
      loader_.error("bad-probability", cell.place,
                    fmt::format("{} is no probability in percent", cell.text),
                    "write a number from 0 to 100");
      return false;
    }
    deal.probability = *probability;
    if (*probability == 100 || weighting_said_) return true;
    loader_.warning("as-scheduled", cell.place,
                    "a deal is taken as scheduled, whatever its probability",
                    "say so in the model's pipeline line: as scheduled; or: as weighted");
    return true;
  }

  Loader& loader_;
  Deals deals_;
  bool weighting_said_ = false;
  Place first_unit_;
  Unit last_unit_;
};

}  // namespace

Deals read_deals(Loader& loader, const Csv& csv, const tree::PipelineDeclaration& declared) {
  DealReader reader(loader, declared);
  reader.read(csv);
  return reader.take();
}

}  // namespace headwater::detail
