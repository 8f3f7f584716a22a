// The functions of OpenBLAS that Torreya calls, under their own names.
//
// The library is opened by the first call, whichever that is. Most runs make none, and those would
// wait at every start until some thousand of its symbols are bound and its threads stand ready.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

enum CBLAS_ORDER { CblasRowMajor = 101 };
enum CBLAS_TRANSPOSE { CblasNoTrans = 111, CblasTrans = 112 };
enum CBLAS_UPLO { CblasUpper = 121, CblasLower = 122 };
enum CBLAS_DIAG { CblasNonUnit = 131 };
enum CBLAS_SIDE { CblasLeft = 141 };

/// Where the functions are, and which arguments they take.
struct torreya_openblas {
  void (*dgemm)(
      enum CBLAS_ORDER, enum CBLAS_TRANSPOSE, enum CBLAS_TRANSPOSE, int m, int n, int k,
      double alpha, const double *a, int lda, const double *b, int ldb, double beta, double *c,
      int ldc);
  void (*dgemv)(
      enum CBLAS_ORDER, enum CBLAS_TRANSPOSE, int m, int n, double alpha, const double *a,
      int lda, const double *x, int incx, double beta, double *y, int incy);
  void (*dsyrk)(
      enum CBLAS_ORDER, enum CBLAS_UPLO, enum CBLAS_TRANSPOSE, int n, int k, double alpha,
      const double *a, int lda, double beta, double *c, int ldc);
  void (*dtrmm)(
      enum CBLAS_ORDER, enum CBLAS_SIDE, enum CBLAS_UPLO, enum CBLAS_TRANSPOSE, enum CBLAS_DIAG,
      int m, int n, double alpha, const double *a, int lda, double *b, int ldb);
  void (*dtrsm)(
      enum CBLAS_ORDER, enum CBLAS_SIDE, enum CBLAS_UPLO, enum CBLAS_TRANSPOSE, enum CBLAS_DIAG,
      int m, int n, double alpha, const double *a, int lda, double *b, int ldb);

  // LAPACK, in Fortran: all arguments by reference, matrices column by column.
  void (*dpotrf)(const char *uplo, const int *n, double *a, const int *lda, int *info);
  void (*dgeqp3)(
      const int *m, const int *n, double *a, const int *lda, int *jpvt, double *tau,
      double *work, const int *lwork, int *info);
  void (*dormqr)(
      const char *side, const char *trans, const int *m, const int *n, const int *k,
      const double *a, const int *lda, const double *tau, double *c, const int *ldc,
      double *work, const int *lwork, int *info);
  void (*dsyevr)(
      const char *jobz, const char *range, const char *uplo, const int *n, double *a,
      const int *lda, const double *vl, const double *vu, const int *il, const int *iu,
      const double *abstol, int *m, double *w, double *z, const int *ldz, int *isuppz,
      double *work, const int *lwork, int *iwork, const int *liwork, int *info);
  void (*dgeev)(
      const char *jobvl, const char *jobvr, const int *n, double *a, const int *lda, double *wr,
      double *wi, double *vl, const int *ldvl, double *vr, const int *ldvr, double *work,
      const int *lwork, int *info);
  void (*dgesvx)(
      const char *fact, const char *trans, const int *n, const int *nrhs, double *a,
      const int *lda, double *af, const int *ldaf, int *ipiv, char *equed, double *r, double *c,
      double *b, const int *ldb, double *x, const int *ldx, double *rcond, double *ferr,
      double *berr, double *work, int *iwork, int *info);
};

/// Opens OpenBLAS the first time, and has it work on the calling thread alone.
///
/// Where it is not installed the process ends as it does when a linked library is missing: with a
/// message and status 127.
const struct torreya_openblas *torreya_openblas(void);

#ifdef __cplusplus
}
#endif
