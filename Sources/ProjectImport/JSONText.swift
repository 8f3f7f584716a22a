import SourceText

/// JSON that is to be read by people: what fits on a line stands on one.
enum JSONText {
  case string(String)
  case number(Double)
  case list([JSONText])
  /// Members in the order in which they are to be read.
  case object([(String, JSONText)])

  private static let columns = 100

  /// The text, without a line break at its end.
  func printed(indent: Int = 0, after prefix: Int = 0) -> String {
    let line = inline
    if indent + prefix + line.count < Self.columns || isPlain { return line }
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .list(let items):
      let lines = items.map { inner + $0.printed(indent: indent + 2) }
      return "[\n" + lines.joined(separator: ",\n") + "\n" + outer + "]"
    case .object(let members):
      let lines = members.map { key, value in
        let head = quotedJSON(key) + ": "
        return inner + head + value.printed(indent: indent + 2, after: head.count)
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n" + outer + "}"
    default: return line
    }
  }

  private var isPlain: Bool {
    switch self {
    case .string, .number: true
    case .list(let items): items.isEmpty
    case .object(let members): members.isEmpty
    }
  }

  private var inline: String {
    switch self {
    case .string(let text): return quotedJSON(text)
    case .number(let value): return shortNumber(value)
    case .list(let items): return "[" + items.map(\.inline).joined(separator: ", ") + "]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let parts = members.map { quotedJSON($0) + ": " + $1.inline }
      return "{ " + parts.joined(separator: ", ") + " }"
    }
  }
}

/// A number with at most six digits behind the point, and none that say nothing.
func shortNumber(_ value: Double) -> String {
  let rounded = (value * 1e6).rounded() / 1e6
  guard abs(rounded) < 1e15 else { return "\(rounded)" }
  return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}
