#include <cblas.h>

// LAPACK is in the same library, but its header is not always installed. Fortran passes all
// arguments by reference.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);

// Ends the threads that OpenBLAS keeps waiting. Weak, because only builds with threads have it.
__attribute__((weak)) int blas_thread_shutdown_(void);
static inline void torreya_end_blas_threads(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}
