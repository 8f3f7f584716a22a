import Formulas
import SourceText

/// Local revenue: taxes and non-tax revenue, the firms behind them, and one-off taxes; with what
/// the town keeps of it, funds from above, and what it spends.
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
    en: "a file with the columns taxKind, validFrom and shares, such as localShare: who gets which "
      + "part from a day on")
  static let division = Field(
    "division", .object(Division.descriptor), .optional, zh: "地方部分的划分",
    en: "how province, county and town divide the local part that the file books whole")
  static let settlement = Field(
    "settlement", .object(Settlement.descriptor), .optional, zh: "基数加增量分成",
    en: "what the town keeps of its revenue, by a base and an increment")
  static let taxes = Field(
    "taxes", .list(.object(Tax.descriptor)), zh: "税种与非税收入",
    en: "the kinds of revenue")
  static let oneOffs = Field(
    "oneOff", .list(.object(OneOff.descriptor)), .optional, zh: "一次性税收",
    en: "taxes that come by an event and not by the year")
  static let policies = Field(
    "policies", .list(.object(Policy.descriptor)), .optional, zh: "政策变动",
    en: "policies that may change")
  static let transfers = Field(
    "transfers", .list(.object(Transfer.descriptor)), .optional, zh: "向上争取资金",
    en: "funds from above")
  static let spending = Field(
    "spending", .object(Spending.descriptor), .optional, zh: "财政支出", en: "what the town spends")
  static let cash = Field(
    "cash", .object(CashBalance.descriptor), .optional, zh: "资金余额", en: "the cash of the town")

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
    fields: [
      filingCalendar, holidays, sharing, division, settlement, definitions, taxes, oneOffs,
      policies, transfers, spending, cash, history, elapsed, Places.field,
    ] + Payers.fields)

  public let indicators: [Indicator]
  public let layout: FiscalLayout

  /// - Parameter projects: what the town may pay for.
  public init(_ reader: ObjectReader, projects: [Project]) {
    let data = FiscalData(reader)
    let readers = Self.named(reader.list(Self.taxes))
    let taxes = readers.map { Tax($0, section: data) }
    Self.reportSharedVisitorBases(readers)
    let ids = taxes.map(\.id)
    let places = Places(reader)
    let payers = Payers(reader, taxes: ids, places: places)
    let oneOffs = Self.named(reader.list(Self.oneOffs)).map { OneOff($0, taxes: ids) }
    let others =
      zip(taxes, readers).map { $0.source.located($0.location($1, among: places)) }
      + oneOffs.map(\.source)
    let sources = others + payers.sources
    let tags = sources.reduce(into: Set<String>()) { $0.formUnion($1.tags) }
      .union([RevenueSource.oneOffTag] + OneOffKind.allCases.map(\.rawValue))
    let definitions =
      RevenueDefinition.standard
      + reader.list(Self.definitions).map { RevenueDefinition($0, known: tags) }
    var layout = FiscalLayout(
      kinds: taxes.map { FiscalLayout.Part(id: $0.id, label: $0.label) },
      levels: Self.levels(taxes, reader.context), definitions: definitions,
      groups: payers.groupMembers, payers: payers.payerMembers, pipelineFirms: payers.pipelineFirms,
      history: RevenueHistory(reader, kinds: ids, definitions: definitions),
      elapsed: reader.choice(Self.elapsed).flatMap(FiscalLayout.ElapsedTime.init) ?? .months)
    let revenue = Revenue(taxes: taxes, sources: sources, layout: layout)
    var checks = RevenueChecks(taxes: taxes, entries: revenue.entries, layout: layout)
    let sharing = Dictionary(taxes.map { ($0.id, $0.sharing) }, uniquingKeysWith: { $1 })
    let members = MemberRevenue(
      Self.placed(taxes, others, sharing) + payers.placed(sharing), definitions, places,
      reader.context)
    layout.memberResults = members.complete.map { .init($0, definitions) }
    checks.add(layout.memberResults, sources, revenue)
    let money = TownMoney(reader, layout, projects, &checks)
    self.layout = layout
    indicators =
      payers.indicators(others, layout, sharing) + oneOffs.flatMap(\.indicators)
      + revenue.indicators + money.indicators + checks.indicators + members.indicators
  }

  /// The taxes, as a whole or with each member of a set, and what comes once.
  ///
  /// - Parameter sources: those of the taxes first.
  private static func placed(
    _ taxes: [Tax], _ sources: [RevenueSource], _ sharing: [String: TaxShares]
  ) -> [PlacedRevenue] {
    zip(taxes, sources).flatMap { tax, source in
      source.placed(sharing).map {
        var placed = $0
        placed.members = tax.members
        return placed
      }
    } + sources.dropFirst(taxes.count).flatMap { $0.placed(sharing) }
  }

  /// Names below `fiscal.` that mean something else than what the planner declares; those of the
  /// sets of members are more of them.
  private static let reservedNames =
    RevenueLevel.allCases.map(\.rawValue) + [
      "cash", "checks", "concentration", "effects", "policies", "retained", "settlement",
      "spending", "transfers",
    ]

  /// Sees to it that what the planner declares has names of its own.
  static func named(_ readers: [ObjectReader]) -> [ObjectReader] {
    guard let context = readers.first?.context else { return readers }
    let reservedNames = Set(reservedNames + context.members.ids)
    for reader in readers where reservedNames.contains(reader.idPath.lastSegment) {
      reader.reportInvalid(
        .id,
        .init(
          zh: "名称“\(reader.idPath)”已另有含义",
          en: "the name '\(reader.idPath)' has a meaning already"),
        expected: .anotherID(than: reservedNames.sorted()))
    }
    return readers
  }

  /// The levels that have results: those that the data or the scenario name for some tax, for
  /// which then all others must have a share.
  private static func levels(_ taxes: [Tax], _ context: ReadingContext) -> [RevenueLevel] {
    let named = taxes.reduce(into: Set<RevenueLevel>()) { $0.formUnion($1.sharing.named) }
    let levels = RevenueLevel.divided.filter(named.contains)
    for tax in taxes {
      let unknown = levels.filter { tax.sharing.share(of: $0) == nil }
      guard !unknown.isEmpty else { continue }
      context.report(
        Diagnostic(
          .missingKey,
          .init(
            zh: "没有写明“\(tax.id)”的地方部分如何划分",
            en: "nothing says how the local part of '\(tax.id)' is divided"),
          at: tax.origin, expected: .shares(of: unknown.map(\.rawValue))))
    }
    return RevenueLevel.standard + levels
  }
}

extension BilingualText {
  /// What is expected where the local part is not divided.
  fileprivate static func shares(of levels: [String]) -> BilingualText {
    BilingualText(
      zh: levels.joined(separator: "、") + " 的比例：税种中的 \"shares\"、\"fiscal.sharing\" 文件中的列，"
        + "或 \"fiscal.division\"",
      en: "shares of " + levels.joined(separator: ", ") + ": \"shares\" in the tax, columns of the "
        + "file of \"fiscal.sharing\", or \"fiscal.division\"")
  }
}
