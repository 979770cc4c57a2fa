// A model written out in a test: its text and its CSV files in a folder of their own, loaded.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/core/diagnostic.hpp"
#include "engine/core/source.hpp"
#include "engine/model/load.hpp"
#include "engine/model/lower.hpp"
#include "engine/model/model.hpp"
#include "engine/model/precedence.hpp"

namespace headwater::test {

// A fresh folder for the files of one test; gone with all that is in it when the test is over.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "headwater-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder: " + pattern);
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(std::string_view name, std::string_view text) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

 private:
  std::filesystem::path path_;
};

struct TextFile {
  std::string name;
  std::string text;
};

// A small quarterly model. Rows of actuals are "series,period,value,unit[,basis[,published]]".
struct Tiny {
  std::string body;  // what stands below the header
  std::vector<std::string> actuals = {};
  std::string horizon = "2022Q1..2023Q4";
  std::string calendar = "quarterly, fiscal year starts april";
  std::vector<TextFile> files = {};  // further files the body names
};

class Loaded {
 public:
  explicit Loaded(const Tiny& tiny) {
    std::string text =
        "model tiny \"Tiny\"\ncalendar " + tiny.calendar + "\nhorizon " + tiny.horizon + "\n";
    if (!tiny.actuals.empty()) text += "actuals \"actuals.csv\"\n";
    folder_.write("actuals.csv", actuals_csv(tiny.actuals));
    for (const TextFile& file : tiny.files) folder_.write(file.name, file.text);
    const auto path = folder_.write("tiny.model", text + tiny.body);
    checked_ = load_model(path, sources_, {folder_.path(), false});
  }

  bool loads() const { return checked_.value.has_value(); }
  // Fails the test with what was said when the model did not load.
  const Model& model() const {
    BOOST_TEST_REQUIRE(loads(), messages());
    return *checked_.value;
  }
  std::string messages() const { return rendered(checked_.diagnostics); }
  std::string rendered(const std::vector<Diagnostic>& diagnostics) const {
    std::string all;
    for (const Diagnostic& one : diagnostics) all += render(one, sources_);
    return all;
  }
  const std::vector<Diagnostic>& diagnostics() const { return checked_.diagnostics; }
  Sources& sources() { return sources_; }

  SeriesId id(std::string_view name) const {
    const auto found = model().find(name);
    BOOST_TEST_REQUIRE(found.has_value(), "no series " << name);
    return *found;
  }
  PeriodSpan span(std::string_view text) const {
    const auto parsed = model().calendar.parse(text);
    BOOST_TEST_REQUIRE(parsed.has_value(), "no period " << text);
    return *parsed;
  }
  Period period(std::string_view text) const { return span(text).first; }
  CellId cell(std::string_view name, std::string_view at) const { return {id(name), period(at)}; }
  std::string name(CellId cell) const {
    return model().at(cell.series).name + " " + model().calendar.name({cell.period, cell.period});
  }

 private:
  static std::string actuals_csv(const std::vector<std::string>& rows) {
    std::string text = "series,period,value,unit,basis,published\n";
    for (const std::string& row : rows) {
      std::size_t commas = 0;
      for (const char c : row) commas += c == ',' ? 1 : 0;
      text += row + std::string(commas < 5 ? 5 - commas : 0, ',') + "\n";
    }
    return text;
  }

  Folder folder_;
  Sources sources_;
  Checked<Model> checked_;
};

// A loaded model with what is known as of a period, or of the latest figure when none is named.
class Known : public Loaded {
 public:
  explicit Known(const Tiny& tiny, std::string_view as_of = "")
      : Loaded(tiny),
        precedence_(std::make_unique<Precedence>(
            model(), as_of.empty() ? std::nullopt : std::optional(vintage(as_of)))) {}

  const Precedence& precedence() const { return *precedence_; }
  // As of a period, or of a day: 2023-11-08.
  Vintage vintage(std::string_view as_of) const {
    if (const auto day = parse_day(as_of)) return {*model().published_by(*day), day};
    return {period(as_of), std::nullopt};
  }
  Winner winner(std::string_view series, std::string_view at) const {
    return precedence_->at(id(series), period(at));
  }
  std::string splice(std::string_view series) const {
    const Period last = precedence_->splice(id(series));
    return model().calendar.name({last, last});
  }

  Output output(std::string_view series, std::string_view at) const {
    return {id(series), span(at), std::nullopt};
  }
  Checked<Program> lowered(const std::vector<Output>& outputs, const Operations& operations = {},
                           const std::vector<Axis>& axes = {}) const {
    return lower(*precedence_, operations, axes, outputs);
  }
  Checked<Program> seeded(const std::vector<Output>& outputs, const Operations& operations,
                          const std::vector<Axis>& axes, const Slopes& slopes) const {
    return lower_seeded(*precedence_, operations, axes, outputs, slopes);
  }
  // Nothing varies without axes, so lowering alone computes every value.
  double value(std::string_view series, std::string_view at,
               const Operations& operations = {}) const {
    const auto program = lowered({output(series, at)}, operations);
    BOOST_TEST_REQUIRE(program.value.has_value(), rendered(program.diagnostics));
    BOOST_TEST_REQUIRE(program.value->results.front().constant);
    return program.value->constants[program.value->results.front().index].value;
  }
  std::optional<std::string> refused(std::string_view series, std::string_view at) const {
    return refusal(*precedence_, output(series, at));
  }
  std::string diagnosis() const { return rendered(precedence_->diagnose()); }

 private:
  std::unique_ptr<const Precedence> precedence_;
};

}  // namespace headwater::test
