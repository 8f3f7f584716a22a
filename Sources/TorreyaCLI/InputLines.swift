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
  /// Whether what comes until the end of the line belongs to one that is too long.
  private var isPassingOver = false
  private let isTerminal = isatty(STDIN_FILENO) == 1
  /// Longer lines are no questions.
  private static let lengthMaximum = 1 << 20

  /// What stands on a line.
  private enum Line {
    case text(String)
    case tooLong
    case unreadable(Diagnostic)

    init(_ bytes: [UInt8]) {
      let file = SourceFile(name: SourceFile.standardInputName, bytes: bytes)
      self =
        if let mistake = encodingMistake(in: file) {
          .unreadable(mistake)
        } else {
          .text(String(decoding: bytes, as: UTF8.self))
        }
    }
  }

  /// The next line without blanks around it; nil at the end, behind an empty line of a terminal,
  /// and when it is told to stop. Elsewhere empty lines are passed over; so are lines that cannot
  /// be read, which is said.
  mutating func next(prompt: String, isStopped: () -> Bool) -> String? {
    while true {
      if isTerminal { writeToStandardError(Array(prompt.utf8)) }
      guard let line = nextLine(isStopped) else {
        // The shell's prompt begins a line of its own.
        if isTerminal { writeToStandardError([UInt8(ascii: "\n")]) }
        return nil
      }
      let written: String
      switch line {
      case .text(let text): written = text
      case .tooLong:
        say(
          error: .init(
            zh: "这一行超过 \(Self.lengthMaximum) 字节，未读取",
            en: "a line of more than \(Self.lengthMaximum) bytes is passed over"))
        continue
      case .unreadable(let mistake):
        say(printed([mistake], language: .ofCommandLine))
        continue
      }
      // Editors of Windows begin a file with a byte order mark, and end lines with CR LF.
      let text = String(
        written.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.reversed().drop(while: \.isWhitespace)
          .reversed())
      if !text.isEmpty { return text }
      if isTerminal { return nil }
    }
  }

  private mutating func nextLine(_ isStopped: () -> Bool) -> Line? {
    while !isStopped() {
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(bytes[..<end])
        bytes.removeSubrange(...end)
        return ended(line)
      }
      if isAtEnd {
        defer { bytes = [] }
        return bytes.isEmpty && !isPassingOver ? nil : ended(bytes)
      }
      if bytes.count > Self.lengthMaximum {
        isPassingOver = true
        bytes = []
      }
      read()
    }
    return nil
  }

  /// A line that has come to its end.
  private mutating func ended(_ line: [UInt8]) -> Line {
    defer { isPassingOver = false }
    return isPassingOver ? .tooLong : Line(line)
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
