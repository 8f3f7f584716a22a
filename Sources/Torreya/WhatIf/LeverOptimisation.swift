import Planning
import Reports
import Simulation
import SourceText
import Vocabulary

/// The best values of levers, beside what else the money could do.
public struct LeverOptimisation: Sendable {
  public let scenario: Scenario
  public let figures: [AskedFigure]
  /// Those that were decided on, and those that do not act on the targets.
  public let levers: [Lever]
  public let idle: [Lever]
  public let wish: LeverWish
  /// The levers as they stand, the best decision, then one for each lever alone and those of the
  /// futures.
  public internal(set) var choices: [LeverChoice] = []
  public internal(set) var search: SearchOutcome?
  /// The budgets of the frontier, in yuan, and the best decision for each.
  public internal(set) var budgets: [Double] = []
  public internal(set) var frontier: [LeverChoice] = []
  /// The ids of the futures, that of the scenario first, and for each choice its probabilities.
  public internal(set) var futures: [String] = []
  public internal(set) var outcomes: [[ProbabilityChange]] = []
  /// The ids of the futures in which no decision reaches the wished probability, and whether none
  /// reaches it in all of them.
  public internal(set) var missedFutures: [String] = []
  public internal(set) var worstCaseIsMissed = false
  /// The decisions that were judged before it was told to stop; nil when all were.
  public internal(set) var finished: FinishedPart?
  public let costIsUncertain: Bool
  public let freshTrials: Int

  public var standing: LeverChoice? { choices.first { $0.role == .standing } }
  public var best: LeverChoice? { choices.first { $0.role == .best } }

  /// The files that there is something for.
  public var tables: [NamedTable] {
    var tables = [NamedTable("optimise.csv", OptimiseTable.table(choices, levers))]
    if !frontier.isEmpty {
      tables.append(
        NamedTable(
          "frontier-cost.csv",
          CostFrontierTable.table(budgets, frontier, levers, standing: standing?.cost ?? 0)))
    }
    if !outcomes.isEmpty {
      tables.append(
        NamedTable(
          "robustness.csv",
          RobustnessTable.table(
            Array(choices.prefix(outcomes.count)), futures: futures, outcomes)))
    }
    return tables
  }
}

/// How a search for the best levers is done.
public struct LeverSearchSettings: Sendable {
  /// The most decisions that one search simulates.
  public var evaluationLimit: Int
  /// The trials in which what was found is judged again.
  public var freshTrials: Int
  /// How many budgets the frontier has; none for 0.
  public var frontierBudgets: Int

  public init(evaluationLimit: Int = 400, freshTrials: Int, frontierBudgets: Int = 0) {
    self.evaluationLimit = evaluationLimit
    self.freshTrials = freshTrials
    self.frontierBudgets = frontierBudgets
  }
}

/// Seeks the best values of a scenario's levers.
///
/// The search judges all decisions in the same trials; what it finds is judged again in fresh ones,
/// because the best of many looks better than it is in the trials that chose it.
///
/// - Parameter isStopped: asked after each block of trials; once true, the decisions that are
///   judged by then are returned.
/// - Throws: what is wrong with a future, with the results, or with what levers cost.
public func optimise(
  _ question: LeverQuestion, _ search: LeverSearchSettings, _ settings: SimulationSettings,
  files: any ProjectFiles & Sendable,
  progress: (@Sendable (Double) -> Void)? = nil,
  isStopped: @escaping @Sendable () -> Bool = { false }
) throws(Diagnostics) -> LeverOptimisation {
  let problem = try LeverProblem(
    question, settings, freshTrials: search.freshTrials, files: files, isStopped: isStopped)
  var run = OptimisationRun(problem, question, search, progress, isStopped)
  return try run.result(question.futures)
}
