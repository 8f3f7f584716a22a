import ColumnPlan
import Formulas
import Simulation
import SourceText
import Vocabulary
import Workers

extension WhatIf {
  /// A plan with values of its levers: the scenario, or one of those that stand beside it.
  struct Side {
    let plan: LeverPlan
    /// By the levers' ids, in base units; the others stay as they are.
    var levers: [String: Double] = [:]
  }

  /// Variants, all their changes made. They do not see one another, so each is checked and lowered
  /// on whichever core is free.
  ///
  /// - Throws: what is wrong with the first of them that is wrong.
  func sides(of variants: [VariantChanges]) throws(Diagnostics) -> [Side] {
    try sides(of: variants, isStopped: { false }) ?? []
  }

  /// - Parameter isStopped: asked before each of them.
  /// - Returns: nil when it was told to stop before all were made.
  func sides(of variants: [VariantChanges], isStopped: @escaping @Sendable () -> Bool)
    throws(Diagnostics) -> [Side]?
  {
    let made = collect(variants.count, threads: settings.threads) {
      place -> Result<Side, Diagnostics>? in
      guard !isStopped() else { return nil }
      let changes = variants[place]
      return Result { () throws(Diagnostics) in
        let side = try changes.side(of: self)
        // The others draw from little else than the first one, which is ready before they are.
        if runsSidesTogether, variants.count > 1 {
          side.plan.prepareSide(withTables: place == 0)
        }
        return side
      }
    }
    var sides: [Side] = []
    for side in made {
      guard let side else { return nil }
      sides.append(try side.get())
    }
    return sides
  }

  /// Whether sides are run as one where they can be: under `sobol` the dimension of a draw that
  /// only one side has must not depend on other sides.
  private var runsSidesTogether: Bool {
    if case .sobol = settings.sampling { false } else { true }
  }

  /// Values of levers as values of a plan's parameters.
  static func parameters(_ levers: [String: Double]) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: levers.map { ("levers." + $0, $1) })
  }

  /// Simulates several sides with the same random numbers: trial by trial, and what some of them
  /// have in common once.
  ///
  /// - Parameter isStopped: asked after each block; once true, results are not complete.
  /// - Returns: for each side the numbers that it has by itself; those behind one that is not
  ///   complete are left out.
  func simulated(
    together sides: [Side], progress: (@Sendable (Double) -> Void)? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(Diagnostics) -> [SimulationResult] {
    let joined = resultsOfJoined(sides, progress, isStopped)
    var results: [SimulationResult] = []
    for (place, side) in sides.enumerated() {
      if let last = results.last, !last.isComplete { break }
      if let known = joined[place] {
        results.append(known)
      } else {
        progress?(Double(place) / Double(sides.count))
        results.append(
          try simulated(side.plan, levers: side.levers, isStopped: isStopped))
      }
    }
    return results
  }

  /// The results of the sides that can be run as one, by their places. Where that fails, each side
  /// has to say by itself what is wrong.
  private func resultsOfJoined(
    _ sides: [Side], _ progress: (@Sendable (Double) -> Void)?,
    _ isStopped: @escaping @Sendable () -> Bool
  ) -> [Int: SimulationResult] {
    guard runsSidesTogether, sides.count > 1 else { return [:] }
    let plans = sides.map { $0.plan.side(levers: $0.levers) }
    let places = plans.indices.filter { plans[0].fits(plans[$0]) }
    guard places.count > 1, let union = PlanUnion(of: places.map { plans[$0] }) else { return [:] }
    do throws(SimulationError) {
      let results = try simulate(
        union, settings, following: nil, progress: progress, isStopped: isStopped)
      return Dictionary(uniqueKeysWithValues: zip(places, results))
    } catch {
      return [:]
    }
  }
}
