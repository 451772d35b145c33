#include "cell_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include <unseen/params.hpp>

#include "experiment/failure.hpp"
#include "experiment/plugin_parser.hpp"
#include "experiment/section_parsers.hpp"

namespace unseen {
namespace {

// A section that is not there is empty, and still knows its file for messages.
Value section(const Value& document, const std::string& name) {
  if (const auto* found = document.find(name)) return *found;
  Value empty = Value::Table{};
  empty.source = document.source;
  return empty;
}

Value required_section(const Value& document, const std::string& name) {
  if (document.find(name) != nullptr) return section(document, name);
  fail_at(document.source, fmt::format("[{}] is required; write one with plugin = \"...\"", name));
}

std::vector<TestConfig> parse_tests(const Value& document, Roots& roots) {
  const auto* tests = document.find("test");
  if (tests == nullptr) return {};
  const auto* items = tests->get<Value::Array>();
  if (items == nullptr)
    fail_at(tests->source, "[[test]] is wanted, an array of tables, found " + tests->type_name());
  std::vector<TestConfig> parsed;
  for (const auto& item : *items) {
    auto test = parse_test(item, roots);
    const auto same = [&](const TestConfig& other) { return other.name == test.name; };
    if (std::any_of(parsed.begin(), parsed.end(), same)) {
      fail_at(item.source,
              fmt::format("two tests are called \"{}\"; tables need a name for each", test.name));
    }
    parsed.push_back(std::move(test));
  }
  return parsed;
}

}  // namespace

void refuse_unknown_sections(const Value& document) {
  const std::vector<std::string> known = {"name",        "description", "seeds", "extends", "backbone",
                                          "regularizer", "optimizer",   "faces", "train",   "checkpoint",
                                          "validate",    "test",        "sweep", "table"};
  for (const auto& [key, value] : *document.get<Value::Table>()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    fail_at(value.source, fmt::format("unknown key \"{}\"{}", key, name_hint(key, known)));
  }
}

CellConfig parse_cell(const Value& document, Roots& roots) {
  refuse_unknown_sections(document);
  CellConfig config;
  config.backbone = parse_backbone("[backbone]", required_section(document, "backbone"), roots);
  config.regularizer = parse_plugin("[regularizer]", required_section(document, "regularizer"), roots);
  config.optimizer = parse_optimizer(section(document, "optimizer"));
  config.faces = parse_faces(section(document, "faces"), roots);
  config.train = parse_train(section(document, "train"), roots);
  config.checkpoint = parse_checkpoint(section(document, "checkpoint"));
  config.validate = parse_validate(section(document, "validate"), roots);
  config.tests = parse_tests(document, roots);
  return config;
}

}  // namespace unseen
