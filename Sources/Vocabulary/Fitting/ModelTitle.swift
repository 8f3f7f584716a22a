import SourceText

/// What a fitted model is called, by the name that its description has, such as
/// `Naive of log, across time`.
///
/// - Returns: the name itself for what has one of its own in every language, such as
///   `ARIMA(0,1,1)`.
public func modelTitle(_ name: String) -> BilingualText {
  if let inner = name.before(", across time") {
    return modelTitle(inner) + BilingualText(zh: "，月、季、年协调一致", en: ", across time")
  }
  if let end = name.firstRange(of: " of ") {
    let transformed = BilingualText(
      zh: "（先作变换：\(name[end.upperBound...])）", en: String(name[end.lowerBound...]))
    return modelTitle(String(name[..<end.lowerBound])) + transformed
  }
  if let most = name.before(" more"), let end = most.firstRange(of: " and "),
    let others = Int(most[end.upperBound...])
  {
    return BilingualText(zh: "\(most[..<end.lowerBound]) 等 \(others + 1) 个", en: name)
  }
  return words[name].map { BilingualText(zh: $0, en: name) } ?? .same(name)
}

private let words = [
  "automatic": "多种方法加权组合", "Mean": "历史均值", "Naive": "朴素法", "SeasonalNaive": "季节朴素法",
  "Drift": "漂移法", "SeasonalDrift": "季节漂移法", "PooledGrowth": "年度增长模型",
  "GammaPoisson": "计数模型（伽马—泊松）", "NegativeBinomialLevel": "计数模型（负二项）",
]

extension String {
  /// What stands before an ending; nil for a text that has another one.
  fileprivate func before(_ ending: String) -> String? {
    hasSuffix(ending) ? String(dropLast(ending.count)) : nil
  }
}
