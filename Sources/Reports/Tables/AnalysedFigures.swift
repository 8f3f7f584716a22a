import Formulas
import Planning
import Probability
import SourceText
import Vocabulary

/// An input of a sensitivity analysis in the scenario's words.
public struct AnalysedInput: Sendable {
  public let id: String
  public let label: BilingualText
  /// What gives its value at a probability, where it is one value drawn once; nil elsewhere.
  public let draw: ModelDraw?
  /// Of what is drawn in several periods, what and how often; nil elsewhere.
  public let repeated: RepeatedDraw?
  /// Of a lever, between which it may be chosen; nil for what is drawn.
  public let lever: Lever?

  private let declaredUnit: UnitOfMeasure?

  /// - Parameter unit: in which the scenario gives it; that of the draw when left out.
  public init(
    id: String, label: BilingualText, draw: ModelDraw? = nil, repeated: RepeatedDraw? = nil,
    unit: UnitOfMeasure? = nil, lever: Lever? = nil
  ) {
    self.repeated = repeated
    (self.id, self.label, self.draw, self.lever) = (id, label, draw, lever)
    declaredUnit = unit
  }

  /// The unit in which its value is shown; nil where it has none.
  public var valueUnit: UnitOfMeasure? { draw.map { declaredUnit ?? $0.draw.unit } }

  /// Its value at a probability, as a cell, with the unit; of an event 1 where it happens.
  func value(at probability: Double) -> Cell {
    guard let draw, let valueUnit, !draw.isEvent, probability > 0, probability < 1 else {
      return .empty
    }
    return .value(draw.draw.distribution.quantile(at: probability), in: valueUnit)
  }

  var unit: Cell {
    if let lever { return .text(lever.unit.symbol) }
    guard let draw, let valueUnit, !draw.isEvent else { return .empty }
    return .text(valueUnit.symbol)
  }
}

/// What is drawn again in each period.
public struct RepeatedDraw: Sendable {
  public let draw: Draw
  /// In how many periods, years or days.
  public let times: Int
  /// In which its values are shown.
  public let unit: UnitOfMeasure

  public init(_ draw: Draw, times: Int, unit: UnitOfMeasure) {
    (self.draw, self.times, self.unit) = (draw, times, unit)
  }

  /// Whether it is a bare probability, of which nothing shows but what comes of it.
  public var isLuck: Bool {
    guard let uniform = draw.distribution as? Uniform else { return false }
    return uniform.low == 0 && uniform.high == 1
  }

  /// The value that each of them has where they all come out alike and have a score on the whole.
  public func typicalValue(ofScore score: Double) -> Double {
    let own = score / Double(times).squareRoot()
    return draw.distribution.quantile(at: StandardNormal.distributionFunction(at: own))
  }
}

extension Table.Column {
  static let analysedTarget = Table.Column(
    "target",
    BilingualText(
      zh: "目标标识；仅问指标时为空",
      en: "the target's id; empty where an indicator is asked for"))
  static let input = Table.Column(
    "input",
    BilingualText(
      zh: "输入（随机流或对象）的标识；以 + 相连者由相关性合为一项",
      en: "the id of the input, a random stream or an object; joined by + where a copula makes "
        + "them one"))
  static let inputLabelZh = Table.Column(
    "labelZh", BilingualText(zh: "输入的中文名称", en: "the input's Chinese label"))
  static let inputLabelEn = Table.Column(
    "labelEn", BilingualText(zh: "输入的英文名称", en: "the input's English label"))
}
