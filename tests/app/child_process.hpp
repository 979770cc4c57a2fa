// The program as a process of its own: started, waited for, told to stop, killed.
#pragma once

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "engine/core/source.hpp"

namespace headwater::test {

struct Ended {
  int exit = -1;   // -1: by a signal
  int signal = 0;  // which
  std::string err;
  double seconds = 0;
};

class ChildProcess {
 public:
  // `headwater ARGS`; what it says goes to a file at `err_path`. With `file_bytes_max` it can write
  // no file beyond that, as on a disk that is full.
  ChildProcess(const std::vector<std::string>& args, std::string err_path,
               rlim_t file_bytes_max = RLIM_INFINITY)
      : err_path_(std::move(err_path)), began_(std::chrono::steady_clock::now()) {
    std::vector<std::string> words = {HEADWATER_PROGRAM};
    words.insert(words.end(), args.begin(), args.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const int err = open(err_path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    process_ = fork();
    if (process_ == 0) {
      dup2(err, STDERR_FILENO);
      if (file_bytes_max != RLIM_INFINITY) {
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{file_bytes_max, file_bytes_max};
        setrlimit(RLIMIT_FSIZE, &limit);
      }
      execv(argv[0], argv.data());
      _exit(127);
    }
    close(err);
    if (process_ < 0) throw std::runtime_error("cannot fork");
  }
  ~ChildProcess() {
    if (process_ > 0) {
      send(SIGKILL);
      wait();
    }
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  void send(int which) const { kill(process_, which); }

  Ended wait() {
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = 0;
    Ended ended;
    if (WIFEXITED(status)) ended.exit = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
    ended.err = read_file(err_path_);
    ended.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    return ended;
  }

 private:
  std::string err_path_;
  std::chrono::steady_clock::time_point began_;
  pid_t process_ = 0;
};

inline void sleep_for(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

}  // namespace headwater::test
