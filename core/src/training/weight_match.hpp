#pragma once

#include <torch/types.h>

#include <map>
#include <string>
#include <vector>

#include <unseen/backbone.hpp>

#include "weights/tensor_table.hpp"

namespace unseen {

/// The tensors of one file beside those of a model, under the model's own names. What it points to is lent.
class WeightMatch {
 public:
  WeightMatch(const Backbone& model, std::map<std::string, torch::Tensor> own, const TensorTable& table);

  /// What is to be filled.
  const std::map<std::string, torch::Tensor>& own() const { return own_; }

  /// The file's tensor of this name; null where it has none.
  const StoredTensor* find(const std::string& name) const;

  /// Leaves alone what belongs to the classifier `name` and has another class count in the file; returns the
  /// names.
  std::vector<std::string> leave_out_head(const std::string& classifier);

  /// Leaves alone the counts of batches that the file lacks: only a momentum of none would read them.
  void leave_out_absent_counts();

  /// All ways in which the two do not fit, a line each, with shapes and nearest names; "" where they do.
  std::string misfits() const;

 private:
  struct Given {
    std::string key;  ///< what the file calls it
    const StoredTensor* tensor;
  };

  std::vector<std::string> misshapen() const;
  std::vector<std::string> unexpected() const;  ///< names
  std::vector<std::string> missing() const;     ///< names
  std::vector<std::string> keys_of(const std::vector<std::string>& names) const;

  std::map<std::string, torch::Tensor> own_;
  std::map<std::string, Given> given_;
  std::vector<std::string> twice_;
};

}  // namespace unseen
