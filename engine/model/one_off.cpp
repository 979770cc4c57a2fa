// One-offs: amounts of flows and steps of stocks that are set apart from the rest.
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/model/detail/typing.hpp"

namespace headwater::detail {
namespace {

class OneOffReader {
 public:
  explicit OneOffReader(Loader& loader) : loader_(loader), typing_(loader) {}

  void read(const tree::OneOff& declared) {
    const auto id = resolve_series(loader_, declared.series);
    const auto span = resolve_periods(loader_, declared.periods);
    if (!id || !span || loader_.poisoned.contains(*id)) return;
    const Series series = loader_.model.at(*id);
    const bool stock = series.kind == SeriesKind::stock;
    if (!check_kind(declared, series) || !check_periods(declared, *id, *span)) return;
    const auto amount = typing_.number(declared.amount, series.unit, series.name, series.place);
    if (!amount) return;
    loader_.model.one_offs.push_back(
        {*id, *span, stock, *amount, declared.why.text, declared.source.text});
  }

 private:
  bool check_kind(const tree::OneOff& declared, const Series& series) {
    const bool stock = series.kind == SeriesKind::stock;
    if (series.kind != SeriesKind::flow && !stock) {
      loader_.error("bad-one-off", declared.series.place,
                    fmt::format("{} is neither a flow nor a stock", series.name),
                    "a one-off is an amount of a flow or a step of a stock");
      return false;
    }
    if (stock == declared.from) return true;
    const std::string& period = declared.periods.first.text;
    loader_.error("bad-one-off", declared.periods.place,
                  stock
                      ? fmt::format("{} is a stock: a step of it begins and stays", series.name)
                      : fmt::format("{} is a flow: an amount of it falls in a period", series.name),
                  fmt::format("one_off {} {} {}", series.name, stock ? "from" : "in", period));
    return false;
  }

  bool check_periods(const tree::OneOff& declared, SeriesId id, PeriodSpan span) {
    const Calendar& calendar = loader_.model.calendar;
    const PeriodSpan horizon = loader_.model.horizon;
    if (horizon.last < span.first) {
      loader_.error(
          "outside-horizon", declared.periods.place,
          fmt::format("the model ends with {}", calendar.name({horizon.last, horizon.last})),
          "name a period of the horizon, or leave the one-off out");
      return false;
    }
    const Key key{id, span, std::string(loader_.sources.text(declared.amount.place))};
    const auto [found, fresh] = seen_.try_emplace(key, declared.series.place);
    if (fresh) return true;
    auto& twice =
        loader_.error("one-off-twice", declared.series.place,
                      fmt::format("{} has this one-off already", loader_.model.at(id).name),
                      "write their sum, or leave one of them out");
    twice.labels.push_back({found->second, "the first"});
    return false;
  }

  Loader& loader_;
  Typing typing_;
  using Key = std::tuple<SeriesId, PeriodSpan, std::string>;
  std::map<Key, Place> seen_;
};

}  // namespace

void type_one_offs(Loader& loader, const std::vector<tree::Item>& items) {
  OneOffReader reader(loader);
  for (const tree::Item& item : items) {
    if (const auto* declared = std::get_if<tree::OneOff>(&item.what)) reader.read(*declared);
  }
}

}  // namespace headwater::detail
