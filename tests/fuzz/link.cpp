// Any text as a link.

#include "engine/experiment/link.hpp"

#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace backprop;
using namespace backprop::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Result<Experiment> experiment = parse_link(text);
    if (!experiment) {
        require(!experiment.error.message.empty(), "a refusal says why");
        return 0;
    }
    require(validate(*experiment), "what was read is valid");
    require_round_trips(*experiment);
    if (work_of(*experiment) < 1e5) use(*experiment);
    return 0;
}
