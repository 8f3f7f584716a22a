import Formulas
import SourceText

/// What the visitors of a group spend in town, by category.
///
/// A category has an amount per visit, one per night of a visit, or both. `spendingPerVisit` is the
/// short form, of one category.
struct GroupSpending {
  static let perVisit = Field(
    "spendingPerVisit", .value(.yuan / .visit), .defaults(to: "0"), zh: "人均消费（不分类）",
    en: "what a visitor spends in town, when `spending` does not divide it")
  static let byCategory = Field(
    "spending", .object(SpendingByCategory.descriptor), .optional, zh: "分类消费",
    en: "what a visitor spends in town by category, instead of `spendingPerVisit`")

  static let fields = [perVisit, byCategory]

  /// A category, and what the group spends on it in a period.
  typealias Part = (category: String, amount: Formula)

  /// In the order of the file, each once.
  let categories: [String]
  /// What is spent on each category.
  let indicators: [Indicator]
  private let prefix: String

  /// - Parameters:
  ///   - nights: whether the group has an indicator of its nights.
  ///   - fees: what is paid beside it under a category of its own.
  init(_ reader: ObjectReader, hasNights: Bool, fees: Part? = nil) {
    let inner = reader.object(Self.byCategory)
    if inner != nil, reader.has(Self.perVisit) {
      reader.reportInvalid(
        Self.perVisit,
        BilingualText(zh: "消费重复填写", en: "the spending is told twice"),
        expected: BilingualText(
          zh: "只写 \"\(Self.perVisit.key)\" 或 \"\(Self.byCategory.key)\"",
          en: "either \"\(Self.perVisit.key)\" or \"\(Self.byCategory.key)\""))
    }
    let own =
      inner.map { SpendingByCategory.parts($0, of: reader, hasNights: hasNights) }
      ?? Self.undivided(reader)
    let parts = (fees.map { [$0] } ?? []) + own
    prefix = reader.name(Self.byCategory.key)
    categories = parts.map(\.category)
    indicators = parts.map { part in
      let label = SpendingCategory.label(part.category)
      return reader.indicator(
        "spending." + part.category, "消费：" + label.zh, "spending on " + label.en, .flow,
        .tenThousandYuan, part.amount, inner == nil ? .inner : .reported)
    }
  }

  /// What is spent on everything.
  var total: Formula { .total(categories.map { .reference(id(of: $0)) }, .yuan) }

  /// The indicator of a category.
  func id(of category: String) -> String { prefix + "." + category }

  private static func undivided(_ reader: ObjectReader) -> [Part] {
    guard let amount = reader.value(perVisit) else { return [] }
    reader.requireAmounts(of: perVisit)
    return [(SpendingCategory.undivided, .reference(reader.name("arrivals")) * amount)]
  }
}

/// What a visitor spends by category.
struct SpendingByCategory: Component {
  static let perVisit = Field(
    "perVisit", .map(.value(.yuan / .visit)), .optional, zh: "每人次消费，按类别",
    en: "by category what a visitor spends on a visit",
    called: BilingualText(zh: "每人次消费", en: "spending of a visit"))
  static let perNight = Field(
    "perNight", .map(.value(.yuan / (.visit * .day))), .optional, zh: "每人每夜消费，按类别",
    en: "by category what a guest spends for each night",
    called: BilingualText(zh: "每人每夜消费", en: "spending of a night"))

  static let descriptor = ObjectDescriptor(
    "visitorSpending", zh: "分类消费",
    en: "what a visitor spends by category: food, lodging, shopping, tickets, transport, "
      + "entertainment, other, or names of your own",
    fields: [perVisit, perNight],
    example: """
      { "perVisit": { "food": "90元/人次", "shopping": "40元/人次" }, \
      "perNight": { "lodging": "160元/(人次·天)" } }
      """)

  /// The categories in the order of the file, each once.
  static func parts(_ reader: ObjectReader, of owner: ObjectReader, hasNights: Bool)
    -> [GroupSpending.Part]
  {
    var parts: [GroupSpending.Part] = []
    func add(_ field: Field, times amount: String) {
      for (category, value, origin) in reader.elasticities(field, of: SpendingCategory.label) {
        guard reader.isCategory(category, of: field, at: origin) else { continue }
        let spent = Formula.reference(owner.name(amount)) * value
        if let known = parts.firstIndex(where: { $0.category == category }) {
          parts[known].amount = parts[known].amount + spent
        } else {
          parts.append((category, spent))
        }
      }
    }
    add(perVisit, times: "arrivals")
    if hasNights {
      add(perNight, times: "nights")
    } else if reader.has(perNight) {
      reader.reportInvalid(
        perNight,
        BilingualText(
          zh: "这些游客不过夜", en: "these visitors do not stay for a night"),
        expected: BilingualText(
          zh: "在 \"spending\" 旁写 \"lengthOfStay\"，或把金额写在 \"perVisit\" 下",
          en: "\"lengthOfStay\" beside \"spending\", or amounts under \"perVisit\""))
    }
    return parts
  }
}

extension ObjectReader {
  /// Reports an amount that is known to be below zero.
  func requireAmounts(of field: Field) {
    guard knownNumbers(field).contains(where: { $0 < 0 }) else { return }
    reportInvalid(field, .negativeSpending, expected: .amountFrom0)
  }

  /// Whether a category has a proper name; if not it is reported, as is an amount that is known to
  /// be below zero.
  fileprivate func isCategory(_ category: String, of field: Field, at origin: SourceRange) -> Bool {
    let amount = constant(named: name(field.key) + "." + category) ?? 0
    func report(_ message: BilingualText, expected: BilingualText) {
      context.report(
        Diagnostic(
          .invalidValue, message, at: origin,
          path: path.appending(key: field.key).appending(key: category).description,
          expected: expected))
    }
    let taken = [SpendingByCategory.perVisit.key, SpendingByCategory.perNight.key, "every"]
    let isProper = category.isIdentifier && !taken.contains(category)
    if !isProper {
      report(
        BilingualText(
          zh: "“\(category)”不能用作类别名称",
          en: "'\(category)' cannot be the name of a category"),
        expected: BilingualText(
          zh: "字母开头，后接字母和数字，例如 \"food\"；不用 "
            + taken.joined(separator: "、"),
          en: "a letter, then letters and digits, such as \"food\"; none of "
            + taken.joined(separator: ", ")))
    }
    if amount < 0 { report(.negativeSpending, expected: .amountFrom0) }
    return isProper
  }
}

extension BilingualText {
  fileprivate static let negativeSpending = BilingualText(
    zh: "消费不得为负", en: "nobody spends less than nothing")
  fileprivate static let amountFrom0 = BilingualText(
    zh: "0 或更大的金额", en: "an amount from 0 on")
}
