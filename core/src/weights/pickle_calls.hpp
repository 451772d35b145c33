#pragma once

#include "weights/pickle.hpp"

namespace unseen {

/// The storage that torch.save's persistent id stands for: ("storage", type, key, location, number of
/// elements), and in old files the view that it is: none. InputError for every other id.
PickleValue referred_storage(const Pickle& pickle, const PickleValue& id);

/// What a call in torch.save's pickles gives: a dict, a tensor, or a parameter's tensor. Nothing is called.
/// InputError for every other callable, and for arguments of the wrong kinds.
PickleValue call_result(const Pickle& pickle, const PickleValue& callable, const PickleValue& arguments);

}  // namespace unseen
