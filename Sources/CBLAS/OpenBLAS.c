#include "CBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static struct torreya_openblas functions;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/// Where the library is looked for: by its name where the system has a list of its libraries, and
/// where Homebrew keeps it, which tells no system of it.
static const char *const places[] = {
#ifdef __APPLE__
    "libopenblas.0.dylib",
    "/opt/homebrew/opt/openblas/lib/libopenblas.0.dylib",
    "/usr/local/opt/openblas/lib/libopenblas.0.dylib",
#else
    "libopenblas.so.0",
    "libopenblas.so",
#endif
};

static void end(const char *reason) {
  fprintf(stderr, "torreya: error: OpenBLAS cannot be opened: %s\n", reason);
  fprintf(stderr, "torreya: install it; on Debian and Ubuntu: apt-get install libopenblas0\n");
  exit(127);
}

static void *opened(void) {
  for (size_t place = 0; place < sizeof places / sizeof *places; ++place) {
    void *library = dlopen(places[place], RTLD_LAZY | RTLD_LOCAL);
    if (library) return library;
  }
  // Of the last place, which is as good as any.
  end(dlerror());
  return NULL;
}

static void *found(void *library, const char *name) {
  void *function = dlsym(library, name);
  if (!function) end(dlerror());
  return function;
}

static void open_openblas(void) {
  void *library = opened();
  struct {
    const char *name;
    void *place;
  } wanted[] = {
      {"cblas_dgemm", &functions.dgemm}, {"cblas_dgemv", &functions.dgemv},
      {"cblas_dsyrk", &functions.dsyrk}, {"cblas_dtrmm", &functions.dtrmm},
      {"cblas_dtrsm", &functions.dtrsm}, {"dpotrf_", &functions.dpotrf},
      {"dgeqp3_", &functions.dgeqp3},    {"dormqr_", &functions.dormqr},
      {"dsyevr_", &functions.dsyevr},    {"dgeev_", &functions.dgeev},
      {"dgesvx_", &functions.dgesvx},
  };
  for (size_t index = 0; index < sizeof wanted / sizeof *wanted; ++index) {
    *(void **)wanted[index].place = found(library, wanted[index].name);
  }
  void (*set_threads)(int);
  *(void **)&set_threads = found(library, "openblas_set_num_threads");
  set_threads(1);
  // Only builds with threads have it. They wait for work by asking for it again and again for some
  // time, on a core that a worker could use; none can be at work on anything yet.
  int (*end_threads)(void);
  *(void **)&end_threads = dlsym(library, "blas_thread_shutdown_");
  if (end_threads) end_threads();
}

const struct torreya_openblas *torreya_openblas(void) {
  pthread_once(&once, open_openblas);
  return &functions;
}
