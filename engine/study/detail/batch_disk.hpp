// What a batch file asks of the disk beside SQLite: its journal, its identity, its replacement.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace headwater::detail {

// Where a link leads; else the path itself.
std::string target_of(const std::string& path);

// Whether something that was begun is written down beside the file, to be undone.
bool has_journal(const std::string& path);
// One that holds nothing; one that holds something is needed.
void remove_empty_journal(const std::string& path);
void remove_with_journal(const std::string& path);

// Which file it is that bears a name now: device and number. Nothing where there is none.
std::optional<std::pair<std::uint64_t, std::uint64_t>> identity_of(const std::string& path);

// Of a database fresh from VACUUM INTO: what its header says, set to the same everywhere.
void mark_finished(const std::string& part);

// Renames so that after a crash either the old file or the whole new one is there. Throws IoError.
void replace_durably(const std::string& part, const std::string& target);

}  // namespace headwater::detail
