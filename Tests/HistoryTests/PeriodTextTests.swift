import Formulas
import Testing

@testable import History

/// The ways in which planners, yearbooks and programs write a time.
@Suite struct PeriodTextTests {
  @Test(arguments: [
    ("2023-01", "2023-01"), ("2023-1", "2023-01"), ("2023/1", "2023-01"), ("2023/12", "2023-12"),
    ("2023年1月", "2023-01"), ("2023年01月", "2023-01"), ("2023年12月份", "2023-12"),
    ("202301", "2023-01"), ("２０２３年１月", "2023-01"), (" 2023-01 ", "2023-01"),
    ("2023 年 1 月", "2023-01"), ("2023年11", "2023-11"),
    ("2023-Q1", "2023-Q1"), ("2023Q4", "2023-Q4"), ("2023q2", "2023-Q2"), ("2023 Q3", "2023-Q3"),
    ("2023年1季度", "2023-Q1"), ("2023年第3季度", "2023-Q3"), ("2023年一季度", "2023-Q1"),
    ("2023年第四季度", "2023-Q4"),
    ("2023", "2023"), ("2023年", "2023"), ("2023年度", "2023"), ("1871", "1871"),
  ])
  func labelsNamePeriods(_ text: String, _ label: String) {
    #expect(PeriodText(text) == Period(label: label).map { .period($0) })
  }

  @Test(arguments: [
    "2023-01-31", "2023/1/31", "2023年1月31日", "20230131", "2023.01.31", "2023-01-31 00:00:00",
    "2023-01-31T00:00:00Z", "2023年1月31号",
  ])
  func daysAreRead(_ text: String) {
    #expect(PeriodText(text) == CalendarDate(iso: "2023-01-31").map { .day($0) })
  }

  @Test(arguments: [
    "2023年1-6月", "2023年1—6月", "2023年1至6月", "2023年1月-6月", "2023年１～６月", "2023-01/2023-06",
    "2023年1-6月份", "2023年上半年", "2023H1", "2023-01..2023-06", "2023-Q1..2023-Q2",
  ])
  func monthsFromJanuaryOnAreASum(_ text: String) {
    #expect(PeriodText(text) == Period(label: "2023-06").map { .throughMonth($0) })
  }

  @Test func decimalYearsAreRead() {
    #expect(PeriodText("1949.08333333333") == .decimalYear(1949.083_333_333_33))
    #expect(PeriodText("1960.25") == .decimalYear(1960.25))
    #expect(PeriodText("1991.5") == .decimalYear(1991.5))
    #expect(
      PeriodText("2023.04")
        == Period(label: "2023-04").map { .dottedMonth($0, 2023.04) })
  }

  @Test(arguments: [
    "", " ", "2023-13", "2023-00", "2023-Q5", "2023Q0", "202313", "20230230", "2023-02-30", "abc",
    "合计", "2023年13月", "2023-1-", "-2023", "2023--01", "0000", "0000-01", "9999", "9999-12",
    "99999999", "2023年2-6月", "2023年1-13月", "Jan-23", "1月", "2023H2", "23-01", "2023年下半年",
    "2023-01-31-01", "٢٠٢٣", "2022-01..2023-06",
  ])
  func otherTextsNameNoTime(_ text: String) {
    #expect(PeriodText(text) == nil, "\(text)")
  }
}
