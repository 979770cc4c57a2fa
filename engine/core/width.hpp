// How many terminal cells a text takes: two for an East Asian wide character, none for a
// combining mark.
//
// Source: Unicode Standard Annex #11, East Asian Width, revision 40 (Unicode 15.0); ambiguous
// characters are narrow.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headwater {

// A tab and an invalid byte take one cell, other control characters none.
std::size_t display_width(std::string_view utf8);

// `text` with control and bidirectional-override characters written as \u{..}, so that a label
// in a file cannot drive the reader's terminal. Line breaks and tabs are escaped too; an invalid
// byte becomes U+FFFD.
std::string escaped_for_terminal(std::string_view utf8);

}  // namespace headwater
