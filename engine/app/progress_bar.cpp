#include "engine/app/progress_bar.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/core/width.hpp"

namespace headwater {
namespace {

constexpr std::size_t bar_cells = 26;
constexpr const char* clear_line = "\r\x1b[K";

std::string bar(double share) {
  const auto full = std::size_t(share * double(bar_cells));
  std::string text;
  for (std::size_t i = 0; i < bar_cells; ++i) text += i < full ? "█" : "░";
  return text;
}

std::string time_left(double seconds) {
  if (seconds < 10) return fmt::format("{:.1f} s left", seconds);
  if (seconds < 120) return fmt::format("{:.0f} s left", seconds);
  if (seconds < 7200) return fmt::format("{:.0f} min left", seconds / 60);
  return fmt::format("{:.0f} h left", seconds / 3600);
}

}  // namespace

std::string short_count(double count) {
  const auto in = [&](double unit, const char* name) {
    const double scaled = count / unit;
    const bool tenths = scaled < 99.95 && std::round(scaled * 10) != std::round(scaled) * 10;
    return fmt::format("{:.{}f}{}", scaled, tenths ? 1 : 0, name);
  };
  if (count >= 999'950'000) return in(1e9, " G");
  if (count >= 999'950) return in(1e6, " M");
  if (count >= 9'999.5) return in(1e3, " k");
  return fmt::format("{:.0f}", count);
}

std::string progress_line(std::string_view name, const BatchProgress& progress,
                          std::chrono::duration<double> elapsed, std::size_t width) {
  const double share = progress.rows == 0 ? 1 : double(progress.rows_done) / double(progress.rows);
  std::vector<std::string> parts = {
      fmt::format("{}   {} {:3.0f}%", name, bar(share), std::floor(share * 100)),
      fmt::format("{} of {} rows", short_count(double(progress.rows_done)),
                  short_count(double(progress.rows)))};
  const double computed = double(progress.rows_done - progress.rows_before);
  if (computed > 0 && elapsed.count() >= 0.5) {  // a rate of less says little
    const double rate = computed / elapsed.count();
    parts.push_back(fmt::format("{} rows/s", short_count(rate)));
    parts.push_back(time_left(double(progress.rows - progress.rows_done) / rate));
  }
  parts.push_back(fmt::format("{} missing", short_count(double(progress.missing))));
  std::string line;
  for (const std::string& part : parts) {
    const std::string longer = line.empty() ? part : fmt::format("{}   {}", line, part);
    if (!line.empty() && display_width(longer) > width) break;
    line = longer;
  }
  return line;
}

ProgressBar::ProgressBar(std::string name, std::size_t width,
                         std::function<void(std::string_view)> live)
    : name_(std::move(name)), width_(width), live_(std::move(live)), began_(Clock::now()) {}

ProgressBar::~ProgressBar() {
  if (shown_) live_(clear_line);
}

void ProgressBar::show(const BatchProgress& progress) {
  constexpr auto pause = std::chrono::milliseconds(100);
  const auto now = Clock::now();
  if (!live_ || (shown_ && now - drawn_ < pause)) return;
  if (!shown_) began_ = std::min(began_, now);
  live_(clear_line + progress_line(name_, progress, now - began_, width_));
  drawn_ = now;
  shown_ = true;
}

}  // namespace headwater
