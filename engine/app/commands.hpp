// The commands, each from its options to what it says and how it ends.
#pragma once

#include "engine/app/console.hpp"
#include "engine/app/options.hpp"

namespace headwater {

Exit run_command(const CommandOptions& options, Console& console);
// run of several files: side by side, with differences from the first.
Exit compare_command(const CommandOptions& options, Console& console);
// What models that extend another redefine and add. A file with a mistake is left out, and the exit
// is then Exit::input.
Exit variants_command(const CommandOptions& options, Console& console);
// What an edit of a model did: OLD, NEW, and scenarios that are read against both. A scenario that
// cannot be is left out, and the exit is then Exit::input; Exit::broken_check when a check is
// broken, or a forecast figure missing, in either model.
Exit compare_models_command(const CommandOptions& options, Console& console);
Exit sweep_command(const CommandOptions& options, Console& console);
Exit tornado_command(const CommandOptions& options, Console& console);
Exit bridge_command(const CommandOptions& options, Console& console);
// Exact derivatives of figures by every driver. Exit::broken_check when a forecast figure, or a
// slope of one, is missing.
Exit gradient_command(const CommandOptions& options, Console& console);
// Exit::broken_check when a shown figure is missing in a draw.
Exit simulate_command(const CommandOptions& options, Console& console);
Exit sensitivity_command(const CommandOptions& options, Console& console);
// Exit::broken_check when a variant lacks a forecast, or could not be read.
Exit backtest_command(const CommandOptions& options, Console& console);
// Exit::broken_check when a figure is not reached.
Exit target_command(const CommandOptions& options, Console& console);
Exit check_command(const CommandOptions& options, Console& console);
Exit explain_command(const CommandOptions& options, Console& console);
// How fast several files are, measured in turn. Exit::broken_check when a row lacks a figure.
Exit bench_command(const CommandOptions& options, Console& console);
// Every figure of a scenario, or the rows of one of its sweeps, for other programs.
Exit export_command(const CommandOptions& options, Console& console);

// Exit::broken_check when they differ.
Exit diff_command(const CommandOptions& options, Console& console);

// Exit::broken_check when asked only to check and a file would change. A file with a mistake stays
// as it is, and the others are still laid out.
Exit fmt_command(const CommandOptions& options, Console& console);

// Exit::interrupted after Ctrl-C; the same command then goes on.
Exit batch_command(const CommandOptions& options, Console& console);
Exit merge_command(const CommandOptions& options, Console& console);

// The whole command line after the program's name.
Exit headwater_main(const std::vector<std::string>& args, Console& console);

}  // namespace headwater
