import SourceText

/// What brings a one-off tax. Definitions of totals can leave a kind out by its name, which each
/// one-off of the kind bears as a tag.
public enum OneOffKind: String, CaseIterable, Sendable {
  case shareSale
  case agreementTransfer
  case landWindfall
  case equityIncentive
  case other

  public var label: BilingualText {
    switch self {
    case .shareSale: BilingualText(zh: "股权减持", en: "Share sale")
    case .agreementTransfer: BilingualText(zh: "协议转让", en: "Agreement transfer")
    case .landWindfall: BilingualText(zh: "土地一次性收益", en: "Land windfall")
    case .equityIncentive: BilingualText(zh: "股权激励", en: "Equity incentive")
    case .other: BilingualText(zh: "其他一次性税收", en: "Other one-off tax")
    }
  }
}
