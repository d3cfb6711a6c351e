# The three kinds of target this project has. All compile with every warning an error.

set(USHER_WARNINGS -Wall -Wextra -Wconversion -Werror)
if(USHER_FUZZ)
  set(USHER_WARNINGS)  # GCC's are the ones that count
endif()
if(USHER_SANITIZE)
  # GCC's manual warns of false alarms of this kind in code that sanitizers were woven into; the
  # release build keeps the check.
  list(APPEND USHER_WARNINGS -Wno-maybe-uninitialized)
endif()
include(UsherPrecompiled)

# `precompiled` is a kind of cmake/UsherPrecompiled.cmake; empty for the base kind.
function(usher_target_defaults target precompiled)
  if(NOT precompiled)
    set(precompiled base)
  endif()
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_compile_options(${target} PRIVATE ${USHER_WARNINGS})
  target_precompile_headers(${target} REUSE_FROM usher_precompiled_${precompiled})
endfunction()

# usher_library(NAME SOURCES a.cc b.cc DEPENDS usher_base absl::time [PRECOMPILED kind])
# SOURCES are relative to the calling folder.
function(usher_library name)
  cmake_parse_arguments(ARG "" "PRECOMPILED" "SOURCES;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_DEPENDS})
  usher_target_defaults(${name} "${ARG_PRECOMPILED}")
endfunction()

# usher_executable(NAME SOURCES main.cc DEPENDS ... [PRECOMPILED kind])
function(usher_executable name)
  cmake_parse_arguments(ARG "" "PRECOMPILED" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS})
  usher_target_defaults(${name} "${ARG_PRECOMPILED}")
endfunction()

# usher_test(NAME SOURCES x_test.cc DEPENDS ... [LABEL unit|simulation|integration] [TIMEOUT seconds]
#            [PRECOMPILED kind])
# One executable and one ctest entry, run from the source root; label and time-out default to unit and 120 s.
function(usher_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT;PRECOMPILED" "SOURCES;DEPENDS" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  if(NOT ARG_PRECOMPILED)
    set(ARG_PRECOMPILED tests)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  usher_target_defaults(${name} "${ARG_PRECOMPILED}")
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT})
endfunction()
