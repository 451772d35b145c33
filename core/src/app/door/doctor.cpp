#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <torch/types.h>

#include <chrono>

#include <unseen/augmentation.hpp>
#include <unseen/backbone.hpp>
#include <unseen/dataset.hpp>
#include <unseen/regularizer.hpp>

#include "app/databases.hpp"
#include "app/door/compute_commands.hpp"
#include "app/door/environment.hpp"
#include "app/exit_code.hpp"
#include "plugins/catalog.hpp"
#include "results/location.hpp"
#include "results/queries.hpp"
#include "training/device.hpp"
#include "training/kernels/normalise.hpp"

extern "C" void sgemm_();  // only its address is asked for

namespace unseen {
namespace {

class Report {
 public:
  void line(bool good, const std::string& what, const std::string& found) {
    fmt::print("{:<5} {:<22} {}\n", good ? "ok" : "BAD", what, found);
    good_ &= good;
  }
  bool good() const { return good_; }

 private:
  bool good_ = true;
};

/// Debian's reference BLAS, which OpenCV brings along, would serve torch thirty times slower if it came
/// first.
void check_blas(Report& report) {
  Dl_info info{};
  dladdr(reinterpret_cast<const void*>(&sgemm_), &info);
  const std::string file = info.dli_fname == nullptr ? "nowhere" : info.dli_fname;
  report.line(file.find("libtorch_cpu") != std::string::npos, "sgemm_ lies in", file);
}

void check_product(Report& report) {
  const auto a = torch::rand({64, 64});
  const auto b = torch::rand({64, 64});
  const auto naive = (a.unsqueeze(2).to(torch::kDouble) * b.unsqueeze(0).to(torch::kDouble)).sum(1);
  const auto error = (a.mm(b).to(torch::kDouble) - naive).abs().max().item<double>();
  report.line(error < 1e-4, "matrix product", fmt::format("off by {:.1e} from the sum written out", error));
  const auto x = torch::rand({1024, 1024});
  static_cast<void>(x.mm(x));
  const auto begin = std::chrono::steady_clock::now();
  static_cast<void>(x.mm(x));
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
  report.line(true, "1024^2 product", fmt::format("{:.1f} ms, {}", time.count(), device_text(torch::kCPU)));
}

template <class Interface>
void check_plugins(Report& report) {
  const auto kind = kind_info<Interface>();
  for (const auto& name : plugin_names(kind)) {
    try {
      load_plugin<Interface>(name);
      report.line(true, kind.folder, name);
    } catch (const std::exception& error) {
      report.line(false, kind.folder, error.what());
    }
  }
}

void check_results(Report& report, const std::filesystem::path& given) {
  std::filesystem::path file = given;
  try {
    if (file.empty()) file = find_database();
  } catch (const std::exception&) {
    report.line(true, "results", "none here yet");
    return;
  }
  try {
    auto database = Database::open_existing(file);
    // Reads every row of the largest tables: damage shows here and not in the middle of a study.
    const auto rows = query(
        database, "SELECT (SELECT count(value) FROM v_curves) + (SELECT count(score) FROM v_video_scores)");
    report.line(true, "results",
                fmt::format("{}: {} runs, {} rows", file.string(), list_runs(database).size(),
                            std::get<std::int64_t>(rows.rows.at(0).at(0).value())));
  } catch (const std::exception& error) {
    report.line(false, "results", error.what());
  }
}

}  // namespace

int doctor(const DoctorOptions& options) {
  Report report;
  for (const auto& [name, value] : environment()) report.line(true, name, value);
  report.line(true, "CUDA kernels", has_normalise_kernel() ? "built" : "not built, LibTorch's form is used");
  report.line(true, "device = \"auto\"", select_device("auto").str());
  check_blas(report);
  check_product(report);
  check_plugins<Backbone>(report);
  check_plugins<Regularizer>(report);
  check_plugins<Dataset>(report);
  check_plugins<Augmentation>(report);
  check_results(report, options.database);
  return report.good() ? kDone : kFailed;
}

}  // namespace unseen
