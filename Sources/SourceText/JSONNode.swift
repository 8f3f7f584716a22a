/// A JSON value that remembers where it stands in its file.
public struct JSONNode: Sendable {
  public let value: JSONValue
  public let range: SourceRange

  public init(value: JSONValue, range: SourceRange) {
    self.value = value
    self.range = range
  }
}

/// The six kinds of JSON value. A number keeps its text, so that nothing is lost before a
/// reader says what it wants it to be.
public enum JSONValue: Sendable {
  case null
  case boolean(Bool)
  case number(text: String)
  case string(String)
  case array([JSONNode])
  case object([JSONMember])
}

/// A key of an object with its value, in the order of the file.
public struct JSONMember: Sendable {
  public let key: String
  public let keyRange: SourceRange
  public let value: JSONNode

  public init(key: String, keyRange: SourceRange, value: JSONNode) {
    self.key = key
    self.keyRange = keyRange
    self.value = value
  }
}
