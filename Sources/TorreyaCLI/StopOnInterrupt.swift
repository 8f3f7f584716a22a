import ArgumentParser

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization
import Torreya

/// Notes that the process was told to end (SIGINT, SIGTERM) instead of ending at once, so that what
/// is finished by then can be written. Told a second time, it ends.
struct StopOnInterrupt {
  private static let signals = [SIGINT, SIGTERM]

  init() {
    isAsked.store(false, ordering: .sequentiallyConsistent)
    for number in Self.signals {
      let before = signal(number, noteStop)
      // What is ignored, as under nohup, stays ignored.
      if unsafeBitCast(before, to: Int.self) == 1 { signal(number, SIG_IGN) }
    }
    // A thread of a pool that starts a process hands down that it blocks signals.
    var set = sigset_t()
    sigemptyset(&set)
    for number in Self.signals { sigaddset(&set, number) }
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  /// Whether it was told to end.
  var isStopped: Bool { isAsked.load(ordering: .sequentiallyConsistent) }

  /// From now on a signal has its usual effect again.
  func end() {
    for number in Self.signals { signal(number, SIG_DFL) }
  }
}

private let isAsked = Atomic<Bool>(false)

private func noteStop(_ number: Int32) {
  isAsked.store(true, ordering: .sequentiallyConsistent)
  signal(number, SIG_DFL)
}

/// Ends a command that was told to stop before anything was finished, and says so.
func requireSomethingFinished(_ request: Request, in language: Language) throws {
  guard request.finished?.done == 0 else { return }
  say(
    language == .zh
      ? "torreya: 已按要求中断；尚无已完成的部分，未写文件"
      : "torreya: stopped as asked; nothing was finished by then, and no file is written")
  throw ExitStatus.interrupted
}

/// Ends a command that was told to stop, and says how much was finished and is written.
func endIfStopped(_ request: Request, in language: Language) throws {
  guard let finished = request.finished?.text[language] else { return }
  say(
    language == .zh
      ? "torreya: 已按要求中断；已完成的部分已写入文件：\(finished)"
      : "torreya: stopped as asked; what was finished is written: \(finished)")
  throw ExitStatus.interrupted
}
