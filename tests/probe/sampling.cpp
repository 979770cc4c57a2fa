#include "sampling.hpp"

#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "engine/sampling/joint.hpp"
#include "engine/sampling/unit_points.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {

namespace {

std::vector<Distribution> distributions() {
  using enum Says;
  const std::pair<double, double> cut = {0.9, 1.6};
  const std::vector<DistributionText> texts = {
      {Family::normal, {{mean, 1}, {sd, 0.5}}, {}},
      {Family::normal, {{p10, 0.5}, {p90, 2}}, cut},
      {Family::lognormal, {{mean, 1}, {sd, 0.5}}, {}},
      {Family::lognormal, {{p10, 0}, {p50, 1}, {p90, 3}}, cut},
      {Family::triangular, {{p10, 0}, {p50, 1}, {p90, 2.1}}, {}},
      {Family::triangular, {{low, 0}, {mode, 1}, {high, 3}}, cut},
      {Family::pert, {{p10, 0}, {p50, 1}, {p90, 2.5}}, {}},
      {Family::pert, {{low, 0}, {mode, 1}, {high, 3}}, cut},
      {Family::uniform, {{mean, 1}, {sd, 0.5}}, {}},
      {Family::beta, {{mean, 1}, {sd, 0.5}, {low, 0}, {high, 3}}, {}},
      {Family::beta, {{shape, 0.4}, {shape, 2}, {low, 0}, {high, 3}}, cut},
      {Family::student_t, {{freedom, 3}, {p10, 0}, {p90, 2}}, {}},
      {Family::student_t, {{freedom, 1}, {mean, 1}, {scale, 1}}, cut},
      {Family::discrete, {{value, 2}, {probability, 0.25}, {value, 1}, {probability, 0.75}}, {}},
      {Family::empirical, {{value, 2}, {value, 3}, {value, 1}}, {}}};
  std::vector<Distribution> all;
  for (const auto& text : texts) all.push_back(std::get<Distribution>(make_distribution(text)));
  return all;
}

Joint joint() {
  std::vector<Margin> margins;
  for (const Distribution& each : distributions()) {
    const bool path = margins.size() < 2;
    margins.push_back({"m" + std::to_string(margins.size()), each, {}, path});
    if (path) margins.back().periods = {1, 2, 3, 4, 5};
  }
  return Joint(std::move(margins),
               {{0, 1, 0.5}, {2, 6, 0.9}, {6, 9, 0.9}, {2, 9, -0.5}, {0, 11, 0.2}, {12, 13, 0.7}});
}

void add(ContentHash& hash, std::span<const double> values) { hash.add(std::as_bytes(values)); }

}  // namespace

std::string fingerprint_of_sampling() {
  ContentHash hash;
  const Joint all = joint();
  for (const Repaired& each : all.repaired()) add(hash, std::vector{each.asked, each.given});
  for (const Margin& margin : all.margins()) {
    add(hash, std::vector{margin.distribution.mean(), margin.distribution.sd()});
  }
  for (const Drawing drawing :
       {Drawing::random, Drawing::antithetic, Drawing::sobol, Drawing::latin_hypercube}) {
    const UnitPoints units(all.unit_axes(), {.drawing = drawing, .points = 300, .replicates = 3});
    Eigen::ArrayXXd points(Eigen::Index(units.rows()), Eigen::Index(all.axes()));
    units.fill(0, points);
    Eigen::ArrayXXd gradients = Eigen::ArrayXXd::Ones(points.rows(), points.cols());
    add(hash, {points.data(), std::size_t(points.size())});
    all.pull_back(points, gradients);
    // A missing value has bits of its own, which nobody promises.
    gradients = gradients.isNaN().select(0.0, gradients);
    add(hash, {gradients.data(), std::size_t(gradients.size())});
    all.draw(points);
    add(hash, {points.data(), std::size_t(points.size())});
  }
  return hash.hex();
}

}  // namespace headwater
