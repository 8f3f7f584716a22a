import ColumnPlan
import Probability
import Simulation
import Workers

/// What several stored results come to together in each trial, such as the months of a quarter,
/// and what is known to come on top of them.
public struct PeriodTotal: Hashable, Sendable {
  /// The stored results that are added, from the first to the last.
  public let storages: [Int]
  public let known: Double

  public init(storages: [Int], known: Double = 0) {
    self.storages = storages
    self.known = known
  }

  /// The stored result that it is, where it is one and nothing more.
  public var only: Int? { storages.count == 1 && known == 0 ? storages[0] : nil }
}

/// Something to find out of totals, trial by trial.
public enum TotalQuestion: Hashable, Sendable {
  case total(PeriodTotal)
  /// By which part a total is larger than an earlier one.
  case growth(PeriodTotal, since: PeriodTotal)
}

/// What totals come to over the trials.
public struct TotalAnswers: Sendable {
  private var summaries: [PeriodTotal: Summary] = [:]
  private var growths: [TotalQuestion: Growth] = [:]

  /// Nil when it was not asked for.
  public func summary(of total: PeriodTotal) -> Summary? { summaries[total] }

  /// Nil when it was not asked for, or cannot be told; see `Growth`.
  public func growth(of total: PeriodTotal, since before: PeriodTotal) -> Growth? {
    growths[.growth(total, since: before)]
  }

  fileprivate mutating func add(_ answers: [(TotalQuestion, Answer)]) {
    for (question, answer) in answers {
      switch (question, answer) {
      case (.total(let total), .summary(let summary)): summaries[total] = summary
      case (_, .growth(let growth)): growths[question] = growth
      case (.growth, .summary): preconditionFailure("a growth for a growth")
      }
    }
  }
}

private enum Answer: Sendable {
  case summary(Summary)
  case growth(Growth?)
}

/// Answers series of questions, the series on several workers.
///
/// A total that begins with the results of the one before it in its series goes on from there, so
/// that a year to date takes one addition a month.
///
/// - Precondition: the trials are kept, or all totals are the same in all.
/// - Complexity: O(questions × trials); two or three columns of memory a worker.
public func answer(
  _ series: [[TotalQuestion]], in result: SimulationResult, threads: Int
) -> TotalAnswers {
  let columns = columnsByStorage(result.plan)
  let found = collect(series.count, threads: threads) { index in
    answer(series[index], columns, result)
  }
  var answers = TotalAnswers()
  for part in found { answers.add(part) }
  return answers
}

private func answer(
  _ questions: [TotalQuestion], _ columns: [Column], _ result: SimulationResult
) -> [(TotalQuestion, Answer)] {
  let (now, before) = (TotalledTrials(result, columns), TotalledTrials(result, columns))
  var asked: Set<TotalQuestion> = []
  return questions.filter { asked.insert($0).inserted }.map { question in
    switch question {
    case .total(let total):
      now.become(total)
      return (question, .summary(now.withTrials { Summary(ofTrials: $0, result.replication) }))
    case .growth(let total, let earlier):
      now.become(total)
      before.become(earlier)
      return (question, .growth(Growth(of: now, since: before, result.replication)))
    }
  }
}

/// A column for each storage of a plan.
func columnsByStorage(_ plan: Plan) -> [Column] {
  var shown = [Column?](repeating: nil, count: plan.storages.count)
  for column in plan.columns { shown[column.storage] = column }
  return shown.map { $0! }
}

extension Summary {
  /// - Parameter trials: a single number when it is the same in all.
  fileprivate init(ofTrials trials: UnsafeBufferPointer<Double>, _ replication: Replication) {
    if trials.count == 1 { self.init(of: trials[0]) } else { self.init(of: trials, replication) }
  }
}
