import CBLAS

/// BLAS and LAPACK, opened by the first call; later ones only look where it is.
///
/// It works on the calling thread alone, for the whole process: the simulation gives blocks of
/// trials to its own workers, and all else that is factored here is small. More threads than cores
/// would only be in each other's way, and results would depend on their number.
var blas: torreya_openblas { torreya_openblas().pointee }

/// BLAS counts in 32 bits.
func blasInt(_ count: Int) -> Int32 {
  precondition(count <= Int32.max, "too large for BLAS")
  return Int32(count)
}
