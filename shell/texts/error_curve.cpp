#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.error-curve", "Error curve"},
    {"curve", "The loss of the batch over one parameter, all others fixed"},
    {"curve.show.curve", "over one weight"},
    {"curve.show.contour", "over two"},
    {"curve.working", "Computing…"},
    {"curve.point", "The present value: drag it, or move it with the arrow keys"},
    {"curve.drag", "Drag it, or move it with the arrow keys, to give the weight another value."},
    {"curve.tangent", "The tangent: its slope is the gradient"},
    {"curve.next", "Where the next step ends"},
    {"curve.lowest", "lowest: α = {0}"},
    {"curve.rising", "E rises: α > {0}"},
    {"curve.now", "{0} = {1},  E = {2},  slope ∂E/∂w = {3}"},
    {"curve.step", "next step: {0} − {1} · ({2}) = {3},  E = {4}"},
    {"curve.step.other", "next step: {0} → {1},  E = {2}"},
    {"curve.step.last", "this step: {0} → {1},  E = {2}"},
    {"curve.unknown_step", "next step: —"},
    {"curve.no_step", "It does not move in the next step."},
    {"curve.limits", "α is {2}; first lowest point at {0}; above {1}, E rises."},
    {"curve.never_rises",
     "As far as one looked, this step alone does not raise E, however large α is."},
    {"curve.flat", "E is flat here, as far as rounding lets one see: no step leads down."},
    {"curve.no_limits",
     "How far a step may go is not looked for in a network and batch this large."},
    {"curve.fit.sign", "fit"},
    {"curve.fit", "Fit the range"},
    {"curve.zoom_in", "Closer"},
    {"curve.zoom_out", "Further away"},
    {"contour", "E over {0} and {1}, from {2} to {3}: the lighter or darker, the higher"},
    {"contour.two", "two weights"},
    {"contour.random", "random directions"},
    {"contour.second", "The second weight"},
    {"contour.swap", "Swap the two weights"},
    {"contour.swap.sign", "swap"},
    {"curve.title", "E over {0}"},
    {"contour.other", "Other directions"},
    {"contour.other.sign", "other directions"},
    {"contour.direction.1", "direction 1"},
    {"contour.direction.2", "direction 2"},
    {"contour.point", "The present point"},
    {"contour.fit", "Fit the range"},
    {"contour.zoom_in", "Closer"},
    {"contour.zoom_out", "Further away"},
};

} // namespace

std::span<const TextRow> error_curve_texts() {
    return k_texts;
}

} // namespace backprop::shell
