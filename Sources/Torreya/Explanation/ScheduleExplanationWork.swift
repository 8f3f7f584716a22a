import Formulas
import Reports

/// What the time of an activity is made of beside its drawn duration, found in its formula.
///
/// Risks are taken in one after another in the order in which the formula names them, so a factor
/// also stretches what an earlier one added; what no risk explains is time for doing it again.
struct WorkShares {
  /// The values of the trial by id.
  let values: [String: Double]
  let formulas: [String: Formula]

  /// - Parameter input: what the schedule takes as the duration.
  func shares(of input: Formula) -> [(cause: DelayCause, days: Double)] {
    guard case .reference(let id) = input.node, let whole = values[id], let formula = formulas[id],
      id.hasSuffix(".work")
    else { return [] }
    // Failures are events that the formula draws itself; they stand behind the rest of it.
    var timed = formula
    var retried = 0.0
    if case .call(.add, let sides) = formula.node, value(of: formula, without: []) == nil,
      let known = value(of: sides[0], without: [])
    {
      timed = sides[0]
      retried = whole - known
    }
    let risks = timed.referencedNames.filter(\.isRiskEvent)
    guard var sum = value(of: timed, without: Set(risks)) else { return [] }
    var shares: [(DelayCause, Double)] = []
    for (index, risk) in risks.enumerated() {
      guard let more = value(of: timed, without: Set(risks[(index + 1)...])) else { return [] }
      if more != sum { shares.append((.risk(risk.withoutLastSegment), more - sum)) }
      sum = more
    }
    return retried == 0 ? shares : shares + [(.retry, retried)]
  }

  /// The value of a formula; nil where it draws something itself or asks what is not known.
  ///
  /// - Parameter risks: the events that are taken not to happen.
  private func value(of formula: Formula, without risks: Set<String>) -> Double? {
    evaluated(formula) { id in risks.contains(id) ? [0] : values[id].map { [$0] } }?.first
  }
}

extension String {
  /// Whether it is the event of a line of the risk register.
  var isRiskEvent: Bool { hasPrefix("works.risks.") && hasSuffix(".occurs") }

  fileprivate var withoutLastSegment: String {
    split(separator: ".").dropLast().joined(separator: ".")
  }
}
