import Formulas
import Planning
import Simulation
import Vocabulary

/// What `torreya joint` says of several targets together.
public struct JointAnswer: Sendable {
  /// How a bound was made easier to meet.
  public enum Easing: String, CaseIterable, Sendable {
    /// To the next value that is easier to meet, of an indicator that has few.
    case nextValue
    /// By a hundredth of itself.
    case onePercent
    /// By one of its unit, or a day.
    case oneUnit
    /// To the level that it meets by itself with the wished confidence; bolder where it is surer.
    case toConfidence
  }

  public let targets: [JudgedTarget]
  public let goals: [Goal]
  public let joint: JointTargets
  /// For each target how its bound was eased, in the order of `BindingTarget.easings`.
  public let easings: [[Easing]]
  public let frontier: JointFrontier
  /// For each target whether it asks for a yes or a no: all of its values are 0 or 1.
  public let isYesOrNo: [Bool]

  public init(
    targets: [JudgedTarget], goals: [Goal], joint: JointTargets, easings: [[Easing]],
    frontier: JointFrontier, isYesOrNo: [Bool]
  ) {
    self.isYesOrNo = isYesOrNo
    (self.targets, self.goals, self.joint) = (targets, goals, joint)
    (self.easings, self.frontier) = (easings, frontier)
  }
}
