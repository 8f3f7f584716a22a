import Formulas
import SourceText

/// The way of what visitors spend into incomes, each yuan once.
///
/// The spending on a category is taken in by households, village collectives and registered firms
/// of the town, or by sellers from elsewhere (`SpendingRoute`). Each taker buys from elsewhere,
/// pays wages and rents to residents, and keeps the rest (`TakerAccount`). So all that is spent is,
/// in every trial and period, wages + business + property + village + enterprise + leakage.
///
/// The turnover of the firms, `visitors.income.turnover.firms`, is no place where money ends but
/// what a tax is levied on: the base of one tax, which the firms pay out of what they keep.
public struct VisitorIncome: Component {
  static let categories = Field(
    "categories", .map(.object(SpendingRoute.descriptor)), zh: "各类消费由谁收取",
    en: "by category who takes it in; `every` stands for those that are not named")
  static let households = Field(
    "households", .object(TakerAccount.descriptor), .optional, zh: "农户营业额的去向",
    en: "what becomes of the turnover of households")
  static let village = Field(
    "village", .object(TakerAccount.descriptor), .optional, zh: "村集体营业额的去向",
    en: "what becomes of the turnover of village collectives")
  static let firms = Field(
    "firms", .object(TakerAccount.descriptor), .optional, zh: "企业营业额的去向",
    en: "what becomes of the turnover of registered firms")

  public static let descriptor = ObjectDescriptor(
    "visitorIncome", zh: "游客消费转化为收入",
    en: "how what visitors spend becomes income, each yuan once",
    fields: [categories, households, village, firms],
    example: """
      { "categories": { "every": { "keptInTown": "80%", "firms": "25%", "village": "5%" } }, \
      "households": { "inputs": "45%", "wages": "8%" }, \
      "firms": { "inputs": "50%", "wages": "25%", "rents": "5%" } }
      """)

  let indicators: [Indicator]

  /// - Parameter categories: what the visitors spend on.
  init(_ reader: ObjectReader, categories: [String]) {
    let routes = Self.routes(reader, categories)
    func account(_ field: Field, of taker: Taker) -> TakerAccount {
      var inner = reader.object(field)
      inner?.ownerLabel = Self.label(of: taker)
      return TakerAccount(inner)
    }
    let accounts = [
      Taker.households: account(Self.households, of: .households),
      .village: account(Self.village, of: .village), .firms: account(Self.firms, of: .firms),
    ]
    var flows = SpendingDestination.allCases.reduce(into: [:]) { $0[$1] = [Formula]() }
    flows[.leakage] = routes.map { category, route in
      .reference(SpendingTotals.id(of: category)) * route.outside
    }
    for taker in Taker.allCases {
      guard let account = accounts[taker] else { continue }
      let turnover = Formula.reference(Self.turnover(of: taker))
      for destination in SpendingDestination.allCases {
        if let part = account.paid[destination] { flows[destination]?.append(turnover * part) }
      }
      flows[taker.destination]?.append(turnover * account.kept)
    }
    indicators =
      Taker.allCases.map { Self.turnover(of: $0, routes, reader) }
      + SpendingDestination.allCases.map { destination in
        reader.income(destination, .total(flows[destination] ?? [], .yuan))
      }
  }

  /// The indicator of what ends at a destination.
  static func id(of destination: SpendingDestination) -> String {
    "visitors.income." + destination.rawValue
  }

  /// The indicator of what a taker takes in.
  static func turnover(of taker: Taker) -> String { "visitors.income.turnover." + taker.rawValue }

  private static func label(of taker: Taker) -> BilingualText {
    BilingualText(zh: taker.label.zh + "游客营业额", en: "Turnover with visitors: " + taker.label.en)
  }

  private static func turnover(
    of taker: Taker, _ routes: [(category: String, route: SpendingRoute)], _ reader: ObjectReader
  ) -> Indicator {
    Indicator(
      turnover(of: taker), label: label(of: taker), kind: .flow, unit: .tenThousandYuan,
      .total(
        routes.map { .reference(SpendingTotals.id(of: $0.category)) * $0.route.part(of: taker) },
        .yuan), origin: reader.node.range)
  }

  // MARK: Routes

  fileprivate static let every = "every"

  /// The way of each category; what is wrong with the names is reported.
  private static func routes(_ reader: ObjectReader, _ categories: [String])
    -> [(category: String, route: SpendingRoute)]
  {
    let given = reader.map(Self.categories).map { ($0.key, $0.reader) }
    for (key, inner) in given where key.key != every && !categories.contains(key.key) {
      reader.context.report(
        Diagnostic(
          .unknownName,
          BilingualText(
            zh: "没有游客在“\(key.key)”上消费",
            en: "no visitor spends anything on '\(key.key)'"),
          at: key.keyRange, path: inner.path.description, expected: .oneOf([every] + categories),
          suggestion: didYouMean(key.key, among: [every] + categories)))
    }
    let routes = given.reduce(into: [String: SpendingRoute]()) { routes, route in
      routes[route.0.key] = SpendingRoute(route.1.named(route.0.key))
    }
    return categories.compactMap { category in
      if let route = routes[category] ?? routes[every] { return (category, route) }
      reader.reportInvalid(
        Self.categories,
        BilingualText(
          zh: "没有写明“\(category)”的消费由谁收取",
          en: "nothing says who takes in the spending on '\(category)'"),
        expected: BilingualText(
          zh: "写 \"\(category)\"；或写 \"\(every)\"，指所有未写的类别",
          en: "\"\(category)\", or \"\(every)\" for all that are not named"))
      return nil
    }
  }
}

extension ObjectReader {
  /// The route of a category, by its name.
  fileprivate func named(_ category: String) -> ObjectReader {
    var reader = self
    let word =
      category == VisitorIncome.every
      ? BilingualText(zh: "其他各类", en: "every other category") : SpendingCategory.label(category)
    reader.ownerLabel = BilingualText(zh: "游客消费", en: "Visitor spending").of(word)
    return reader
  }

  /// The indicator of what ends at a destination.
  fileprivate func income(_ destination: SpendingDestination, _ formula: Formula) -> Indicator {
    let label = destination.label
    return Indicator(
      VisitorIncome.id(of: destination),
      label: BilingualText(zh: "游客消费：" + label.zh, en: "Visitor spending: " + label.en),
      kind: .flow, unit: .tenThousandYuan, formula, origin: node.range)
  }
}
