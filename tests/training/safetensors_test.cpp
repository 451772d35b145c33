#include "training/safetensors.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include <unseen/error.hpp>

#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

std::string framed(const std::string& header, const std::string& data) {
  const std::uint64_t size = header.size();
  return std::string(reinterpret_cast<const char*>(&size), 8) + header + data;
}

TEST(Safetensors, ReadsBackWhatItWrote) {
  const TemporaryFolder folder;
  TensorFile file;
  file.tensors["a"] = torch::randn({2, 3});
  file.tensors["b.c"] = torch::tensor({1, 2, 3}, torch::kLong);
  file.tensors["half"] = torch::randn({5}).to(torch::kHalf);
  file.tensors["none"] = torch::empty({0, 4});
  file.tensors["one"] = torch::tensor(2.5, torch::kDouble);
  file.tensors["turned"] = torch::randn({3, 4}).t();
  file.metadata["format"] = "pt";
  write_safetensors(folder.path() / "x.safetensors", file);
  const auto read = read_safetensors(folder.path() / "x.safetensors");
  EXPECT_EQ(read.metadata.at("format"), "pt");
  ASSERT_EQ(read.tensors.size(), file.tensors.size());
  for (const auto& [name, tensor] : file.tensors) {
    EXPECT_TRUE(torch::equal(read.tensors.at(name), tensor)) << name;
    EXPECT_EQ(read.tensors.at(name).scalar_type(), tensor.scalar_type()) << name;
  }
}

TEST(Safetensors, RefusesAFileCutAtAnyByte) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "x.safetensors";
  write_safetensors(path, {{{"a", torch::ones({3})}, {"b", torch::zeros({2}, torch::kByte)}}, {}});
  std::ifstream stream{path, std::ios::binary};
  const std::string whole{std::istreambuf_iterator<char>{stream}, {}};
  for (std::size_t size = 0; size < whole.size(); ++size) {
    folder.write("cut.safetensors", whole.substr(0, size));
    EXPECT_THROW(read_safetensors(folder.path() / "cut.safetensors"), InputError) << size;
  }
}

TEST(Safetensors, RefusesAHeaderLongerThanAnyIs) {
  const TemporaryFolder folder;
  const std::uint64_t size = 100'000'001;
  const auto path = folder.write(
      "x.safetensors", std::string(reinterpret_cast<const char*>(&size), 8) + "{}" + std::string(100, ' '));
  EXPECT_TRUE(contains(input_error_of([&] { read_safetensors(path); }), "100000001 bytes"));
}

TEST(Safetensors, RefusesHostileHeaders) {
  const TemporaryFolder folder;
  const std::vector<std::pair<std::string, std::string>> cases{
      {"overlap",
       R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})"},
      {"hole", R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})"},
      {"size", R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0,6]}})"},
      {"type", R"({"a":{"dtype":"F99","shape":[6],"data_offsets":[0,6]}})"},
      {"overflow", R"({"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,6]}})"},
      {"negative", R"({"a":{"dtype":"U8","shape":[-6],"data_offsets":[0,6]}})"},
      {"twice",
       R"({"a":{"dtype":"U8","shape":[6],"data_offsets":[0,6]},"a":{"dtype":"U8","shape":[6],"data_offsets":[0,6]}})"},
      {"array", R"([1,2])"},
      {"rest", R"({"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}})"},
      {"no list", R"({"a":{"dtype":"U8","shape":6,"data_offsets":[0,6]}})"},
      {"no whole number", R"({"a":{"dtype":"U8","shape":[6.0],"data_offsets":[0,6]}})"},
      {"backwards", R"({"a":{"dtype":"U8","shape":[6],"data_offsets":[6,0]}})"},
      {"three ends", R"({"a":{"dtype":"U8","shape":[6],"data_offsets":[0,3,6]}})"},
      {"deep", R"({"a":{"dtype":"U8","shape":[[[6]]],"data_offsets":[0,6]}})"},
      {"many dimensions",
       R"({"a":{"dtype":"U8","shape":[6,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,6]}})"},
      {"metadata", R"({"__metadata__":{"x":1},"a":{"dtype":"U8","shape":[6],"data_offsets":[0,6]}})"},
      {"no UTF-8", "{\"\xff\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]}}"}};
  for (const auto& [name, header] : cases) {
    const auto path = folder.write(name + ".safetensors", framed(header, "abcdef"));
    EXPECT_TRUE(contains(input_error_of([&] { read_safetensors(path); }), path.string())) << name;
  }
}

TEST(Safetensors, MayHaveSpacesBehindItsHeaderAndEveryTypeOfTorchs) {
  const TemporaryFolder folder;
  const auto path =
      folder.write("x.safetensors", framed(R"({"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]},)"
                                           R"("b":{"dtype":"U16","shape":[2],"data_offsets":[2,6]}}      )",
                                           "\x38\x40\x01\x02\xff\xff"));
  const auto read = read_safetensors(path).tensors;
  EXPECT_TRUE(torch::equal(read.at("a").to(torch::kFloat), torch::tensor({1.0F, 2.0F})));
  EXPECT_TRUE(torch::equal(read.at("b").to(torch::kInt), torch::tensor({513, 65535}, torch::kInt)));
}

TEST(Safetensors, HoldsNoNamesThatItCouldNotGiveBack) {
  const TemporaryFolder folder;
  for (const auto* name : {"__metadata__", "\xff"}) {
    const auto message = input_error_of([&] {
      write_safetensors(folder.path() / "x.safetensors", {{{name, torch::ones({1})}}, {}});
    });
    EXPECT_TRUE(contains(message, "has no place in a safetensors file"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "x.safetensors"));
}

}  // namespace
}  // namespace unseen
