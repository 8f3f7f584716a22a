/// A JSON value that remembers where it stands in its file.
public struct JSONNode: Sendable {
  public let value: JSONValue
  public let range: SourceRange

  public init(value: JSONValue, range: SourceRange) {
    self.value = value
    self.range = range
  }
}

extension JSONNode {
  /// Whether this node was read where another one was, and nothing in it has been changed since.
  ///
  /// - Complexity: O(1) but for the text of a scalar: of lists and objects it is compared where
  ///   their elements are kept, which a change moves. So a copy that was made element by element
  ///   counts as changed.
  public func isTheVery(_ other: JSONNode) -> Bool {
    guard range.file === other.range.file, range.offsets == other.range.offsets else {
      return false
    }
    switch (value, other.value) {
    case (.null, .null): return true
    case (.boolean(let own), .boolean(let theirs)): return own == theirs
    case (.number(let own), .number(let theirs)): return own == theirs
    case (.string(let own), .string(let theirs)): return own == theirs
    case (.array(let own), .array(let theirs)): return isKept(own, where: theirs)
    case (.object(let own), .object(let theirs)): return isKept(own, where: theirs)
    default: return false
    }
  }

  private func isKept<Element>(_ own: [Element], where theirs: [Element]) -> Bool {
    own.withUnsafeBufferPointer { own in
      theirs.withUnsafeBufferPointer { theirs in
        own.count == theirs.count && (own.isEmpty || own.baseAddress == theirs.baseAddress)
      }
    }
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
