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
        let head = Self.quoted(key) + ": "
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
    case .string(let text): return Self.quoted(text)
    case .number(let value): return shortNumber(value)
    case .list(let items): return "[" + items.map(\.inline).joined(separator: ", ") + "]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let parts = members.map { Self.quoted($0) + ": " + $1.inline }
      return "{ " + parts.joined(separator: ", ") + " }"
    }
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}

/// A number with at most six digits behind the point, and none that say nothing.
func shortNumber(_ value: Double) -> String {
  let rounded = (value * 1e6).rounded() / 1e6
  guard abs(rounded) < 1e15 else { return "\(rounded)" }
  return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}
