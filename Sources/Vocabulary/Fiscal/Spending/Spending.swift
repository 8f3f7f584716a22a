import Formulas
import SourceText

/// What the town spends, as far as cash has to be known: lines of livelihood, and works.
struct Spending: Component {
  static let livelihood = Field(
    "livelihood", .list(.object(SpendingLine.descriptor)), .optional, zh: "民生支出",
    en: "lines of spending on livelihood")
  static let works = Field(
    "works", .list(.object(WorksPayment.descriptor)), .optional, zh: "工程支出",
    en: "what is paid for projects, each by its id in `works`")

  static let descriptor = ObjectDescriptor(
    "spending", zh: "财政支出", en: "what the town spends", fields: [livelihood, works])

  let indicators: [Indicator]

  /// What is spent in a period.
  static let total = Formula.reference("fiscal.spending.total")

  init(_ reader: ObjectReader, projects: [Project]) {
    let lines = reader.list(Self.livelihood).map(SpendingLine.init)
    let works = reader.list(Self.works, prefix: reader.name(Self.works.key)).map {
      WorksPayment($0, projects: projects)
    }
    func sum(_ key: String, _ zh: String, _ en: String, _ parts: [Formula]) -> Indicator {
      Indicator(
        reader.name(key), label: BilingualText(zh: zh, en: en), kind: .flow,
        unit: .tenThousandYuan, .total(parts, .yuan), origin: reader.node.range)
    }
    indicators =
      lines.flatMap(\.indicators) + works.flatMap(\.indicators) + [
        sum("livelihood", "民生支出合计", "Spending on livelihood", lines.map(\.paid)),
        sum("works", "工程支出合计", "Spending on works", works.map(\.paid)),
        sum("total", "支出合计", "Spending", (lines.map(\.paid) + works.map(\.paid))),
      ]
  }
}
