#include "support/benchmark_generator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "support/tar_file.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

/// aaaaaaaaaa, aaaaaaaaab, ...: as DFDC's videos are called.
std::string letters(int number) {
  std::string name(10, 'a');
  for (auto c = name.rbegin(); number > 0; ++c, number /= 26) *c = static_cast<char>('a' + number % 26);
  return name;
}

/// The pairs (first, first + 1), ... of so many ids.
std::string pair_list(int first, int ids) {
  std::string text;
  for (int id = first; id < first + ids; id += 2)
    text += fmt::format("{}[\"{:03}\", \"{:03}\"]", text.empty() ? "" : ", ", id, id + 1);
  return "[" + text + "]";
}

}  // namespace

const std::string& BenchmarkGenerator::picture() {
  static const std::string kPicture =
      "\x89\x50\x4E\x47\x0D\x0A\x1A\x0A\x00\x00\x00\x0D\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00"
      "\x01\x08\x02\x00\x00\x00\x90\x77\x53\xDE\x00\x00\x00\x0C\x49\x44\x41\x54\x78\x9C\x63\x68\x68"
      "\x68\x00\x00\x03\x04\x01\x81\x4B\xD3\xD2\x10\x00\x00\x00\x00\x49\x45\x4E\x44\xAE\x42\x60\x82"s;
  return kPicture;
}

BenchmarkGenerator::BenchmarkGenerator(fs::path root, const std::string& video)
    : root_{std::move(root)}, video_{root_ / ".video"}, picture_{root_ / ".picture"} {
  write(video_.filename(), video);
  write(picture_.filename(), picture());
}

fs::path BenchmarkGenerator::faceforensics() const {
  const fs::path base = "FaceForensics++";
  write(base / "train.json", pair_list(0, 720));
  write(base / "val.json", pair_list(720, 140));
  write(base / "test.json", pair_list(860, 140));
  std::vector<std::string> reals, fakes;
  for (int id = 0; id < 1000; ++id) {
    reals.push_back(fmt::format("{:03}", id));
    fakes.push_back(fmt::format("{:03}_{:03}", id, id % 2 == 0 ? id + 1 : id - 1));
  }
  add_method(base / "original_sequences/youtube/c23/videos", reals);
  for (const auto* method : {"Deepfakes", "Face2Face", "FaceSwap", "NeuralTextures", "FaceShifter"})
    add_method(base / "manipulated_sequences" / method / "c23/videos", fakes);
  return root_ / base;
}

fs::path BenchmarkGenerator::celebdf() const {
  const fs::path base = "Celeb-DF-v2";
  std::string list;
  const auto add = [&](const std::string& folder, int count, int listed, int label, const auto& name_of) {
    for (int i = 0; i < count; ++i) {
      video(base / folder / (name_of(i) + ".mp4"));
      if (i < listed) list += fmt::format("{} {}/{}.mp4\n", label, folder, name_of(i));
    }
  };
  add("Celeb-real", 590, 108, 1, [](int i) { return fmt::format("id{}_{:04}", i / 10, i % 10); });
  add("YouTube-real", 300, 70, 1, [](int i) { return fmt::format("{:05}", i); });
  add("Celeb-synthesis", 5639, 340, 0,
      [](int i) { return fmt::format("id{}_id{}_{:04}", i / 100, i / 10 % 10 + 60, i % 10); });
  write(base / "List_of_testing_videos.txt", list);
  return root_ / base;
}

fs::path BenchmarkGenerator::dfdcp() const {
  const fs::path base = "DFDCP";
  std::string list;
  for (int i = 0; i < 5000; ++i) {
    const auto person = 600000 + i / 5;
    const auto is_real = i % 5 == 0;
    const auto name = is_real ? fmt::format("original_videos/{0}/{0}_A_000.mp4", person)
                              : fmt::format("method_{0}/{1}/{1}_A/{2}_{1}_A_000.mp4", i % 2 == 0 ? 'A' : 'B',
                                            person, person + i % 5);
    video(base / name);
    list += fmt::format("{}\"{}\": {{\"label\": \"{}\", \"set\": \"{}\", \"augmentations\": []}}",
                        list.empty() ? "" : ",\n", name, is_real ? "real" : "fake",
                        i % 7 == 0 ? "test" : "train");
  }
  write(base / "dataset.json", "{" + list + "}");
  return root_ / base;
}

fs::path BenchmarkGenerator::dfdc() const {
  add_release("test", 5000);
  add_release("validation", 4000);
  for (const auto part : {0, 1}) add_part(part, 400);
  return root_ / "DFDC";
}

void BenchmarkGenerator::add_release(const std::string& release, int videos) const {
  const auto base = fs::path{"DFDC"} / release;
  std::string list = "filename,label\n";
  for (int i = 0; i < videos; ++i) {
    const auto name = letters(i) + ".mp4";
    video(base / name);
    list += fmt::format("{},{}\n", name, i % 2);
  }
  write(base / "labels.csv", list);
}

void BenchmarkGenerator::add_part(int part, int videos) const {
  const auto base = fs::path{"DFDC/train"} / fmt::format("dfdc_train_part_{}", part);
  std::string list;
  for (int i = 0; i < videos; ++i) {
    const auto name = letters(part * videos + i) + ".mp4";
    video(base / name);
    list +=
        fmt::format("{}\"{}\": {{\"label\": \"{}\", \"split\": \"train\"{}}}", list.empty() ? "" : ",\n",
                    name, i % 5 == 0 ? "REAL" : "FAKE",
                    i % 5 == 0 ? "" : ", \"original\": \"" + letters(part * videos + i / 5 * 5) + ".mp4\"");
  }
  write(base / "metadata.json", "{" + list + "}");
}

fs::path BenchmarkGenerator::wilddeepfake() const {
  const fs::path base = "deepfake_in_the_wild";
  const auto add = [&](const std::string& label, const std::string& split, int sequences) {
    for (int tar = 0; tar * 50 < sequences; ++tar) {
      TarMembers members;
      for (int i = tar * 50; i < std::min(tar * 50 + 50, sequences); ++i)
        members.emplace_back(fmt::format("{}/{}/{}/{}.png", tar, label, i % 50, 17), picture());
      const auto folder = base / (label + "_" + split);
      if (tar % 3 < 2) {
        write_tar(root_ / folder / fmt::format("{}.tar.gz", tar), members, tar % 3 == 0);
      } else {
        for (const auto& [name, content] : members) link(picture_, folder / name);
      }
    }
  };
  add("real", "train", 3000);
  add("fake", "train", 2800);
  add("real", "test", 805);
  add("fake", "test", 709);
  return root_ / base;
}

fs::path BenchmarkGenerator::dfb_prepared() const {
  const fs::path base = "DeepfakeBench";
  const auto group = [&](const std::string& folder, int videos) {
    std::string text;
    for (int i = 0; i < videos; ++i) {
      std::string frames;
      for (const auto* number : {"100", "020"}) {
        link(picture_,
             base / "Celeb-DF-v2" / folder / fmt::format("frames/{}_{:04}/{}.png", folder, i, number));
        frames +=
            fmt::format("{}\".\\\\datasets\\\\rgb\\\\Celeb-DF-v2\\\\{}\\\\frames\\\\{}_{:04}\\\\{}.png\"",
                        frames.empty() ? "" : ", ", folder, folder, i, number);
      }
      text += fmt::format("{}\"{}_{:04}\": {{\"label\": \"CelebDFv2_{}\", \"frames\": [{}]}}",
                          text.empty() ? "" : ",\n", folder, i, folder == "Celeb-synthesis" ? "fake" : "real",
                          frames);
    }
    return text;
  };
  write(base / "Celeb-DF-v2.json",
        fmt::format("{{\"Celeb-DF-v2\": {{\"CelebDFv2_real\": {{\"test\": {{{},{}}}}}, \"CelebDFv2_fake\": "
                    "{{\"test\": {{{}}}}}}}}}",
                    group("Celeb-real", 108), group("YouTube-real", 70), group("Celeb-synthesis", 340)));
  return root_ / base;
}

fs::path BenchmarkGenerator::video_folder() const {
  const fs::path base = "own";
  std::string list = "path,label,method,source,split\n";
  for (int i = 0; i < 5000; ++i) {
    const auto name = fmt::format("clips/{:05}.mp4", i);
    video(base / name);
    const auto source = fmt::format("clips/{:05}.mp4", i - 1);
    list += fmt::format("{},{},{},{},{}\n", name, i % 2 == 0 ? "real" : "fake",
                        i % 2 == 0 ? "" : "\"swap, ours\"", i % 2 == 0 ? "" : source,
                        i % 10 < 8 ? "train" : "test");
  }
  write(base / "videos.csv", list);
  return root_ / base;
}

void BenchmarkGenerator::add_method(const fs::path& folder, const std::vector<std::string>& names) const {
  for (const auto& name : names) video(folder / (name + ".mp4"));
}

void BenchmarkGenerator::video(const fs::path& name) const { link(video_, name); }

void BenchmarkGenerator::link(const fs::path& from, const fs::path& name) const {
  const auto file = root_ / name;
  fs::create_directories(file.parent_path());
  fs::create_hard_link(from, file);
}

void BenchmarkGenerator::write(const fs::path& name, const std::string& text) const {
  const auto file = root_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream{file, std::ios::binary} << text;
}

}  // namespace unseen
