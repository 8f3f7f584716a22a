import Forecasting
import SourceText

extension FitFailure {
  /// Why a method cannot be fitted, in words.
  public var text: BilingualText {
    switch self {
    case .tooFewObservations(let found, let needed):
      BilingualText(
        zh: "观测值只有 \(found) 个，至少需要 \(needed) 个",
        en: "\(found) observations, at least \(needed) are needed")
    case .notPositive(let step):
      BilingualText(
        zh: "第 \(step + 1) 个值不大于零", en: "value \(step + 1) is not above zero")
    case .outsideDomain(let step, let expected):
      BilingualText(
        zh: "第 \(step + 1) 个值超出范围（应为\(expected.zh)）",
        en: "value \(step + 1) is not \(expected.en)")
    case .regressors(let reason):
      BilingualText(zh: "回归变量不可用：\(reason.zh)", en: "unfit regressors: \(reason.en)")
    case .noEstimate:
      BilingualText(zh: "没有找到可用的参数估计", en: "no finite estimate was found")
    case .seasonal:
      BilingualText(zh: "该方法仅用于年度序列", en: "it forecasts years only")
    case .tooManySeries(let found, let most):
      BilingualText(
        zh: "共有 \(found) 个序列，最多可一起预测 \(most) 个",
        en: "\(found) series, at most \(most) can be forecast together")
    }
  }
}
