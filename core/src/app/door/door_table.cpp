#include "app/door/door_table.hpp"

#include <unseen/stamp.hpp>

#include "app/door/compute_commands.hpp"

extern "C" {
[[gnu::visibility("default")]] extern const unseen::DoorTable unseen_door;
constinit const unseen::DoorTable unseen_door{
    UNSEEN_STAMP,     &unseen::run,           &unseen::evaluate,          &unseen::plugins,
    &unseen::prepare, &unseen::augment,       &unseen::dataset,           &unseen::predict,
    &unseen::weights, &unseen::plot_features, &unseen::plot_perturbation, &unseen::plot_cam,
    &unseen::doctor};
}
