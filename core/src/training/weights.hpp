#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <unseen/backbone.hpp>

#include "weights/tensor_table.hpp"

namespace unseen {

/// Parameters and buffers by timm's names; the tensors of the model themselves, not copies.
std::map<std::string, torch::Tensor> state_dict(Backbone& model);

/// Copies tensors into the model. A name that is not one of its own is looked up among the foreign ones it
/// knows (Backbone::timm_name); shapes may differ in dimensions of one; num_batches_tracked may be absent, as
/// in old files. InputError, listing names (with the nearest known one) and shapes, for every tensor that is
/// missing, unexpected, twice there or of another shape. With `head_may_differ`, a classifier of another
/// class count is left as it was made; returned are the names left out.
std::vector<std::string> load_table(Backbone& model, const TensorTable& table, const std::string& origin,
                                    bool head_may_differ);

/// Whether load_table() would take the tensors, but for a classifier of another class count.
bool fits(Backbone& model, const TensorTable& table);

/// The same as load_table() of tensors in memory, all of which must fit.
void load_state_dict(Backbone& model, const std::map<std::string, torch::Tensor>& tensors,
                     const std::string& origin);

/// Keeps the convolutions' weights in the order of memory that their pictures have, so that no step reorders
/// them.
void set_memory_format(Backbone& model, bool channels_last);

/// Start weights from a file of any kind that the weights room reads. Returns the names of the head's tensors
/// that were left out.
std::vector<std::string> load_weights(Backbone& model, const std::filesystem::path& path);

}  // namespace unseen
