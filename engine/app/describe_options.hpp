// The options that each command takes, in words: what --help prints.
#pragma once

#include <string>

#include <boost/program_options/options_description.hpp>

namespace headwater {

boost::program_options::options_description describe_options(const std::string& command);

}  // namespace headwater
