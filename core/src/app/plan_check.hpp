#pragma once

#include <string>

#include "experiment/config.hpp"
#include "results/plan.hpp"

namespace unseen {

/// Why a plan no longer says what the experiment asks for: a root that now lies elsewhere, a file or folder
/// of weights or data that has changed since. "" where it holds. What is no longer there proves nothing:
/// results outlive their data.
std::string outdated(const Plan& plan, const Experiment& experiment);

}  // namespace unseen
