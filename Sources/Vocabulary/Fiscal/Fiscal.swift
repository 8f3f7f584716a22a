import Formulas
import SourceText

/// Local revenue: taxes and non-tax revenue, the firms behind them, and one-off taxes.
///
/// Total fiscal revenue (财政总收入) and general public budget revenue (一般公共预算收入) are two
/// readings of the same amounts: all of each kind, and the part of it that stays local. Each
/// exists as `recurring`, without one-off taxes, and as `reported`, with them.
public struct Fiscal: Component {
  static let filingCalendar = Field(
    "filingCalendar", .file, .optional, zh: "申报入库日历（CSV）",
    en: "a file of rules: what accrues in which months, by which pattern, falls due when")
  static let holidays = Field(
    "holidays", .file, .optional, zh: "节假日（CSV），申报期限据此顺延",
    en: "public holidays past which deadlines slide; left out, they slide past weekends only")
  static let sharing = Field(
    "sharing", .file, .optional, zh: "分成规则（CSV）",
    en: "a file with the columns taxKind, localShare, validFrom: which part stays local")
  static let taxes = Field(
    "taxes", .list(.object(Tax.descriptor)), zh: "税种与非税收入",
    en: "the kinds of revenue")
  static let oneOffs = Field(
    "oneOff", .list(.object(OneOff.descriptor)), .optional, zh: "一次性税收",
    en: "taxes that come at most once")

  static let definitions = Field(
    "definitions", .list(.object(RevenueDefinition.descriptor)), .optional, zh: "收入口径",
    en: "what totals count, besides `recurring` and `reported`")
  static let history = Field(
    "history", .file, .optional, zh: "以前各期收入（CSV），用于同比",
    en: "a file with the columns period, kind (a tax or `all`), level, amount (in 10,000 yuan), "
      + "and where it matters definition: what was collected before, to reckon growth from")
  static let elapsed = Field(
    "elapsed", .choice(FiscalLayout.ElapsedTime.allCases.map(\.rawValue)),
    .defaults(to: FiscalLayout.ElapsedTime.months.rawValue), zh: "序时进度按月或按天计算",
    en: "what the share of the year that has passed is counted in, for the progress of collection")

  public static let descriptor = ObjectDescriptor(
    "fiscal", zh: "财政收入", en: "local revenue",
    fields: [filingCalendar, holidays, sharing, definitions, taxes, oneOffs, history, elapsed]
      + Payers.fields)

  public let indicators: [Indicator]
  public let layout: FiscalLayout

  public init(_ reader: ObjectReader) {
    let data = FiscalData(reader)
    let readers = reader.list(Self.taxes)
    let taxes = readers.map { Tax($0, section: data) }
    let ids = taxes.map(\.id)
    let payers = Payers(reader, taxes: ids)
    let oneOffs = reader.list(Self.oneOffs).map { OneOff($0, taxes: ids) }
    let others =
      zip(taxes, readers).map { $0.source.located($1.location(among: payers.villages)) }
      + oneOffs.map(\.source)
    let sources = others + payers.sources
    let tags = sources.reduce(into: Set<String>()) { $0.formUnion($1.tags) }
      .union([RevenueSource.oneOffTag])
    let definitions =
      RevenueDefinition.standard
      + reader.list(Self.definitions).map { RevenueDefinition($0, known: tags) }
    layout = FiscalLayout(
      kinds: taxes.map { FiscalLayout.Part(id: $0.id, label: $0.label) },
      levels: RevenueLevel.allCases, definitions: definitions, groups: payers.groupMembers,
      payers: payers.payerMembers, villages: payers.villageMembers(definitions),
      history: RevenueHistory(reader, kinds: ids, definitions: definitions),
      elapsed: reader.choice(Self.elapsed).flatMap(FiscalLayout.ElapsedTime.init) ?? .months)
    let revenue = Revenue(taxes: taxes, sources: sources, layout: layout)
    indicators =
      payers.indicators(others, layout) + oneOffs.flatMap(\.indicators) + revenue.indicators
  }
}
