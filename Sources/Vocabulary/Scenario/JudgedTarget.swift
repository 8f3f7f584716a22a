import Formulas
import SourceText

/// A target with what is needed to judge it: the column to look at and the bound in its unit.
public struct JudgedTarget: Sendable {
  public let target: Target
  /// The id and the period label of the column whose trials are compared with the bound.
  public let columnLabel: String
  public let columnPeriod: String
  /// In base units.
  public let bound: Double
  /// The unit in which the indicator is shown.
  public let unit: UnitOfMeasure
  /// What missing it costs, and aiming low; nil where the planner does not say.
  public let loss: ResolvedLoss?
}

extension Definitions {
  /// Chooses which values are reported, for the indicators that have no choice of their own.
  mutating func report(_ periods: Indicator.ReportedPeriods) {
    for place in indicators.indices where indicators[place].reportedPeriods == nil {
      indicators[place].reportedPeriods = periods
    }
  }

  /// Sees to it that the columns which judge the targets are kept, also those that no result
  /// shows, and adds the ones that only a target needs.
  mutating func keep(whatIsPromisedBy targets: [Target]) {
    guard !targets.isEmpty else { return }
    var places = Dictionary(
      indicators.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for target in targets {
      let place = places[target.indicator]
      if let place, indicators[place].visibility == .inner { indicators[place].visibility = .kept }
      if let place, target.isJudgedWithinAYear { indicators[place].reportedPeriods = .everyPeriod }
      if let place, let span = target.span(in: horizon), !indicators[place].spans.contains(span) {
        indicators[place].spans.append(span)
      }
      if let worst = target.worstPeriodIndicator(of: place.map { indicators[$0] }) {
        places[worst.id] = places[worst.id] ?? indicators.count
        indicators.append(worst)
      }
    }
  }
}

extension Target {
  /// The periods that it is judged over together; nil where they are one period or one year.
  fileprivate func span(in horizon: Horizon) -> PeriodSpan? {
    switch time {
    case .span(let span): span
    case .wholeHorizon: horizon.span(label: horizon.label)
    case .everyPeriod, .period: nil
    }
  }

  /// Whether it needs the value of a month or a quarter.
  fileprivate var isJudgedWithinAYear: Bool {
    if case .period(let period) = time { period.frequency != .yearly } else { false }
  }

  /// The indicator that says how near every period comes to the bound: the worst of them.
  ///
  /// - Parameter indicator: the one that the target names, whose unit it has; nil when there is
  ///   none of that name.
  fileprivate func worstPeriodIndicator(of indicator: Indicator?) -> Indicator? {
    guard time == .everyPeriod else { return nil }
    let worst: FormulaFunction = side == .atLeast ? .minOverPeriods : .maxOverPeriods
    return Indicator(
      "targets." + id,
      label: BilingualText(zh: label.zh + "（最差一期）", en: label.en + " (worst period)"),
      kind: .level, unit: indicator?.unit ?? bound.unit,
      Formula(.call(worst, [Formula(.reference(self.indicator), origin: indicatorOrigin)])),
      origin: indicatorOrigin)
  }

  /// Finds the column that judges the target.
  ///
  /// - Parameter indicator: the one that it names; nil when the model has none of that name.
  /// - Errors: a diagnostic for an unknown indicator, a bound in another unit, or a time that the
  ///   indicator does not have.
  func judged(
    by resolved: ResolvedIndicator?, in model: Model
  ) -> Result<JudgedTarget, TargetProblem> {
    guard let resolved else {
      return .failure(TargetProblem(diagnostic: unknownIndicator(model)))
    }
    let unit = resolved.indicator.unit
    guard fits(unit) else {
      return .failure(TargetProblem(diagnostic: wrongUnit(unit)))
    }
    let column: (String, String)
    // What has a value each day shows one for each period.
    switch (time, resolved.timing == .day ? .each : resolved.timing) {
    case (.everyPeriod, .each): column = ("targets." + id, model.horizon.label)
    case (.period(let period), .each): column = (indicator, period.label)
    case (.span(let span), .each): column = (indicator, span.label)
    case (.wholeHorizon, .once), (.wholeHorizon, .after):
      column = (indicator, model.horizon.label)
    case (.period(let period), .once) where period.label == model.horizon.label,
      (.period(let period), .after) where period.label == model.horizon.label:
      column = (indicator, period.label)
    case (.wholeHorizon, .each):
      column = (indicator, span(in: model.horizon)?.label ?? model.horizon.label)
    default: return .failure(TargetProblem(diagnostic: wrongTime(resolved, model)))
    }
    let costs: ResolvedLoss?
    do throws(LossError) {
      costs = try loss?.resolved(for: unit)
    } catch {
      return .failure(TargetProblem(diagnostic: unfit(error, unit)))
    }
    return .success(
      JudgedTarget(
        target: self, columnLabel: column.0, columnPeriod: column.1,
        bound: isBareNumber(of: unit) ? unit.baseValue(of: bound.value) : bound.value,
        unit: unit, loss: costs))
  }

  /// What is wrong with a target of which a part could not be read, besides that part.
  func problem(besides resolved: ResolvedIndicator?, in model: Model) -> Diagnostic? {
    guard let resolved else { return unknownIndicator(model) }
    let unit = resolved.indicator.unit
    return hasBound && !fits(unit) ? wrongUnit(unit) : nil
  }

  /// Whether the bound is in a unit like another one; a plain number may count things.
  private func fits(_ unit: UnitOfMeasure) -> Bool {
    bound.unit.hasSameDimension(as: unit) || isBareNumber(of: unit)
  }

  private func isBareNumber(of unit: UnitOfMeasure) -> Bool {
    !bound.unit.hasSameDimension(as: unit) && bound.unit.symbol == "1" && unit.dimension.isCount
  }

  private func unknownIndicator(_ model: Model) -> Diagnostic {
    let known = model.indicators.map(\.indicator)
    return Diagnostic(
      .unknownName,
      .init(
        zh: "目标“\(id)”所指的指标“\(indicator)”不存在",
        en: "the target '\(id)' names the indicator '\(indicator)', which does not exist"),
      at: indicatorOrigin, path: path.appending(key: "indicator").description,
      expected: .indicatorID, suggestion: .indicator(indicator, among: known))
  }

  private func wrongUnit(_ unit: UnitOfMeasure) -> Diagnostic {
    let (given, needed) = (bound.unit.symbolOrWord, unit.symbolOrWord)
    return Diagnostic(
      .unitMismatch,
      .init(
        zh: "目标“\(id)”的目标值用的是\(given.zh)，而“\(indicator)”用的是\(needed.zh)",
        en: "the target '\(id)' has a bound in \(given.en), but '\(indicator)' is in \(needed.en)"),
      at: boundOrigin, path: path.description, expected: FieldShape.quantity(unit).expectation)
  }

  private func unfit(_ error: LossError, _ unit: UnitOfMeasure) -> Diagnostic {
    let word = unit.symbolOrWord
    return Diagnostic(
      .invalidValue,
      .init(
        zh: "目标“\(id)”的损失：\(error.message.zh)",
        en: "the loss of the target '\(id)': \(error.message.en)"), at: lossOrigin,
      path: path.appending(key: Self.loss.key).description,
      expected: .init(
        zh: "每单位（\(word.zh)）的损失，且为同一种损失，例如 \"missing\": 3, \"aimingLow\": 1",
        en: "costs per unit of \(word.en) that come to one kind of loss, such as "
          + "\"missing\": 3, \"aimingLow\": 1"))
  }

  private func wrongTime(_ resolved: ResolvedIndicator, _ model: Model) -> Diagnostic {
    Diagnostic(
      .periodOutsideHorizon,
      .init(
        zh: "指标“\(indicator)”在目标“\(id)”的考核期没有值",
        en: "the target '\(id)' is judged at a time that '\(indicator)' does not have"),
      at: indicatorOrigin, path: path.description,
      expected: resolved.timing.showsPeriods ? .period(in: model.horizon) : .noPeriodKey)
  }
}

/// Why a target cannot be judged.
struct TargetProblem: Error {
  let diagnostic: Diagnostic
}

extension BilingualText {
  fileprivate static func period(in horizon: Horizon) -> BilingualText {
    BilingualText(
      zh: "\"period\"：\(horizon.label) 之内的一个时段、一年或连续几个时段，或 \"every period\"",
      en: "\"period\": a period, a year or several periods of \(horizon.label), or "
        + "\"every period\"")
  }

  fileprivate static let noPeriodKey = BilingualText(
    zh: "不写 \"period\"：这个指标在整个预测期只有一个值",
    en: "no \"period\": the indicator has one value for the whole horizon")
}
