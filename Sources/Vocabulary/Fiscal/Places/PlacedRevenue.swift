import Formulas

/// An amount that accrues somewhere: of a tax, of a firm, of a share sale.
struct PlacedRevenue {
  /// A tax that a part of the amount belongs to.
  struct TaxPart {
    let share: Double
    let sharing: TaxShares
  }

  let amount: Formula
  let taxes: [TaxPart]
  let tags: Set<String>
  let location: VillageShares
  /// What of it is with each member of a set for which it is declared; nil where it is declared
  /// once.
  var members: MemberAmounts?
  /// How many firms it is; nil where it is none.
  var firms: Formula?

  /// What a part of it comes to at a level.
  ///
  /// Taxes have shares of their own, but an amount is multiplied once: by what they make together.
  func accrued(_ amount: Formula, _ part: Double, at level: RevenueLevel) -> Formula {
    guard level != .total else {
      return amount.times(part * taxes.reduce(0) { $0 + $1.share })
    }
    // A share that is not known has been told.
    let shares = taxes.map { tax in
      (tax.sharing.share(of: level) ?? .constant(0)).times(part * tax.share)
    }
    return amount * .total(shares, .one)
  }
}

extension RevenueSource {
  /// What it brings of each tax, at the places where it is.
  func placed(_ sharing: [String: TaxShares]) -> [PlacedRevenue] {
    amounts.sorted { $0.key < $1.key }.compactMap { tax, amount in
      sharing[tax].map {
        PlacedRevenue(
          amount: amount, taxes: [.init(share: 1, sharing: $0)], tags: tags, location: location)
      }
    }
  }
}

extension Formula {
  /// The formula itself when the factor is one, but for rounding.
  func times(_ factor: Double) -> Formula {
    abs(factor - 1) < 1e-15 ? self : self * .constant(factor)
  }
}
