// How long does a whole run of the IIJ outlook take, from start to end of its process?
//
// In turns with a Python that does nothing, the fastest there is here, and with the program saying
// its version. Before that the run is held to have printed its outlook and every command to have
// ended well.
//
//   bench_startup [ROUNDS]
#include <array>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <vector>

#include <fmt/format.h>

#include "bench/turns.hpp"

extern char** environ;

namespace {

using namespace headwater;

using Words = std::vector<std::string>;

// The exit status; what it prints is thrown away.
int status_of(const Words& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int stream : {1, 2}) {
    posix_spawn_file_actions_addopen(&files, stream, "/dev/null", O_WRONLY, 0);
  }
  pid_t process = 0;
  const int refused =
      posix_spawnp(&process, arguments[0], &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (refused != 0) return -1;
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void succeed(const Words& words) {
  if (status_of(words) != 0) throw std::runtime_error(fmt::format("{} fails", words[0]));
}

std::string printed(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) throw std::runtime_error("cannot run " + command);
  std::string text;
  std::array<char, 4096> part{};
  while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe.get())) {
    text.append(part.data(), count);
  }
  return text;
}

// A python3 on the path may be a script that looks for another: that one is asked for. The
// system's own, where it is a second, may be faster.
std::vector<Contestant> pythons() {
  std::string found = printed("python3 -c 'import sys; print(sys.executable, end=\"\")'");
  std::vector<std::string> programs{found};
  const std::string system = "/usr/bin/python3";
  if (std::filesystem::exists(system) && !std::filesystem::equivalent(system, found)) {
    programs.push_back(system);
  }
  std::vector<Contestant> all;
  for (const std::string& program : programs) {
    all.push_back({program, [program] { succeed({program, "-c", "pass"}); }});
  }
  return all;
}

void measure(std::size_t rounds) {
  const std::string program = HEADWATER_PROGRAM;
  const Words outlook{program, "run", "scenarios/iij/base.scenario", "--format", "json"};
  const std::string json = printed(fmt::format("'{}'", fmt::join(outlook, "' '")));
  if (json.find("\"operating_profit\"") == std::string::npos) {
    throw std::runtime_error("the outlook is not printed");
  }
  const std::string idle = status_of({program, "--version"}) == 0 ? "--version" : "--help";

  std::vector<Contestant> all = pythons();
  const std::size_t python_count = all.size();
  all.push_back({"run", [&] { succeed(outlook); }});
  all.push_back({idle, [&] { succeed({program, idle}); }});
  const Turns turns(all, rounds, Clock::wall);
  std::string python = all[0].name;
  for (std::size_t i = 1; i < python_count; ++i) {
    if (turns.seconds(all[i].name) < turns.seconds(python)) python = all[i].name;
  }
  for (const Contestant& one : all) {
    fmt::print("{:<48}{:>8.2f} ms\n", one.name, 1e3 * turns.seconds(one.name));
  }
  fmt::print("startup run/python={:.3f} run/idle={:.3f} run_ms={:.2f} python_ms={:.2f} idle={}\n",
             turns.ratio("run", python), turns.ratio("run", idle), 1e3 * turns.seconds("run"),
             1e3 * turns.seconds(python), idle);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    measure(argc > 1 ? std::stoul(argv[1]) : 41);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench: {}\n", error.what());
    return 1;
  }
}
