import Formulas
import SourceText
import Vocabulary

/// `holidays.csv`: the arrivals in the days off around each holiday, by group of visitors.
public enum HolidaysTable {
  public static let columns: [Table.Column] =
    [
      Table.Column(
        "holiday",
        BilingualText(zh: "节假日标识", en: "the holiday's id; other for another occasion")),
      .labelZh, .labelEn,
      Table.Column(
        "year", BilingualText(zh: "年份（按假期最后一天）", en: "the year of its last day")),
      Table.Column("firstDay", BilingualText(zh: "放假首日", en: "the first day off")),
      Table.Column("lastDay", BilingualText(zh: "放假末日", en: "the last day off")),
      Table.Column(
        "days",
        BilingualText(zh: "连休天数（含相连周末）", en: "how many days off, weekends beside them included")),
      Table.Column(
        "origin",
        BilingualText(
          zh: "notice 国务院办公厅通知，computed 按规则推算",
          en: "notice: of the yearly notice; computed: by the law and the practice")),
      .visitorSort, .visitorGroup,
      Table.Column("groupZh", BilingualText(zh: "群体的中文名称", en: "the group's Chinese label")),
      Table.Column("groupEn", BilingualText(zh: "群体的英文名称", en: "the group's English label")),
      .unit,
    ] + BriefFigures.columns + [
      Table.Column(
        "meanPerDay", BilingualText(zh: "日均人次（均值除以天数）", en: "the mean over the days off")),
      Table.Column(
        "shareOfYear",
        BilingualText(
          zh: "占该群体全年人次均值的比例；该年不全在预测期内时为空",
          en: "the mean over that of the group's arrivals in the year; empty where the year is not "
            + "whole")),
    ] + BriefFigures.errorColumns

  /// - Returns: nil when no holiday lies in the horizon, or no group of visitors is known by day.
  public static func table(_ figures: VisitorFigures) -> Table? {
    let layout = figures.layout
    let groups = layout.groups.filter { layout.holidayGroups.contains($0.id) } + [layout.total]
    var table = Table(columns: columns)
    for holiday in layout.holidays {
      for group in groups { append(holiday, group, figures, to: &table) }
    }
    return table.rows.isEmpty ? nil : table
  }

  private static func append(
    _ holiday: VisitorsLayout.Holiday, _ group: VisitorsLayout.Group, _ figures: VisitorFigures,
    to table: inout Table
  ) {
    guard let found = figures.summary(of: group.holidayArrivals, at: holiday.period) else { return }
    let year = Period(.yearly, year: holiday.lastDay.year).label
    let ofYear = figures.summary(of: group.indicator(.arrivals), at: year)
    table.append(
      [
        .text(holiday.id), .text(holiday.label.zh), .text(holiday.label.en), .date(year),
        .date(holiday.firstDay.description), .date(holiday.lastDay.description),
        .integer(holiday.days), .text(holiday.origin.rawValue),
        .text(group.sort.rawValue), .text(group.id), .text(group.label.zh), .text(group.label.en),
        .text(UnitOfMeasure.visit.symbol),
      ] + BriefFigures.cells(found, in: .visit) + [
        .number(found.mean / Double(holiday.days)),
        .known(ofYear.map { found.mean / $0.mean }),
      ] + BriefFigures.errorCells(found, in: .visit))
  }
}
