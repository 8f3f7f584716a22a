import CBLAS

/// Has BLAS work on the calling thread alone, from the first time on and for the whole process.
///
/// The simulation gives blocks of trials to its own workers, and all else that is factored here is
/// small: more threads than cores would only be in each other's way, and results would depend on
/// their number. The threads that OpenBLAS started when it was loaded end, because for some time
/// they wait for work by asking for it again and again, on a core that a worker could use. It is
/// done before the first call of BLAS, so that none can be at work on them.
public func useOneBLASThread() { _ = oneThread }

private let oneThread: Void = {
  openblas_set_num_threads(1)
  torreya_end_blas_threads()
}()

/// BLAS counts in 32 bits. Every call of it begins with one of these.
func blasInt(_ count: Int) -> Int32 {
  useOneBLASThread()
  precondition(count <= Int32.max, "too large for BLAS")
  return Int32(count)
}
