#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

#include <unseen/error.hpp>

#include "sdk/scratch_file.hpp"
#include "study/chart.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

bool is_installed() {
  const auto* path = std::getenv("PATH");
  std::string folders = path == nullptr ? "" : path;
  for (std::size_t at = 0; at <= folders.size();) {
    const auto end = std::min(folders.find(':', at), folders.size());
    if (::access((fs::path{folders.substr(at, end - at)} / "gnuplot").c_str(), X_OK) == 0) return true;
    at = end + 1;
  }
  return false;
}

std::string shell_quoted(const std::string& text) {
  std::string result = "'";
  for (const auto c : text) result += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return result + "'";
}

/// What gnuplot says; "" where all went well.
std::string complaint(const fs::path& script) {
  const auto command = "gnuplot " + shell_quoted(script.string()) + " 2>&1";
  const auto close = [](FILE* pipe) { return ::pclose(pipe); };
  std::unique_ptr<FILE, decltype(close)> pipe{::popen(command.c_str(), "r"), close};
  if (!pipe) return "it could not be started";
  std::string said;
  std::array<char, 256> part{};
  while (std::fgets(part.data(), static_cast<int>(part.size()), pipe.get()) != nullptr) said += part.data();
  const auto status = ::pclose(pipe.release());
  return status == 0 ? "" : said.empty() ? "it failed without a word" : said;
}

}  // namespace

void draw_charts(const std::vector<Chart>& charts, const fs::path& file, std::size_t columns) {
  const auto script = gnuplot_script(charts, file, columns);  // refuses a wrong ending before anything else
  if (!is_installed())
    throw Error{
        "charts are drawn by gnuplot, which is not in the PATH; scripts/setup installs it (gnuplot-nox)"};
  const ScratchFile scratch{file.string() + fmt::format(".{}.gp", ::getpid())};
  {
    std::ofstream stream{scratch.path};
    stream << script;
    if (!stream.flush()) throw Error{scratch.path.string() + ": cannot be written; is the folder there?"};
  }
  if (const auto said = complaint(scratch.path); !said.empty())
    throw Error{fmt::format("{}: gnuplot could not draw it: {}", file.string(), said)};
}

}  // namespace unseen
