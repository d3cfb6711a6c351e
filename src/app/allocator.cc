// usherd allocates through jemalloc, which gives memory back that sleeping journeys no longer
// need; glibc's allocator keeps it. loadtest/sleeping-journeys shows the difference.

extern "C" {
// Read by jemalloc when it starts: purge on a thread of its own, a second after memory became free.
const char* malloc_conf = "background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0,thp:always";
}
