import ColumnPlan
import Formulas
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

/// What is asked of one indicator: its levels, its curve, and the loss of missing.
public struct TargetQuestion: Sendable {
  public let indicator: Indicator
  public let column: Column
  public let side: Goal.Side
  /// In base units; nil where no bound is given.
  public let bound: Double?
  public var confidences: [Double] = []
  /// The confidences of floor, base and stretch.
  public let triple: TargetConfidences
  /// About how many levels the curve has.
  public var points = 25
  public var loss: ResolvedLoss?

  /// What is asked of an indicator that is named with its period.
  ///
  /// - Parameter side: nil for the usual one: a date is not to be exceeded, all else to be reached.
  public init(
    _ id: String, period: String?, _ side: Goal.Side?, of compiled: CompiledScenario
  ) throws(QuestionError) {
    indicator = try compiled.model.reportedIndicator(id)
    column = try compiled.column(of: id, period: period, takesSpans: true)
    let isDate = indicator.unit.hasSameDimension(as: .date)
    (self.side, bound) = (side ?? (isDate ? .atMost : .atLeast), nil)
    triple = compiled.scenario.confidences
  }

  /// What is asked of a target that the scenario declares.
  public init(target id: String, of compiled: CompiledScenario) throws(QuestionError) {
    let judged = try compiled.model.targets(named: [id])[0]
    let all = compiled.model.model.indicators.map(\.indicator)
    guard let indicator = all.first(where: { $0.id == judged.columnLabel }) else {
      preconditionFailure("what a target is judged by is an indicator")
    }
    self.indicator = indicator
    column = try compiled.column(of: judged.columnLabel, period: judged.columnPeriod)
    side = judged.target.side == .atLeast ? .atLeast : .atMost
    bound = judged.bound
    loss = judged.loss
    triple = compiled.scenario.confidences
  }
}

/// Answers what is asked of an indicator.
///
/// - Precondition: where a loss is asked for, the trials are kept.
public func answer(_ question: TargetQuestion, _ result: SimulationResult) -> TargetAnswer {
  let rates = question.loss.map {
    LossRates(missing: $0.missing, aimingLow: $0.aimingLow, missingAtAll: $0.missingAtAll)
  }
  let closer = LevelsInDetail(question, rates, result)
  let curve = attainmentCurve(
    of: question.column, question.side,
    CurveLevels(
      count: question.points, roundIn: question.isDate ? nil : question.indicator.unit.scale,
      step: question.isDate ? 1 : nil, besides: question.bound.map { [$0] } ?? []), in: result)
  let losses = rates.map { rates in
    lossCurve(
      of: question.column, question.side, rates, at: curve.points.map(\.level), in: result
    ).points
  }
  return TargetAnswer(
    indicator: question.indicator, column: question.column, side: question.side,
    levels: closer.levels, curve: curve, losses: losses, lossUnit: question.loss?.unit,
    criticalConfidence: rates?.criticalConfidence)
}

extension TargetQuestion {
  var isDate: Bool { indicator.unit.hasSameDimension(as: .date) }
}

/// Levels with what is next to them.
private struct LevelsInDetail {
  let question: TargetQuestion
  let rates: LossRates?
  let result: SimulationResult
  private let steps: [Double]?

  init(_ question: TargetQuestion, _ rates: LossRates?, _ result: SimulationResult) {
    (self.question, self.rates, self.result) = (question, rates, result)
    let isKept = result.digest(of: question.column) == nil
    steps =
      isKept
      ? valuesOfSteps(of: question.column, atMost: max(question.points, 2), in: result) : nil
  }

  /// Floor, base, stretch, what was asked, the declared bound, the least loss.
  var levels: [TargetAnswer.Level] {
    let triple = question.triple
    var wished: [(TargetAnswer.Level.Kind, Double)] = [
      (.floor, triple.floor), (.base, triple.base), (.stretch, triple.stretch),
    ]
    wished += question.confidences.map { (.confidence, $0) }
    let found = Planning.levels(
      of: question.column, question.side, at: wished.map(\.1), in: result)
    let bounds = found.values + (question.bound.map { [$0] } ?? [])
    let losses = rates.map {
      lossCurve(of: question.column, question.side, $0, at: bounds, in: result)
    }
    var levels = wished.enumerated().map { index, wish in
      level(
        wish.0, confidence: wish.1, found.values[index], error: found.standardErrors[index],
        losses?.points[index])
    }
    if let bound = question.bound {
      levels.append(level(.declared, confidence: nil, bound, error: nil, losses?.points.last))
    }
    if let losses {
      levels.append(
        level(
          .leastLoss, confidence: rates?.criticalConfidence, losses.best.level,
          error: losses.bestLevelError, losses.best))
    }
    return levels
  }

  private func level(
    _ kind: TargetAnswer.Level.Kind, confidence: Double?, _ value: Double, error: Double?,
    _ loss: ExpectedLoss?
  ) -> TargetAnswer.Level {
    let goal = Goal(column: question.column, side: question.side, bound: value)
    let isKept = result.digest(of: question.column) == nil
    // A declared bound was named before the trials were gone; a level found for a confidence
    // has it.
    let met =
      isKept || kind == .declared
      ? ExceedanceProbability(tally(of: goal, in: result).met) : nil
    let probability = met?.probability ?? confidence
    return TargetAnswer.Level(
      kind, confidence: confidence, level: value, levelError: error, probability: probability,
      probabilityError: met?.standardError,
      price: steps == nil
        ? price(at: confidence ?? probability) : confidencePriceOfSteps(beyond: goal, in: result),
      bolder: isKept ? bolderBound(value).map { bolder($0, than: goal, in: result) } : nil,
      loss: loss)
  }

  private func price(at confidence: Double?) -> ConfidencePrice? {
    guard let confidence, confidence > 0, confidence < 1 else { return nil }
    return confidencePrice(of: question.column, question.side, at: confidence, in: result)
  }

  /// A day, the next of few values, or a hundredth.
  private func bolderBound(_ level: Double) -> Double? {
    let isFloor = question.side == .atLeast
    if question.isDate { return isFloor ? level + 1 : level - 1 }
    if let steps { return isFloor ? steps.first { $0 > level } : steps.last { $0 < level } }
    guard level != 0 else { return nil }
    return level + (isFloor ? 0.01 : -0.01) * abs(level)
  }
}
