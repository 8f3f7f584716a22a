import Formulas
import SourceText

/// A kind of revenue: what accrues of it, when that falls due, and what of it is paid when.
///
/// Taxes accrue month by month and are filed by patterns: the first January brings the last
/// quarter of the year before. `TaxAccrual`, `TaxFiling` and `Arrears` read the three steps;
/// `TaxLedger` keeps the books.
public struct Tax: Component {
  static let kind = Field(
    "kind", .choice(TaxKind.allCases.map(\.rawValue)), zh: "税种", en: "the kind of revenue")
  static let localShare = Field(
    "localShare", .value(.share), .optional, zh: "地方分成比例",
    en: "the part that stays local; left out, the share of the kind in `fiscal.sharing`",
    called: BilingualText(zh: "地方分成比例", en: "local part"))
  static let shares = Field(
    "shares", .object(OwnShares.descriptor), .optional, zh: "省、区县、镇分成比例",
    en: "instead of `localShare`: what province, county and town take; the centre gets the rest")

  public static let descriptor = ObjectDescriptor(
    "tax", zh: "税种或非税收入", en: "a kind of revenue",
    fields: [.id, .label, ObjectReader.by, kind] + TaxAccrual.fields
      + [ObjectReader.reportMembers, TaxFiling.filing] + Arrears.fields
      + [localShare, shares, ObjectReader.tags] + VillageShares.fields)

  public let id: String
  public let label: BilingualText
  /// The taxpayers that have no name of their own in the scenario.
  let source: RevenueSource
  let sharing: TaxShares
  /// What arises with each member, where the tax is declared for a set of them.
  let members: MemberAmounts?
  let filing: TaxFiling
  let arrears: Arrears
  /// What the accrual needs beside its amount.
  let indicators: [Indicator]
  let idPath: String
  let origin: SourceRange

  init(_ given: ObjectReader, section: FiscalData) {
    var reader = given
    id = reader.id()
    idPath = reader.idPath
    origin = reader.node.range
    let kind = reader.choice(Self.kind).flatMap(TaxKind.init(rawValue:))
    label = reader.label ?? kind?.label ?? reader.labelOrID
    reader.ownerLabel = label
    let (accrual, members) = TaxAccrual.reading(reader, label)
    self.members = members
    indicators = accrual.indicators
    filing = TaxFiling(reader, calendar: section.filing, season: accrual.season)
    arrears = Arrears(reader)
    source = RevenueSource(
      id: reader.idPath, label: label, amounts: [id: accrual.amount],
      before: filing.needsPast ? [id: Self.known(accrual.past, reader)] : [:], payment: .filed,
      tags: reader.tags())
    sharing = TaxShares(reader, kind, section)
  }

  /// What accrued before the horizon; a placeholder, with a diagnostic, where that is not known.
  private static func known(_ past: AccrualBefore, _ reader: ObjectReader) -> AccrualBefore {
    guard let field = past.unknownBecauseOf else { return past }
    reader.reportInvalid(field, .unknownPast, expected: .previousYear)
    return AccrualBefore(lastYear: .constant(0, .yuan), thisYear: .constant(0, .yuan))
  }

  /// Where it is, unless that is said by the members for which it exists.
  func location(_ reader: ObjectReader, among places: Places) -> VillageShares {
    let location = reader.location(among: places)
    guard let members, !location.parts.isEmpty,
      let level = places.levels.first(where: { members.has($0.set) })
    else { return location }
    for field in VillageShares.fields {
      reader.reportInvalid(
        field,
        .init(
          zh: "这个税种按“\(level.set.id)”分别设立，所在地由此而定",
          en: "the tax exists for each of '\(level.set.id)', and so is where they are"),
        suggestion: .init(
          zh: "\"\(ObjectReader.by.key)\" 和 \"\(field.key)\" 只写一个",
          en: "either \"\(ObjectReader.by.key)\" or \"\(field.key)\""))
    }
    return .nowhere
  }

  func labelled(_ zh: String, _ en: String) -> BilingualText {
    BilingualText(zh: label.zh + zh, en: label.en + ": " + en)
  }
}

extension ObjectReader {
  /// The id of a tax of the scenario; nil, with a diagnostic, when it is none.
  func tax(_ field: Field, among taxes: [String]) -> String? {
    guard let tax = text(field) else { return nil }
    if taxes.contains(tax) { return tax }
    if let (node, path) = member(field) {
      context.report(
        Diagnostic(
          .unknownName, .noTax(tax), at: node.range, path: path.description,
          expected: .oneOf(taxes), suggestion: didYouMean(tax, among: taxes)))
    }
    return nil
  }
}

extension BilingualText {
  fileprivate static let unknownPast = BilingualText(
    zh: "公式在预测期之前没有值，而那时应计的税款有一部分在预测期内入库",
    en: "a formula has no value before the horizon, and some of what accrued then is paid "
      + "within it")
  fileprivate static let previousYear = BilingualText(
    zh: "同时写 \"\(TaxAccrual.previousYear.key)\"：上年应计税额",
    en: "also \"\(TaxAccrual.previousYear.key)\": what accrued in the year before")
}
