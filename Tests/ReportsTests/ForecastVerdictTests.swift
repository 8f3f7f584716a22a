import Forecasting
import Formulas
import Testing

@testable import Reports

@Suite("the verdict of a backtest in words")
struct ForecastVerdictTests {
  private func verdict(
    _ losses: [Double], _ simple: [Double], forecasts: Int = 36, held: Double = 28.0 / 36
  ) -> ForecastVerdict {
    ForecastVerdict(
      method: "ets", simple: "seasonalNaive", frequency: .monthly, originCount: losses.count,
      forecastCount: forecasts, skill: Skill(losses: losses, simple: simple, overlap: 1),
      coverages: [(0.5, 0.5), (0.8, held), (0.95, 1)])
  }

  @Test("a forecast that beat the simple one")
  func better() {
    let text = verdict([1, 1.1, 0.9, 1], [2, 2.1, 2, 2.1]).text
    #expect(
      text.en.hasPrefix(
        "ets: 36 forecasts of months from 4 origins; errors 51 % smaller than those of "
          + "seasonalNaive, it beat that forecast (90 % interval of the gain: 4"))
    #expect(text.en.hasSuffix("; its 80 % interval held 78 % of the time."))
    #expect(text.zh.hasPrefix("ets：在 4 个起点共预测 36 个月；误差比 seasonalNaive 小 51 %，优于它"))
    #expect(text.zh.hasSuffix("；80% 区间实际包含了 78 % 的结果。"))
  }

  @Test("one that did not, and one that chance may explain")
  func others() {
    let worse = verdict([2, 2.1, 2, 2.1], [1, 1.1, 0.9, 1]).text
    #expect(worse.en.contains("larger than those of seasonalNaive, it did not beat"))
    #expect(worse.zh.contains("不如它"))
    let unclear = verdict([1, 2, 1, 2], [2, 1, 1.5, 1.9]).text
    #expect(unclear.en.contains("that may be chance"))
    #expect(unclear.zh.contains("可能出于偶然"))
  }

  @Test("one origin cannot say how sure")
  func single() {
    let text = verdict([1], [2]).text
    #expect(text.en.contains("from 1 origin;"))
    #expect(text.en.contains("too few origins to say how sure"))
  }

  @Test("nothing judged is said as such")
  func nothing() {
    let text = verdict([], [], forecasts: 0, held: .nan).text
    #expect(text.en == "The history is too short for a backtest.")
    #expect(text.zh == "历史太短，无法回测。")
  }

  @Test(
    "names of quantiles",
    arguments: [
      (0.01, "p01"), (0.025, "p025"), (0.05, "p05"), (0.1, "p10"), (0.5, "p50"), (0.975, "p975"),
      (0.99, "p99"),
    ])
  func names(probability: Double, name: String) {
    #expect(forecastQuantileName(probability) == name)
  }
}
