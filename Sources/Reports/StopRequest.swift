#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization

/// Takes note when the process is told to end (SIGINT, SIGTERM), so that long work can stop between
/// two of its pieces and keep what is finished. The second signal ends the process at once.
///
/// It is for work whose pieces are good by themselves; `Interruption` guards the writing of files.
public struct StopRequest: ~Copyable {
  private static let signals = [SIGINT, SIGTERM]
  private var previous: [(number: Int32, action: sigaction)] = []

  private init() {
    wish.store(false, ordering: .sequentiallyConsistent)
    for number in Self.signals {
      var old = sigaction()
      sigaction(number, nil, &old)
      // What is ignored, as under nohup, stays ignored.
      if old.isIgnored { continue }
      var action = sigaction()
      #if os(Linux)
        action.__sigaction_handler.sa_handler = noteWish
      #else
        action.__sigaction_u.__sa_handler = noteWish
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
  }

  /// Does long work that asks `isMade` between its pieces.
  public static func heeding<Value, Failure: Error>(
    _ work: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let request = StopRequest()
    let result = Result(catching: work)
    _ = consume request
    return try result.get()
  }

  /// Whether the process was told to end since the request was made.
  public static var isMade: Bool { wish.load(ordering: .relaxed) }
}

private let wish = Atomic<Bool>(false)

private func noteWish(_ number: Int32) {
  // Who asks twice does not want to wait.
  signal(number, SIG_DFL)
  wish.store(true, ordering: .relaxed)
}

extension sigaction {
  /// SIG_IGN is the address 1, which is no function to compare with.
  var isIgnored: Bool {
    #if os(Linux)
      let handler = __sigaction_handler.sa_handler
    #else
      let handler = __sigaction_u.__sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == 1
  }
}
