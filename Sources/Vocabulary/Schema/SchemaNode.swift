/// A piece of a JSON Schema, keys in the order in which they are to be read.
///
/// - Source: JSON Schema, draft 2020-12.
public indirect enum SchemaNode: Sendable {
  case boolean(Bool)
  case number(Int)
  case text(String)
  case list([SchemaNode])
  case object([(key: String, value: SchemaNode)])

  /// The schema as JSON, two spaces an indent.
  public func json(indent: Int = 0) -> String {
    let space = String(repeating: " ", count: indent + 2)
    let close = "\n" + String(repeating: " ", count: indent)
    switch self {
    case .boolean(let truth): return truth ? "true" : "false"
    case .number(let number): return String(number)
    case .text(let text): return quoted(text)
    case .list(let elements) where elements.isEmpty: return "[]"
    case .list(let elements):
      let lines = elements.map { space + $0.json(indent: indent + 2) }
      return "[\n" + lines.joined(separator: ",\n") + close + "]"
    case .object(let members) where members.isEmpty: return "{}"
    case .object(let members):
      let lines = members.map { space + quoted($0.key) + ": " + $0.value.json(indent: indent + 2) }
      return "{\n" + lines.joined(separator: ",\n") + close + "}"
    }
  }
}

/// A JSON string; the schema's own texts hold no control characters.
private func quoted(_ text: String) -> String {
  let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    .replacing("\n", with: "\\n")
  return "\"" + escaped + "\""
}
