#include <gtest/gtest.h>

#include <unseen/backbone.hpp>
#include <unseen/regularizer.hpp>

#include "planning/plugin_maker.hpp"
#include "plugins/catalog.hpp"
#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

const fs::path kHostile = UNSEEN_HOSTILE;

std::string refusal(const std::string& name, const fs::path& file) {
  return input_error_of([&] { load_plugin<Regularizer>(name, file); });
}

TEST(PluginLoader, SaysWhereItSearchedAndTheNearestName) {
  const auto message = refusal("gradreg_pin", {});
  EXPECT_TRUE(contains(message, "plugins/regularizers"));
  EXPECT_TRUE(contains(message, "did you mean \"gradreg_pim\""));
}

TEST(PluginLoader, NamesAFileThatIsNotThere) {
  EXPECT_TRUE(contains(refusal("x", "/nowhere/x.so"), "/nowhere/x.so: no such file"));
}

TEST(PluginLoader, RefusesWhatIsNoPluginWithoutOpeningIt) {
  const TemporaryFolder folder;
  EXPECT_TRUE(contains(refusal("foreign", kHostile / "foreign.so"), "carries no build stamp"));
  EXPECT_TRUE(contains(refusal("text", folder.write("text.so", "not a library")), "carries no build stamp"));
  EXPECT_TRUE(contains(refusal("empty", folder.write("empty.so", "")), "carries no build stamp"));
}

TEST(PluginLoader, RefusesAnOlderStampWithoutOpeningItAndShowsBoth) {
  const auto message = refusal("stale", kHostile / "stale.so");
  EXPECT_TRUE(contains(message, "rebuild it against this install"));
  EXPECT_TRUE(contains(message, std::string{"wanted: "} + UNSEEN_STAMP));
  EXPECT_TRUE(contains(message, "found:  unseen-plugin sdk=00000000"));
}

TEST(PluginLoader, RefusesATextFileThatOnlyCarriesTheStamp) {
  const TemporaryFolder folder;
  const auto file = folder.write("fake.so", UNSEEN_STAMP);
  EXPECT_TRUE(contains(refusal("fake", file), "cannot be loaded"));
}

TEST(PluginLoader, TellsAPluginOfAnotherKind) {
  const auto file = find_plugin(kind_info<Backbone>(), "resnet", {});
  const auto message = refusal("resnet", file);
  EXPECT_TRUE(contains(message, "wanted unseen_plugin_Regularizer, it exports unseen_plugin_Backbone"));
}

TEST(PluginLoader, NamesAnUnresolvedSymbolAsItIsWrittenInCpp) {
  const auto message = refusal("unresolved", kHostile / "unresolved.so");
  EXPECT_TRUE(contains(message, "undefined symbol: nowhere::missing_function(int)"));
  EXPECT_FALSE(contains(message, "Bad file descriptor"));
}

TEST(PluginLoader, WantsTheFileNamedAfterItsPlugin) {
  EXPECT_TRUE(contains(refusal("wrong_name", kHostile / "wrong_name.so"), "holds the plugin \"right_name\""));
}

TEST(PluginLoader, FindsAPluginBelowTheUsersFolders) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "regularizers");
  fs::copy(kHostile / "wrong_name.so", folder.path() / "regularizers" / "right_name.so");
  setenv("UNSEEN_PLUGIN_PATH", ("/nowhere:" + folder.path().string()).c_str(), 1);
  EXPECT_STREQ(load_plugin<Regularizer>("right_name").name, "right_name");
  unsetenv("UNSEEN_PLUGIN_PATH");
}

TEST(Plugin, NamesAKeyThatItDoesNotReadAndTheNearestThatItDoes) {
  const PluginConfig config{"right_name", parse_json(R"({"roh": 0.1})"), {}, kHostile / "wrong_name.so"};
  const auto message = input_error_of([&] {
    const auto& plugin = load_plugin<Regularizer>("right_name", fs::path{UNSEEN_HOSTILE} / "right_name.so");
    const Params params{"regularizer \"right_name\"", config.params};
    plugin.make(params);
    params.refuse_unread();
  });
  EXPECT_TRUE(
      contains(message, "regularizer \"right_name\": unknown parameter \"roh\"; did you mean \"rho\"?"));
}

TEST(Plugin, MustDeriveFromItsInterfaceToCompile) {
  const TemporaryFolder folder;
  const auto log = (folder.path() / "log").string();
  const auto command = std::string{UNSEEN_COMPILE_WRONG_CLASS} + " > " + log + " 2>&1";
  EXPECT_NE(std::system(command.c_str()), 0);
  std::ifstream stream{log};
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  EXPECT_TRUE(contains(text, "Bad must derive from unseen::Regularizer"));
}

TEST(EveryRegularizer, DescribesItselfWithoutATable) {
  for (const auto& name : plugin_names(kind_info<Regularizer>())) {
    const Params params{name, {}, Params::Mode::describe};
    EXPECT_NE(load_plugin<Regularizer>(name).make(params), nullptr);
    for (const auto& info : params.described())
      EXPECT_FALSE(info.description.empty()) << name << "." << info.name;
  }
}

}  // namespace
}  // namespace unseen
