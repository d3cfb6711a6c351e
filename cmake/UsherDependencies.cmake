# Every third-party library, found once and named once. Reasons for each are in docs/dependencies.md.

find_package(Threads REQUIRED)
find_package(absl REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(simdjson REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_package(LibLZMA REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
pkg_check_modules(fyaml REQUIRED IMPORTED_TARGET libfyaml)
pkg_check_modules(libuv REQUIRED IMPORTED_TARGET libuv)
pkg_check_modules(microhttpd REQUIRED IMPORTED_TARGET libmicrohttpd)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(gmime REQUIRED IMPORTED_TARGET gmime-3.0)
# They ask for 64-bit file offsets, which 64-bit machines have, and the macro would keep its users from
# sharing a precompiled header.
set_property(TARGET PkgConfig::hiredis PROPERTY INTERFACE_COMPILE_OPTIONS "")
set_property(TARGET PkgConfig::gmime PROPERTY INTERFACE_COMPILE_OPTIONS "")
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)

# Debian ships no CMake package for CAF, and only its core is wanted.
find_path(CAF_INCLUDE_DIR caf/all.hpp REQUIRED)
find_library(CAF_CORE_LIBRARY caf_core REQUIRED)
add_library(usher_caf INTERFACE)
target_include_directories(usher_caf SYSTEM INTERFACE ${CAF_INCLUDE_DIR})
target_compile_definitions(usher_caf INTERFACE CAF_ENABLE_TYPE_ID_CHECKS)
target_link_libraries(usher_caf INTERFACE ${CAF_CORE_LIBRARY} Threads::Threads)

find_program(USHER_PROTOC protoc REQUIRED)
find_program(USHER_GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)
