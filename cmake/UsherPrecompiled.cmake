# Precompiled headers: what many files include and what is slow to read (CAF takes four seconds, gRPC
# and GoogleTest two to three). One set is built for each kind of file and shared by its targets.
# A file still includes what it uses; -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON builds without.

# They fit only files compiled with the same threading flag, and most have it from a dependency.
add_compile_options(-pthread)

set(usher_precompiled_base
  <algorithm> <cstdint> <functional> <map> <memory> <optional> <string> <utility> <variant> <vector>
  <absl/container/flat_hash_map.h> <absl/functional/any_invocable.h> <absl/status/statusor.h>
  <absl/strings/str_cat.h> <absl/strings/string_view.h> <absl/time/time.h>)

# usher_precompiled(KIND HEADERS ... LINKS ...)
# Defines what usher_target_defaults() gives to targets of this kind.
function(usher_precompiled kind)
  cmake_parse_arguments(ARG "" "" "HEADERS;LINKS" ${ARGN})
  set(target usher_precompiled_${kind})
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled/${kind}.cc CONTENT "")
  add_library(${target} OBJECT ${CMAKE_BINARY_DIR}/precompiled/${kind}.cc)
  target_link_libraries(${target} PRIVATE absl::any_invocable absl::flat_hash_map absl::statusor
    absl::strings absl::time ${ARG_LINKS})
  target_compile_options(${target} PRIVATE ${USHER_WARNINGS})
  target_precompile_headers(${target} PRIVATE ${usher_precompiled_base} ${ARG_HEADERS})
endfunction()

usher_precompiled(base)
usher_precompiled(actors HEADERS <caf/all.hpp> LINKS usher_caf)
usher_precompiled(rpc HEADERS <grpcpp/grpcpp.h> LINKS gRPC::grpc++)
usher_precompiled(front HEADERS <caf/all.hpp> <grpcpp/grpcpp.h> LINKS usher_caf gRPC::grpc++)
usher_precompiled(tests HEADERS <gmock/gmock.h> <gtest/gtest.h> LINKS GTest::gmock GTest::gtest)
usher_precompiled(gateway_tests HEADERS <gmock/gmock.h> <gtest/gtest.h> <grpcpp/grpcpp.h>
  LINKS GTest::gmock GTest::gtest gRPC::grpc++)
