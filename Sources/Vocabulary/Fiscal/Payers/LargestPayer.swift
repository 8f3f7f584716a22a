import Formulas

/// The firm that brings most in all, found in each trial by knock-out, and what it brings at each
/// level: that part is lost there when it goes, though another firm may bring more at that level.
///
/// Of firms that bring the same, the one goes on that the scenario names first.
///
/// - Complexity: two opcodes for each firm but one, and one more for each level below the total.
struct LargestPayer {
  /// What a firm brings.
  struct Firm {
    /// All of it.
    let total: Formula
    /// The parts of the levels below, in an order that all firms have in common.
    let parts: [Formula]

    init(total: Formula, parts: [Formula]) {
      (self.total, self.parts) = (total, parts)
    }

    /// What a taxpayer brings in a period, by the shares of the taxes among which it pays.
    init(
      _ taxpayer: Taxpayer, at levels: [RevenueLevel], _ sharing: [String: TaxShares]
    ) {
      total = taxpayer.revenue
      parts = levels.map { level in
        let shares = (taxpayer.mix?.parts ?? []).map { part in
          // What has no share was reported with the tax.
          (sharing[part.tax]?.share(of: level) ?? .constant(0)) * .constant(part.share)
        }
        return taxpayer.revenue * .total(shares, .one)
      }
    }

    /// The same since the year began.
    var yearToDate: Firm {
      Firm(
        total: .call(.yearToDate, total), parts: parts.map { .call(.yearToDate, $0) })
    }
  }

  /// - Precondition: there is a firm.
  static func among(_ firms: ArraySlice<Firm>) -> Firm {
    precondition(!firms.isEmpty, "a firm that may be the largest")
    if firms.count == 1 { return firms[firms.startIndex] }
    let middle = firms.startIndex + firms.count / 2
    let (first, second) = (among(firms[..<middle]), among(firms[middle...]))
    let isFirst = Formula.call(.greaterOrEqual, first.total, second.total)
    return Firm(
      total: .call(.maximum, first.total, second.total),
      parts: zip(first.parts, second.parts).map { .call(.conditional, isFirst, $0, $1) })
  }
}
