// One-offs that a reader of an outlook stumbles over: what is in its figures and is not the rule.
#pragma once

#include <vector>

#include "engine/model/model.hpp"
#include "engine/study/outlook.hpp"

namespace headwater {

// Those of the outlook's series, and of the parts they are the sum of, that fall in a period it
// shows or in the year before that growth compares with; of a stock, those whose step does. In the
// order of the outlook's rows, and of periods.
std::vector<const OneOff*> one_offs_in(const Model& model, const Outlook& outlook);

}  // namespace headwater
