import Formulas
import SourceText

/// Who takes in what visitors spend.
enum Taker: String, CaseIterable {
  case households, village, firms

  var label: BilingualText {
    switch self {
    case .households: BilingualText(zh: "农户", en: "households")
    case .village: BilingualText(zh: "村集体", en: "village collectives")
    case .firms: BilingualText(zh: "企业", en: "registered firms")
    }
  }

  /// Where what is left to it goes.
  var destination: SpendingDestination {
    switch self {
    case .households: .business
    case .village: .village
    case .firms: .enterprise
    }
  }
}

/// Where money that visitors spend ends, each yuan in one place.
enum SpendingDestination: String, CaseIterable {
  /// Wages of the town's residents.
  case wage
  /// Net business income of its households.
  case business
  /// Rents that its residents receive.
  case property
  /// Income of village collectives.
  case village
  /// What firms keep, before their taxes.
  case enterprise
  /// What leaves the town.
  case leakage

  var label: BilingualText {
    switch self {
    case .wage: BilingualText(zh: "工资性收入", en: "wages")
    case .business: BilingualText(zh: "农户经营净收入", en: "net business income of households")
    case .property: BilingualText(zh: "财产净收入", en: "property income")
    case .village: BilingualText(zh: "村集体收入", en: "income of village collectives")
    case .enterprise: BilingualText(zh: "企业留存（税前）", en: "what firms keep before taxes")
    case .leakage: BilingualText(zh: "流出本镇", en: "what leaves the town")
    }
  }
}

/// What becomes of a taker's turnover: what it buys elsewhere, pays as wages and rents, and keeps.
struct TakerAccount: Component {
  static let inputs = Field(
    "inputs", .value(.share), .defaults(to: "0"), zh: "外购投入占营业额比例",
    en: "the part of the turnover that buys goods, services and work from elsewhere: it leaks out",
    called: BilingualText(zh: "外购投入占营业额比例", en: "part bought from elsewhere"))
  static let wages = Field(
    "wages", .value(.share), .defaults(to: "0"), zh: "付给本镇居民的工资占营业额比例",
    en: "the part that becomes wages of the town's residents",
    called: BilingualText(zh: "付给本镇居民的工资占营业额比例", en: "part paid as wages to residents"))
  static let rents = Field(
    "rents", .value(.share), .defaults(to: "0"), zh: "付给本镇居民的租金占营业额比例",
    en: "the part that becomes rents of the town's residents; what is left is the taker's own",
    called: BilingualText(zh: "付给本镇居民的租金占营业额比例", en: "part paid as rents to residents"))

  static let descriptor = ObjectDescriptor(
    "takerAccount", zh: "营业额的去向", en: "what becomes of a turnover with visitors",
    fields: [inputs, wages, rents],
    example: #"{ "inputs": "50%", "wages": "25%", "rents": "5%" }"#)

  /// Of a yuan of turnover, what goes where; what it keeps itself is left out.
  let paid: [SpendingDestination: Formula]
  /// What it keeps of a yuan.
  let kept: Formula

  /// - Parameter reader: nil for one that pays nothing on.
  init(_ reader: ObjectReader?) {
    guard let parts = reader?.partsOfWhole([Self.inputs, Self.wages, Self.rents]) else {
      paid = [:]
      kept = .constant(1)
      return
    }
    paid = [.leakage: parts[0], .wage: parts[1], .property: parts[2]]
    kept = .constant(1) - (parts[0] + parts[1] + parts[2])
  }
}
