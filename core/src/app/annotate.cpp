#include <fmt/format.h>

#include <unseen/error.hpp>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "results/annotations.hpp"
#include "results/location.hpp"
#include "results/select_runs.hpp"

namespace unseen {
namespace {

/// The results file, brought up to date where it is an older one; InputError where there is none.
Database writable_database(const std::filesystem::path& given) {
  const auto file = given.empty() ? find_database() : given;
  return std::filesystem::exists(file) ? Database::open(file) : Database::open_existing(file);
}

void require_name(const std::string& tag) {
  if (!tag.empty() && tag.find_first_of(",=") == std::string::npos) return;
  throw InputError{fmt::format("a tag is a word without commas and equals signs, found \"{}\"", tag)};
}

}  // namespace

int tag(const TagOptions& options) {
  if (options.add.empty() && options.remove.empty())
    throw InputError{"tag: wanted --add NAME or --remove NAME"};
  for (const auto& name : options.add) require_name(name);
  auto database = writable_database(options.database);
  const auto ids = select_run_ids(database, options.selector, RunsOf::any_state);
  for (const auto& name : options.add) add_tag(database, ids, name);
  for (const auto& name : options.remove) remove_tag(database, ids, name);
  fmt::print(stderr, "{} run{}\n", ids.size(), ids.size() == 1 ? "" : "s");
  return kDone;
}

int note(const NoteOptions& options) {
  if (options.text.empty()) throw InputError{"note: wanted a text, found an empty one"};
  auto database = writable_database(options.database);
  const auto ids = select_run_ids(database, options.selector, RunsOf::any_state);
  add_note(database, ids, options.text);
  fmt::print(stderr, "{} run{}\n", ids.size(), ids.size() == 1 ? "" : "s");
  return kDone;
}

}  // namespace unseen
