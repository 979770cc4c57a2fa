// A driver's own line: its values by period or position, and its range.
#include "engine/model/detail/driver_line.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include <fmt/format.h>

namespace headwater::detail {
namespace {

class DriverLine {
 public:
  DriverLine(Loader& loader, Typing& typing, SeriesId id)
      : loader_(loader), typing_(typing), id_(id) {}

  void read_values(const tree::Declaration& declaration) {
    if (!declaration.value) return;
    const tree::Default& value = *declaration.value;
    series().default_by_month = value.by == "month of year";
    for (std::size_t i = 0; i < value.entries.size(); ++i) {
      const auto piece = piece_of(value.entries[i], value.by);
      if (!piece || refuse_overlap(value, i, *piece)) {
        loader_.poisoned_formulas.insert(id_);
        return;
      }
      series().defaults.push_back(*piece);
    }
  }

  void read_range(const tree::Declaration& declaration) {
    if (!declaration.range) return;
    const tree::Range& range = *declaration.range;
    series().range_low = in_own_unit(range.low);
    if (series().range_low) series().range_high = in_own_unit(range.high);
    if (!series().range_low || !series().range_high) return;
    const Node& low = loader_.model.formulas[*series().range_low];
    const Node& high = loader_.model.formulas[*series().range_high];
    const bool numbers = low.op == NodeOp::constant && high.op == NodeOp::constant;
    if (!numbers || low.value <= high.value) return;
    loader_.error("backward-range", range.place, "this range ends below its beginning",
                  fmt::format("range {} to {}", text_of(range.high), text_of(range.low)));
  }

 private:
  Series& series() { return loader_.model.series[std::size_t(id_)]; }
  std::string text_of(const tree::Expr& expr) const {
    return std::string(loader_.sources.text(expr.place));
  }

  std::optional<NodeId> in_own_unit(const tree::Expr& expr) {
    const Series own = series();  // a copy: typing adds nodes, and messages need its name
    return typing_.in_unit(expr, own.unit, own.name, own.place, {&own, true});
  }

  std::optional<DefaultPiece> piece_of(const tree::Entry& entry, const std::string& by) {
    DefaultPiece piece;
    if (!read_position(entry, by, piece)) return std::nullopt;
    if (entry.periods) {
      piece.span = resolve_periods(loader_, *entry.periods);
      if (!piece.span) return std::nullopt;
    }
    const auto node = in_own_unit(entry.value);
    if (!node) return std::nullopt;
    piece.value = *node;
    return piece;
  }

  bool read_position(const tree::Entry& entry, const std::string& by, DefaultPiece& piece) {
    const std::string& text = entry.position.text;
    if (text.empty() || text == "else") return true;
    const bool month = text[0] == 'M';
    const std::string wanted = month ? "month of year" : "quarter of year";
    if (by != wanted) {
      loader_.error("bad-position", entry.position.place,
                    fmt::format("'{}' needs 'by {}' before the values", text, wanted),
                    fmt::format("driver {} : {} by {} = {} ...", series().name,
                                series().unit.text(), wanted, text));
      return false;
    }
    const BasePeriod base = loader_.model.calendar.base();
    const int position = std::stoi(text.substr(1));
    const bool known = position >= 1 && position <= (month ? 12 : 4);
    if (known && (base == BasePeriod::month || (base == BasePeriod::quarter && !month))) {
      piece.position = position;
      return true;
    }
    loader_.error(
        "bad-position", entry.position.place,
        known ? fmt::format("no period of this calendar is a {}", month ? "month" : "quarter")
              : fmt::format("'{}' is no {} of the year", text, month ? "month" : "quarter"),
        base == BasePeriod::year ? "leave the position out: = 300"
        : month && known         ? "by quarter of year = Q1 4%, else 0%"
        : month                  ? "by month of year = M01 4%, else 0%"
                                 : "by quarter of year = Q1 300, Q2 5, Q3 45, Q4 55");
    return false;
  }

  // Of two values that both fit a period the first would win in silence.
  bool refuse_overlap(const tree::Default& value, std::size_t index, const DefaultPiece& piece) {
    const PeriodSpan all{{-far}, {far}};
    const PeriodSpan span = piece.span.value_or(all);
    for (std::size_t i = 0; i < index; ++i) {
      const DefaultPiece& earlier = series().defaults[i];
      const PeriodSpan other = earlier.span.value_or(all);
      const bool same = earlier.position == 0 || earlier.position == piece.position;
      if (!same || other.last < span.first || span.last < other.first) continue;
      const Period first = std::max(span.first, other.first);
      const bool always = first.index == -far;
      auto& error = loader_.error(
          "values-overlap", whole(value.entries[index]),
          fmt::format("{} has two values{}", series().name,
                      always ? "" : " in " + loader_.model.calendar.name({first, first})),
          earlier.position != piece.position ? "write what holds otherwise last: else ..."
          : other.first < span.first
              ? fmt::format("let the first end before: {} in {}", text_of(value.entries[i].value),
                            name_of({other.first, span.first - 1}))
              : "keep one of them");
      error.labels.push_back({whole(value.entries[i]), "the first"});
      return true;
    }
    return false;
  }

  std::string name_of(PeriodSpan span) const {
    const Calendar& calendar = loader_.model.calendar;
    if (span.first.index == -far) return ".." + calendar.name({span.last, span.last});
    return calendar.name(span);
  }

  static Place whole(const tree::Entry& entry) {
    Place place = entry.value.place;
    if (!entry.position.text.empty()) place.begin = entry.position.place.begin;
    if (entry.periods) place.end = entry.periods->place.end;
    return place;
  }

  static constexpr std::int32_t far = 1'000'000;  // of an end that is left open
  Loader& loader_;
  Typing& typing_;
  SeriesId id_;
};

}  // namespace

void read_driver_values(Loader& loader, Typing& typing, SeriesId driver,
                        const tree::Declaration& declaration) {
  DriverLine(loader, typing, driver).read_values(declaration);
}

void read_driver_range(Loader& loader, Typing& typing, SeriesId driver,
                       const tree::Declaration& declaration) {
  DriverLine(loader, typing, driver).read_range(declaration);
}

}  // namespace headwater::detail
