// What jemalloc reads before main. Huge pages: a million tickets fill 60,000 pages of 4 KiB, thirty times as many as a
// processor keeps the addresses of, and most looks at a ticket would first be a look into the page tables. Where the
// kernel has none (/sys/kernel/mm/transparent_hugepage/enabled: never) all works the same, only slower.

// jemalloc's own name, which it looks for outside of any namespace.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "thp:always";
}
