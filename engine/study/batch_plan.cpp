#include "engine/study/batch_plan.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/scenario/hash.hpp"

namespace headwater {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> scenarios_in(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code failure;
  fs::recursive_directory_iterator entry(folder, failure);
  for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
    if (entry->path().extension() != ".scenario") continue;
    std::error_code ignored;
    if (!entry->is_directory(ignored)) found.push_back(entry->path().string());
  }
  if (failure) throw IoError(fmt::format("{}: {}", folder, failure.message()));
  std::sort(found.begin(), found.end());
  return found;
}

// In the order given, folders written out, each file once whatever it is called.
std::vector<std::string> files_of(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  std::set<fs::path> known;
  for (const std::string& path : paths) {
    std::error_code failure;
    const auto found = fs::is_directory(path, failure) ? scenarios_in(path) : std::vector{path};
    for (const std::string& file : found) {
      auto whole = fs::weakly_canonical(file, failure);
      if (known.insert(failure ? fs::path(file) : std::move(whole)).second) files.push_back(file);
    }
  }
  return files;
}

// Jobs of all files, and which file each came from.
class Planning {
 public:
  explicit Planning(const BatchInput& input) : input_(input) {}

  void add(const std::string& path) {
    BatchFileReport report;
    report.path = path;
    report.sources = std::make_unique<Sources>(input_.limits);
    try {
      auto scenario = load_scenario(path, *report.sources, input_.scenario);
      report.diagnostics = std::move(scenario.diagnostics);
      if (scenario) add(*scenario.value, report);
    } catch (const IoError& failure) {
      report.unreadable = failure.what();
    }
    wrong_ = wrong_ || !report.unreadable.empty() || has_errors(report.diagnostics);
    const bool silent =
        report.unreadable.empty() && report.same_as.empty() && report.diagnostics.empty();
    if (!silent) planned_.reports.push_back(std::move(report));
  }

  PlannedBatch finish() {
    if (wrong_ || found_.empty()) return std::move(planned_);
    std::sort(found_.begin(), found_.end(),
              [](const Found& a, const Found& b) { return key_less(a.job, b.job); });
    BatchPlan plan;
    std::map<std::uint64_t, std::uint64_t> numbers;  // of output sets, by the one in sets_
    for (Found& one : found_) {
      const auto [set, fresh] = numbers.try_emplace(one.job.output_set, numbers.size());
      if (fresh) plan.output_sets.push_back(sets_[one.job.output_set]);
      one.job.output_set = set->second;
      plan.jobs.push_back(std::move(one.job));
      planned_.files.push_back(std::move(one.file));
    }
    planned_.plan = std::move(plan);
    return std::move(planned_);
  }

 private:
  struct Found {
    BatchJob job;
    std::string file;
  };

  void add(const Scenario& scenario, BatchFileReport& report) {
    auto prepared = prepare_jobs(scenario, input_.limits);
    report.diagnostics.insert(report.diagnostics.end(), prepared.diagnostics.begin(),
                              prepared.diagnostics.end());
    if (!prepared) return;
    for (PreparedJob& one : *prepared.value) {
      const auto [first, fresh] = first_files_.try_emplace(one.job, report.path);
      if (!fresh) {  // if one is known all are: their scenario's hash is of its sweeps, too
        report.same_as = first->second;
        continue;
      }
      one.job.output_set = set_of(std::move(one.outputs));
      found_.push_back({std::move(one.job), report.path});
    }
  }

  // Scenarios of one model show the same, and thousands of them would not fit.
  std::uint64_t set_of(std::vector<BatchOutput> outputs) {
    ContentHash hash;
    for (const BatchOutput& one : outputs) {
      for (const std::string* text : {&one.column, &one.label, &one.label_ja, &one.unit}) {
        hash.add(*text);
      }
    }
    const auto [known, fresh] = set_numbers_.try_emplace(hash.hex(), sets_.size());
    if (fresh) sets_.push_back(std::move(outputs));
    return known->second;
  }

  const BatchInput& input_;
  PlannedBatch planned_;
  std::vector<Found> found_;
  std::vector<std::vector<BatchOutput>> sets_;
  std::map<std::string, std::uint64_t> set_numbers_;
  std::map<BatchJob, std::string, decltype(&key_less)> first_files_{key_less};
  bool wrong_ = false;
};

}  // namespace

PlannedBatch plan_batch(const BatchInput& input, const std::atomic<bool>* stop) {
  Planning planning(input);
  for (const std::string& file : files_of(input.paths)) {
    if (stop != nullptr && stop->load()) return {};
    planning.add(file);
  }
  return planning.finish();
}

}  // namespace headwater
