import ColumnPlan
import Formulas
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

/// What is asked of several targets: how they hold together, and which levels would.
public struct JointQuestion: Sendable {
  public let targets: [JudgedTarget]
  /// The probability with which levels of the frontier hold together.
  public let confidence: Double
  /// Of two targets, how many pairs of levels.
  public var pairs = 21

  /// What the answer takes beside the trials.
  public var memory: JointMemory { JointMemory(goals: targets.count) }

  /// - Parameter ids: of the targets; all of the scenario for nil.
  public init(
    _ ids: [String]?, confidence: Double, of compiled: CompiledScenario
  ) throws(QuestionError) {
    targets = try compiled.model.targets(
      namedOrAll: ids ?? compiled.model.targets.map(\.target.id))
    self.confidence = confidence
    guard !targets.isEmpty else {
      throw QuestionError(.init(zh: "情景没有目标。", en: "The scenario declares no targets."))
    }
  }
}

/// Answers what is asked of several targets.
///
/// - Parameter progress: called with the share that is done.
/// - Precondition: the trials are kept.
public func answer(
  _ question: JointQuestion, _ result: SimulationResult, threads: Int,
  progress: ((Double) -> Void)? = nil
) -> JointAnswer {
  let goals = question.targets.map { judged -> Goal in
    guard let column = result.column(judged.columnLabel, period: judged.columnPeriod) else {
      preconditionFailure("the columns of all targets are kept")
    }
    return Goal(
      column: column, side: judged.target.side == .atLeast ? .atLeast : .atMost,
      bound: judged.bound)
  }
  let easings = zip(question.targets, goals).map { judged, goal in
    easedBounds(judged, goal, question.confidence, result)
  }
  let joint = jointTargets(goals, easings: easings.map { $0.map(\.bound) }, in: result)
  progress?(0.2)
  let frontier = jointFrontier(
    of: goals, at: question.confidence, pairPoints: question.pairs, in: result,
    threads: threads
  ) { progress?(0.2 + 0.8 * $0) }
  return JointAnswer(
    targets: question.targets, goals: goals, joint: joint,
    easings: easings.map { $0.map(\.kind) }, frontier: frontier,
    isYesOrNo: goals.map { goal in
      valuesOfSteps(of: goal.column, atMost: 2, in: result)
        .map { $0.allSatisfy { $0 == 0 || $0 == 1 } } ?? false
    })
}

/// An indicator with no more values than that moves from one to the next.
private let fewValues = 25

/// The bounds that are tried in place of one; first the one that a step makes easier.
private func easedBounds(
  _ judged: JudgedTarget, _ goal: Goal, _ confidence: Double, _ result: SimulationResult
) -> [(kind: JointAnswer.Easing, bound: Double)] {
  let easier: Double = goal.side == .atLeast ? -1 : 1
  let isDate = judged.unit.hasSameDimension(as: .date)
  // A whole share says nothing; a point of it does.
  let isShare = judged.unit.dimension.isNone && judged.unit.symbol == "share"
  let one = isDate ? 1 : isShare ? 0.01 : judged.unit.scale
  var eased: [(kind: JointAnswer.Easing, bound: Double)] = []
  // A hundredth less of 14 streams is what 14 streams are.
  if let values = valuesOfSteps(of: goal.column, atMost: fewValues, in: result),
    let next = goal.side == .atLeast
      ? values.last(where: { $0 < goal.bound }) : values.first(where: { $0 > goal.bound })
  {
    eased.append((.nextValue, next))
  }
  if !isDate, goal.bound != 0 {
    eased.append((.onePercent, goal.bound + easier * 0.01 * abs(goal.bound)))
  }
  eased.append((.oneUnit, goal.bound + easier * one))
  let own = levels(of: goal.column, goal.side, at: [confidence], in: result).values[0]
  // A target that holds more surely than that is not made harder.
  if easier * (own - goal.bound) > 0 { eased.append((.toConfidence, own)) }
  return eased
}
