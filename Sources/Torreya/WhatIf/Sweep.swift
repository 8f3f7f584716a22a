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
  /// A grid of more takes longer than anybody waits, and is read by nobody.
  static let mostPoints = 10_000
  private var changesDocument: Bool { axes.contains { !$0.isLever } }

  /// Reads what is moved: one or two levers or places of the document together.
  ///
  /// - Throws: what is wrong with it, before anything is simulated.
  public static func axes(levers: [String] = [], places: [String] = [], in model: ScenarioModel)
    throws(QuestionError) -> [SweepAxis]
  {
    var mistakes = QuestionMistakes()
    let axes =
      mistakes.each(levers) { text throws(QuestionError) in try SweepAxis(lever: text, in: model) }
      + mistakes.each(places) { text throws(QuestionError) in
        try SweepAxis(path: text, in: model)
      }
    try mistakes.check()
    guard (1...2).contains(axes.count), Set(axes.map(\.id)).count == axes.count else {
      throw QuestionError(
        .init(
          zh: "一次扫描变动一项或两项，各写一次：请用 --lever 或 --set。",
          en: "A sweep moves one or two things, each once: give --lever or --set."))
    }
    // Axes are told apart by now, and none has more values than the grid may have points.
    guard axes.reduce(1, { $0 * $1.values.count }) <= mostPoints else {
      let sizes = axes.map { String($0.values.count) }.joined(separator: " × ")
      throw QuestionError(
        .init(
          zh: "网格有 \(sizes) 个点，超过 \(mostPoints) 个：请加大步长。",
          en: "The grid has \(sizes) points, more than \(mostPoints): make the steps longer."))
    }
    // The boldest point of the grid.
    try model.checkExclusions(
      Dictionary(
        uniqueKeysWithValues: axes.filter(\.isLever).map { axis in
          (axis.id, axis.values.compactMap(\.number).max() ?? 0)
        }))
    return axes
  }

  /// - Parameter isStopped: asked after each block of trials; once true, there is nothing with
  ///   which points could be compared, and none is simulated.
  public init(
    _ whatIf: WhatIf, _ axes: [SweepAxis], isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(Diagnostics) {
    precondition((1...2).contains(axes.count), "one or two axes")
    self.whatIf = whatIf
    self.axes = axes
    base = try whatIf.simulated(try whatIf.plan(with: []), isStopped: isStopped)
  }

  /// How many points the grid has.
  public var count: Int { axes.reduce(1) { $0 * $1.values.count } }

  /// Simulates the points. In the answer the last axis moves fastest.
  ///
  /// - Parameter isStopped: asked after each block of trials; the points that are finished are
  ///   returned.
  /// - Throws: what is wrong with a value.
  public func points(
    progress: (@Sendable (Double) -> Void)? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(Diagnostics) -> [SweepPoint] {
    guard base.isComplete else { return [] }
    let grid = grid
    var points = [SweepPoint?](repeating: nil, count: grid.count)
    var done = 0
    // Points that make the same change of the document share the plan. They are simulated one
    // behind the other, and when the last of them is, nobody needs it any more.
    let order = changesDocument ? pointsByDocument(grid) : Array(grid.indices)
    var plans: [[Int]: LeverPlan] = [:]
    let step = changesDocument ? Self.together : 1
    for start in stride(from: 0, to: order.count, by: step) {
      guard !isStopped() else { break }
      let part = order[start..<min(start + step, order.count)]
      let documents = part.map { documentPlace(grid[$0]) }
      plans = plans.filter { documents.contains($0.key) }
      var open: [[Int]] = []
      for place in documents where plans[place] == nil && !open.contains(place) {
        open.append(place)
      }
      guard let made = try whatIf.sides(of: open.map(documentChanges), isStopped: isStopped) else {
        break
      }
      for (place, side) in zip(open, made) { plans[place] = side.plan }
      let sides = zip(part, documents).map {
        WhatIf.Side(plan: plans[$1]!, levers: levers(grid[$0]))
      }
      let results = try whatIf.simulated(together: sides, isStopped: isStopped)
      for (place, (side, result)) in zip(part, zip(sides, results)) where result.isComplete {
        let values = zip(axes, grid[place]).map { $0.values[$1] }
        points[place] = point(values, result, of: side.plan)
        done += 1
      }
      progress?(Double(done) / Double(count))
    }
    return points.compactMap { $0 }
  }

  /// The places of the points in the grid, those with the same change of the document together, in
  /// the order in which the changes come first.
  private func pointsByDocument(_ grid: [[Int]]) -> [Int] {
    var changes: [[Int]] = []
    var points: [[Int]: [Int]] = [:]
    for (place, indexes) in grid.enumerated() {
      let document = documentPlace(indexes)
      if points[document] == nil { changes.append(document) }
      points[document, default: []].append(place)
    }
    return changes.flatMap { points[$0]! }
  }

  /// Where a point stands on the axes that change the document; -1 on those of levers.
  private func documentPlace(_ indexes: [Int]) -> [Int] {
    zip(axes, indexes).map { $0.isLever ? -1 : $1 }
  }

  /// What is changed in the document at such a place.
  private func documentChanges(_ place: [Int]) -> VariantChanges {
    VariantChanges(
      ofDocument: zip(axes, place).compactMap { axis, index in
        axis.isLever ? nil : axis.values[index].node.map { Variant.Change(of: axis.id, to: $0) }
      })
  }

  /// The values of the levers at a point.
  private func levers(_ indexes: [Int]) -> [String: Double] {
    Dictionary(
      uniqueKeysWithValues: zip(axes, indexes).compactMap { axis, index in
        axis.isLever ? (axis.id, axis.values[index].number!) : nil
      })
  }

  private var grid: [[Int]] {
    axes.reduce([[]]) { begun, axis in
      begun.flatMap { start in axis.values.indices.map { start + [$0] } }
    }
  }

  /// - Parameter plan: that of the point, whose document may set a target elsewhere.
  private func point(
    _ values: [SweepValue], _ result: SimulationResult, of plan: LeverPlan
  ) -> SweepPoint {
    let figures = zip(whatIf.figures, plan.figures).map { own, other in
      FigureChange(
        own.column(in: base), in: base, other.column(in: result), in: result,
        goal: own.goal(in: base), other.goal(in: result))
    }
    return SweepPoint(
      values: values.map { SweepPoint.Value(shown: $0.shown, unit: $0.unit) },
      cost: whatIf.levers.contains { $0.costIndicator != nil } ? whatIf.cost(in: result) : nil,
      figures: figures,
      joint: whatIf.hasSeveralTargets
        ? ProbabilityChange(
          of: whatIf.figures.compactMap { $0.goal(in: base) }, in: base, plan.goals(in: result),
          in: result)
        : nil,
      certainStreams: plan.certainStreams)
  }

  /// `sweep.csv`.
  public func table(_ points: [SweepPoint]) -> NamedTable {
    NamedTable(
      "sweep.csv",
      SweepTable.table(points, axes: axes.map(\.id), whatIf.figures))
  }
}
