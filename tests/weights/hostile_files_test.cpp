#include <gtest/gtest.h>

#include <iterator>
#include <random>

#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"
#include "weights/pickle.hpp"
#include "weights/weight_file.hpp"

namespace unseen::test {
namespace {

using namespace std::string_literals;

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span{text}); }

std::string fixture(const std::string& name) {
  std::ifstream stream{std::filesystem::path{UNSEEN_FIXTURES} / "weights" / name, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

void expect_refused(const std::string& file, const std::string& what) {
  EXPECT_THROW(read_weight_bytes(bytes_of(file)), InputError) << what;
}

/// A pickle of protocol 2; `body` ends with what becomes its root.
std::string message_of_pickle(const std::string& body) {
  const auto text = "\x80\x02"s + body + "."s;
  return input_error_of([&] {
    ByteReader reader{bytes_of(text)};
    read_pickle(reader);
  });
}

TEST(HostileFiles, CutAnywhereAreRefused) {
  for (const auto* name : {"zip.pth", "legacy.pth"}) {
    const auto whole = fixture(name);
    ASSERT_FALSE(whole.empty());
    for (std::size_t size = 0; size < whole.size(); ++size) {
      expect_refused(whole.substr(0, size), std::string{name} + " cut to " + std::to_string(size));
    }
  }
}

// Whatever the bytes, an answer or an InputError: nothing else, and no access outside (the sanitizers watch).
TEST(HostileFiles, WithBytesChangedAtRandomAreReadOrRefused) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 draw{seed};
  for (const auto* name : {"zip.pth", "legacy.pth", "zip_protocol4.pth"}) {
    const auto whole = fixture(name);
    for (int i = 0; i < 2000; ++i) {
      auto changed = whole;
      for (int j = 0; j < 4; ++j) changed[draw() % changed.size()] = static_cast<char>(draw());
      try {
        read_weight_bytes(bytes_of(changed));
      } catch (const InputError&) {
      }
    }
  }
}

/// zip.pth with the `nth` occurrence of `from` (1 the first, -1 the last) replaced by as many bytes.
std::string changed_archive(const std::string& from, const std::string& to, int nth) {
  auto text = fixture("zip.pth");
  auto at = nth < 0 ? text.rfind(from) : text.find(from);
  for (int i = 1; i < nth && at != std::string::npos; ++i) at = text.find(from, at + 1);
  EXPECT_NE(at, std::string::npos) << from;
  EXPECT_EQ(from.size(), to.size());
  return text.replace(at, to.size(), to);
}

/// The record of a file in the archive's directory begins so many bytes before its name.
constexpr std::size_t kRecord = 46;

std::string changed_record(const std::string& name, std::size_t at, const std::string& to) {
  auto text = fixture("zip.pth");
  return text.replace(text.rfind(name) - kRecord + at, to.size(), to);
}

std::string message_of(const std::string& file) {
  return input_error_of([&] { read_weight_bytes(bytes_of(file)); });
}

TEST(HostileFiles, AreArchivesOnlyAsTorchMakesThem) {
  EXPECT_NO_THROW(read_weight_bytes(bytes_of(fixture("zip.pth"))));
  EXPECT_TRUE(contains(message_of(changed_record("zip/data/0", 10, "\x08")), "compressed"));
  EXPECT_TRUE(contains(message_of(changed_record("zip/data/0", 8, "\x01")), "encrypted"));
  EXPECT_TRUE(contains(message_of(changed_archive("zip/data/1", "zip/data/0", -1)), "twice"));
  EXPECT_TRUE(contains(message_of(changed_archive("zip/data/1", "zip/data/z", -1)), "storage is missing"));
  EXPECT_TRUE(contains(message_of(changed_archive("data.pkl", "data.pkx", -1)), "no data.pkl"));
  EXPECT_TRUE(contains(message_of(changed_archive("little", "bigger", 1)), "big-endian"));
  EXPECT_TRUE(contains(message_of(changed_archive("PK\x01\x02"s, "PK\x01\x03"s, 1)), "directory is damaged"));
  // A storage that begins where another does.
  const auto whole = fixture("zip.pth");
  const auto other = whole.substr(whole.rfind("zip/data/0") - 4, 4);
  EXPECT_TRUE(contains(message_of(changed_record("zip/data/1", kRecord - 4, other)), "overlap"));
  EXPECT_TRUE(contains(message_of(changed_record("zip/data/0", kRecord - 4, "\xff\xff\xff\x7f")), "outside"));
}

TEST(HostileFiles, OfTheOldFormatHoldEveryStorageOnce) {
  auto other_protocol = fixture("legacy.pth");
  other_protocol.replace(other_protocol.find("\xe9\x03"), 2, "\xea\x03");  // 1001
  EXPECT_TRUE(contains(message_of(other_protocol), "another version"));
  auto stray = fixture("legacy_parameter.pth");
  stray[stray.rfind("q\x01\x61.") - 1] = 'x';  // the last digit of the one key in the list of storages
  EXPECT_TRUE(contains(message_of(stray), "a storage that no tensor names"));
}

TEST(HostileFiles, NameNothingButTensorsAndDicts) {
  EXPECT_TRUE(contains(message_of_pickle("cos\nsystem\n"), "it names os.system"));
  EXPECT_TRUE(contains(message_of_pickle("ctorch\nload\n"), "it names torch.load"));
  EXPECT_TRUE(contains(message_of_pickle("X\x02\0\0\0osX\x06\0\0\0system\x93"s), "it names os.system"));
  EXPECT_TRUE(contains(message_of_pickle("(ios\nsystem\n"), "opcode 105"));  // INST
  EXPECT_TRUE(contains(message_of_pickle(")\x81"), "opcode 129"));           // NEWOBJ
}

TEST(HostileFiles, TakeNoMoreFromTheStackThanThereIs) {
  for (const auto* body :
       {"", "\x85", "s", "u", "a", "e", "q\x01", "h\x01", "R", "b", "t", "Q", "(N", "N(\x85"}) {
    EXPECT_FALSE(message_of_pickle(body).empty()) << body;
  }
}

TEST(HostileFiles, CallOnlyWhatBuildsTensors) {
  EXPECT_TRUE(contains(message_of_pickle("N)R"), "no function"));
  EXPECT_TRUE(contains(message_of_pickle("ctorch\nFloatStorage\n)R"), "storage type"));
  EXPECT_TRUE(contains(message_of_pickle("ctorch._utils\n_rebuild_tensor_v2\n)R"), "wrong parts"));
}

TEST(HostileFiles, MayNotGrowBeyondTheirBytes) {
  EXPECT_TRUE(contains(message_of_pickle(std::string(1000, '}')), "more objects than its size allows"));
  // One list of pairs, handed over again and again.
  auto body = "(]("s;
  for (int i = 0; i < 100; ++i) body += "NN\x86";
  body +=
      "eq\x01"
      "ccollections\nOrderedDict\nq\x02"s;
  for (int i = 0; i < 100; ++i) body += "h\x02h\x01\x85R"s;
  EXPECT_TRUE(contains(message_of_pickle(body), "more objects than its size allows"));
}

TEST(HostileFiles, HoldNoTensorBeyondItsStorage) {
  const std::vector<std::byte> storage(24);
  const auto message = [&](std::int64_t offset, std::vector<std::int64_t> shape,
                           std::vector<std::int64_t> strides) {
    return input_error_of([&] { stored_tensor(ElementType::f32, storage, offset, shape, strides); });
  };
  EXPECT_NO_THROW(stored_tensor(ElementType::f32, storage, 0, {2, 3}, {3, 1}));
  EXPECT_NO_THROW(stored_tensor(ElementType::f32, storage, 6, {0, 9}, {9, 1}));
  EXPECT_TRUE(contains(message(1, {2, 3}, {3, 1}), "beyond"));
  EXPECT_TRUE(contains(message(7, {}, {}), "larger"));
  EXPECT_TRUE(contains(message(6, {}, {}), "beyond"));
  EXPECT_TRUE(contains(message(-1, {1}, {1}), "larger"));
  EXPECT_TRUE(contains(message(0, {7}, {0}), "larger"));
  EXPECT_TRUE(contains(message(0, {2}, {-1}), "beyond"));
  EXPECT_TRUE(contains(message(0, {2, 2}, {INT64_MAX, 1}), "beyond"));
  EXPECT_TRUE(contains(message(0, {-1}, {1}), "negative"));
  EXPECT_TRUE(contains(message(0, {INT64_MAX, INT64_MAX}, {1, 1}), "impossible"));
  EXPECT_TRUE(contains(message(0, {1, 2}, {1}), "strides"));
}

TEST(HostileFiles, OfNoKnownKindSaySo) {
  const TemporaryFolder folder;
  for (const auto* content : {"", "PK", "hello, this is no weight file", "\x80\x02}."}) {
    const auto path = folder.write("x.pth", content);
    const auto message = input_error_of([&] { read_weight_file(path); });
    EXPECT_TRUE(contains(message, path.string() + ": "));
  }
  EXPECT_TRUE(
      contains(input_error_of([&] { read_weight_file(folder.path() / "absent.pth"); }), "cannot be read"));
  EXPECT_TRUE(contains(input_error_of([&] { read_weight_file(folder.path()); }), "not a file"));
}

}  // namespace
}  // namespace unseen::test
