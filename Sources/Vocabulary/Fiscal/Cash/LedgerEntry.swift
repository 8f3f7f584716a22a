import Formulas
import SourceText

/// What the books of a tax say of a period, besides what is paid.
public enum LedgerEntry: String, CaseIterable, Sendable {
  /// The liability that arises in a period.
  case accrued
  /// What falls due in a period, less refunds.
  case due
  /// What settlements give back in a period; where a part of the filing may be negative.
  case refunded
  /// Tax overdue at the end of a period; where some is paid late.
  case arrears
  /// Arrears given up in a period; where `writeOff` says so.
  case writtenOff
  /// The surcharge on arrears that is paid with them in a period, beyond what accrued; where
  /// `surchargePerDay` says so.
  case surcharge
  /// What has accrued and is not paid at the end of a period: not yet due, or in arrears; where
  /// something lies between the accrual and the payment.
  case receivable

  public var label: BilingualText {
    switch self {
    case .accrued: BilingualText(zh: "应计税额", en: "accrued")
    case .due: BilingualText(zh: "到期应缴净额", en: "due, less refunds")
    case .refunded: BilingualText(zh: "汇算清缴退税", en: "refunded by settlements")
    case .arrears: BilingualText(zh: "期末欠税", en: "arrears")
    case .writtenOff: BilingualText(zh: "核销欠税", en: "arrears written off")
    case .surcharge: BilingualText(zh: "滞纳金入库", en: "surcharge paid on arrears")
    case .receivable: BilingualText(zh: "期末应收未缴", en: "accrued and not yet paid")
    }
  }

  public var kind: Indicator.Kind {
    switch self {
    case .accrued, .due, .refunded, .writtenOff, .surcharge: .flow
    case .arrears, .receivable: .level
    }
  }
}
