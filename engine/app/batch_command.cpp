// headwater batch and headwater merge: many rows into one database.
#include <filesystem>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/app/commands.hpp"
#include "engine/app/progress_bar.hpp"
#include "engine/app/stop_signals.hpp"
#include "engine/app/tell.hpp"
#include "engine/core/error.hpp"
#include "engine/core/width.hpp"
#include "engine/study/batch.hpp"
#include "engine/tables/number_format.hpp"

namespace headwater {
namespace {

Notice notice_of(std::string code, std::string message, std::string hint = "") {
  Notice notice;
  notice.code = std::move(code);
  notice.text = fmt::format("headwater: {}\n", escaped_for_terminal(message));
  if (!hint.empty()) notice.text += fmt::format("  = hint: {}\n", hint);
  notice.message = std::move(message);
  notice.hint = std::move(hint);
  return notice;
}

std::string code_of(BatchFault fault) {
  Notice notice;
  switch (fault) {
    case BatchFault::busy: notice.code = "batch-busy"; break;
    case BatchFault::full: notice.code = "batch-full"; break;
    case BatchFault::foreign: notice.code = "batch-foreign"; break;
    case BatchFault::other_plan: notice.code = "batch-other"; break;
    case BatchFault::no_batch: notice.code = "batch-none"; break;
    case BatchFault::damaged: notice.code = "batch-damaged"; break;
    case BatchFault::incomplete: notice.code = "batch-incomplete"; break;
    case BatchFault::doubled: notice.code = "batch-doubled"; break;
  }
  return notice.code;
}

// Shards that do not fit are inputs that are wrong; everything else is the disk's affair.
Exit refused(Console& console, const BatchError& failure, bool merging) {
  tell(console, notice_of(code_of(failure.fault()), failure.what(), failure.hint()));
  const bool input = failure.fault() == BatchFault::no_batch ||
                     failure.fault() == BatchFault::incomplete ||
                     failure.fault() == BatchFault::doubled ||
                     (merging && failure.fault() == BatchFault::other_plan);
  return input ? Exit::input : Exit::world;
}

// A warning about a model is said once, though many scenarios draw it.
void tell_reports(Console& console, const std::vector<BatchFileReport>& reports) {
  std::set<std::string> said;
  const auto tell_once = [&](const auto& speak) {
    Console aside;
    aside.diagnostics = console.diagnostics;
    speak(aside);
    if (said.insert(aside.err).second) console.err += aside.err;
  };
  for (const BatchFileReport& report : reports) {
    for (const Diagnostic& one : report.diagnostics) {
      tell_once([&](Console& aside) { tell(aside, {one}, *report.sources); });
    }
    if (!report.unreadable.empty()) {
      tell_once(
          [&](Console& aside) { tell(aside, notice_of("file-unreadable", report.unreadable)); });
    }
    if (!report.same_as.empty()) {
      Notice notice = notice_of("", fmt::format("{} says the same as {}: they are run once",
                                                report.path, report.same_as));
      notice.code = "batch-same";
      notice.severity = Severity::note;
      tell(console, notice);
    }
  }
}

std::string count(std::uint64_t number) { return grouped(double(number)); }

void tell_outcome(Console& console, const std::string& path, const BatchOutcome& outcome) {
  const BatchProgress& rows = outcome.progress;
  Notice notice =
      notice_of("", fmt::format("{}: {} of {} rows, {} of them computed now, {} values missing",
                                path, count(rows.rows_done), count(rows.rows),
                                count(rows.rows_done - rows.rows_before), count(rows.missing)));
  notice.code = "batch-rows";
  notice.severity = Severity::note;
  notice.more = [&](JsonWriter& json) {
    json.key("rows").integer(std::int64_t(rows.rows));
    json.key("rows_before").integer(std::int64_t(rows.rows_before));
    json.key("rows_done").integer(std::int64_t(rows.rows_done));
    json.key("values_missing").integer(std::int64_t(rows.missing));
    json.key("finished").boolean(outcome.finished);
  };
  tell(console, notice);
}

void tell_stopped(Console& console, const std::string& path) {
  Notice notice = notice_of("", fmt::format("stopped; the same command goes on with {}", path));
  notice.code = "batch-stopped";
  notice.severity = Severity::note;
  tell(console, notice);
}

Exit ended(Console& console, const std::string& path, const BatchOutcome& outcome) {
  tell_outcome(console, path, outcome);
  if (outcome.stopped) {
    tell_stopped(console, path);
    return Exit::interrupted;
  }
  return outcome.progress.missing > 0 ? Exit::broken_check : Exit::done;
}

Exit run_planned(const CommandOptions& options, Console& console, const PlannedBatch& planned,
                 const std::atomic<bool>& stop) {
  try {
    BatchOutcome outcome;
    {
      ProgressBar bar(std::filesystem::path(options.output).filename().string(), console.width,
                      console.live);
      BatchOptions batch;
      batch.run = {options.block_lanes, options.threads, &stop};
      batch.shard = options.shard;
      batch.scenario = options.scenario;
      batch.limits = options.limits;
      batch.progress = [&](const BatchProgress& progress) { bar.show(progress); };
      outcome = run_batch(planned, options.output, batch);
    }
    return ended(console, options.output, outcome);
  } catch (const BatchError& failure) {
    return refused(console, failure, false);
  }
}

}  // namespace

Exit batch_command(const CommandOptions& options, Console& console) {
  const StopSignals signals;
  PlannedBatch planned;
  try {
    planned = plan_batch({options.files, options.scenario, options.limits}, &signals.requested());
  } catch (const IoError& failure) {
    tell(console, notice_of("file-unreadable", failure.what()));
    return Exit::input;
  }
  tell_reports(console, planned.reports);
  if (planned.plan) return run_planned(options, console, planned, signals.requested());
  if (signals.requested().load()) {
    tell_stopped(console, options.output);
    return Exit::interrupted;
  }
  if (planned.reports.empty()) {
    Notice notice =
        notice_of("", fmt::format("there is no *.scenario in {}", options.files.front()),
                  "name a folder that has some, or a file");
    notice.code = "no-scenario";
    tell(console, notice);
  }
  return Exit::input;
}

Exit merge_command(const CommandOptions& options, Console& console) {
  const StopSignals signals;
  try {
    const auto outcome = merge_batches(options.files, options.output, &signals.requested());
    return ended(console, options.output, outcome);
  } catch (const BatchError& failure) {
    return refused(console, failure, true);
  }
}

}  // namespace headwater
