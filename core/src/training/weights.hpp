#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <unseen/backbone.hpp>

namespace unseen {

/// Parameters and buffers by timm's names; the tensors of the model themselves, not copies.
std::map<std::string, torch::Tensor> state_dict(Backbone& model);

/// Copies tensors into the model. InputError, listing names (with the nearest known one) and shapes, for
/// every tensor that is missing, unexpected or of another shape. With `head_may_differ`, a classifier of
/// another class count is left as it was made; returned are the names left out.
std::vector<std::string> load_state_dict(Backbone& model, const std::map<std::string, torch::Tensor>& tensors,
                                         const std::string& origin, bool head_may_differ);

/// Keeps the convolutions' weights in the order of memory that their pictures have, so that no step reorders
/// them.
void set_memory_format(Backbone& model, bool channels_last);

/// Start weights from a .safetensors file. Returns the names of the head's tensors that were left out.
std::vector<std::string> load_weights(Backbone& model, const std::filesystem::path& path);

}  // namespace unseen
