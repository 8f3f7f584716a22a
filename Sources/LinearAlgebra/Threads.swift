import CBLAS

/// Sets how many threads BLAS may use within one call, for the whole process.
///
/// The simulation gives blocks of trials to its own workers, and sets 1: more threads than cores
/// would only be in each other's way. Then the threads that OpenBLAS started when it was loaded
/// end, because for some time they wait for work by asking for it again and again, on a core
/// that a worker could use; they are started anew when a larger number is set.
public func setBLASThreads(_ count: Int) {
  openblas_set_num_threads(blasInt(count))
  if count == 1 { torreya_end_blas_threads() }
}
