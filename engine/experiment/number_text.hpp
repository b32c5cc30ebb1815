#pragma once

#include <string>

namespace backprop {

/// The shortest of "%.15g", "%.16g" and "%.17g" that reads back to the same bits: "0.1", "1e-05".
/// A number that is not finite becomes "null", as the formats have no word for it.
std::string number_text(double value);

} // namespace backprop
