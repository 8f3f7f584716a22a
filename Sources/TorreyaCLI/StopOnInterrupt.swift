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

/// Says that what was finished is written, and the status with which the command ends.
func stopped(in language: Language) -> ExitCode {
  say(
    language == .zh
      ? "torreya: 已按要求中断；已完成的部分已写入文件"
      : "torreya: stopped as asked; what was finished is written")
  return ExitStatus.interrupted
}
