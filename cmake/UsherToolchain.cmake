# Compiler cache, linker and sanitizers: how things are compiled, not what.

find_program(USHER_CCACHE ccache)
if(USHER_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers are cached only when told that their times and macros may be ignored.
  set(CMAKE_CXX_COMPILER_LAUNCHER env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${USHER_CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    add_compile_options(-fpch-preprocess)
  endif()
endif()

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

set(USHER_SANITIZE "" CACHE STRING "Sanitizers to build with: empty, 'address,undefined' or 'thread'")
if(USHER_SANITIZE)
  add_compile_options(-fsanitize=${USHER_SANITIZE} -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${USHER_SANITIZE})
  if(USHER_SANITIZE MATCHES "undefined")
    # CAF's headers bind references to null pointers they never read.
    add_compile_options(-fno-sanitize=null -fno-sanitize-recover=undefined)
  endif()
endif()

# libFuzzer watches every line of ours; scripts/test --fuzz asks for it.
if(USHER_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
