import ColumnPlan
import Planning
import Reports
import Simulation
import SourceText
import Vocabulary

/// A grid over one or two levers or values, every point simulated with the same random numbers.
public struct Sweep: Sendable {
  public let whatIf: WhatIf
  public let axes: [SweepAxis]
  /// The scenario as it stands.
  public let base: SimulationResult
  /// Points that change the document are simulated together, so many at a time: what they have
  /// in common once.
  private static let together = 8
  private var changesDocument: Bool { axes.contains { !$0.isLever } }

  /// - Parameter question: `lever` and `set`, one or two of them together, `targets` and
  ///   `indicators`.
  /// - Throws: what is wrong with the question, before anything is simulated.
  public static func axes(_ question: WhatIfQuestion, in model: ScenarioModel)
    throws(QuestionError) -> [SweepAxis]
  {
    var axes: [SweepAxis] = []
    for text in question.values("lever") {
      axes.append(try SweepAxis(lever: text, in: model.scenario))
    }
    for text in question.values("set") { axes.append(try SweepAxis(path: text)) }
    guard (1...2).contains(axes.count), Set(axes.map(\.id)).count == axes.count else {
      throw QuestionError("A sweep moves one or two things, each once: give --lever or --set.")
    }
    return axes
  }

  public init(_ whatIf: WhatIf, _ axes: [SweepAxis]) throws(Diagnostics) {
    precondition((1...2).contains(axes.count), "one or two axes")
    self.whatIf = whatIf
    self.axes = axes
    base = try whatIf.simulated(try whatIf.plan(with: []))
  }

  /// How many points the grid has.
  public var count: Int { axes.reduce(1) { $0 * $1.values.count } }

  /// Simulates the points, the last axis moving fastest.
  ///
  /// - Parameter isStopped: asked before each point, or before those that are simulated together;
  ///   what is finished is returned.
  /// - Throws: what is wrong with a value.
  public func points(
    progress: (@Sendable (Double) -> Void)? = nil, isStopped: () -> Bool = { false }
  ) throws(Diagnostics) -> [SweepPoint] {
    var points: [SweepPoint] = []
    // Where an axis changes the document, points that share the change share the plan.
    var plans: [[Int]: LeverPlan] = [:]
    let grid = grid
    let step = changesDocument ? Self.together : 1
    for start in stride(from: 0, to: grid.count, by: step) {
      guard !isStopped() else { return points }
      let part = grid[start..<min(start + step, grid.count)]
      var sides: [WhatIf.Side] = []
      for indexes in part { sides.append(try side(indexes, &plans)) }
      for (indexes, result) in zip(part, try whatIf.simulated(together: sides)) {
        points.append(point(zip(axes, indexes).map { $0.values[$1] }, result))
      }
      progress?(Double(points.count) / Double(count))
    }
    return points
  }

  /// The scenario at a point of the grid.
  private func side(_ indexes: [Int], _ plans: inout [[Int]: LeverPlan]) throws(Diagnostics)
    -> WhatIf.Side
  {
    let chosen = zip(axes, indexes).map { $0.values[$1] }
    let values = Dictionary(
      uniqueKeysWithValues: zip(axes, chosen).compactMap { axis, value in
        axis.isLever ? (axis.id, value.number!) : nil
      })
    let changing = zip(axes, indexes).map { $0.isLever ? -1 : $1 }
    if let known = plans[changing] { return WhatIf.Side(plan: known, levers: values) }
    let changes = zip(axes, chosen).compactMap { axis, value in
      value.node.map { Variant.Change(of: axis.id, to: $0) }
    }
    let plan = try whatIf.plan(with: changes)
    plans[changing] = plan
    return WhatIf.Side(plan: plan, levers: values)
  }

  private var grid: [[Int]] {
    axes.reduce([[]]) { begun, axis in
      begun.flatMap { start in axis.values.indices.map { start + [$0] } }
    }
  }

  private func point(_ values: [SweepValue], _ result: SimulationResult) -> SweepPoint {
    let figures = whatIf.figures.map { figure in
      FigureChange(
        figure.column(in: base), in: base, figure.column(in: result), in: result,
        goal: figure.goal(in: base))
    }
    let goals = whatIf.goals(in: result)
    return SweepPoint(
      values: values.map { SweepPoint.Value(shown: $0.shown, unit: $0.unit) },
      cost: whatIf.levers.contains { $0.costIndicator != nil } ? whatIf.cost(in: result) : nil,
      figures: figures,
      joint: goals.count < 2
        ? nil : ProbabilityChange(of: whatIf.goals(in: base), in: base, goals, in: result))
  }

  /// `sweep.csv`.
  public func table(_ points: [SweepPoint]) -> NamedTable {
    NamedTable(
      "sweep.csv",
      SweepTable.table(points, axes: axes.map(\.id), whatIf.figures))
  }
}

/// The tables of a sweep, from its question.
///
/// - Throws: what is wrong with the question, or with a value.
func answeredSweep(
  _ model: ScenarioModel, _ question: WhatIfQuestion, _ settings: SimulationSettings,
  _ files: any ProjectFiles & Sendable, _ progress: @escaping @Sendable (Double) -> Void
) throws(Diagnostics) -> [NamedTable] {
  let axes: [SweepAxis]
  let figures: [WhatIfFigure]
  do throws(QuestionError) {
    axes = try Sweep.axes(question, in: model)
    figures = try question.figures(of: model)
  } catch {
    throw Diagnostics(error)
  }
  let whatIf = WhatIf(model, figures, levers: axes.map(\.id), settings, files: files)
  let sweep = try Sweep(whatIf, axes)
  return [sweep.table(try sweep.points(progress: progress))]
}
