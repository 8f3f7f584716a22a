import Formulas

extension SeriesBuilder {
  /// Names values that stand out, and removes them when that was asked for.
  mutating func lookForOutliers() {
    let search = OutlierSearch(values, seasonLength: raw.frequency.periodsPerYear)
    for index in search.indexes where !estimated.contains(first + index) {
      let outlier = CareReport.Outlier(
        period: period(first + index), value: values[index], expected: search.expected[index],
        distance: search.distances[index])
      care.outliers.append(outlier)
      tell(outlier)
      if options.outliers == .removed { values[index] = .nan }
    }
  }

  private mutating func tell(_ outlier: CareReport.Outlier) {
    let isRemoved = options.outliers == .removed
    let label = outlier.period.label
    let (value, expected) = (shown(outlier.value), shown(outlier.expected))
    let effect = (outlier.effect > 0 ? "+" : "") + shown(outlier.effect)
    care.add(
      isRemoved ? .outlierRemoved : .outlier, [outlier.period], before: outlier.value,
      after: outlier.expected,
      zh: "\(label) 的 \(value) 明显偏离同期与前后的水平（约 \(expected)，相差 \(effect)）"
        + (isRemoved ? "，已剔除" : "，保留不动"),
      en: "\(label): \(value) stands out from its season and its neighbours (about \(expected), "
        + "effect \(effect)); " + (isRemoved ? "it is removed" : "it stays"))
  }
}
