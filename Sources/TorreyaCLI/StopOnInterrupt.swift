import ArgumentParser

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization
import Torreya

/// What becomes of a command that is told to end (SIGINT, SIGTERM). Before it begins its work it
/// says so and ends at once; while it works that is noted, so that what is finished by then can be
/// written. Told a second time, it ends.
struct StopOnInterrupt {
  private static let signals = [SIGINT, SIGTERM]

  /// From now on a command that is told to end says so, and ends.
  init(in language: Language) {
    isAsked.store(false, ordering: .sequentiallyConsistent)
    isAtWork.store(false, ordering: .sequentiallyConsistent)
    // What a signal finds must be there: it can wait for nothing.
    farewellStatus.store(ExitStatus.interrupted.rawValue, ordering: .sequentiallyConsistent)
    let text = Array((nothingFinished[language] + "\n").utf8)
    // It stays as long as the process: the signal may come at any time.
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
    bytes.copyBytes(from: text)
    farewellCount.store(0, ordering: .sequentiallyConsistent)
    farewell.store(UInt(bitPattern: bytes.baseAddress), ordering: .sequentiallyConsistent)
    farewellCount.store(text.count, ordering: .sequentiallyConsistent)
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

  /// From now on it is noted, and who works asks for it.
  func beginWork() { isAtWork.store(true, ordering: .sequentiallyConsistent) }

  /// Whether it was told to end.
  var isStopped: Bool { isAsked.load(ordering: .sequentiallyConsistent) }

  /// From now on a signal has its usual effect again.
  func end() {
    for number in Self.signals { signal(number, SIG_DFL) }
  }
}

private let isAsked = Atomic<Bool>(false)
private let isAtWork = Atomic<Bool>(false)
/// Where its bytes stand.
private let farewell = Atomic<UInt>(0)
private let farewellCount = Atomic<Int>(0)
private let farewellStatus = Atomic<Int32>(0)

private let nothingFinished = BilingualText(
  zh: "torreya: 已按要求中断；尚无已完成的部分，未写文件",
  en: "torreya: stopped as asked; nothing was finished by then, and no file is written")

private func noteStop(_ number: Int32) {
  guard isAtWork.load(ordering: .sequentiallyConsistent) else {
    // Nothing but what a signal may interrupt anything for.
    if let text = UnsafeRawPointer(bitPattern: farewell.load(ordering: .sequentiallyConsistent)) {
      _ = write(2, text, farewellCount.load(ordering: .sequentiallyConsistent))
    }
    _exit(farewellStatus.load(ordering: .sequentiallyConsistent))
  }
  isAsked.store(true, ordering: .sequentiallyConsistent)
  signal(number, SIG_DFL)
}

/// Ends a command that was told to stop before anything was finished, and says so.
func requireSomethingFinished(_ request: Request, in language: Language) throws {
  guard request.finished?.done == 0 else { return }
  say(nothingFinished[language])
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
