import Dispatch
import LinearAlgebra

/// Readies the process for a run while its scenario is still being read: a worker starts, and as
/// its first work ends the threads with which BLAS came.
///
/// Changes no result; whoever leaves it out waits for both later.
public func prepareWorkers() {
  DispatchQueue.global().async { useOneBLASThread() }
}
