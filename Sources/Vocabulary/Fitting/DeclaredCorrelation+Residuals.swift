import Formulas
import SourceText

extension DeclaredCorrelation {
  /// The correlations that the residuals of fits have, and what is told of them.
  static func residualEntries(_ reader: ObjectReader) -> ([Double], String)? {
    guard reader.choice(from) != nil else { return nil }
    for field in [correlation, matrix] where reader.has(field) {
      reader.reportInvalid(
        field,
        BilingualText(
          zh: "相关系数既取自残差，又另外给出",
          en: "the correlations are taken from the residuals, and given besides"),
        expected: BilingualText(
          zh: "只写 \"\(from.key)\" 或 \"\(field.key)\"",
          en: "either \"\(from.key)\" or \"\(field.key)\""))
      return nil
    }
    if let measure = reader.choice(measure), measure != "scores" {
      reader.reportInvalid(
        Self.measure,
        BilingualText(
          zh: "残差的相关系数按正态得分计算",
          en: "the correlations of residuals are those of normal scores"),
        expected: BilingualText(zh: "\"scores\"，或不写", en: "\"scores\", or nothing"))
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
        from,
        BilingualText(
          zh: "各拟合共有残差的时段只有 \(common.count) 个",
          en: "the fits have \(common.count) periods with residuals in common"),
        expected: BilingualText(
          zh: "至少 \(ResidualCorrelation.leastPeriods) 个同样长短的时段",
          en: "at least \(ResidualCorrelation.leastPeriods) periods of one length"),
        suggestion: BilingualText(
          zh: "直接写明相关系数的数值", en: "give the correlation as a number"))
      return nil
    }
    guard let found = ResidualCorrelation(residuals.map { own in common.map { own[$0] ?? 0 } })
    else {
      reader.reportInvalid(
        from,
        BilingualText(
          zh: "有一个拟合的残差没有变化", en: "the residuals of a fit do not vary"),
        expected: BilingualText(zh: "残差不全相同的拟合", en: "fits that miss something"))
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
          .correlation,
          BilingualText(
            zh: "“\(place.text)”不是由历史数据拟合的，因此没有残差",
            en: "'\(place.text)' continues no history, and so has no residuals"),
          at: place.node.range, path: place.path.description,
          expected: known.isEmpty
            ? BilingualText(
              zh: "以 \"fit\" 给出的值的名称", en: "the name of a value with \"fit\"")
            : .oneOf(known.keys.sorted()),
          suggestion: didYouMean(place.text, among: known.keys.sorted())))
      return nil
    }
    return found.count == places.count ? found : nil
  }
}
