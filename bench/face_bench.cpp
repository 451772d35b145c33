// bench_faces WEIGHTS ROUNDS FILE...: milliseconds a picture that MTCNN takes, on one thread, for the files
// as one batch; the median of the rounds. bench/peers/faces.py runs it beside facenet-pytorch.
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "compute.hpp"
#include "faces/mtcnn.hpp"
#include "plugins/tensor_memory.hpp"

int main(int argc, char** argv) {
  using namespace unseen;
  keep_tensor_memory();
  at::set_num_threads(1);
  cv::setNumThreads(1);
  const Mtcnn detector{argv[1], 20.0, torch::kCPU};
  std::vector<cv::Mat> pictures;
  for (int i = 3; i < argc; ++i) {
    pictures.push_back(cv::imread(argv[i]));
    cv::cvtColor(pictures.back(), pictures.back(), cv::COLOR_BGR2RGB);
  }
  std::vector<double> times;
  std::size_t faces = 0;
  for (int round = -1; round < std::stoi(argv[2]); ++round) {
    std::vector<std::vector<Face>> found;
    const auto time = Compute{}.milliseconds([&] { found = detector.detect(pictures); });
    if (round >= 0) times.push_back(time / static_cast<double>(pictures.size()));
    faces = 0;
    for (const auto& own : found) faces += own.size();
  }
  fmt::print("{:.2f} {}\n", median(times), faces);
}
