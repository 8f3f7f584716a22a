/// A share as it is written in decimal, so that shares can be summed without rounding.
struct ExactShare: Hashable, Comparable {
  /// In units of the last of 15 decimals.
  private let units: Int

  static let zero = ExactShare(units: 0)
  static let whole = ExactShare(units: scale)

  private static let decimals = 15
  private static let scale = 1_000_000_000_000_000

  private init(units: Int) { self.units = units }

  /// - Errors: nil unless the text is a decimal from 0 to 1 with at most 15 decimals.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, whole == "0" || whole == "1" else {
      return nil
    }
    let fraction = parts.count == 2 ? parts[1] : "0"
    guard (1...Self.decimals).contains(fraction.utf8.count),
      fraction.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let digits = Int(fraction)
    else { return nil }
    let missing = Self.decimals - fraction.utf8.count
    let units = (0..<missing).reduce(digits) { value, _ in value * 10 }
    self.init(units: units + (whole == "1" ? Self.scale : 0))
    guard self.units <= Self.scale else { return nil }
  }

  /// The nearest number.
  ///
  /// - Accuracy: correctly rounded, because both operands of the quotient are whole numbers
  ///   below 2⁵³.
  var value: Double { Double(units) / Double(Self.scale) }

  static func < (left: ExactShare, right: ExactShare) -> Bool { left.units < right.units }

  /// The sum, which may be more than the whole.
  static func + (left: ExactShare, right: ExactShare) -> ExactShare {
    ExactShare(units: left.units + right.units)
  }

  /// What is left of the whole; negative where nothing is.
  var rest: ExactShare { ExactShare(units: Self.scale - units) }
}
