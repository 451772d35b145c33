// What a person who waits sees: one line that is redrawn on a terminal, plain lines elsewhere.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <regex>

#include "laboratory.hpp"

namespace unseen {
namespace {

/// A terminal as the standard error of a program; what it shows is read here.
class Terminal {
 public:
  explicit Terminal(unsigned short columns = 0) {
    const winsize size{24, columns, 0, 0};
    if (openpty(&reader_, &program_, nullptr, nullptr, &size) != 0) return;
    for (const auto end : {reader_, program_}) fcntl(end, F_SETFD, FD_CLOEXEC);
    fcntl(reader_, F_SETFL, O_NONBLOCK);
  }
  ~Terminal() {
    close(reader_);
    close(program_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  bool is_open() const { return reader_ >= 0; }

  Surroundings before(Surroundings surroundings) const {
    surroundings.before_start = [program = program_] { dup2(program, STDERR_FILENO); };
    return surroundings;
  }

  /// All that was written so far. A program whose terminal is full waits, so this is asked again and again.
  const std::string& text() {
    char part[4096];
    for (ssize_t got; (got = read(reader_, part, sizeof part)) > 0;)
      text_.append(part, static_cast<std::size_t>(got));
    return text_;
  }

 private:
  int reader_ = -1, program_ = -1;
  std::string text_;
};

/// Too long to end while a test looks on, so that a fast machine draws its lines too.
std::string long_experiment() {
  return with(Laboratory::tiny_experiment(), "identities = 4", "identities = 400");
}

Words redrawn_lines(const std::string& text) {
  static const std::regex kLine{R"(\r([^\r\n]*epoch 1/2  step [0-9]+/200  loss [0-9.]+  data wait [0-9]+ %  )"
                                R"([0-9.]+ images/s  [0-9]+m[0-9]{2}s left))"};
  Words lines;
  for (std::sregex_iterator at{text.begin(), text.end(), kLine}, end; at != end; ++at)
    lines.push_back((*at)[1]);
  return lines;
}

TEST(Progress, IsOneLineOnATerminalThatIsRedrawn) {
  const Laboratory lab{long_experiment()};
  Terminal terminal;
  ASSERT_TRUE(terminal.is_open());
  Command run{UNSEEN_PROGRAM, {"run", lab.experiment().string()}, terminal.before(lab.surroundings())};
  EXPECT_TRUE(wait_until([&] { return redrawn_lines(terminal.text()).size() >= 3 || run.has_ended(); }));
  const auto drawn = terminal.text();
  const auto lines = redrawn_lines(drawn);
  ASSERT_GE(lines.size(), 3U) << drawn;
  EXPECT_NE(lines[0], lines[1]) << "redrawn without news";
  EXPECT_EQ(drawn.find('\n'), std::string::npos) << "not one line: " << drawn;

  run.signal(SIGTERM);
  EXPECT_TRUE(wait_until([&] { return terminal.text().size() > drawn.size() && run.has_ended(); }));
  EXPECT_TRUE(ended(run.wait(), 128 + SIGTERM));
  EXPECT_TRUE(says(terminal.text(), "\r\x1b[Kunseen: interrupted")) << "the line was left standing";
}

/// A line that is wider than its terminal goes on in the next row, and '\r' no longer returns to its begin.
TEST(Progress, IsNoWiderThanItsTerminal) {
  const Laboratory lab{long_experiment()};
  Terminal terminal{80};
  ASSERT_TRUE(terminal.is_open());
  Command run{UNSEEN_PROGRAM, {"run", lab.experiment().string()}, terminal.before(lab.surroundings())};
  const std::regex line{R"(\r[^\r\n\x1b]*epoch 1/2[^\r\n\x1b]*[\r\x1b])"};
  std::smatch drawn;
  EXPECT_TRUE(wait_until([&] { return std::regex_search(terminal.text(), drawn, line) || run.has_ended(); }));
  ASSERT_FALSE(drawn.empty());
  EXPECT_LE(drawn.length() - 2, 80) << drawn.str();
}

/// `text` as lines, each as it stands after what was drawn over.
Words shown_lines(const std::string& text) {
  Words lines;
  const std::regex line{R"(([^\r\n]*)\r?\n)"};
  for (std::sregex_iterator at{text.begin(), text.end(), line}, end; at != end; ++at) {
    lines.push_back(std::regex_replace((*at)[1].str(), std::regex{"^\x1b\\[K"}, ""));
  }
  return lines;
}

TEST(Progress, LeavesTheTerminalToTheMetrics) {
  const Laboratory lab{with(Laboratory::one_epoch(), "identities = 4", "identities = 24")};
  Terminal terminal;
  ASSERT_TRUE(terminal.is_open());
  Command run{UNSEEN_PROGRAM, {"run", lab.experiment().string()}, terminal.before(lab.surroundings())};
  EXPECT_TRUE(wait_until([&] { return says(terminal.text(), "the table: ") || run.has_ended(); }));
  ASSERT_TRUE(ended(run.wait(), 0));
  const auto lines = shown_lines(terminal.text());
  ASSERT_GE(lines.size(), 3U);
  const auto& metrics = lines[lines.size() - 3];
  EXPECT_TRUE(std::regex_search(metrics, std::regex{"^run [0-9a-f]{12}, test drawn:  video_auc "}))
      << metrics;
  EXPECT_EQ(lines[lines.size() - 2], "1 of 1 runs finished and tested");
}

TEST(Progress, IsPlainWhereThereIsNoTerminal) {
  const Laboratory lab{long_experiment()};
  Command run{UNSEEN_PROGRAM, {"run", lab.experiment().string()}, lab.surroundings()};
  const auto steps = "SELECT count(*) FROM v_curves WHERE metric = 'train/loss' HAVING count(*) >= 16";
  EXPECT_TRUE(wait_until([&] { return !lab.value(steps).empty() || run.has_ended(); }));
  run.signal(SIGTERM);
  const auto stopped = run.wait();
  ASSERT_TRUE(ended(stopped, 128 + SIGTERM));
  EXPECT_EQ(stopped.err.find_first_of("\r\x1b"), std::string::npos) << stopped.err;
  EXPECT_TRUE(says(stopped.err, "unseen: interrupted"));
}

TEST(Progress, EndsWithTheMetricsOfEachTest) {
  const Laboratory lab{with(Laboratory::one_epoch(), "[table]", R"([[test]]
name = "blurred"
frames_per_video = 2
dataset = { plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["lowpass"] }

[table])")};
  const auto run = lab.run();
  ASSERT_TRUE(ended(run, 0));
  for (const auto* test : {"drawn", "blurred"}) {
    for (const auto* metric : {"video_auc", "video_eer"}) {
      const auto value = lab.value(
          fmt::format("SELECT value FROM v_final WHERE test = '{}' AND metric = '{}'", test, metric));
      ASSERT_NE(value, "");
      EXPECT_TRUE(std::regex_search(
          run.err, std::regex{fmt::format("test {}:  [^\n]*{} {:.4f}", test, metric, std::stod(value))}))
          << metric << " of " << test << ": " << run.err;
    }
  }
  EXPECT_LT(run.err.find("test blurred:"), run.err.find("the table: "))
      << "the command is the last to be read";
}

}  // namespace
}  // namespace unseen
