import ColumnPlan
import Formulas
import Planning
import Probability
import Simulation
import SourceText
import Vocabulary

/// What `torreya target` says of one indicator: its curve, levels for confidences, and losses.
public struct TargetAnswer: Sendable {
  /// A level that is looked at more closely, and why.
  public struct Level: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
      /// Held for certain, planned with, striven for.
      case floor, base, stretch
      /// A confidence that was asked for.
      case confidence
      /// The bound that the scenario's target declares.
      case declared
      /// The level with the least expected loss.
      case leastLoss
    }

    public let kind: Kind
    /// The confidence for which it was found; nil for a level that was given.
    public let confidence: Double?
    public let level: Double
    /// Its Monte Carlo standard error; nil for a level that was given.
    public let levelError: Double?
    /// Nil where the trials are not kept and nobody named the goal before.
    public let probability: Double?
    public let probabilityError: Double?
    public let price: ConfidencePrice?
    public let bolder: BolderBound?
    public let loss: ExpectedLoss?
  }

  public let indicator: Indicator
  public let column: Column
  public let side: Goal.Side
  public let levels: [Level]
  public let curve: AttainmentCurve
  /// For each point of the curve; nil where no costs are given.
  public let losses: [ExpectedLoss]?
  public let lossUnit: UnitOfMeasure?
  /// Where the level of least loss is a quantile: the confidence that makes it one.
  public let criticalConfidence: Double?

  public init(
    indicator: Indicator, column: Column, side: Goal.Side, levels: [Level],
    curve: AttainmentCurve, losses: [ExpectedLoss]?, lossUnit: UnitOfMeasure?,
    criticalConfidence: Double?
  ) {
    (self.indicator, self.column, self.side) = (indicator, column, side)
    (self.levels, self.curve, self.losses) = (levels, curve, losses)
    (self.lossUnit, self.criticalConfidence) = (lossUnit, criticalConfidence)
  }
}

extension TargetAnswer.Level {
  public init(
    _ kind: Kind, confidence: Double?, level: Double, levelError: Double?, probability: Double?,
    probabilityError: Double?, price: ConfidencePrice?, bolder: BolderBound?,
    loss: ExpectedLoss?
  ) {
    (self.kind, self.confidence) = (kind, confidence)
    (self.level, self.levelError) = (level, levelError)
    (self.probability, self.probabilityError) = (probability, probabilityError)
    (self.price, self.bolder, self.loss) = (price, bolder, loss)
  }

  /// What the level is called.
  public var name: BilingualText {
    switch kind {
    case .floor: BilingualText(zh: "守底", en: "floor")
    case .base: BilingualText(zh: "力争", en: "base")
    case .stretch: BilingualText(zh: "冲刺", en: "stretch")
    case .confidence: BilingualText(zh: "所问把握", en: "asked")
    case .declared: BilingualText(zh: "已定目标", en: "declared")
    case .leastLoss: BilingualText(zh: "损失最小", en: "least loss")
    }
  }
}
