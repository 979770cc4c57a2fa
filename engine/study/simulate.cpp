#include "engine/study/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>
#include <utility>

#include "engine/model/lower.hpp"
#include "engine/study/detail/correlation.hpp"
#include "engine/study/detail/describe_draws.hpp"
#include "engine/study/detail/output_draws.hpp"
#include "engine/study/detail/side_by_side.hpp"

namespace headwater {
namespace {

void require_sound(const SimulateRequest& request) {
  const auto demand = [](bool holds, const char* what) {
    if (!holds) throw std::invalid_argument(what);
  };
  demand(request.replicates >= 1, "replicates: at least 1");
  demand(!request.outputs.empty(), "outputs: at least one");
  demand(request.until >= 0, "until: at least 0");
  for (const Event& event : request.events) {
    demand(!event.conditions.empty(), "events: at least one condition each");
    for (const Condition& one : event.conditions) {
      demand(one.output < request.outputs.size(), "events: outputs of the request");
    }
  }
}

bool holds(const Condition& condition, double value) {
  return condition.at_most ? value <= condition.value : value >= condition.value;
}

// What has come in of all outputs and events, chunk by chunk.
class Draws final : public ChunkSink {
 public:
  explicit Draws(const SimulateRequest& request)
      : request_(request),
        groups_(detail::groups_of(request.replicates)),
        outputs_(request.outputs.size(), detail::OutputDraws(groups_)),
        events_(request.events.size(),
                {std::vector<std::uint64_t>(groups_), std::vector<std::uint64_t>(groups_), 0}) {}

  void take(std::uint64_t, const Block& rows) override {
    const auto lanes = std::size_t(rows.values.rows());
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      outputs_[i].add(rows.first_row, {rows.values.col(Eigen::Index(i)).data(), lanes});
    }
    for (const Failure& one : rows.failures) outputs_[one.output].failed(one);
    for (std::size_t i = 0; i < events_.size(); ++i) count(i, rows);
    rows_ += lanes;
    if (request_.told) request_.told(rows_, request_.design.rows());
  }

  void count_from_now() {
    for (detail::OutputDraws& one : outputs_) one.count_from_now();
  }

  void put(SimulateResult& result, std::size_t threads) const {
    result.rows = rows_;
    result.distributions.resize(outputs_.size());
    detail::side_by_side(outputs_.size(), threads, [&](std::size_t i) {
      result.distributions[i] = detail::describe(outputs_[i], request_.replicates);
    });
    result.answers.clear();
    for (const detail::EventCounts& one : events_) {
      result.answers.push_back(detail::describe(one, request_.replicates));
    }
  }

  Eigen::ArrayXXd correlations() const { return detail::correlations_of(outputs_); }

 private:
  void count(std::size_t event, const Block& rows) {
    const Event& asked = request_.events[event];
    detail::EventCounts& counts = events_[event];
    for (Eigen::Index lane = 0; lane < rows.values.rows(); ++lane) {
      bool lost = false;
      std::size_t held = 0;
      for (const Condition& one : asked.conditions) {
        const double value = rows.values(lane, Eigen::Index(one.output));
        lost = lost || is_missing(value);
        held += holds(one, value);
      }
      const std::size_t group = std::size_t((rows.first_row + std::uint64_t(lane)) % groups_);
      if (lost) {
        ++counts.missing;
        continue;
      }
      ++counts.present[group];
      counts.happened[group] += asked.any ? held > 0 : held == asked.conditions.size();
    }
  }

  const SimulateRequest& request_;
  std::size_t groups_;
  std::vector<detail::OutputDraws> outputs_;
  std::vector<detail::EventCounts> events_;
  std::uint64_t rows_ = 0;
};

// After how many chunks to look at what is there: at the end; where a rule may end it, after every
// power of two; and where not all can be kept, when the room for it is used up to such a power.
struct Rounds {
  std::vector<std::uint64_t> ends;
  std::uint64_t kept = std::numeric_limits<std::uint64_t>::max();  // chunks; counted from there on
};

Rounds rounds_of(const SimulateRequest& request) {
  const std::uint64_t chunks = chunk_count(request.design);
  const std::uint64_t rows_max = request.values_max / request.outputs.size();
  Rounds rounds;
  if (request.design.rows() > rows_max) {
    rounds.kept = 1;
    while (rounds.kept <= rows_max / chunk_rows(request.design) / 2) rounds.kept *= 2;
  }
  for (std::uint64_t end = 1; end < chunks; end *= 2) {
    if (request.until > 0 || end == rounds.kept) rounds.ends.push_back(end);
  }
  rounds.ends.push_back(chunks);
  return rounds;
}

bool settled(const DrawnFigure& distribution, double until) {
  constexpr std::array<std::size_t, 3> asked = {2, 4, 6};  // 10, 50 and 90 %
  const double widest = until * distribution.deviation.value;
  const auto within = [&](const Estimate& one) { return (one.high - one.low) / 2 <= widest; };
  return within(distribution.mean) && std::all_of(asked.begin(), asked.end(), [&](std::size_t i) {
           return within(distribution.quantiles[i]);
         });
}

bool all_settled(const SimulateResult& result, double until) {
  return std::all_of(result.distributions.begin(), result.distributions.end(),
                     [until](const DrawnFigure& one) { return settled(one, until); });
}

// True when all that is asked for has been run.
bool conduct_rounds(const SimulateRequest& request, const Program& program,
                    const RunOptions& options, Draws& draws, SimulateResult& result) {
  const Rounds rounds = rounds_of(request);
  std::uint64_t done = 0;
  for (const std::uint64_t end : rounds.ends) {
    const std::uint64_t ran = conduct({program, request.design, {done, end}, draws}, options);
    if (ran < end - done) return false;
    done = end;
    if (end == rounds.kept && end != rounds.ends.back()) draws.count_from_now();
    if (request.until > 0 || end == rounds.ends.back()) draws.put(result, options.threads);
    if (request.until == 0) continue;
    result.rule_met = all_settled(result, request.until);
    if (*result.rule_met) break;
  }
  result.correlations = draws.correlations();
  return true;
}

}  // namespace

Checked<SimulateResult> simulate(const SimulateRequest& request, const RunOptions& options) {
  require_sound(request);
  auto program =
      lower(request.precedence, request.operations, request.design.axes(), request.outputs);
  Checked<SimulateResult> checked{std::nullopt, std::move(program.diagnostics)};
  if (!program) return checked;
  SimulateResult result;
  Draws draws(request);
  if (!conduct_rounds(request, *program.value, options, draws, result)) {
    result = {};
    result.stopped = true;
  }
  result.outputs = request.outputs;
  result.events = request.events;
  result.replicates = request.replicates;
  checked.value = std::move(result);
  return checked;
}

}  // namespace headwater
