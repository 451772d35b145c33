#include "experiment/toml_writer.hpp"

#include <gtest/gtest.h>

#include <random>

#include "experiment/toml_reader.hpp"
#include "support/input_error.hpp"

namespace unseen {
namespace {

Value reread(const Value& value) { return parse_toml(to_toml(value), "written.toml"); }

TEST(TomlWriter, WritesAsPeopleDo) {
  const auto value = parse_toml(
      "seeds = [1, 2]\n[[test]]\nname = 'a'\n[[test]]\nname = 'b'\n[train]\nlr = 1e-3\n"
      "dataset = { plugin = 'x', 'odd key' = [] }\n",
      "x.toml");
  EXPECT_EQ(to_toml(value),
            "seeds = [1, 2]\n"
            "\n[[test]]\nname = \"a\"\n"
            "\n[[test]]\nname = \"b\"\n"
            "\n[train]\ndataset = { \"odd key\" = [], plugin = \"x\" }\nlr = 0.001\n");
}

TEST(TomlWriter, KeepsTextsThatNeedEscapes) {
  std::string all;
  for (int c = 1; c < 128; ++c) all += static_cast<char>(c);
  const Value value = Value::Table{{"text", all + "ä€\U0001F600"}, {all, 1}, {"", "empty key"}, {"a.b", 2}};
  EXPECT_EQ(reread(value), value);
}

TEST(TomlWriter, KeepsTheKindOfNumbers) {
  const Value value = Value::Table{
      {"numbers",
       Value::Array{1, 1.0, 1e-5, 1e22, 0.1, -2.5, std::int64_t{INT64_MIN}, std::int64_t{INT64_MAX}}},
      {"empty", Value::Table{}},
      {"deep", Value::Table{{"deeper", Value::Table{{"a", Value::Array{Value::Table{}, Value::Array{}}}}}}}};
  EXPECT_EQ(reread(value), value);
}

TEST(TomlWriter, RefusesWhatTomlCannotSay) {
  input_error_of([] { to_toml(Value{1}); });
  input_error_of([] { to_toml(Value::Table{{"a", Value{}}}); });
  input_error_of([] { to_toml(Value::Table{{"a", std::numeric_limits<double>::quiet_NaN()}}); });
}

Value random_value(std::mt19937_64& engine, int depth) {
  const auto kind = engine() % (depth > 3 ? 4 : 6);
  if (kind == 0) return engine() % 2 == 0;
  if (kind == 1) return static_cast<std::int64_t>(engine());
  if (kind == 2) return static_cast<double>(static_cast<std::int64_t>(engine())) * 1e-9;
  std::string text;
  for (auto n = engine() % 5; n > 0; --n) text += static_cast<char>(engine() % 127 + 1);
  if (kind == 3) return text;
  Value::Array items;
  Value::Table entries;
  for (auto n = engine() % 4; n > 0; --n) {
    items.push_back(random_value(engine, depth + 1));
    entries.insert_or_assign(text + std::to_string(n), items.back());
  }
  return kind == 4 ? Value{items} : Value{entries};
}

TEST(TomlWriter, ReadsBackEqualWhateverItWrites) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 engine{seed};
  for (int i = 0; i < 200; ++i) {
    const Value value = Value::Table{{"a", random_value(engine, 0)}, {"b", random_value(engine, 0)}};
    ASSERT_EQ(reread(value), value) << to_toml(value);
  }
}

}  // namespace
}  // namespace unseen
