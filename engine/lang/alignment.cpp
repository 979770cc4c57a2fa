// Which words a reader looks for in columns: titles and reasons over a whole file; the parts of
// units, checks, groups, tables, sweeps and rows of a `for` where they follow each other.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "engine/lang/detail/columns.hpp"
#include "engine/lang/detail/page.hpp"
#include "engine/lang/detail/words.hpp"

namespace headwater::detail {
namespace {

using Words = std::vector<Word>;

bool is_name(const Words& words, std::size_t i, std::string_view text) {
  return i < words.size() && words[i].kind == TokenKind::name && words[i].text == text;
}
bool is_sign(const Words& words, std::size_t i, std::string_view text) {
  return i < words.size() && words[i].kind == TokenKind::sign && words[i].text == text;
}

// The first of the words from `begin` to `end`, outside brackets, that is wanted; else nowhere.
template <typename Wanted>
std::size_t find(const Words& words, std::size_t begin, std::size_t end, Wanted wanted) {
  int depth = 0;
  for (std::size_t i = begin; i < end; ++i) {
    if (depth == 0 && wanted(i)) return i;
    depth += is_sign(words, i, "(") || is_sign(words, i, "[") ? 1 : 0;
    depth -= is_sign(words, i, ")") || is_sign(words, i, "]") ? 1 : 0;
  }
  return nowhere;
}

std::size_t find_sign(const Words& words, std::string_view sign, std::size_t end = nowhere) {
  return find(words, 1, std::min(end, words.size()),
              [&](std::size_t i) { return is_sign(words, i, sign); });
}
std::size_t find_name(const Words& words, std::string_view name, std::size_t end = nowhere) {
  return find(words, 1, std::min(end, words.size()),
              [&](std::size_t i) { return is_name(words, i, name); });
}
// A text, or the word before a Japanese one.
std::size_t find_title(const Words& words, std::size_t begin, std::size_t end) {
  return find(words, begin, std::min(end, words.size()), [&](std::size_t i) {
    return words[i].kind == TokenKind::text || is_name(words, i, "ja");
  });
}

bool begins_clause(const Words& words, std::size_t i) {
  if (words[i].kind == TokenKind::sign) {  // a formula behind a title
    return words[i].text == "=" && words[i - 1].kind == TokenKind::text;
  }
  if (words[i].kind != TokenKind::name) return false;
  const std::string& text = words[i].text;
  if (text == "history" || text == "outlook" || text == "before") return is_sign(words, i + 1, "=");
  if (text == "parts") return is_name(words, i + 1, "by");
  if (text == "rolls") return is_name(words, i + 1, "up");
  if (text == "actual") return is_name(words, i + 1, "only");
  if (text == "basis") return i + 1 < words.size() && words[i + 1].kind == TokenKind::name;
  return text == "range";
}

// Clauses on one line stand two blanks apart. Where the first of them is, or the line's end.
std::size_t part_clauses(Words& words, std::size_t begin) {
  std::size_t first = words.size();
  const auto next = [&](std::size_t from) {
    return find(words, from, words.size(), [&](std::size_t i) { return begins_clause(words, i); });
  };
  for (std::size_t i = next(begin); i != nowhere; i = next(i + 1)) {
    words[i].gap = 2;
    first = std::min(first, i);
  }
  return first;
}

class Aligner {
 public:
  explicit Aligner(std::vector<Line>& lines) : lines_(lines) {}

  void run() {
    for (std::size_t at = 0; at < lines_.size(); ++at) read(at);
    close_all();
    align(lines_, stops_);
    for (const Run& tails : behind_stops_) align(lines_, tails);
  }

 private:
  void read(std::size_t at) {
    switch (lines_[at].kind) {
      case LineKind::comment:
      case LineKind::continuation: return;
      case LineKind::blank:
      case LineKind::brace: return close_all();
      case LineKind::statement: return statement(at);
      case LineKind::clause: return clause(at);
    }
  }

  void statement(std::size_t at) {
    Words& words = lines_[at].words;
    close(clauses_);
    const std::string_view first = words.front().text;
    anchored_ = true;
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i].begins_statement) mid_line(words, i);
    }
    if (!anchored_ || first == "for") {
      if (first == "for") rows_of_for(at);
      return close_all();
    }
    if (holds(kind_words, first) || first == "redefine") return declaration(at);
    close(tails_);
    if (first == "check") check(at);
    add(statements_, table_row(at, first), at);
  }

  // Behind a brace on its line there is no column to stand at.
  void mid_line(Words& words, std::size_t begin) {
    anchored_ = false;
    if (holds(kind_words, words[begin].text)) part_clauses(words, begin + 1);
  }

  struct Found {  // a row of a table, if the statement or clause is one
    std::string key;
    std::vector<std::size_t> columns;
    bool as_written = false;
  };

  void declaration(std::size_t at) {
    Words& words = lines_[at].words;
    constexpr std::size_t widest = 6;  // stock, driver
    if (words.size() > 1 && words[0].width < widest) words[1].gap = widest + 1 - words[0].width;
    const std::size_t clauses = part_clauses(words, 2);
    const std::size_t title = find_title(words, 2, clauses);
    if (title != nowhere) {
      words[title].gap = 2;
      stop(Stop::title, at, title);
    }
    const bool tail = clauses < words.size();
    add(tails_, tail ? Found{"tail", {clauses}, true} : Found{}, at);
    const std::size_t end = std::min(title, clauses);
    add(statements_,
        Found{"declaration", {find_sign(words, ":", end), find_sign(words, "=", end)}, true}, at);
  }

  void check(std::size_t at) {
    const Words& words = lines_[at].words;
    const std::size_t colon = find_sign(words, ":");
    if (colon == nowhere) return;
    stop(Stop::check_colon, at, colon);
    const std::size_t title = find_title(words, 2, colon);
    if (title != nowhere) stop(Stop::check_title, at, title);
  }

  Found table_row(std::size_t at, std::string_view first) {
    Words& words = lines_[at].words;
    if (first == "unit") {
      const std::size_t alias = find_name(words, "alias");
      const std::size_t title = find_title(words, 2, alias);
      for (const std::size_t column : {title, alias}) {
        if (column != nowhere) words[column].gap = 2;
      }
      return {"unit", {title, alias}};
    }
    if (first == "one_off") {
      const std::size_t reason = std::min(find_name(words, "why"), find_name(words, "source"));
      if (reason != nowhere) words[reason].gap = 2;
      return {"one_off", {reason}};
    }
    if (first == "actuals" || first == "guidance")
      return {"data", {words.size() > 1 ? 1 : nowhere}};
    if (first == "table") return {"table", {find_sign(words, ":")}};
    if (first == "set") return {"set", {find_sign(words, "=")}, true};
    if (first == "group") {
      const std::size_t equals = find_sign(words, "=");
      return {"group", {find_name(words, "ja", equals), equals}};
    }
    return {};
  }

  void clause(std::size_t at) {
    Words& words = lines_[at].words;
    const std::string_view first = words.front().text;
    part_clauses(words, 1);
    if (!anchored_) return;
    const std::size_t basis = first == "range" ? find_name(words, "basis") : nowhere;
    if (basis != nowhere) stop(Stop::basis, at, basis);
    add(clauses_, clause_row(words, first), at);
  }

  static Found clause_row(const Words& words, std::string_view first) {
    const std::size_t equals = find_sign(words, "=");
    if (first == "history" || first == "outlook" || first == "before") {
      return {"formula", {equals == 1 ? equals : nowhere}};
    }
    if (first == "parts") return {"parts", {equals}};
    const std::size_t next = words.size() > 1 ? 1 : nowhere;
    if (first == "across") return {"sweep", {next, find_name(words, "in", equals), equals}};
    if (first == "show") return {"sweep", {next, nowhere, nowhere}};
    return {};
  }

  // Cells of rows below each other, if each row has a line of its own.
  void rows_of_for(std::size_t at) {
    Run run;
    int depth = 0;
    for (bool head = true, list = false; head && at < lines_.size(); ++at) {
      const Words& words = lines_[at].words;
      std::size_t rows = 0;
      for (std::size_t i = 0; i < words.size() && head; ++i) {
        const bool opens = is_sign(words, i, "(") || is_sign(words, i, "[");
        if (depth == 0) head = !is_sign(words, i, "{");
        if (depth == 0 && list && opens) run.rows.push_back({at, i, {}}), ++rows;
        if (depth == 1 && list && is_sign(words, i, ",") && i + 1 < words.size()) {
          run.rows.back().columns.push_back(i + 1);
        }
        list = list || (depth == 0 && is_name(words, i, "in"));
        depth += opens ? 1 : is_sign(words, i, ")") || is_sign(words, i, "]") ? -1 : 0;
      }
      if (rows > 1 || (depth != 0 && list)) return;
    }
    std::size_t columns = 0;
    for (const Row& row : run.rows) columns = std::max(columns, row.columns.size());
    for (Row& row : run.rows) row.columns.resize(columns, nowhere);
    align(lines_, run);
  }

  void stop(Stop kind, std::size_t at, std::size_t word) {
    stops_[static_cast<std::size_t>(kind)].push_back({at, word});
  }

  void add(Run& run, Found found, std::size_t at) {
    if (run.key != found.key) close(run);
    if (found.key.empty()) return;
    run.key = found.key;
    run.as_written = found.as_written;
    run.rows.push_back({at, 0, std::move(found.columns)});
  }

  void close(Run& run) {
    if (&run == &tails_) {
      if (!run.key.empty()) behind_stops_.push_back(std::move(run));
    } else {
      align(lines_, run);
    }
    run = {};
  }

  void close_all() { close(statements_), close(clauses_), close(tails_); }

  std::vector<Line>& lines_;
  bool anchored_ = true;  // whether the statement began its line
  Run statements_;
  Run clauses_;
  Run tails_;  // clauses behind titles, which move with them
  std::vector<Run> behind_stops_;
  Stops stops_;
};

}  // namespace

void align(std::vector<Line>& lines) { Aligner(lines).run(); }

}  // namespace headwater::detail
