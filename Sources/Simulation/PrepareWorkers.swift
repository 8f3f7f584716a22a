import Dispatch

/// Readies the process for a run while its scenario is still being read: a worker starts.
///
/// Changes no result; whoever leaves it out waits for it later.
public func prepareWorkers() {
  DispatchQueue.global().async {}
}
