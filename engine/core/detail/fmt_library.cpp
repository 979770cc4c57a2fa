// The code of fmt 9, compiled into our programs as its own src/format.cc would be.
//
// Distributions ship it as a shared library only. Loading that, and the C++ library it needs, takes
// a process longer to start than most models take to compile.
#include <fmt/format-inl.h>

namespace fmt::detail {

template auto thousands_sep_impl<char>(locale_ref) -> thousands_sep_result<char>;
template auto decimal_point_impl(locale_ref) -> char;

}  // namespace fmt::detail
