#include <cblas.h>

// LAPACK is in the same library, but its header is not always installed. Fortran passes all
// arguments by reference; its matrices stand column by column.

void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);

void dgeqp3_(
    const int *m, const int *n, double *a, const int *lda, int *jpvt, double *tau, double *work,
    const int *lwork, int *info);
void dormqr_(
    const char *side, const char *trans, const int *m, const int *n, const int *k,
    const double *a, const int *lda, const double *tau, double *c, const int *ldc, double *work,
    const int *lwork, int *info);

void dsyevr_(
    const char *jobz, const char *range, const char *uplo, const int *n, double *a,
    const int *lda, const double *vl, const double *vu, const int *il, const int *iu,
    const double *abstol, int *m, double *w, double *z, const int *ldz, int *isuppz,
    double *work, const int *lwork, int *iwork, const int *liwork, int *info);
void dgeev_(
    const char *jobvl, const char *jobvr, const int *n, double *a, const int *lda, double *wr,
    double *wi, double *vl, const int *ldvl, double *vr, const int *ldvr, double *work,
    const int *lwork, int *info);

void dgesvx_(
    const char *fact, const char *trans, const int *n, const int *nrhs, double *a,
    const int *lda, double *af, const int *ldaf, int *ipiv, char *equed, double *r, double *c,
    double *b, const int *ldb, double *x, const int *ldx, double *rcond, double *ferr,
    double *berr, double *work, int *iwork, int *info);

// Ends the threads that OpenBLAS keeps waiting. Weak, because only builds with threads have it.
__attribute__((weak)) int blas_thread_shutdown_(void);
static inline void torreya_end_blas_threads(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}
