#pragma once

#include <memory>
#include <type_traits>

#include <unseen/params.hpp>
#include <unseen/stamp.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// What the loader knows of an interface; specialised beside each one:
///   using Pointer              what `make` returns
///   static constexpr kind      "Regularizer": the exported constant is unseen_plugin_Regularizer
///   static constexpr folder    "regularizers": below the plugin folders
///   static constexpr stamp     what a plugin of this kind must have been built against
template <class Interface>
struct PluginKind;

/// The constant that a plugin's library exports: plain data, so that reading it runs no code of the plugin's.
template <class Interface>
struct PluginDescriptor {
  const char* stamp;
  const char* name;
  typename PluginKind<Interface>::Pointer (*make)(const Params&);
};

template <class Interface, class Class>
typename PluginKind<Interface>::Pointer make_plugin(const Params& params) {
  if constexpr (std::is_same_v<typename PluginKind<Interface>::Pointer, std::shared_ptr<Interface>>) {
    return std::make_shared<Class>(params);
  } else {
    return std::make_unique<Class>(params);
  }
}

}  // namespace unseen

/// Once in a plugin's source, outside every namespace: UNSEEN_PLUGIN(Regularizer, Sam, "sam");
#define UNSEEN_PLUGIN(Interface, Class, plugin_name)                                      \
  static_assert(std::is_base_of_v<unseen::Interface, Class>,                              \
                #Class " must derive from unseen::" #Interface);                          \
  extern "C" {                                                                            \
  [[gnu::visibility("default")]] extern const unseen::PluginDescriptor<unseen::Interface> \
      unseen_plugin_##Interface;                                                          \
  constinit const unseen::PluginDescriptor<unseen::Interface> unseen_plugin_##Interface{  \
      unseen::PluginKind<unseen::Interface>::stamp, plugin_name,                          \
      &unseen::make_plugin<unseen::Interface, Class>};                                    \
  }                                                                                       \
  static_assert(true)
