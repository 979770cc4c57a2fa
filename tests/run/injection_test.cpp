// A value lost in one lane: at each operation that can lose one, in each kind of place of a block.
// The lane fails with its first cause, and its neighbours keep their bits.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/model/arithmetic.hpp"
#include "engine/run/executor.hpp"
#include "engine/run/kernels.hpp"
#include "tests/run/lossy_model.hpp"
#include "tests/run/special_values.hpp"

using namespace headwater;
using test::bits;
using test::LossyModel;
using test::Site;
using test::sites;

namespace {

Block run(const Program& program, const Eigen::ArrayXXd& points, std::size_t lanes_max = 256) {
  Block block;
  block.points = points;
  Executor(program, lanes_max).run(block);
  return block;
}

const LossyModel& model() {
  static const LossyModel one;
  return one;
}
const Program& program() {
  static const Program one = model().program();
  return one;
}

// Of one output of a lane.
struct Expected {
  bool moves = false;  // with the point: no more is said of its value than that it is there
  std::optional<CellId> cause;  // of its loss
};

// `lost` is first, and in all later periods or in none, of the periods 1 to 12.
struct Loss {
  std::size_t site = 0;
  int at = 1;
  bool for_good = false;
  bool blameless = false;  // the point itself was missing
};

std::vector<Expected> expected_of(const Loss& loss) {
  std::vector<Expected> all(program().outputs.size());
  // A series that reads its own past is missing by its first loss from then on.
  const std::string formula = sites()[loss.site].formula;
  const bool by_the_first = formula.find("@[-1]") != std::string::npos;
  const auto cause = [&](int period) {
    return loss.blameless ? CellId{} : model().cell(loss.site, period);
  };
  for (int period = 1; period <= test::lossy_periods; ++period) {
    Expected& year = all[model().year_output(loss.site, (period - 1) / 4)];
    Expected& level = all[model().level_output(period)];
    Expected& site = all[model().site_output(loss.site, period)];
    Expected& chain = all[model().chain_output(period)];
    year.moves = level.moves = site.moves = chain.moves = true;
    if (period >= loss.at) level.cause = cause(loss.at);
    if (period < loss.at || (period > loss.at && !loss.for_good)) continue;
    site.cause = chain.cause = cause(by_the_first ? loss.at : period);
    if (!year.cause) year.cause = site.cause;
  }
  return all;
}

// One lane of `block` loses what is expected; all others are as in `sound`.
void hold(const Block& block, const Block& sound, Eigen::Index bad,
          const std::vector<Expected>& expected) {
  std::vector<Failure> failures;
  std::size_t wrong = 0;
  for (Eigen::Index row = 0; row < block.values.rows(); ++row) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const double value = block.values(row, Eigen::Index(i));
      const auto& cause = expected[i].cause;
      if (row == bad && cause) {
        failures.push_back({std::uint64_t(row), std::uint32_t(i), *cause});
        wrong += bits(value) != test::missing_bits ? 1 : 0;
      } else if (row == bad && expected[i].moves) {
        wrong += is_missing(value) ? 1 : 0;
      } else {
        wrong += bits(value) != bits(sound.values(row, Eigen::Index(i))) ? 1 : 0;
      }
    }
  }
  BOOST_TEST(wrong == 0u, wrong << " values are others");
  BOOST_TEST(block.failures.size() == failures.size());
  const auto found =
      std::mismatch(block.failures.begin(), block.failures.end(), failures.begin(), failures.end())
          .first;
  if (found == block.failures.end()) return;
  BOOST_TEST(false, "row " << found->row << " output " << found->output << " lost by series "
                           << std::uint32_t(found->cause.series) << " in "
                           << found->cause.period.index);
}

struct Shape {
  Eigen::Index rows;
  std::size_t lanes_max;
};
const std::vector<Shape> all_shapes = {{1, 1}, {1, 64},  {7, 3},   {7, 7},    {8, 8},
                                       {9, 8}, {9, 256}, {64, 64}, {300, 64}, {300, 256}};

// The first lane, the one in the middle and the last, of a block and of a vector.
std::vector<Eigen::Index> places(Eigen::Index rows) {
  std::vector<Eigen::Index> all = {0, rows / 2, rows - 1};
  for (const Eigen::Index row : {63, 64, 255}) {
    if (rows == 300 && row < rows) all.push_back(row);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

void inject(const Loss& loss, double point, std::span<const Shape> shapes) {
  const std::vector<Expected> expected = expected_of(loss);
  for (const Shape& shape : shapes) {
    Eigen::ArrayXXd points = model().ordinary_points(shape.rows);
    const Block sound = run(program(), points, shape.lanes_max);
    BOOST_TEST_REQUIRE(sound.failures.empty());
    std::vector<Executor> executors;
    for (const InstructionSet set : instruction_sets()) {
      executors.emplace_back(program(), shape.lanes_max, set);
    }
    for (const Eigen::Index lane : places(shape.rows)) {
      BOOST_TEST_CONTEXT(sites()[loss.site].formula << " of " << point << " in lane " << lane
                                                    << " of " << shape.rows << " by "
                                                    << shape.lanes_max) {
        Block block;
        block.points = points;
        block.points(lane, Eigen::Index(loss.site + 1)) = point;
        for (Executor& executor : executors) {
          executor.run(block);
          hold(block, sound, lane, expected);
        }
      }
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_an_operation_loses_in_one_lane_is_lost_there_alone) {
  for (std::size_t i = 0; i < sites().size(); ++i) {
    inject({.site = i, .at = sites()[i].at, .for_good = sites()[i].for_good}, sites()[i].bad,
           all_shapes);
  }
}

BOOST_AUTO_TEST_CASE(a_missing_or_infinite_point_is_lost_in_its_lane_alone) {
  using Limits = std::numeric_limits<double>;
  const auto small = std::span(all_shapes).first(6);
  for (std::size_t i = 0; i < sites().size(); ++i) {
    for (const double point : {missing(), Limits::infinity(), -Limits::infinity()}) {
      inject({.site = i, .for_good = true, .blameless = true}, point, small);
    }
  }
}

// Several lanes at once, each at another site: no lane's loss is put down to another's.
BOOST_AUTO_TEST_CASE(each_lane_has_the_cause_of_its_own_loss) {
  const auto rows = Eigen::Index(sites().size() * 2);
  Eigen::ArrayXXd points = model().ordinary_points(rows);
  const Block sound = run(program(), points);
  for (std::size_t i = 0; i < sites().size(); ++i) {
    points(Eigen::Index(2 * i), Eigen::Index(i + 1)) = sites()[i].bad;
  }
  for (const std::size_t lanes_max : {1u, 8u, 13u, 64u}) {
    const Block all = run(program(), points, lanes_max);
    for (std::size_t i = 0; i < sites().size(); ++i) {
      const auto lane = Eigen::Index(2 * i);
      Block pair;
      pair.values = all.values.middleRows(lane, 2);
      for (Failure one : all.failures) {
        if (one.row / 2 != i) continue;
        one.row -= std::uint64_t(lane);
        pair.failures.push_back(one);
      }
      Block sound_pair;
      sound_pair.values = sound.values.middleRows(lane, 2);
      const Site& site = sites()[i];
      BOOST_TEST_CONTEXT(site.formula << " in blocks of " << lanes_max) {
        hold(pair, sound_pair, 0,
             expected_of({.site = i, .at = site.at, .for_good = site.for_good}));
      }
    }
  }
}
