#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization
import Torreya

/// A line on standard error that says how far a long simulation has come; nothing where standard
/// error is no terminal, or the work is done before anybody could read it.
final class Progress: Sendable {
  private struct State {
    var lastShown: ContinuousClock.Instant
    var hasShown = false
  }

  private let language: Language
  private let isOn: Bool
  private let state: Mutex<State>

  init(quiet: Bool, language: Language) {
    self.language = language
    isOn = !quiet && isatty(2) == 1
    state = Mutex(State(lastShown: .now))
  }

  /// Shows the share of something that is done, at most ten times a second.
  func update(_ label: BilingualText, _ share: Double) {
    guard isOn else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      guard now - state.lastShown > .milliseconds(100) else { return }
      state.lastShown = now
      state.hasShown = true
      let percent = String(Int(share * 100))
      writeToStandardError(Array("\r\u{1B}[K\(label[language]) \(percent) %".utf8))
    }
  }

  /// Takes the line away, until there is more to show.
  func finish() {
    state.withLock { state in
      guard state.hasShown else { return }
      state.hasShown = false
      writeToStandardError(Array("\r\u{1B}[K".utf8))
    }
  }
}
