#include <cblas.h>

// LAPACK is in the same library, but its header is not always installed. Fortran passes all
// arguments by reference.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
