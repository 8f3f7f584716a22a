#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization

/// Takes note of the first interrupt, so that work may end with what it has; the second one ends
/// the process as ever.
enum StopRequest {
  /// Whether somebody asked to stop.
  static var isMade: Bool { hasBeenMade.load(ordering: .relaxed) }

  /// From now on the first interrupt is a request.
  static func listen() {
    var action = sigaction()
    #if os(Linux)
      action.__sigaction_handler.sa_handler = noteRequest
    #else
      action.__sigaction_u.__sa_handler = noteRequest
    #endif
    action.sa_flags = Int32(bitPattern: UInt32(truncatingIfNeeded: SA_RESETHAND))
    sigaction(SIGINT, &action, nil)
  }
}

private let hasBeenMade = Atomic<Bool>(false)

private func noteRequest(_ number: Int32) { hasBeenMade.store(true, ordering: .relaxed) }
