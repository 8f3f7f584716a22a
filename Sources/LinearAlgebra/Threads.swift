import CBLAS

/// Sets how many threads BLAS may use within one call, for the whole process.
///
/// The simulation gives blocks of trials to its own workers, and sets 1: more threads than cores
/// would only be in each other's way.
public func setBLASThreads(_ count: Int) {
  openblas_set_num_threads(blasInt(count))
}
