import Formulas
import SourceText

/// What each level takes of a kind of revenue.
struct TaxShares {
  /// The shares that are known: always those of the centre and of all below it.
  private let shares: [RevenueLevel: Formula]
  /// The levels below that the data or the scenario name.
  let named: Set<RevenueLevel>

  /// The part that a level takes of the whole; nil where nothing says it.
  func share(of level: RevenueLevel) -> Formula? { shares[level] }

  private init(_ shares: [RevenueLevel: Formula], named: Set<RevenueLevel> = []) {
    (self.shares, self.named) = (shares, named)
  }

  /// The shares of a tax: its own, or those of the rules for its kind.
  init(_ reader: ObjectReader, _ kind: TaxKind?, _ data: FiscalData) {
    if reader.has(Tax.shares), reader.has(Tax.localShare) {
      reader.reportInvalid(
        Tax.localShare,
        .init(
          zh: "税种只写“localShare”或“shares”，不能都写",
          en: "a tax has either 'localShare' or 'shares'"), suggestion: .removeOne)
    }
    if let own = reader.object(Tax.shares).map(OwnShares.init) {
      self.init(reader, own)
    } else if let local = reader.probability(Tax.localShare) {
      self.init(reader, local: local, data.division)
    } else if let kind, let shares = TaxShares(reader, kind, data) {
      self = shares
    } else {
      reader.context.report(
        Diagnostic(
          .missingKey,
          .init(
            zh: "没有写明这个税种的地方分成比例",
            en: "nothing says which part of this tax stays local"),
          at: reader.node.range, path: reader.path.description, expected: .localShare))
      self.init(reader, local: .constant(1), nil)
    }
  }

  private init(_ reader: ObjectReader, _ own: OwnShares) {
    let given = RevenueLevel.divided.compactMap { own.parts[$0] }
    let local = Self.add(.local, .total(given, .one), to: reader)
    var shares = RevenueLevel.divided.reduce(into: [RevenueLevel: Formula]()) {
      $0[$1] = own.parts[$1] ?? .constant(0)
    }
    shares[.local] = local
    shares[.central] = Self.add(.central, .constant(1) - local, to: reader)
    self.init(shares, named: Set(own.parts.keys))
  }

  private init(_ reader: ObjectReader, local: Formula, _ division: Division?) {
    var shares = [RevenueLevel.local: local]
    shares[.central] = Self.add(.central, .constant(1) - local, to: reader)
    for (level, part) in division?.inOrder ?? [] {
      shares[level] = Self.add(level, local * part, to: reader)
    }
    self.init(shares, named: division?.named ?? [])
  }

  /// By the rules in force; nil when there is none.
  private init?(_ reader: ObjectReader, _ kind: TaxKind, _ data: FiscalData) {
    let horizon = reader.context.horizon
    let rules = data.sharing.rules(of: kind, in: horizon)
    guard let first = rules.first else { return nil }
    func add(_ level: RevenueLevel) -> Formula {
      data.sharing.add(
        rules.series(horizon) { $0.share(of: level) ?? 0 }, of: level, kind,
        from: first.validFrom, to: reader)
    }
    var shares: [RevenueLevel: Formula] = [.local: add(.local), .central: add(.central)]
    var named = rules.reduce(into: Set<RevenueLevel>()) { $0.formUnion($1.named) }
    // What the rules book whole, and so leave to the division.
    let whole = rules.series(horizon) { $0.division == nil ? $0.local.value : 0 }
    if whole.allSatisfy({ $0 == 0 }) {
      for level in RevenueLevel.divided { shares[level] = add(level) }
    } else if let division = data.division {
      for (level, part) in division.inOrder {
        let divided = rules.series(horizon) { $0.share(of: level) ?? 0 }
        shares[level] = Self.add(
          level, Formula(.series(divided, .share)) + Formula(.series(whole, .share)) * part,
          to: reader)
      }
      named.formUnion(division.named)
    }
    self.init(shares, named: named)
  }

  private static func add(
    _ level: RevenueLevel, _ formula: Formula, to reader: ObjectReader
  ) -> Formula {
    let name = reader.name(level.shareName)
    reader.context.add(
      Indicator(
        name, label: reader.labelled(level.ofShare), kind: .level, unit: .share, formula,
        visibility: .inner, origin: reader.node.range))
    return .reference(name)
  }
}

extension Division {
  /// What each level takes of the local part, the highest first.
  var inOrder: [(level: RevenueLevel, share: Formula)] {
    RevenueLevel.divided.compactMap { level in shares[level].map { (level, $0) } }
  }
}

extension BilingualText {
  fileprivate static let localShare = BilingualText(
    zh: "\"localShare\" 或 \"shares\"，或在 \"fiscal.sharing\" 的文件中有这一税种的行",
    en: "\"localShare\" or \"shares\", or a row for the kind in the file of "
      + "\"fiscal.sharing\"")
}
