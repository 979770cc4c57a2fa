// A delayed flow: nothing of it is lost on its way, and nothing is added.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "tests/model/model_from_text.hpp"
#include "tests/model/property.hpp"

using namespace headwater;
using test::hold_for_all;
using test::Known;

namespace {

constexpr int periods = 12;
constexpr int reach = 5;
constexpr double unit_roundoff = 0x1p-53;

using Numbers = std::vector<double>;  // by period of the horizon

// What goes out, how late it comes, and what is seen of it.
struct Dispatches {
  Numbers sent = Numbers(periods, 0.0);
  Numbers late = Numbers(periods, 0.0);
};
struct Seen {
  Numbers arrived;
  double on_its_way = 0;  // at the end of the horizon
};

class DelayedModel {
 public:
  DelayedModel()
      : known_({.body = fmt::format("driver sent : JPY = 0\n"
                                    "driver late : quarter = 0\n  range 0 to {}\n"
                                    "flow gone : JPY\n  before = 0 JPY\n  = sent\n"
                                    "flow come : JPY\n  = delay(gone, late)\n",
                                    reach),
                .horizon = "2022Q1..2024Q4"}) {}

  Seen seen(const Dispatches& flow) const {
    const PeriodSpan horizon = known_.model().horizon;
    Operations operations;
    std::vector<Output> outputs;
    for (int i = 0; i < periods; ++i) {
      const Period p = horizon.first + i;
      operations.push_back(set("sent", p, flow.sent[std::size_t(i)]));
      operations.push_back(set("late", p, flow.late[std::size_t(i)]));
      outputs.push_back({known_.id("come"), {p, p}, std::nullopt});
    }
    BOOST_TEST_REQUIRE(known_.model().delays.size() == 1u);
    outputs.push_back({{}, {horizon.last, horizon.last}, known_.model().delays.front().on_its_way});
    Seen seen;
    seen.arrived = values(known_.lowered(outputs, operations));
    seen.on_its_way = seen.arrived.back();
    seen.arrived.pop_back();
    return seen;
  }

 private:
  Operation set(std::string_view driver, Period period, double value) const {
    Operation operation;
    operation.series = known_.id(driver);
    operation.span = {period, period};
    operation.value = value;
    return operation;
  }

  Numbers values(const Checked<Program>& program) const {
    BOOST_TEST_REQUIRE(program.value.has_value(), known_.rendered(program.diagnostics));
    Numbers all;
    for (const ProgramOperand& result : program.value->results) {
      BOOST_TEST_REQUIRE(result.constant);
      all.push_back(program.value->constants[result.index].value);
    }
    return all;
  }

  Known known_;
};

const DelayedModel& model() {
  static const DelayedModel one;
  return one;
}

// Any sign and size that twelve of can be added; now and then zero, or among the smallest there
// are.
double amount() {
  const int kind = *rc::gen::inRange(0, 6);
  const double sign = *rc::gen::inRange(0, 2) == 0 ? 1 : -1;
  if (kind == 0) return 0;
  if (kind == 1) return sign * *rc::gen::inRange(1, 1000);
  if (kind == 2) return sign * double(*rc::gen::inRange(1, 1000)) * 0x1p-1074;
  const auto digits = double(*rc::gen::inRange<std::int64_t>(1LL << 52, 1LL << 53));
  const int size = kind == 3 ? *rc::gen::inRange(-1100, 960) : *rc::gen::inRange(-60, 0);
  return sign * std::ldexp(digits, size);
}

double whole_delay() { return *rc::gen::inRange(0, reach + 1); }

// 0 to reach: whole, beside a whole number or a half, tiny, or anything between.
double any_delay() {
  const int whole = *rc::gen::inRange(0, reach);
  switch (*rc::gen::inRange(0, 8)) {
    case 0: return whole_delay();
    case 1: return whole + 0.5;
    case 2: return std::nextafter(whole + 1.0, 0.0);
    case 3: return std::nextafter(double(whole), 9.0);
    case 4: return std::nextafter(whole + 0.5, *rc::gen::inRange(0, 2) == 0 ? 0.0 : 9.0);
    case 5: return std::ldexp(1.0, -*rc::gen::inRange(1, 1075));
    case 6: return whole + double(*rc::gen::inRange(1, 1000)) / 1000;
    default: return whole + std::ldexp(double(*rc::gen::inRange<std::int64_t>(1, 1LL << 53)), -53);
  }
}

template <typename Draw>
Numbers drawn(Draw draw) {
  Numbers all;
  for (int i = 0; i < periods; ++i) all.push_back(draw());
  return all;
}

std::string shown(const Dispatches& flow) {
  std::string all;
  for (std::size_t i = 0; i < periods; ++i) {
    all += fmt::format("{} after {}; ", flow.sent[i], flow.late[i]);
  }
  return all;
}

// Long enough digits that adding a few dozen amounts loses less than one rounding of a double.
long double total(const Numbers& numbers) {
  long double all = 0;
  for (const double one : numbers) all += one;
  return all;
}

bool any_missing(const Seen& seen) {
  bool any = is_missing(seen.on_its_way);
  for (const double one : seen.arrived) any = any || is_missing(one);
  return any;
}

}  // namespace

// One amount alone: what of it arrives, in two periods at most, and what does not any more.
BOOST_AUTO_TEST_CASE(the_parts_of_one_amount_add_up_to_it_to_the_bit) {
  hold_for_all("its parts add up", 1500, [] {
    Dispatches flow;
    const auto at = std::size_t(*rc::gen::inRange(0, periods));
    flow.sent[at] = amount();
    flow.late[at] = any_delay();
    RC_LOG() << shown(flow);

    const Seen seen = model().seen(flow);

    double sum = seen.on_its_way;
    int parts = seen.on_its_way != 0 ? 1 : 0;
    for (const double arrived : seen.arrived) {
      sum += arrived;
      parts += arrived != 0 ? 1 : 0;
    }
    RC_ASSERT(sum == flow.sent[at]);
    RC_ASSERT(parts <= 2);
  });
}

// Of a delay of d + f periods the share 1 - f comes after d. The part is one product away from it,
// or the amount less such a product: half an ulp each of share, product and amount, at most.
BOOST_AUTO_TEST_CASE(the_parts_of_one_amount_are_as_large_as_its_delay_says) {
  hold_for_all("its parts are in proportion", 500, [] {
    Dispatches flow;
    const double sent = flow.sent[0] = amount();
    const double late = flow.late[0] = any_delay();
    RC_LOG() << shown(flow);

    const Seen seen = model().seen(flow);

    const double whole = std::floor(late);
    const long double share = 1.0L - (static_cast<long double>(late) - whole);
    const long double early = share * sent;
    const long double bound =
        1.5L * (2 * unit_roundoff * std::fabs(sent)) + std::numeric_limits<double>::denorm_min();
    RC_ASSERT(std::fabs(seen.arrived[std::size_t(whole)] - early) <= bound);
    const long double later = sent - early;
    if (whole < reach) {
      RC_ASSERT(std::fabs(seen.arrived[std::size_t(whole) + 1] - later) <= bound);
    }
  });
}

BOOST_AUTO_TEST_CASE(a_whole_delay_shifts_a_flow_to_the_bit) {
  hold_for_all("a whole delay shifts", 300, [] {
    Dispatches flow{.sent = drawn(amount)};
    const int late = *rc::gen::inRange(0, reach + 1);
    flow.late.assign(periods, late);
    RC_LOG() << shown(flow);

    const Seen seen = model().seen(flow);

    for (int i = 0; i < periods; ++i) {
      const double expected = i < late ? 0.0 : flow.sent[std::size_t(i - late)];
      RC_ASSERT(seen.arrived[std::size_t(i)] == expected);
    }
  });
}

// With a delay of its own each. A period adds up at most reach + 1 parts, and what is on its way
// is two parts each of at most reach amounts: fewer than 3 (reach + 1) sums that any part goes
// through, each rounding by at most one unit roundoff of all that was sent. Below the normal
// numbers sums are exact.
BOOST_AUTO_TEST_CASE(a_flow_arrives_whole_but_for_the_rounding_of_its_sums) {
  hold_for_all("nothing is lost", 500, [] {
    const Dispatches flow{.sent = drawn(amount), .late = drawn(any_delay)};
    RC_LOG() << shown(flow);

    const Seen seen = model().seen(flow);

    long double size = 0;
    for (const double sent : flow.sent) size += std::fabs(sent);
    const long double bound = 3 * (reach + 1) * unit_roundoff * size;
    RC_ASSERT(!any_missing(seen));
    const long double lost = total(flow.sent) - total(seen.arrived) - seen.on_its_way;
    RC_ASSERT(std::fabs(lost) <= bound);
  });
}

// Whole delays, each period its own: parts are whole amounts, so that whole numbers stay exact.
BOOST_AUTO_TEST_CASE(amounts_that_come_at_once_are_added) {
  hold_for_all("whole numbers, whole delays", 300, [] {
    const Dispatches flow{.sent = drawn([] { return double(*rc::gen::inRange(-999, 1000)); }),
                          .late = drawn(whole_delay)};
    RC_LOG() << shown(flow);

    const Seen seen = model().seen(flow);

    Numbers expected(periods, 0.0);
    double outside = 0;
    for (int i = 0; i < periods; ++i) {
      const int arrives = i + int(flow.late[std::size_t(i)]);
      double& there = arrives < periods ? expected[std::size_t(arrives)] : outside;
      there += flow.sent[std::size_t(i)];
    }
    RC_ASSERT(seen.arrived == expected);
    RC_ASSERT(seen.on_its_way == outside);
  });
}

BOOST_AUTO_TEST_CASE(a_delay_below_nothing_or_beyond_its_reach_makes_all_it_may_touch_missing) {
  for (const double late : {-1.0, -5e-324, std::nextafter(double(reach), 9.0), 6.0, 1e300}) {
    BOOST_TEST_CONTEXT(late) {
      Dispatches flow{.sent = Numbers(periods, 8.0)};
      flow.late[3] = late;

      const Seen seen = model().seen(flow);

      for (std::size_t i = 0; i < periods; ++i) {
        BOOST_TEST(is_missing(seen.arrived[i]) == (3 <= i && i <= 3 + reach), "period " << i);
      }
      BOOST_TEST(!is_missing(seen.on_its_way));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_missing_delay_is_missing) {
  const Known known({.body = "driver late : quarter = 1 in 2022Q1..2022Q3\n  range 0 to 2\n"
                             "flow gone : JPY\n  before = 0 JPY\n  outlook = 3 JPY\n"
                             "flow come : JPY\n  = delay(gone, late) otherwise 7 JPY\n"});

  BOOST_TEST(known.value("come", "2023Q4") == 7.0);
}

// By hand: 40 a quarter from 2022Q1, a month and a half late: a half of a quarter.
BOOST_AUTO_TEST_CASE(a_delay_in_months_is_a_part_of_a_quarter) {
  for (const char* delay : {"1.5 month", "0.5 quarter", "0.125 year", "0.5", "late"}) {
    BOOST_TEST_CONTEXT(delay) {
      const Known known({.body = "driver late : month = 1.5\n  range 0 to 6\n"
                                 "flow gone : JPY\n  before = 0 JPY\n  = 40 JPY\n"
                                 "flow come : JPY\n  = delay(gone, " +
                                 std::string(delay) + ")\n"});

      BOOST_TEST(known.value("come", "2022Q1") == 20.0);
      BOOST_TEST(known.value("come", "2022Q2") == 40.0);
      BOOST_TEST(known.value("come", "FY2022") == 140.0);
    }
  }
}

// The reach is a range's high end, rounded up: 6 months are two quarters, 7 months three.
BOOST_AUTO_TEST_CASE(the_reach_of_a_delay_is_counted_in_periods) {
  const auto longest = [](const std::string& range) {
    const Known known({.body = "driver late : month = 0\n  range 0 to " + range +
                               "\nflow gone : JPY\n  before = 0 JPY\n  = 40 JPY\n"
                               "flow come : JPY\n  = delay(gone, late)\n"});
    return known.model().longest_delay.at(known.id("late"));
  };

  BOOST_TEST(longest("6") == 6.0);
  BOOST_TEST(longest("7") == 9.0);
}

// r is what comes in per what goes out: 0 of 10, then 10 of 20, 20 of 30, 30 of 40.
BOOST_AUTO_TEST_CASE(a_delayed_flow_rolls_up_as_the_sum_of_what_comes) {
  const Known known({.body = "driver sent : JPY by quarter of year = Q1 10, Q2 20, Q3 30, Q4 40\n"
                             "flow gone : JPY\n  before = 0 JPY\n  = sent\n"
                             "flow come : JPY\n  = delay(gone, 1)\n"
                             "ratio r : 1\n  = delay(gone, 1) per gone\n"
                             "price p : JPY\n  rolls up as mean\n  = sent\n"
                             "ratio q : 1\n  = delay(p, 1) per gone\n",
                     .horizon = "2022Q1..2022Q4"});

  BOOST_TEST(known.value("come", "FY2022") == 60.0);
  BOOST_TEST(known.value("come", "2022H2") == 50.0);
  BOOST_TEST(known.value("r", "2022Q2") == 0.5);
  BOOST_TEST(known.value("r", "FY2022") == 0.6);
  BOOST_TEST(known.refused("q", "FY2022").has_value());  // a price is no flow
}
