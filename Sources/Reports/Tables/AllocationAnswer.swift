import Formulas
import Planning
import Probability
import Simulation
import SourceText
import Vocabulary

/// A member among whom a total is handed down.
public struct AllocationMember: Sendable {
  /// What tells it from the others: the place of the `*` of a pattern, a period, or the id.
  public let name: String
  public let indicator: String
  public let label: BilingualText
  public let period: String

  public init(name: String, indicator: String, label: BilingualText, period: String) {
    (self.name, self.indicator, self.label, self.period) = (name, indicator, label, period)
  }
}

/// Parts of a total, in whole units that add up to it.
public struct AllocatedParts: Sendable {
  public let way: AllocationWay
  /// In units of the last decimal.
  public let units: [Int]
  /// In base units.
  public let values: [Double]
  /// Monte Carlo standard errors of the parts before rounding; 0 where neither the total nor the
  /// shares come from the trials.
  public let errors: [Double]
  public let isAtBound: [Bool]
  /// At equal risk: the probability that all members have in common, and its error.
  public let confidence: Double?
  public let confidenceError: Double?
  public let risk: AllocationRisk
  /// Whether so many results of a member are just its part, before rounding, that it is met more
  /// surely than the common confidence: none of its levels has that confidence.
  public let isTied: [Bool]

  public init(
    way: AllocationWay, units: [Int], values: [Double], errors: [Double], isAtBound: [Bool],
    confidence: Double?, confidenceError: Double?, risk: AllocationRisk, isTied: [Bool]
  ) {
    self.isTied = isTied
    (self.way, self.units, self.values, self.errors) = (way, units, values, errors)
    (self.isAtBound, self.confidence) = (isAtBound, confidence)
    (self.confidenceError, self.risk) = (confidenceError, risk)
  }
}

/// What `torreya allocate` says of one total.
public struct AllocationAnswer: Sendable {
  public let id: String
  public let label: BilingualText
  public let total: Indicator
  public let period: String
  public let side: Goal.Side
  public let members: [AllocationMember]
  public let means: [Double]
  public let bounds: [PartBounds]
  /// In units of the last decimal, and in base units.
  public let totalUnits: Int
  public let totalValue: Double
  public let decimals: Int
  /// The probability that the indicator itself comes to the total.
  public let attainment: ExceedanceProbability
  /// What the members' expected values come to, as a part of the total's.
  public let coverage: Double?
  public let ways: [AllocatedParts]

  public init(
    id: String, label: BilingualText, total: Indicator, period: String, side: Goal.Side,
    members: [AllocationMember], means: [Double], bounds: [PartBounds], totalUnits: Int,
    totalValue: Double, decimals: Int, attainment: ExceedanceProbability, coverage: Double?,
    ways: [AllocatedParts]
  ) {
    (self.id, self.label, self.total, self.period) = (id, label, total, period)
    (self.side, self.members, self.means, self.bounds) = (side, members, means, bounds)
    (self.totalUnits, self.totalValue, self.decimals) = (totalUnits, totalValue, decimals)
    (self.attainment, self.coverage, self.ways) = (attainment, coverage, ways)
  }

  /// A number of units of the last decimal in the unit of the total, as it is written.
  public func inUnit(_ units: Int) -> Double {
    var power = 1.0
    for _ in 0..<decimals { power *= 10 }
    return Double(units) / power
  }
}
