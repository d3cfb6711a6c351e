# cmake -D FOLDER=... -D FILES=a;b -D OUTPUT=library_files.cc -P EmbedFiles.cmake
# Writes the source that holds these files of FOLDER, for src/cli/library.h.

set(entries "")
foreach(name IN LISTS FILES)
  file(READ ${FOLDER}/${name} text)
  if(text MATCHES "\\)~~~\"")
    message(FATAL_ERROR "${name} holds the end of a raw string: )~~~\"")
  endif()
  string(APPEND entries "    {\"${name}\", R\"~~~(${text})~~~\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT [=[
#include "cli/library.h"

namespace usher::cli {
namespace {

constexpr LibraryFile kFiles[] = {
@entries@};

}  // namespace

absl::Span<const LibraryFile> LibraryFiles() { return kFiles; }

}  // namespace usher::cli
]=] @ONLY)
