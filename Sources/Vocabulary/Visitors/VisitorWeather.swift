import Formulas
import SourceText

/// How much of a period the weather of a driver affects: the same draws that stop the works.
struct VisitorWeather {
  let seasons, events: [String]

  /// The share of a period's days that are wet or closed.
  ///
  /// - Parameter origin: where the driver is named.
  func affectedShare(_ driver: String, _ reader: ObjectReader, at origin: SourceRange) -> Formula {
    let days: Formula
    if seasons.contains(driver) {
      days = .reference("drivers.\(driver).wetDays")
    } else if events.contains(driver) {
      days = .reference("drivers.\(driver).closedDays")
    } else {
      let known = seasons + events
      reader.context.report(
        Diagnostic(
          .unknownName, "'\(driver)' is no driver with weather", at: origin,
          path: reader.path.description,
          expected: "a driver with 'season' or 'events'"
            + (known.isEmpty ? "; there is none" : ": " + known.joined(separator: ", ")),
          suggestion: didYouMean(driver, among: known)))
      return .constant(0)
    }
    return days / .reference("period.days")
  }
}
