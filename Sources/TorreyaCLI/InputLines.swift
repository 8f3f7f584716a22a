#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Torreya

/// The lines of standard input, one after another; at a terminal behind a prompt.
struct InputLines {
  private var bytes: [UInt8] = []
  private var isAtEnd = false
  private let isTerminal = isatty(STDIN_FILENO) == 1
  /// Longer lines are no questions.
  private static let lengthMaximum = 1 << 20

  /// The next line without blanks around it; nil at the end, behind an empty line of a terminal,
  /// and when it is told to stop. Elsewhere empty lines are passed over.
  mutating func next(prompt: String, isStopped: () -> Bool) -> String? {
    while true {
      if isTerminal { writeToStandardError(Array(prompt.utf8)) }
      guard let line = nextLine(isStopped) else {
        // The shell's prompt begins a line of its own.
        if isTerminal { writeToStandardError([UInt8(ascii: "\n")]) }
        return nil
      }
      // Editors of Windows begin a file with a byte order mark, and end lines with CR LF.
      let text = String(
        line.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.reversed().drop(while: \.isWhitespace)
          .reversed())
      if !text.isEmpty { return text }
      if isTerminal { return nil }
    }
  }

  private mutating func nextLine(_ isStopped: () -> Bool) -> String? {
    while !isStopped() {
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: bytes[..<end], as: UTF8.self)
        bytes.removeSubrange(...end)
        return line
      }
      if isAtEnd || bytes.count > Self.lengthMaximum {
        defer { bytes = [] }
        return bytes.isEmpty || !isAtEnd ? nil : String(decoding: bytes, as: UTF8.self)
      }
      read()
    }
    return nil
  }

  /// Takes what there is. It waits in short stretches, since a signal that was noted on another
  /// thread does not end a wait.
  private mutating func read() {
    var wanted = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    let count = poll(&wanted, 1, 100)
    guard count > 0 else {
      isAtEnd = count < 0 && errno != EINTR
      return
    }
    var part = [UInt8](repeating: 0, count: 4096)
    #if canImport(Glibc)
      let length = Glibc.read(STDIN_FILENO, &part, part.count)
    #else
      let length = Darwin.read(STDIN_FILENO, &part, part.count)
    #endif
    if length > 0 {
      bytes += part[..<length]
    } else {
      isAtEnd = length == 0 || errno != EINTR
    }
  }
}
