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
    var base: SimulationResult?
    var compared: [ComparedVariant] = []
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
        base = base ?? found[0]
        break
      }
      let standing = base ?? found[0]
      base = standing
      for (place, (side, result)) in zip(part, zip(sides, found).suffix(part.count)) {
        compared.append(
          ComparedVariant(variants[place], side.plan, result, beside: standing, whatIf))
      }
    }
    self.base = base!
    self.variants = compared
    finished = FinishedPart(variants: compared.count, of: variants.count)
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
      // Two targets, or a target and an indicator, may be about the same figure.
      var told: Set<[String]> = []
      for (place, figure) in whatIf.figures.enumerated() {
        if told.insert([figure.columnLabel, figure.period]).inserted {
          ComparisonTable.append(
            compared.differences[place], of: compared.variant, figure, whatIf.base,
            to: &differences)
        }
        if let change = compared.attainments[place] {
          ComparisonTargetsTable.append(change, of: compared.variant, figure, to: &targets)
        }
      }
      if let joint = compared.joint {
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
}

/// A variant beside the scenario. Its trials are gone: there may be many variants.
public struct ComparedVariant: Sendable {
  public let variant: Variant
  /// What it changes in each of the figures that are asked for, trial by trial.
  public let differences: [PairedDifference]
  /// For each figure whether it is another one in any trial, or is held against another bound.
  public let isChanged: [Bool]
  /// For each figure how the probability of its target changes; nil for indicators.
  public let attainments: [ProbabilityChange?]
  /// The same of all targets together; nil where there are not several.
  public let joint: ProbabilityChange?
  /// The streams that it makes certain, and that moved with others in the scenario.
  public let certainStreams: [String]

  /// - Parameter plan: the variant's, whose document may set a target elsewhere.
  init(
    _ variant: Variant, _ plan: LeverPlan, _ result: SimulationResult,
    beside base: SimulationResult, _ whatIf: WhatIf
  ) {
    let pairs = Array(zip(whatIf.figures, plan.figures))
    self.variant = variant
    differences = pairs.map { own, other in
      pairedDifference(own.column(in: base), in: base, other.column(in: result), in: result)
    }
    isChanged = pairs.map { Self.isChanged($0, in: base, $1, in: result) }
    attainments = pairs.map { own, other in
      guard let before = own.goal(in: base), let after = other.goal(in: result) else { return nil }
      return ProbabilityChange(of: [before], in: base, [after], in: result)
    }
    joint = whatIf.hasSeveralTargets
      ? ProbabilityChange(
        of: whatIf.figures.compactMap { $0.goal(in: base) }, in: base, plan.goals(in: result),
        in: result)
      : nil
    certainStreams = plan.certainStreams
  }

  private static func isChanged(
    _ own: AskedFigure, in base: SimulationResult, _ other: AskedFigure,
    in result: SimulationResult
  ) -> Bool {
    if own.bound != other.bound || own.side != other.side || own.place != other.place {
      return true
    }
    return base.withTrials(of: own.column(in: base)) { before in
      result.withTrials(of: other.column(in: result)) { after in
        // A single number holds for all trials.
        let count = max(before.count, after.count)
        return (0..<count).contains { trial in
          before[before.count == 1 ? 0 : trial] != after[after.count == 1 ? 0 : trial]
        }
      }
    }
  }
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
