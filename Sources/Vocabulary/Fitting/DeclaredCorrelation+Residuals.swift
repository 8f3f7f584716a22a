import Formulas
import SourceText

extension DeclaredCorrelation {
  /// The correlations that the residuals of fits have, and what is told of them.
  static func residualEntries(_ reader: ObjectReader) -> ([Double], String)? {
    guard reader.choice(from) != nil else { return nil }
    for field in [correlation, matrix] where reader.has(field) {
      reader.reportInvalid(
        field, "the correlations are taken from the residuals, and given besides",
        expected: "either \"\(from.key)\" or \"\(field.key)\"")
      return nil
    }
    if let measure = reader.choice(measure), measure != "scores" {
      reader.reportInvalid(
        Self.measure, "the correlations of residuals are those of normal scores",
        expected: "\"scores\", or nothing")
      return nil
    }
    guard let fits = fits(reader), !fits.isEmpty else { return nil }
    let residuals = fits.map(\.law.residualsByPeriod)
    let common = residuals.dropFirst().reduce(Set(residuals[0].keys)) {
      $0.intersection($1.keys)
    }.sorted { $0.ordinal < $1.ordinal }
    guard common.count >= ResidualCorrelation.leastPeriods, let first = common.first,
      let last = common.last
    else {
      reader.reportInvalid(
        from, "the fits have \(common.count) periods with residuals in common",
        expected: "at least \(ResidualCorrelation.leastPeriods) periods of one length",
        suggestion: "give the correlation as a number")
      return nil
    }
    guard let found = ResidualCorrelation(residuals.map { own in common.map { own[$0] ?? 0 } })
    else {
      reader.reportInvalid(
        from, "the residuals of a fit do not vary", expected: "fits that miss something")
      return nil
    }
    let shrinkage = (found.shrinkage * 1000).rounded() / 1000
    return (
      found.entries,
      "residuals of \(common.count) periods \(first.label) to \(last.label), "
        + "shrunk by \(shrinkage)"
    )
  }

  /// The fits of the streams; nil, with diagnostics, where one continues no history.
  private static func fits(_ reader: ObjectReader) -> [FittedValue]? {
    let known = reader.context.fits
    let places = reader.placedTexts(streams)
    let found = places.compactMap { place -> FittedValue? in
      if let fit = known[place.text] { return fit }
      reader.context.report(
        Diagnostic(
          .correlation, "'\(place.text)' continues no history, and so has no residuals",
          at: place.node.range, path: place.path.description,
          expected: known.isEmpty
            ? "the name of a value with \"fit\""
            : "one of: " + known.keys.sorted().joined(separator: ", "),
          suggestion: didYouMean(place.text, among: known.keys.sorted())))
      return nil
    }
    return found.count == places.count ? found : nil
  }
}
