import Formulas
import Reports
import SourceText
import Vocabulary

/// What a sweep moves: a lever, or whatever stands at an id path of the scenario.
public struct SweepAxis: Sendable {
  /// The lever's id, or the id path.
  public let id: String
  public private(set) var label: BilingualText
  public let values: [SweepValue]
  let isLever: Bool

  /// Reads a grid such as `promotionVisits=0:60:10`: from 0 to 60 in steps of 10, or values parted
  /// by commas, in the lever's unit or in one like it. Values that come twice count once.
  public init(lever text: String, in model: ScenarioModel) throws(QuestionError) {
    let (id, grid) = try Self.parts(text)
    try self.init(try model.levers(named: [id])[0], grid, of: text)
  }

  /// The one value that a lever is to have, in base units.
  ///
  /// - Parameters:
  ///   - name: what the planner calls the lever.
  ///   - text: how the whole is written, for what is wrong with it.
  static func value(
    _ word: String, of lever: Lever, called name: String, in text: String
  ) throws(QuestionError) -> Double {
    guard !isList(word) else {
      throw QuestionError(
        .init(
          zh: "“\(text)”给措施写了几个值：一个假设只有一个。",
          en: "'\(text)' gives a lever several values: a what-if has one."))
    }
    let number: Quantity
    do throws(UnitError) {
      number = try Quantity(parsing: word)
    } catch {
      throw QuestionError(
        .init(zh: "“\(text)”：\(error.message.zh)。", en: "'\(text)': \(error.message.en)."))
    }
    return try value(number, of: lever, called: name)
  }

  /// - Parameter text: how the whole is written, for what is wrong with it.
  init(_ lever: Lever, _ grid: String, of text: String) throws(QuestionError) {
    id = lever.id
    label = lever.label
    isLever = true
    var values: [SweepValue] = []
    let name = (try? Self.parts(text).id) ?? lever.id
    for number in try Self.numbers(grid, of: text) {
      let base = try Self.value(number, of: lever, called: name)
      values.append(
        SweepValue(
          shown: .number(lever.unit.decimalValue(ofBase: base)), unit: lever.unit.symbol,
          number: base, node: nil))
    }
    self.values = Self.distinct(values)
  }

  /// Reads a grid of what stands at an id path, such as `fiscal.shareSale.probability=0:1:0.25`;
  /// values may also be dates, names or quantities, parted by commas.
  public init(path text: String) throws(QuestionError) {
    let (id, grid) = try Self.parts(text)
    self.id = id
    label = BilingualText(zh: id, en: id)
    isLever = false
    let texts = grid.split(whereSeparator: Self.isComma).map { $0.trimmingBlanks }
    let parts = grid.split(whereSeparator: Self.isColon)
    if parts.count != 3, texts.contains(where: { Quantity.reading($0) == nil }) {
      // Names, dates, and what is so or not.
      values = Self.distinct(
        texts.map {
          SweepValue(shown: .text($0), unit: "", number: nil, node: JSONNode(word: $0))
        })
      return
    }
    values = Self.distinct(
      try Self.numbers(grid, of: text).map { number in
        let isPlain = number.unit.symbol == "1"
        return SweepValue(
          shown: .number(number.unit.decimalValue(ofBase: number.value)),
          unit: isPlain ? "" : number.unit.symbol, number: number.value,
          node: JSONNode(word: isPlain ? plainNumber(number.value) : number.description))
      })
  }

  /// Reads what stands at a place of a scenario, as `init(path:)` does, by its label. The place of
  /// a lever is the lever, with all that it promises.
  init(path text: String, in model: ScenarioModel) throws(QuestionError) {
    let (id, grid) = try Self.parts(text)
    if let lever = model.scenario.levers.first(where: { $0.isNamed(id) }) {
      try self.init(lever, grid, of: text)
      return
    }
    try model.checkIsSupposable(id)
    try self.init(path: text)
    label = model.scenario.name(ofChange: id)
  }

  /// Whether a text is written as more than one value.
  static func isList(_ text: String) -> Bool {
    text.contains { isComma($0) || isColon($0) }
  }

  private static func isComma(_ character: Character) -> Bool { ",，、".contains(character) }
  private static func isColon(_ character: Character) -> Bool { ":：".contains(character) }

  /// The values without those that come again: of two columns that are headed alike nobody could
  /// say which is which.
  private static func distinct(_ values: [SweepValue]) -> [SweepValue] {
    var known: [Cell: [SweepValue]] = [:]
    return values.filter { value in
      let key = value.number.map { Cell.number($0) } ?? value.shown
      guard !known[key, default: []].contains(where: { $0.isLike(value) }) else { return false }
      known[key, default: []].append(value)
      return true
    }
  }

  private static func parts(_ text: String) throws(QuestionError) -> (id: String, grid: String) {
    let parts = text.split(maxSplits: 1) { $0 == "=" || $0 == "＝" }.map { $0.trimmingBlanks }
    guard parts.count == 2 else {
      throw QuestionError(
        .init(
          zh: "“\(text)”不是网格：请写成 promotionVisits=0:60:10 这样。",
          en: "'\(text)' is no grid: write one such as promotionVisits=0:60:10."))
    }
    return (parts[0], parts[1])
  }

  /// The values of `from:to:step`, the last one included when a step ends there, or of a list.
  private static func numbers(_ grid: String, of text: String) throws(QuestionError) -> [Quantity] {
    let isRange = grid.contains(where: isColon)
    let parts = grid.split(
      omittingEmptySubsequences: false, whereSeparator: isRange ? isColon : isComma)
    var numbers: [Quantity] = []
    for part in parts {
      do throws(UnitError) {
        numbers.append(try Quantity(parsing: part.trimmingBlanks))
      } catch {
        throw QuestionError(
          .init(
            zh: "“\(text)”不是网格：\(error.message.zh)。",
            en: "'\(text)' is no grid: \(error.message.en).") + asGrid(grid))
      }
    }
    guard isRange else { return numbers }
    guard numbers.count == 3, numbers[2].value > 0, numbers[1].value >= numbers[0].value else {
      throw QuestionError(
        .init(
          zh: "“\(text)”不是网格：“起:止:步长”由第一个数升到第二个数。",
          en: "'\(text)' is no grid: from:to:step rises from the first number to the second.")
          + asGrid(grid))
    }
    // 0:200:50万元 is in 万元 all the way.
    let unit = numbers.first { $0.unit.symbol != "1" }?.unit ?? .one
    let ends = try numbers.map { number throws(QuestionError) in
      if number.unit.symbol == "1" { return unit.baseValue(of: number.value) }
      guard number.unit.hasSameDimension(as: unit) else {
        throw QuestionError(
          .init(
            zh: "“\(text)”混用了\(number.unit.symbolOrWord.zh)和\(unit.symbolOrWord.zh)。",
            en: "'\(text)' mixes \(number.unit.symbolOrWord.en) and \(unit.symbolOrWord.en)."))
      }
      return number.value
    }
    let steps = ((ends[1] - ends[0]) / ends[2] + 1e-9).rounded(.down)
    guard steps < Double(Sweep.mostPoints) else {
      throw QuestionError(
        .init(
          zh: "“\(text)”超过 \(Sweep.mostPoints) 个值。",
          en: "'\(text)' has more than \(Sweep.mostPoints) values."))
    }
    return (0...Int(steps)).map { index in
      let exact = unit.value(ofBase: ends[0]) + Double(index) * unit.value(ofBase: ends[2])
      // What steps of 0.1 add up to is shown as it was meant.
      return Quantity(unit.baseValue(of: (exact * 1e12).rounded() / 1e12), unit)
    }
  }

  /// How two ends without a step are written as a grid of five steps; empty for anything else.
  private static func asGrid(_ text: String) -> BilingualText {
    let ends = text.replacing("——", with: "—").split { isColon($0) || "~～—–-至到".contains($0) }
      .map(\.trimmingBlanks)
    guard ends.count == 2, let first = Quantity.reading(ends[0]),
      let last = Quantity.reading(ends[1])
    else { return .same("") }
    let unit = last.unit
    let start = first.unit.symbol == "1" ? unit.baseValue(of: first.value) : first.value
    let step = (last.value - start) / 5
    guard step > 0 else { return .same("") }
    let grid = "\(ends[0]):\(ends[1]):\(Quantity(step, unit))"
    return BilingualText(zh: "可写作 \(grid)。", en: " Write \(grid), say.")
  }

  private static func value(
    _ number: Quantity, of lever: Lever, called name: String
  ) throws(QuestionError) -> Double {
    let unit = lever.unit
    guard number.unit.symbol == "1" || number.unit.hasSameDimension(as: unit) else {
      let (own, given) = (unit.symbolOrWord, number.unit.symbolOrWord)
      throw QuestionError(
        .init(
          zh: "“\(name)”的单位是\(own.zh)，不是\(given.zh)。",
          en: "'\(name)' is in \(own.en), and not in \(given.en)."))
    }
    let base = number.unit.symbol == "1" ? unit.baseValue(of: number.value) : number.value
    guard base.isFinite else {
      throw QuestionError(
        .init(
          zh: "“\(number)”数值过大。", en: "'\(number)' is beyond the range of numbers."))
    }
    try lever.check(base, called: name)
    return base
  }
}

/// A value of a sweep.
public struct SweepValue: Sendable {
  public let shown: Cell
  public let unit: String
  /// In base units; nil for names and dates.
  public let number: Double?
  let node: JSONNode?

  /// Whether it counts the same, or is a name or date too: `40万元` is like `400000元`.
  fileprivate func isLike(_ other: SweepValue) -> Bool {
    func dimension(_ unit: String) -> UnitDimension? {
      UnitOfMeasure(unit.isEmpty ? "1" : unit)?.dimension
    }
    return unit == other.unit || dimension(unit) == dimension(other.unit)
  }
}

extension Quantity {
  fileprivate static func reading(_ text: String) -> Quantity? {
    do throws(UnitError) { return try Quantity(parsing: text) } catch { return nil }
  }
}
