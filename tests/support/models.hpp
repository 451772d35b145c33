#pragma once

#include <memory>
#include <string>

#include <unseen/backbone.hpp>
#include <unseen/regularizer.hpp>

namespace unseen::test {

/// The product's plugins, found as the program finds them. `params` is a JSON table.
std::shared_ptr<Backbone> make_backbone(const std::string& name, const std::string& params = "{}");
std::unique_ptr<Regularizer> make_regularizer(const std::string& name, const std::string& params = "{}");

/// Two convolutions and a linear layer on 8 x 8 pictures: small enough to train in a test.
std::shared_ptr<Backbone> two_layer_network();

}  // namespace unseen::test
