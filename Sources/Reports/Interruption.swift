#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization

/// Removes unfinished files when the process is told to end (SIGINT, SIGTERM), then lets it end.
///
/// The handler does only what a signal handler may: it reads memory that was laid out before,
/// removes files, and sends the signal again with its usual effect. While names are being changed
/// it only takes note; the signal follows when that is done.
struct Interruption: ~Copyable {
  private static let signals = [SIGINT, SIGTERM]
  private var previous: [(number: Int32, action: sigaction)] = []
  private let paths: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>

  /// - Parameter paths: hidden files, then folders that go when they are empty, innermost first.
  /// - Precondition: no other one is alive.
  init(removing paths: [String]) {
    self.paths = .allocate(capacity: paths.count)
    _ = self.paths.initialize(from: paths.map { strdup($0) })
    unfinishedPaths = self.paths
    isHeld.store(false, ordering: .sequentiallyConsistent)
    pendingSignal.store(0, ordering: .sequentiallyConsistent)
    for number in Self.signals {
      var old = sigaction()
      sigaction(number, nil, &old)
      // What is ignored, as under nohup, stays ignored.
      if isIgnored(old) { continue }
      var action = sigaction()
      #if os(Linux)
        action.__sigaction_handler.sa_handler = removeUnfinished
      #else
        action.__sigaction_u.__sa_handler = removeUnfinished
      #endif
      sigaction(number, &action, nil)
      previous.append((number, old))
    }
  }

  deinit {
    for (number, action) in previous {
      var action = action
      sigaction(number, &action, nil)
    }
    unfinishedPaths = nil
    for path in paths { free(path) }
    paths.deallocate()
    let pending = pendingSignal.load(ordering: .sequentiallyConsistent)
    // To the process, not to this thread: threads of a pool block signals.
    if pending != 0 { kill(getpid(), pending) }
  }

  /// Whether a signal waits.
  static var isPending: Bool { pendingSignal.load(ordering: .sequentiallyConsistent) != 0 }

  /// From now on a signal waits until this value is gone.
  borrowing func hold() {
    isHeld.store(true, ordering: .sequentiallyConsistent)
  }
}

/// The names to remove; set before the handler is installed, cleared after it is gone.
nonisolated(unsafe) private var unfinishedPaths:
  UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>?
private let isHeld = Atomic<Bool>(false)
private let pendingSignal = Atomic<Int32>(0)

private func removeUnfinished(_ number: Int32) {
  if isHeld.load(ordering: .sequentiallyConsistent) {
    pendingSignal.store(number, ordering: .sequentiallyConsistent)
    return
  }
  if let paths = unfinishedPaths {
    for path in paths {
      guard let path else { continue }
      if rmdir(path) != 0, errno == ENOTDIR { unlink(path) }
    }
  }
  signal(number, SIG_DFL)
  raise(number)
}

private func isIgnored(_ action: sigaction) -> Bool {
  #if os(Linux)
    let handler = action.__sigaction_handler.sa_handler
  #else
    let handler = action.__sigaction_u.__sa_handler
  #endif
  // SIG_IGN is the address 1, which is no function to compare with.
  return unsafeBitCast(handler, to: Int.self) == 1
}
