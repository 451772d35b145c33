// The files were written by PyTorch itself (tests/support/make_weight_fixtures.py).

#include <gtest/gtest.h>

#include <cstring>

#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"
#include "weights/safetensors_writer.hpp"
#include "weights/weight_file.hpp"

namespace unseen::test {
namespace {

std::filesystem::path fixture(const std::string& name) {
  return std::filesystem::path{UNSEEN_FIXTURES} / "weights" / name;
}

template <class Number>
std::vector<Number> numbers(const StoredTensor& tensor) {
  const auto bytes = contiguous_bytes(tensor);
  std::vector<Number> values(bytes.size() / sizeof(Number));
  if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

using Shape = std::vector<std::int64_t>;

void expect_the_fixture(const TensorTable& table) {
  ASSERT_EQ(table.tensors.size(), 9U);
  EXPECT_EQ(table.tensors.at("conv.weight").shape, (Shape{2, 3}));
  EXPECT_EQ(numbers<float>(table.tensors.at("conv.weight")),
            (std::vector<float>{0, 0.25F, 0.5F, 0.75F, 1, 1.25F}));
  EXPECT_EQ(table.tensors.at("conv.turned").shape, (Shape{3, 2}));
  EXPECT_EQ(numbers<float>(table.tensors.at("conv.turned")), (std::vector<float>{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(table.tensors.at("conv.bias").type, ElementType::f16);
  EXPECT_EQ(numbers<std::uint16_t>(table.tensors.at("conv.bias")),
            (std::vector<std::uint16_t>{0x3800, 0xbe00}));
  EXPECT_EQ(table.tensors.at("conv.brain").type, ElementType::bf16);
  EXPECT_EQ(numbers<std::uint16_t>(table.tensors.at("conv.brain")),
            (std::vector<std::uint16_t>{0x3f00, 0xbfc0}));
  EXPECT_EQ(numbers<float>(table.tensors.at("shared.first")), (std::vector<float>{0, 1, 2, 3}));
  EXPECT_EQ(table.tensors.at("shared.rest").shape, (Shape{2, 4}));
  EXPECT_EQ(numbers<float>(table.tensors.at("shared.rest")), (std::vector<float>{4, 5, 6, 7, 8, 9, 10, 11}));
  EXPECT_EQ(table.tensors.at("steps").shape, Shape{});
  EXPECT_EQ(numbers<std::int64_t>(table.tensors.at("steps")), (std::vector<std::int64_t>{7}));
  EXPECT_EQ(numbers<std::uint8_t>(table.tensors.at("mask")), (std::vector<std::uint8_t>{1, 0, 1}));
  EXPECT_EQ(table.tensors.at("none").shape, (Shape{0, 3}));
}

class TorchFile : public testing::TestWithParam<std::string> {};

TEST_P(TorchFile, GivesTheTensorsThatTorchSaved) {
  expect_the_fixture(read_weight_file(fixture(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Of, TorchFile,
                         testing::Values("zip.pth", "legacy.pth", "zip_protocol4.pth", "zip_model.pth",
                                         "legacy_model.pth", "zip_state_dict.pth", "legacy_state_dict.pth"),
                         [](const auto& info) { return info.param.substr(0, info.param.find('.')); });

TEST(TorchFiles, GiveTheStateDictAndNotTheTensorsBesideIt) {
  for (const auto* name : {"zip_best.pth", "legacy_best.pth"}) {
    expect_the_fixture(read_weight_file(fixture(name)));
  }
}

TEST(TorchFiles, MayHoldTheMetadataOfAModulesStateDict) {
  const auto table = read_weight_file(fixture("zip_module.pth"));
  ASSERT_EQ(table.tensors.size(), 2U);
  EXPECT_EQ(table.tensors.at("weight").shape, (Shape{2, 3}));
}

TEST(TorchFiles, NameTheirTensorsByTexts) {
  EXPECT_TRUE(contains(input_error_of([] { read_weight_file(fixture("zip_numbered.pth")); }), "no text"));
}

TEST(TorchFiles, UnwrapParameters) {
  for (const auto* name : {"zip_parameter.pth", "legacy_parameter.pth"}) {
    const auto table = read_weight_file(fixture(name));
    EXPECT_EQ(numbers<float>(table.tensors.at("w")), (std::vector<float>{1, 1, 1, 1})) << name;
  }
}

TEST(TorchFiles, AreRefusedWithTheNameOfWhatTheyWouldRun) {
  for (const auto* name : {"zip_command.pth", "legacy_command.pth"}) {
    const auto message = input_error_of([&] { read_weight_file(fixture(name)); });
    EXPECT_TRUE(contains(message, name));
    EXPECT_TRUE(contains(message, "it names posix.system"));
    EXPECT_TRUE(contains(message, "torch.save(model.state_dict(), FILE)"));
    EXPECT_FALSE(std::filesystem::exists("it_ran"));
  }
}

TEST(TorchFiles, WithoutTensorsSayWhatTheyHold) {
  EXPECT_TRUE(
      contains(input_error_of([] { read_weight_file(fixture("zip_number.pth")); }), "found: \"epoch\""));
}

TEST(TorchFiles, ThatAreViewsOfOneStorageBecomeSafetensorsOneByOne) {
  const TemporaryFolder folder;
  std::vector<std::byte> storage(24);
  for (std::size_t i = 0; i < storage.size(); ++i) storage[i] = std::byte{static_cast<unsigned char>(i)};
  TensorTable table;
  for (const auto* name : {"a", "b"}) {
    table.tensors[name] = stored_tensor(ElementType::u8, storage, 0, {4, 6}, {1, 4});
  }
  write_safetensors_file(folder.path() / "x.safetensors", table);
  const auto read = read_weight_file(folder.path() / "x.safetensors");
  for (const auto* name : {"a", "b"}) {
    EXPECT_EQ(numbers<std::uint8_t>(read.tensors.at(name)), numbers<std::uint8_t>(table.tensors.at(name)));
  }
}

TEST(TorchFiles, BecomeSafetensors) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "x.safetensors";
  write_safetensors_file(path, read_weight_file(fixture("legacy_model.pth")));
  expect_the_fixture(read_weight_file(path));
}

}  // namespace
}  // namespace unseen::test
