import Formulas
import SourceText

/// What it costs to miss a target and to aim low, as a planner writes it.
public struct LossCosts: Component {
  static let missing = Field(
    "missing", .valueInDeclaredUnit, .optional, zh: "每少完成一个单位的损失",
    en: "what each unit costs by which the target is missed, such as `3 yuan/yuan`; a number "
      + "without a unit counts in the indicator's own unit")
  static let aimingLow = Field(
    "aimingLow", .valueInDeclaredUnit, .optional, zh: "定低目标时每超出一个单位的损失",
    en: "what each unit costs that was reached and not aimed for")
  static let missingAtAll = Field(
    "missingAtAll", .valueInDeclaredUnit, .optional, zh: "只要未完成就有的损失",
    en: "what a miss costs, however small")

  public static let descriptor = ObjectDescriptor(
    "loss", zh: "未达成与定低目标的损失", en: "what missing a target costs, and aiming low",
    fields: [missing, aimingLow, missingAtAll])

  public let missing: Quantity?
  public let aimingLow: Quantity?
  public let missingAtAll: Quantity?

  public init(missing: Quantity?, aimingLow: Quantity?, missingAtAll: Quantity?) {
    (self.missing, self.aimingLow, self.missingAtAll) = (missing, aimingLow, missingAtAll)
  }

  init(_ reader: ObjectReader) {
    func quantity(_ field: Field) -> Quantity? {
      reader.member(field).flatMap { Target.quantity($0.node, $0.path, reader.context) }
    }
    self.init(
      missing: quantity(Self.missing), aimingLow: quantity(Self.aimingLow),
      missingAtAll: quantity(Self.missingAtAll))
  }
}

/// Costs of missing and of aiming low that fit an indicator.
public struct ResolvedLoss: Sendable {
  /// In base units of the loss per base unit of the indicator; of dates per day.
  public let missing: Double
  public let aimingLow: Double
  /// In base units of the loss.
  public let missingAtAll: Double
  /// The unit in which losses are shown.
  public let unit: UnitOfMeasure
}

/// Why costs do not fit.
public struct LossError: Error, Hashable, Sendable {
  public let message: BilingualText

  fileprivate init(zh: String, en: String) { message = BilingualText(zh: zh, en: en) }

  /// Of a cost of each unit that comes neither to money nor to units of the indicator itself, as
  /// 3万元 of each yuan does.
  fileprivate static func noLoss(_ rate: Quantity, per unit: UnitOfMeasure) -> LossError {
    let number = rate.unit.value(ofBase: rate.value).inMessage
    let offered =
      if unit.dimension == UnitOfMeasure.yuan.dimension {
        [number, "\(number)元/元"]
      } else if unit.dimension.isNone {
        [number, "\(number)万元"]
      } else if rate.unit.dimension == UnitOfMeasure.yuan.dimension {
        [number, "\(rate)/\(unit.symbol)"]
      } else {
        [number, "\(number)元/\(unit.symbol)"]
      }
    let (zh, en) = (offered.joined(separator: " 或 "), offered.joined(separator: " or "))
    return LossError(
      zh: "每单位（\(unit.symbol)）\(rate) 得不出金额：请写成如 \(zh)",
      en: "\(rate) for each \(unit.symbol) comes to no money: write it as \(en)")
  }
}

extension LossCosts {
  /// The costs for an indicator in a unit.
  ///
  /// - Throws: when one is negative, none is above zero, one comes neither to money nor to units of
  ///   the indicator, they do not come to one kind of loss, or only missing or only aiming low
  ///   costs, so that no level is best.
  public func resolved(for unit: UnitOfMeasure) throws(LossError) -> ResolvedLoss {
    let given = [missing, aimingLow, missingAtAll].compactMap { $0 }
    if let negative = given.first(where: { $0.value < 0 }) {
      throw LossError(
        zh: "损失不能像 \(negative) 这样小于 0", en: "a cost is not below 0, as \(negative) is")
    }
    guard given.contains(where: { $0.value > 0 }) else {
      throw LossError(
        zh: "未达成或定低目标的损失须有一项大于 0",
        en: "a loss needs a cost of missing or of aiming low above 0")
    }
    // Distances between dates are days.
    let distance = unit.hasSameDimension(as: .date) ? UnitOfMeasure.day : unit
    let rates = [missing, aimingLow].compactMap { $0 }.filter { $0.value > 0 }
    let kinds = rates.map { $0.unit.dimension * distance.dimension }
    if kinds.count == 2, kinds[0] != kinds[1] {
      throw LossError(
        zh: "每单位（\(distance.symbol)）的 \(rates[0]) 与 \(rates[1]) 不是同一种损失",
        en: "\(rates[0]) and \(rates[1]) per unit of \(distance.symbol) are different "
          + "kinds of loss")
    }
    for (rate, kind) in zip(rates, kinds) where kind != distance.dimension {
      if kind == UnitOfMeasure.yuan.dimension { continue }
      throw .noLoss(rate, per: distance)
    }
    var atAll = missingAtAll?.value ?? 0
    var kind = kinds.first ?? distance.dimension
    if let fixed = missingAtAll, fixed.value > 0 {
      if fixed.unit.dimension.isNone, !kind.isNone, kind == distance.dimension {
        atAll = distance.baseValue(of: fixed.value)
      } else if kinds.isEmpty {
        kind = fixed.unit.dimension
        guard kind == UnitOfMeasure.yuan.dimension || kind == distance.dimension else {
          throw LossError(
            zh: "未达成的 \(fixed) 不是金额：请写成如 200万元",
            en: "\(fixed) for a miss is no money: write it such as 200万元")
        }
      } else if fixed.unit.dimension != kind {
        throw LossError(
          zh: "未达成的 \(fixed) 与每单位（\(distance.symbol)）的 \(rates[0]) 不是同一种损失",
          en: "\(fixed) for a miss is another kind of loss than \(rates[0]) per unit of "
            + distance.symbol)
      }
    }
    try checkBothSides()
    let shown =
      kind == distance.dimension
      ? distance
      : kind == UnitOfMeasure.yuan.dimension ? .tenThousandYuan : UnitOfMeasure(kind)
    return ResolvedLoss(
      missing: missing?.value ?? 0, aimingLow: aimingLow?.value ?? 0, missingAtAll: atAll,
      unit: shown)
  }
  /// With one side only the best level would be the easiest or the boldest of all, which no
  /// trials tell.
  private func checkBothSides() throws(LossError) {
    func isAbove(_ cost: Quantity?) -> Bool { (cost?.value ?? 0) > 0 }
    guard isAbove(aimingLow) else {
      throw LossError(
        zh: "只有未达成的损失，目标越容易越好，没有最优值：请再给出大于 0 的定低目标的损失"
          + "（aimingLow，命令行用 --low-cost）",
        en: "where only missing costs, the easiest target is the best, and none costs least: give "
          + "a cost of aiming low above 0 too (aimingLow, --low-cost)")
    }
    guard isAbove(missing) || isAbove(missingAtAll) else {
      throw LossError(
        zh: "只有定低目标的损失，目标越难越好，没有最优值：请再给出大于 0 的未达成的损失"
          + "（missing 或 missingAtAll，命令行用 --miss-cost 或 --fixed-miss-cost）",
        en: "where only aiming low costs, the boldest target is the best, and none costs least: "
          + "give a cost of missing above 0 too (missing or missingAtAll, --miss-cost or "
          + "--fixed-miss-cost)")
    }
  }
}
