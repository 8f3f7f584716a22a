import ColumnPlan
import Formulas
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

/// Variants beside the scenario as it stands, for the figures that are asked for and no others.
public struct FigureComparison: Sendable {
  public let whatIf: WhatIf
  public let base: SimulationResult
  public internal(set) var variants: [ComparedVariant]
  /// The variants that were finished before it was told to stop; nil when all are.
  public let finished: FinishedPart?
  /// So many variants are simulated together, with what they have in common once.
  private static let together = 4

  /// - Parameter isStopped: asked after each block of trials; once true, the variants that are
  ///   finished are compared.
  /// - Throws: what is wrong with a variant, or with the results.
  public init(
    _ model: ScenarioModel, with variants: [Variant], _ figures: [AskedFigure],
    _ settings: SimulationSettings, files: any ProjectFiles & Sendable,
    progress: (@Sendable (BilingualText, Double) -> Void)? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(Diagnostics) {
    let changes = variants.map { VariantChanges($0, in: model.scenario) }
    let levers = Set(changes.flatMap { $0.changes.compactMap(\.lever?.id) })
    whatIf = WhatIf(model, figures, levers: levers.sorted(), settings, files: files)
    var results: [SimulationResult] = []
    var figuresOfSides: [[AskedFigure]] = []
    var certainStreams: [[String]] = []
    for start in stride(from: 0, to: max(changes.count, 1), by: Self.together)
    where start == 0 || !isStopped() {
      let part = start..<min(start + Self.together, changes.count)
      let sides = try whatIf.sides(of: (start == 0 ? [.none] : []) + changes[part])
      let label = part.isEmpty ? model.scenario.label : variants[part.upperBound - 1].label
      let count = Double(max(variants.count, 1))
      let (before, share) = (Double(start) / count, Double(part.count) / count)
      var noting: (@Sendable (Double) -> Void)?
      if let progress { noting = { progress(label, before + share * $0) } }
      let found = try whatIf.simulated(
        together: sides, progress: noting, isStopped: isStopped)
      guard found.allSatisfy(\.isComplete) else {
        // The scenario as it stands is what nothing can be compared with yet.
        if start == 0 { results = [found[0]] }
        break
      }
      results += found
      figuresOfSides += sides.map(\.plan.figures)
      certainStreams += sides.map(\.plan.certainStreams)
    }
    base = results[0]
    self.variants = variants.indices.prefix(results.count - 1).map {
      ComparedVariant(
        variant: variants[$0], result: results[$0 + 1], figures: figuresOfSides[$0 + 1],
        certainStreams: certainStreams[$0 + 1])
    }
    finished = FinishedPart(variants: results.count - 1, of: variants.count)
  }

  /// A comparison to which variants are added one after another.
  init(of base: SimulationResult, for whatIf: WhatIf) {
    self.whatIf = whatIf
    self.base = base
    variants = []
    finished = nil
  }

  /// `comparison.csv` and, where there are targets, `comparison-targets.csv`.
  public var tables: [NamedTable] {
    var differences = Table(columns: ComparisonTable.columns)
    var targets = Table(columns: ComparisonTargetsTable.columns)
    for compared in variants {
      for (place, figure) in whatIf.figures.enumerated() {
        ComparisonTable.append(
          difference(of: place, in: compared), of: compared.variant, figure, whatIf.base,
          to: &differences)
        if let change = change(of: [place], in: compared) {
          ComparisonTargetsTable.append(change, of: compared.variant, figure, to: &targets)
        }
      }
      if let joint = joint(in: compared) {
        ComparisonTargetsTable.append(
          joint, of: compared.variant, nil,
          isOfAll: whatIf.figures.count { $0.bound != nil } == whatIf.base.targets.count,
          to: &targets)
      }
    }
    return [NamedTable("comparison.csv", differences)]
      + (targets.rows.isEmpty ? [] : [NamedTable("comparison-targets.csv", targets)])
  }

  /// The mean of a figure in the scenario as it stands.
  ///
  /// - Unit: base units of the figure.
  public func baseMean(of figure: AskedFigure) -> Double {
    base.withTrials(of: figure.column(in: base)) { Moments(of: $0).mean }
  }

  /// What a variant changes in a figure, trial by trial.
  ///
  /// - Parameter place: of the figure among those that are asked for.
  public func difference(of place: Int, in compared: ComparedVariant) -> PairedDifference {
    pairedDifference(
      whatIf.figures[place].column(in: base), in: base,
      compared.figures[place].column(in: compared.result), in: compared.result)
  }

  /// Whether a variant changes a figure in any trial, or the bound that it is held against.
  public func changes(_ place: Int, in compared: ComparedVariant) -> Bool {
    let (own, other) = (whatIf.figures[place], compared.figures[place])
    if own.bound != other.bound || own.side != other.side || own.place != other.place {
      return true
    }
    return base.withTrials(of: own.column(in: base)) { before in
      compared.result.withTrials(of: other.column(in: compared.result)) { after in
        // A single number holds for all trials.
        let count = max(before.count, after.count)
        return (0..<count).contains { trial in
          before[before.count == 1 ? 0 : trial] != after[after.count == 1 ? 0 : trial]
        }
      }
    }
  }

  /// How the probability of targets changes; nil for indicators.
  ///
  /// - Parameter places: of the targets among the figures that are asked for.
  public func change(of places: [Int], in compared: ComparedVariant) -> ProbabilityChange? {
    let goals = places.compactMap { whatIf.figures[$0].goal(in: base) }
    guard !goals.isEmpty else { return nil }
    return ProbabilityChange(
      of: goals, in: base,
      places.compactMap { compared.figures[$0].goal(in: compared.result) }, in: compared.result)
  }

  /// All targets together; nil where there are not several.
  public func joint(in compared: ComparedVariant) -> ProbabilityChange? {
    whatIf.hasSeveralTargets ? change(of: Array(whatIf.figures.indices), in: compared) : nil
  }
}

/// A variant beside the scenario.
public struct ComparedVariant: Sendable {
  public let variant: Variant
  public let result: SimulationResult
  /// The figures that are asked for, as the variant has them: it may set a target elsewhere.
  public let figures: [AskedFigure]
  /// The streams that it makes certain, and that moved with others in the scenario.
  public let certainStreams: [String]
}

/// The changes of a variant, each by itself: values of levers, which a plan takes as they are, and
/// changes of the document.
struct VariantChanges {
  /// The scenario as it stands.
  static let none = VariantChanges(ofDocument: [])

  struct Change {
    let change: Variant.Change
    /// The lever that it moves, and to what; nil for a change of the document.
    let lever: (id: String, value: Double)?
  }

  let changes: [Change]

  init(ofDocument changes: [Variant.Change]) {
    self.changes = changes.map { Change(change: $0, lever: nil) }
  }

  init(_ variant: Variant, in scenario: Scenario) {
    changes = variant.changes.map { change in
      Change(change: change, lever: Self.lever(of: change, in: scenario))
    }
  }

  /// What cannot be read here is left to the reader of scenarios, which says what is wrong.
  private static func lever(of change: Variant.Change, in scenario: Scenario) -> (
    id: String, value: Double
  )? {
    guard let lever = scenario.levers.first(where: { $0.indicator + ".default" == change.target })
    else { return nil }
    let text: String
    switch change.value.value {
    case .number(let number): text = number
    case .string(let quantity): text = quantity
    default: return nil
    }
    do throws(QuestionError) {
      let axis = try SweepAxis(lever, text, of: text)
      guard axis.values.count == 1, let value = axis.values[0].number else { return nil }
      return (lever.id, value)
    } catch {
      return nil
    }
  }

  /// The scenario with all of the changes.
  func side(of whatIf: WhatIf) throws(Diagnostics) -> WhatIf.Side {
    try side(of: whatIf, all: changes.indices)
  }

  /// The scenario with some of the changes.
  ///
  /// - Parameter plan: that of their changes of the document, where it is known.
  func side(of whatIf: WhatIf, all chosen: some Sequence<Int>, plan: LeverPlan? = nil)
    throws(Diagnostics) -> WhatIf.Side
  {
    let made = chosen.map { changes[$0] }
    let own =
      if let plan { plan } else {
        try whatIf.plan(with: made.filter { $0.lever == nil }.map(\.change))
      }
    let values = Dictionary(
      made.compactMap(\.lever).map { ($0.id, $0.value) }, uniquingKeysWith: { $1 })
    return WhatIf.Side(plan: own, levers: values)
  }
}
