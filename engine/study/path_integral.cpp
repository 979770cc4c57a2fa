#include "engine/study/path_integral.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/study/exact_sum.hpp"

namespace headwater {
namespace {

struct Node {
  double place;  // in [-1, 1]
  double weight;
};
constexpr std::array<Node, 10> nodes = {{{-0.97390652851717172008, 0.06667134430868813759},
                                         {-0.86506336668898451073, 0.14945134915058059315},
                                         {-0.67940956829902440623, 0.21908636251598204400},
                                         {-0.43339539412924719080, 0.26926671930999635509},
                                         {-0.14887433898163121088, 0.29552422471475287017},
                                         {0.14887433898163121088, 0.29552422471475287017},
                                         {0.43339539412924719080, 0.26926671930999635509},
                                         {0.67940956829902440623, 0.21908636251598204400},
                                         {0.86506336668898451073, 0.14945134915058059315},
                                         {0.97390652851717172008, 0.06667134430868813759}}};

constexpr double agreement = 1e-13;  // of the largest contribution, within which halves agree
constexpr double rounding = 64 * std::numeric_limits<double>::epsilon();  // of the largest value
constexpr double narrowest = 0x1p-45;
// At the narrowest: what is more is a jump, what is less is left to whoever sums up.
constexpr double jump_least = 1e-11;       // of the largest contribution
constexpr double jump_of_value = 1e-12;    // and of the largest value
constexpr std::size_t panels_max = 20000;  // side by side

struct Panel {
  double from = 0;
  double to = 1;
  double value_from = 0;
  double value_to = 0;
  Eigen::ArrayXd integrals;  // by item
  double middle() const { return from + (to - from) / 2; }
};

class PathIntegration {
 public:
  PathIntegration(const PathFunction& function, std::size_t items)
      : function_(function), pieces_(items) {}

  PathIntegral run() {
    begin();
    while (!open_.empty() && !result_.broken) halve();
    if (result_.broken) return std::move(result_);
    for (const auto& pieces : pieces_) result_.contributions.push_back(exact_sum(pieces));
    return std::move(result_);
  }

 private:
  void begin() {
    Panel whole;
    std::vector<double> places = {whole.from, whole.to};
    add_nodes(whole.from, whole.to, places);
    const PathSamples samples = sample(places);
    if (result_.broken) return;
    whole.value_from = samples.values[0];
    whole.value_to = samples.values[1];
    whole.integrals = integrals(samples, 2, 1);
    open_.push_back(std::move(whole));
  }

  // Each open panel by its halves; those that do not agree with it are open after that.
  void halve() {
    std::vector<double> places;
    for (const Panel& panel : open_) {
      places.push_back(panel.middle());
      add_nodes(panel.from, panel.middle(), places);
      add_nodes(panel.middle(), panel.to, places);
    }
    const PathSamples samples = sample(places);
    if (result_.broken) return;
    const double largest = largest_contribution();
    std::vector<Panel> next;
    std::size_t at = 0;
    for (const Panel& panel : open_) {
      auto [left, right] = halves(panel, samples, at);
      at += 1 + 2 * nodes.size();
      settle(panel, std::move(left), std::move(right), largest, next);
      if (result_.broken) return;
    }
    open_ = std::move(next);
    if (open_.size() > panels_max) {
      result_.broken = PathBreak{PathStop::unsteady, open_.front().from, open_.back().to, 0};
    }
  }

  std::pair<Panel, Panel> halves(const Panel& panel, const PathSamples& samples,
                                 std::size_t at) const {
    const double width = panel.to - panel.from;
    const double value = samples.values[at];
    return {{panel.from, panel.middle(), panel.value_from, value,
             integrals(samples, at + 1, width / 2)},
            {panel.middle(), panel.to, value, panel.value_to,
             integrals(samples, at + 1 + nodes.size(), width / 2)}};
  }

  void settle(const Panel& panel, Panel left, Panel right, double largest,
              std::vector<Panel>& next) {
    const Eigen::ArrayXd both = left.integrals + right.integrals;
    if (both.isNaN().any()) {
      result_.broken = PathBreak{PathStop::no_slope, panel.from, panel.to, 0};
      return;
    }
    const double gap = (panel.value_to - panel.value_from) - both.sum();
    const double unlike = both.size() == 0 ? 0 : (both - panel.integrals).abs().maxCoeff();
    const double allowed = std::max(agreement * largest, rounding * largest_value_);
    const bool narrow = panel.to - panel.from <= narrowest;
    if (narrow && std::fabs(gap) > std::max(jump_least * largest, jump_of_value * largest_value_)) {
      result_.broken = PathBreak{PathStop::jump, panel.from, panel.to, gap};
    } else if (narrow || (std::fabs(gap) <= allowed && unlike <= allowed)) {
      keep(left);
      keep(right);
    } else {
      next.push_back(std::move(left));
      next.push_back(std::move(right));
    }
  }

  void keep(const Panel& panel) {
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      pieces_[i].push_back(panel.integrals[Eigen::Index(i)]);
    }
  }

  double largest_contribution() const {
    double largest = 0;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      double sum = 0;
      for (const double piece : pieces_[i]) sum += piece;
      for (const Panel& panel : open_) sum += panel.integrals[Eigen::Index(i)];
      largest = std::max(largest, std::fabs(sum));
    }
    return largest;
  }

  static void add_nodes(double from, double to, std::vector<double>& places) {
    const double half = (to - from) / 2;
    for (const Node& node : nodes) places.push_back(from + half + half * node.place);
  }

  // By how slopes differ from the first, so that where they do not the sum is exact.
  static Eigen::ArrayXd integrals(const PathSamples& samples, std::size_t at, double width) {
    const Eigen::ArrayXd first = samples.slopes.row(Eigen::Index(at)).transpose();
    Eigen::ArrayXd more = Eigen::ArrayXd::Zero(first.size());
    for (std::size_t i = 1; i < nodes.size(); ++i) {
      more += nodes[i].weight * (samples.slopes.row(Eigen::Index(at + i)).transpose() - first);
    }
    return (first + more / 2) * width;
  }

  PathSamples sample(const std::vector<double>& places) {
    PathSamples samples = function_(places);
    result_.samples += places.size();
    for (std::size_t i = 0; i < places.size() && !result_.broken; ++i) {
      if (is_missing(samples.values[i])) {
        result_.broken = PathBreak{PathStop::missing, places[i], places[i], 0};
      }
      largest_value_ = std::max(largest_value_, std::fabs(samples.values[i]));
    }
    return samples;
  }

  const PathFunction& function_;
  std::vector<std::vector<double>> pieces_;  // by item, of panels that agree
  std::vector<Panel> open_;                  // in the order of the way
  double largest_value_ = 0;
  PathIntegral result_;
};

}  // namespace

PathIntegral integrate_path(const PathFunction& function, std::size_t items) {
  return PathIntegration(function, items).run();
}

}  // namespace headwater
