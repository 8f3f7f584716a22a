import Formulas
import SourceText

/// What the town pays for a construction project: its part of the cost, spread evenly over the
/// time between a beginning and the end of the works; or a formula of the scenario's.
///
/// Payment goes by calendar days, so the periods sum to the part of the cost whose time lies in
/// the horizon.
struct WorksPayment: Component {
  static let share = Field(
    "share", .value(.share), .defaults(to: "1"), zh: "镇级承担比例", en: "the part that the town pays",
    called: BilingualText(zh: "镇级承担比例", en: "part that the town pays"))
  static let from = Field(
    "from", .text, .optional, zh: "从哪项作业开始支付",
    en: "the activity with whose start payment begins; the first one when left out")
  static let payments = Field(
    "payments", .formula, .optional, zh: "各期支付（公式）",
    en: "instead: a formula of what the town pays in a period")

  static let descriptor = ObjectDescriptor(
    "worksPayment", zh: "工程支出", en: "what the town pays for a project of `works`",
    fields: [.id, .label, share, from, payments])

  let indicators: [Indicator]
  /// What is paid in a period.
  let paid: Formula

  init(_ given: ObjectReader, projects: [Project]) {
    var reader = given
    let id = reader.id()
    let project = projects.first { $0.id == id }
    let label = reader.label ?? project?.label ?? reader.labelOrID
    reader.ownerLabel = label
    if project == nil {
      reader.context.report(
        Diagnostic(
          .unknownName,
          .init(zh: "情景中没有项目“\(id)”", en: "'\(id)' is no project of this scenario"),
          at: reader.member(.id)?.node.range ?? reader.node.range,
          path: reader.path.appending(key: Field.id.key).description,
          expected: projects.isEmpty ? .idOfProject : .oneOf(projects.map(\.id)),
          suggestion: didYouMean(id, among: projects.map(\.id))))
    }
    let share = reader.value(Self.share, default: 1)
    reader.requireShare(Self.share)
    let first = reader.text(Self.from)
    let formula =
      reader.has(Self.payments)
      ? reader.parsedFormula(Self.payments)
      : project.flatMap { Self.cost(of: $0, from: first, reader) }.map { $0 * share }
    for field in [Self.share, Self.from]
    where reader.has(field) && reader.has(Self.payments) {
      reader.reportInvalid(
        field,
        .init(
          zh: "“payments”的公式已写明全部支付", en: "the formula of 'payments' says all"),
        suggestion: .removeOne)
    }
    paid = .reference(reader.name("paid"))
    indicators = [
      Indicator(
        reader.name("paid"),
        label: BilingualText(zh: label.zh + "支出", en: label.en + ": paid by the town"),
        kind: .flow, unit: .tenThousandYuan, formula ?? .yuanNothing, origin: reader.node.range)
    ]
  }

  /// The cost over the days from the first piece of work, or the one that is named, to the end of
  /// the last.
  private static func cost(of project: Project, from first: String?, _ reader: ObjectReader)
    -> Formula?
  {
    if project.hasActivityCosts {
      if reader.has(from) {
        reader.reportInvalid(
          from,
          .init(
            zh: "项目的各项作业已写明何时支付",
            en: "the activities of the project say when they are paid"),
          suggestion: .init(zh: "删去“from”", en: "remove 'from'"))
      }
      return .reference(project.name + ".paid")
    }
    let cost = project.name + ".totalCost"
    guard project.hasCost else {
      reader.context.report(
        Diagnostic(
          .missingKey,
          .init(
            zh: "项目“\(project.id)”没有费用", en: "the project '\(project.id)' has no cost"),
          at: reader.node.range, path: reader.path.description,
          expected: .init(
            zh: "项目中写 \"cost\"，或此处写 \"payments\"",
            en: "\"cost\" in the project, or \"payments\" here")))
      return nil
    }
    let ids = project.activities.map(\.id)
    let begins: [Activity]
    if let wished = first {
      begins = project.activities.filter { $0.id == wished }
      guard !begins.isEmpty else {
        reader.reportInvalid(
          from,
          .init(
            zh: "项目中没有作业“\(wished)”", en: "'\(wished)' is no activity of the project"),
          expected: .oneOf(ids), suggestion: didYouMean(wished, among: ids))
        return nil
      }
    } else {
      begins = project.activities.filter(\.isFirst)
    }
    let start = Formula.earliest(begins.map { .reference($0.name + ".begins") })
    let end = Formula.reference(project.name + ".ends")
    // Work without a length is paid on the day on which it ends.
    let days = Formula.call(.maximum, end - start, .constant(1, .day))
    let shared = Formula.call(
      .overlap, start, start + days, .reference("period.start"), .reference("period.end"))
    return .reference(cost) * (shared / days)
  }
}

extension BilingualText {
  fileprivate static let idOfProject = BilingualText(
    zh: "\"works\" 中一个项目的标识；现在一个也没有",
    en: "the id of a project in \"works\"; there is none")
}
