import Formulas
import Probability

/// A fitted value as formulas: shocks make a score, and the score makes the value.
struct FitFormulas {
  private let law: FittedLaw
  private let scale: UnitOfMeasure
  private let name: String
  private let cadence: Draw.Cadence
  private let horizon: Horizon
  /// For each period of the horizon, the place of the fitted period that holds it.
  private let places: [Int]

  init(_ value: FittedValue, name: String, cadence: Draw.Cadence, horizon: Horizon) {
    law = value.law
    scale = value.unit
    self.name = name
    self.cadence = cadence
    self.horizon = horizon
    let marginals = value.law.marginals
    places = horizon.periods.map { period in
      marginals.firstIndex { $0.period.contains(period.firstDay) } ?? 0
    }
  }

  /// The whole of all periods: one number, by which the scores are bent.
  var whole: Formula? {
    law.dependence.bend.map { bend in sum { .constant(bend.weights[$0]) } }
  }

  /// The score of each period: a weighted sum of the shocks up to it, with its part of what is not
  /// normal in the whole.
  ///
  /// Shocks are taken by their date. So the score looks back at nothing, and may be asked for
  /// before the first period.
  var score: Formula {
    let factor = law.dependence.factor
    let normal = sum { shock in
      let weights = places.map { factor[$0][shock] }
      return weights.allSatisfy { $0 == 0 } ? nil : Formula(.series(weights, .one))
    }
    guard let bend = law.dependence.bend else { return normal }
    let whole = Formula.reference(Fit.whole(of: name))
    let (line, changes) = (bend.excess.line, bend.excess.changes)
    let inner = bend.excess.scores.dropFirst().dropLast()
    let excess = zip(inner, changes).reduce(.constant(line.offset) + .constant(line.slope) * whole)
    {
      $0 + .constant($1.1) * .call(.maximum, whole - .constant($1.0), .constant(0))
    }
    return normal + Formula(.series(places.map { bend.loadings[$0] }, .one)) * excess
  }

  /// The sum of the shocks, each times its weight; nil for one that has no part.
  private func sum(_ weight: (Int) -> Formula?) -> Formula {
    let shock = Formula.standardNormal(stream: Fit.shock(of: name), drawn: cadence)
    let parts = law.marginals.indices.compactMap { place -> Formula? in
      guard let weight = weight(place), let first = places.firstIndex(of: place) else {
        return nil
      }
      let date = Formula.constant(Double(horizon[first].firstDay.dayNumber), .date)
      return weight * .call(.at, shock, date)
    }
    guard let first = parts.first else { return .constant(0) }
    return parts.dropFirst().reduce(first, +)
  }

  /// The value of each period, in base units.
  ///
  /// Where all quantiles are above zero the curve is one of logarithms.
  func value(in unit: UnitOfMeasure) -> Formula {
    let curves = law.marginals.map { $0.curve.mapped(scale.baseValue) }
    let isPositive = curves.allSatisfy { $0.values[0] > 0 }
    let known = law.marginals.map { $0.known.map(scale.baseValue) }
    guard known.contains(where: { $0 == nil }) else {
      return Formula(.series(places.map { known[$0] ?? 0 }, unit))
    }
    let drawn: Formula
    if isPositive {
      let exponent = curve(curves.map { $0.mapped { logarithm($0) } }, .one)
      drawn = .call(.exp, exponent) * .constant(1, unit)
    } else {
      let plain = curve(curves, unit)
      drawn = law.isNonNegative ? .call(.maximum, plain, .constant(0, unit)) : plain
    }
    guard known.contains(where: { $0 != nil }) else { return drawn }
    let isKnown = Formula(.series(places.map { known[$0] == nil ? 0 : 1 }, .one))
    return .call(
      .conditional, isKnown, Formula(.series(places.map { known[$0] ?? 0 }, unit)), drawn)
  }

  /// Curves over the score, each in its periods.
  private func curve(_ curves: [HingedQuantiles], _ unit: UnitOfMeasure) -> Formula {
    let (lines, changes) = (curves.map(\.line), curves.map(\.changes))
    func series(_ unit: UnitOfMeasure, _ number: (Int) -> Double) -> Formula {
      Formula(.series(places.map(number), unit))
    }
    let score = Formula.reference(Fit.score(of: name))
    let line = series(unit) { lines[$0].offset } + series(unit) { lines[$0].slope } * score
    return changes[0].indices.reduce(line) { sum, inner in
      let beyond = score - series(.one) { curves[$0].scores[inner + 1] }
      return sum
        + series(unit) { changes[$0][inner] } * .call(.maximum, beyond, .constant(0))
    }
  }
}
