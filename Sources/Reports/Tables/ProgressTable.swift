import Formulas
import Planning
import Simulation
import SourceText
import Vocabulary

/// `progress.csv`: how far collection has come towards each yearly target, month by month.
///
/// Elapsed time alone misleads where revenue has seasons: a town that collects a third of its year
/// in the first quarter is ahead of time every March, also in a year that will miss its target. So
/// progress is held against both.
public enum ProgressTable {
  public static let columns: [Table.Column] = [
    Table.Column("target", BilingualText(zh: "目标标识", en: "the target's id")),
    .labelZh, .labelEn, .indicator,
    Table.Column("year", BilingualText(zh: "考核年度", en: "the year that is judged")),
    Table.Column(
      "period",
      BilingualText(zh: "累计到的月（季）", en: "the month or quarter up to which it goes")),
    Table.Column("bound", BilingualText(zh: "目标值", en: "the bound")), .unit,
    Table.Column(
      "progressMean",
      BilingualText(
        zh: "年初累计与目标值之比的均值（完成进度）",
        en: "the mean of the year to date over the bound; 0.4 for 40 %")),
    Table.Column(
      "progressP10", BilingualText(zh: "完成进度的 10% 分位数", en: "its 10 % quantile")),
    Table.Column(
      "progressP50", BilingualText(zh: "完成进度的 50% 分位数", en: "its 50 % quantile")),
    Table.Column(
      "progressP90", BilingualText(zh: "完成进度的 90% 分位数", en: "its 90 % quantile")),
    Table.Column(
      "elapsedShare",
      BilingualText(
        zh: "序时进度：年内已过时间的比例，按 fiscal.elapsed 以月或天计",
        en: "the share of the year that has passed, in months or days as `fiscal.elapsed` says")),
    Table.Column(
      "seasonalShare",
      BilingualText(
        zh: "季节进度：预期累计占预期全年的比例",
        en: "the expected year to date over the expected year: what is usual by then")),
    Table.Column(
      "aheadOfElapsed",
      BilingualText(
        zh: "完成进度快于序时进度", en: "how far mean progress is ahead of the elapsed share"),
      unit: "百分点"),
    Table.Column(
      "aheadOfSeason",
      BilingualText(
        zh: "完成进度快于季节进度", en: "how far mean progress is ahead of the seasonal share"),
      unit: "百分点"),
    Table.Column(
      "disagree",
      BilingualText(
        zh: "两种比较结论相反（一快一慢）时为 true",
        en: "true where one says ahead and the other behind")),
    Table.Column(
      "progressMeanError",
      BilingualText(
        zh: "progressMean 的蒙特卡洛标准误", en: "the Monte Carlo standard error of progressMean")),
  ]

  /// - Returns: nil when no target is on the revenue of a year, or the months are not kept.
  public static func table(_ outcomes: [TargetOutcome], _ figures: FiscalFigures) -> Table? {
    var table = Table(columns: columns)
    for outcome in outcomes { append(outcome.judged, figures, to: &table) }
    return table.rows.isEmpty ? nil : table
  }

  private static func append(
    _ judged: JudgedTarget, _ figures: FiscalFigures, to table: inout Table
  ) {
    guard judged.bound > 0, let series = figures.series(ofIndicator: judged.columnLabel),
      let year = Period(label: judged.columnPeriod), year.frequency == .yearly,
      figures.horizon.frequency != .yearly,
      let whole = figures.row(series, ReportedPeriod(.year, year))
    else { return }
    for period in figures.horizon.periods where period.year == year.year {
      guard let row = figures.row(series, ReportedPeriod(.yearToDate, period)) else { continue }
      table.append(
        cells(judged, year, period, row.summary, whole.summary, figures.layout.elapsed))
    }
  }

  private static func cells(
    _ judged: JudgedTarget, _ year: Period, _ period: Period, _ toDate: Summary, _ whole: Summary,
    _ counting: FiscalLayout.ElapsedTime
  ) -> [Cell] {
    let (target, unit, bound) = (judged.target, judged.unit, judged.bound)
    let progress = toDate.mean / bound
    let quantiles = Growth.probabilities.map { probability in
      toDate.quantiles[summaryProbabilities.firstIndex(of: probability)!] / bound
    }
    let elapsed = elapsedShare(of: year...year, through: period, counting)
    let seasonal = toDate.mean / whole.mean
    let aheadOfElapsed = (progress - elapsed) * 100
    // Not from the difference of two rounded shares: on schedule it is zero.
    let aheadOfSeason = toDate.mean * (whole.mean - bound) / (bound * whole.mean) * 100
    let disagree = sign(aheadOfElapsed) * sign(aheadOfSeason) < 0
    return [
      .text(target.id), .text(target.label.zh), .text(target.label.en),
      .text(judged.columnLabel), .date(year.label), .date(period.label),
      .value(bound, in: unit), .text(unit.symbol), .known(progress),
    ] + quantiles.map { .known($0) } + [
      .known(elapsed), .known(seasonal), .known(aheadOfElapsed), .known(aheadOfSeason),
      seasonal.isFinite ? .text(disagree ? "true" : "false") : .empty,
      .known(toDate.standardError / bound),
    ]
  }

  /// 1 for ahead, -1 for behind, and 0 for what rounding alone may have made.
  private static func sign(_ points: Double) -> Double {
    abs(points) < 1e-9 ? 0 : points < 0 ? -1 : 1
  }

  /// The share of a year, or of what lies from one period to another, that has passed when a period
  /// ends.
  static func elapsedShare(
    of whole: ClosedRange<Period>, through period: Period, _ counting: FiscalLayout.ElapsedTime
  ) -> Double {
    let (first, last) = (whole.lowerBound, whole.upperBound)
    switch counting {
    case .months:
      let start = first.months.lowerBound
      return Double(period.months.upperBound - start) / Double(last.months.upperBound - start)
    case .days:
      let start = first.firstDay.dayNumber
      let passed = period.next.firstDay.dayNumber - start
      return Double(passed) / Double(last.next.firstDay.dayNumber - start)
    }
  }
}
