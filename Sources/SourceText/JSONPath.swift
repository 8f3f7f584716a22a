/// The way from the top of a JSON document to one value, such as `$.fiscal.taxes[0].annual`.
public struct JSONPath: Hashable, Sendable {
  /// One step downwards.
  public enum Step: Hashable, Sendable {
    /// To the member of an object with this key.
    case key(String)
    /// To the element of an array at this place, counted from 0.
    case index(Int)
  }

  /// The steps, outermost first; none for the whole document.
  public let steps: [Step]

  /// The whole document, `$`.
  public static let root = JSONPath([])

  public init(_ steps: [Step]) {
    self.steps = steps
  }

  /// The path of the member with `key` below this one.
  public func appending(key: String) -> JSONPath {
    JSONPath(steps + [.key(key)])
  }

  /// The path of the element at `index` below this one.
  public func appending(index: Int) -> JSONPath {
    JSONPath(steps + [.index(index)])
  }
}

extension JSONPath: CustomStringConvertible {
  /// As messages show it: identifiers follow a dot, other keys are quoted as in JSON.
  public var description: String {
    var text = "$"
    for step in steps {
      switch step {
      case .index(let index): text += "[\(index)]"
      case .key(let key) where Self.isIdentifier(key): text += "." + key
      case .key(let key): text += "[" + quotedJSON(key) + "]"
      }
    }
    return text
  }

  /// Whether a key needs no quotes: a letter of any script or `_`, then also digits.
  private static func isIdentifier(_ key: String) -> Bool {
    guard let first = key.unicodeScalars.first else { return false }
    guard first == "_" || first.properties.isXIDStart else { return false }
    return key.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
  }
}

/// The text as a JSON string, quotes included; characters beyond ASCII stay readable.
public func quotedJSON(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\r": quoted += "\\r"
    case "\t": quoted += "\\t"
    case "\u{0}"..<" ":
      let digits = String(scalar.value, radix: 16)
      quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
