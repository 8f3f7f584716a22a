import Testing
import Torreya

/// What came, as spreadsheets of planners write it, beside the targets of a register.
@Suite("score --targets: tables of what came") struct OutturnTests {
  private func entry(
    _ indicator: String, _ period: String = "2024", bound: Double = 100, unit: String = "万元",
    date: String = "2024-05-31"
  ) -> RegisteredTarget {
    RegisteredTarget(
      scenario: "town", target: indicator, label: BilingualText(zh: "目标", en: "a target"),
      indicator: indicator, period: period, side: unit == "日期" ? .atMost : .atLeast, bound: bound,
      unit: unit, aggregation: "sum", date: CalendarDate(iso: date)!, probability: 0.5,
      standardError: 0.01)
  }

  private func scored(_ targets: [RegisteredTarget], _ text: String) -> (
    targets: [RegisteredTarget], unjudged: [String], diagnostics: [Diagnostic]
  ) {
    score(targets, by: SourceFile(name: "outturn.csv", bytes: Array(text.utf8)))
  }

  @Test(
    "the same table in other words, months and numbers",
    arguments: [
      "indicator,period,value,unit,known\nrevenue,2024,12345000,元,2025-01-20\n",
      "\u{FEFF}指标,时期,数值（万元）,公布日期,备注\r\nrevenue,2024年,\"1,234.5\",2025/1/20,决算\r\n",
      "指标标识,年份,数值,单位,已知日期\nrevenue,2024,０.12345,亿元,2025年1月20日\n",
      "指标,时段,数值,已知日期\nrevenue,2024年1-12月,1234.5万元,2025-01-20 00:00:00\n",
    ])
  func spreadsheets(text: String) {
    let late = entry("revenue", bound: 1234.5, date: "2025-01-20")
    let found = scored([entry("revenue", bound: 1234.5), late], text)
    #expect(found.diagnostics.isEmpty, "\(found.diagnostics.map(\.message.en))")
    #expect(found.targets.map(\.outturn) == [1234.5, 1234.5])
    #expect(found.targets.map(\.isMet) == [true, true])
    #expect(found.targets.map(\.isOutturnKnown) == [false, true])
  }

  @Test("a quarter is its months, whatever they are called; a share is met at its bound")
  func periods() {
    let targets = [entry("revenue", "2024-Q2"), entry("revenue", "2024-04..2024-06")]
    let span = scored(targets, "指标,月份,数值\nrevenue,2024年4月..2024年6月,7\n")
    #expect(span.targets.map(\.outturn) == [7, 7])
    let months = "指标,年,月,数值\nrevenue,2024,4,1\nrevenue,2024,5,2\nrevenue,2024,6,4\n"
    #expect(scored(targets, months).targets.map(\.outturn) == [7, 7])
    let share = entry("growth", bound: 0.07, unit: "share")
    let percent = entry("growth", bound: 7, unit: "%")
    let found = scored([share, percent], "指标,年份,数值\ngrowth,2024,7%\n").targets
    #expect(found.map(\.outturn) == [0.07, 7] && found.map(\.isMet) == [true, true])
  }

  @Test("the day of a work needs no period, and is known from itself on")
  func days() {
    let bound = Double(CalendarDate(iso: "2024-08-31")!.dayNumber)
    let targets = ["2024-05-31", "2024-08-20"].map {
      entry("works.road.finish", bound: bound, unit: "日期", date: $0)
    }
    for row in ["works.road.finish,,2024年8月20日", "works.road.finish,2024,2024-08-20"] {
      let found = scored(targets, "指标,时期,数值\n\(row)\n")
      #expect(found.diagnostics.isEmpty)
      #expect(found.targets.map(\.isMet) == [true, true])
      #expect(found.targets.map(\.isOutturnKnown) == [false, row.contains(",,")])
    }
  }

  @Test("indicators of the table of which the register has no target, each once")
  func unjudged() {
    let rows = "visitors,2024-01,5\nrevenue,2024,5\nvisitors,2024-02,6\nnights,2024,7\n"
    let found = scored([entry("revenue")], "indicator,period,value\n" + rows)
    #expect(found.unjudged == ["visitors", "nights"])
    #expect(found.targets.map(\.outturn) == [5])
  }

  @Test("two values known on one day contradict each other; a later one revises, a repeat is none")
  func contradictions() {
    let head = "指标,时期,数值,单位,已知日期\n"
    for second in ["revenue,2024,1190,,", "revenue,2024年1-12月,121,,2024-12-31"] {
      let first = "revenue,2024,1210,万元,\nrevenue,2024-01,9,,\n"
      let found = scored([entry("revenue")], head + first + second + "\n").diagnostics
      #expect(found.map(\.code) == [.duplicatePeriod], "\(second)")
      #expect(found.first?.range?.start.line == 4)
      #expect(found.first?.message.zh.contains("第 2 行") == true)
      #expect(found.first?.message.en.contains("on line 2") == true)
    }
    let later = "revenue,2024,1190,,2025-03-01\nrevenue,2024,1210,,\nrevenue,2024,1210,,\n"
    let found = scored([entry("revenue")], head + later)
    #expect(found.diagnostics.isEmpty && found.targets[0].outturn == 1190)
  }

  @Test("a total is its parts, by rounding and errors, and is not known before it begins")
  func totals() {
    func codes(_ rows: String) -> [DiagnosticCode] {
      let text = "指标,时期,数值,已知日期,误差\n" + rows
      return scored([entry("revenue")], text).diagnostics.map(\.code)
    }
    let half = (1...6).map { "revenue,2024-0\($0),10,,\n" }.joined()
    #expect(codes(half + "revenue,2024-H1,60.02,,\n").isEmpty)
    // By half a part in a thousand: 60.03.
    #expect(codes(half + "revenue,2024-H1,61,,\n") == [.invalidValue])
    #expect(codes("revenue,2024-01..2024-05,5,,\nrevenue,2024-Q2,5,,\n") == [.invalidValue])
    #expect(codes("revenue,2024,5,2023-12-31,\n") == [.invalidValue])
    #expect(codes("revenue,2024-03,5,2024-03-01,\n") == [.invalidValue])
    let vague = scored([entry("revenue")], "指标,时期,数值,误差\nrevenue,2024,105,50\n")
    #expect(vague.diagnostics.map(\.severity) == [.warning])
    #expect(vague.targets[0].isMet == true)
    #expect(codes("revenue,2024,105,,-1\n") == [.invalidValue])
  }

  @Test("parts of different lengths make a period up where they leave no gap")
  func mixedParts() {
    let quarters = "revenue,2024-Q1,10\nrevenue,2024-Q2,20\nrevenue,2024-Q3,30\n"
    let months = "revenue,2024-10,1\nrevenue,2024-11,2\nrevenue,2024-12,3\n"
    func outturn(_ rows: String, _ aggregation: String = "sum") -> Double? {
      let asked = entry("revenue")
      let target = RegisteredTarget(
        scenario: asked.scenario, target: asked.target, label: asked.label,
        indicator: asked.indicator, period: asked.period, side: asked.side, bound: asked.bound,
        unit: asked.unit, aggregation: aggregation, date: asked.date, probability: 0.5,
        standardError: nil)
      return scored([target], "indicator,period,value\n" + rows).targets[0].outturn
    }
    #expect(outturn(quarters + months) == 66)
    // A month counts as a third of a quarter: (3 (10 + 20 + 30) + 1 + 2 + 3) / 12.
    #expect(outturn(quarters + months, "mean") == 15.5)
    #expect(outturn(quarters + months, "last") == 3)
    #expect(outturn("revenue,2024-01..2024-09,60\n" + months) == 66)
    #expect(outturn(quarters + "revenue,2024-10,1\nrevenue,2024-12,3\n") == nil)
    // Months stand within the quarters, and one of the shortest leads nowhere.
    #expect(outturn("revenue,2024-01,4\n" + quarters + months) == 66)
  }

  @Test("a date is written as one into the register, and old registers have its number")
  func dates() {
    var target = entry("works.road.finish", bound: 19_966, unit: "日期")
    target.outturn = 19_960
    // 1970-01-01 and 19,966 days: date -d '1970-01-01 +19966 days'.
    #expect(TargetRegisterTable.table(target).rows[0].contains(.date("2024-08-31")))
    #expect(TargetRegisterTable.table(scored: [target]).rows[0].contains(.date("2024-08-25")))
    #expect(TargetRegisterTable.table(entry("revenue")).rows[0].contains(.number(100)))
  }

  @Test("what cannot be read is told at its place, once for all targets that ask for it")
  func mistakes() {
    func places(_ text: String) -> [String] {
      scored([entry("revenue"), entry("revenue", bound: 5)], text).diagnostics.map { mistake in
        (mistake.range.map { "\($0.start) " } ?? "") + mistake.code.rawValue
      }
    }
    #expect(places("指标,时期,数值\nrevenue,2024,很多\n") == ["2:14 invalid-value"])
    #expect(places("指标,时期,数值（km）\nrevenue,2024,5\n") == ["2:14 unit-mismatch"])
    #expect(places("指标,时期,数值\nrevenue,2024,1e300万元\n") == ["2:14 number-overflow"])
    #expect(places("指标,时期,数值\nrevenue,,5\n") == ["2:9 invalid-value"])
    #expect(places("指标,时期,数值\nrevenue,全年,5\n") == ["2:9 invalid-value"])
    #expect(places("指标,时期,口径,数值\nrevenue,2024,旧,5\n") == ["1:7 unknown-column"])
    #expect(places("指标,时期,数值\nrevenue,2024,\n").isEmpty)
  }
}
