#pragma once

#include <memory>
#include <string>

#include <unseen/augmentation.hpp>
#include <unseen/dataset.hpp>
#include <unseen/params.hpp>

#include "plugins/catalog.hpp"

namespace unseen {

/// A data set plugin of the build tree (or of $UNSEEN_PLUGIN_PATH), with the parameters that `json` writes
/// down.
inline std::unique_ptr<Dataset> make_dataset(const std::string& name, const std::string& json = "{}") {
  const Params params{"dataset \"" + name + "\"", parse_json(json)};
  auto made = load_plugin<Dataset>(name).make(params);
  params.refuse_unread();
  return made;
}

inline std::unique_ptr<Augmentation> make_augmentation(const std::string& name,
                                                       const std::string& json = "{}") {
  const Params params{"augmentation \"" + name + "\"", parse_json(json)};
  auto made = load_plugin<Augmentation>(name).make(params);
  params.refuse_unread();
  return made;
}

}  // namespace unseen
