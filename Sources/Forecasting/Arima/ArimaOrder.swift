/// The form of a seasonal ARIMA model: how many coefficients and differences it has.
public struct ArimaOrder: Hashable, Sendable {
  /// Coefficients of past values, ordinary differences, coefficients of past errors.
  public var p, d, q: Int
  /// The same at whole years.
  public var seasonalP, seasonalD, seasonalQ: Int
  /// Whether the differenced series has a mean of its own: the mean of the series without
  /// differences, a drift with one.
  public var hasConstant: Bool

  /// - Precondition: no number is negative.
  public init(
    p: Int = 0, d: Int = 0, q: Int = 0, seasonalP: Int = 0, seasonalD: Int = 0,
    seasonalQ: Int = 0, hasConstant: Bool = false
  ) {
    precondition(
      min(p, d, q) >= 0 && min(seasonalP, seasonalD, seasonalQ) >= 0,
      "orders and differences are counted from 0")
    (self.p, self.d, self.q) = (p, d, q)
    (self.seasonalP, self.seasonalD, self.seasonalQ) = (seasonalP, seasonalD, seasonalQ)
    self.hasConstant = hasConstant
  }

  /// How many coefficients of past values and errors there are.
  public var coefficientCount: Int { p + q + seasonalP + seasonalQ }

  /// How many numbers are estimated, the constant and the variance among them.
  var estimatedCount: Int { coefficientCount + (hasConstant ? 1 : 0) + 1 }

  /// How many values the differences use up.
  func lostSteps(seasonLength: Int) -> Int { d + seasonalD * seasonLength }

  /// The usual name, such as `ARIMA(1,1,1)(0,1,1)[12]`; what the constant is stands behind it.
  func name(seasonLength: Int) -> String {
    var name = "ARIMA(\(p),\(d),\(q))"
    if seasonalP + seasonalD + seasonalQ > 0 {
      name += "(\(seasonalP),\(seasonalD),\(seasonalQ))[\(seasonLength)]"
    }
    if hasConstant { name += d + seasonalD == 0 ? " with mean" : " with drift" }
    return name
  }
}
