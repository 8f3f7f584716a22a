/// A name in which `*` stands for any one segment, such as `fiscal.*.accrued`.
public struct NamePattern: Sendable {
  /// The bytes of each segment; nil for one that may be any.
  private let segments: [[UInt8]?]

  public init(_ text: String) {
    segments = text.utf8.split(separator: .dot, omittingEmptySubsequences: false).map { segment in
      segment.elementsEqual([UInt8(ascii: "*")]) ? nil : Array(segment)
    }
  }

  /// Whether a name has as many segments, each the same where it may not be any.
  ///
  /// - Complexity: O(bytes), and nothing is allocated: all names of a scenario are tried.
  public func matches(_ name: String) -> Bool {
    var rest = name.utf8[...]
    for (place, segment) in segments.enumerated() {
      if place > 0 { guard rest.popFirst() == .dot else { return false } }
      guard let segment else {
        rest = rest.drop { $0 != .dot }
        continue
      }
      guard rest.starts(with: segment) else { return false }
      rest = rest.dropFirst(segment.count)
    }
    return rest.isEmpty
  }

  /// What stands in a name for the segments that may be any, joined by dots.
  public func freeSegments(of name: String) -> String {
    zip(name.split(separator: ".", omittingEmptySubsequences: false), segments)
      .filter { $1 == nil }.map(\.0).joined(separator: ".")
  }
}

extension UInt8 {
  fileprivate static let dot = UInt8(ascii: ".")
}
