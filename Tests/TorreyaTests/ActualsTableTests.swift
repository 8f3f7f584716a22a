import Foundation
import Testing
import Torreya

/// Actuals as spreadsheets of planners write them: read as the house writes them, or refused.
@Suite("tables of actuals") struct ActualsTableTests {
  private let plain = """
    indicator,period,value,unit,known,error
    revenue,2024-03,1234.5,万元,2024-04-05,
    revenue,2024-01..2024-05,60000000,元,2024-05-31,20000

    """

  private func model() throws -> ScenarioModel {
    try ScenarioText(
      name: "town.json",
      members: [
        "torreya": 1, "id": "town", "horizon": ["first": "2024-01", "periods": 12],
        "calendars": [["id": "every", "week": "sevenDay"]],
        "indicators": [
          [
            "id": "revenue", "unit": "万元", "kind": "flow",
            "value": [
              "normal": ["mean": "1000万元", "standardDeviation": "100万元"],
              "drawn": "everyPeriod",
            ],
          ]
        ],
        "works": [
          "projects": [
            [
              "id": "lane", "calendar": "every",
              "activities": [["id": "design", "duration": 20]],
            ]
          ]
        ],
      ]
    ).model()
  }

  private func read(_ text: String, _ model: ScenarioModel) -> (Actuals?, [Diagnostic]) {
    let found = readActuals(SourceFile(name: "actuals.csv", bytes: Array(text.utf8)), for: model)
    return (found.actuals, found.diagnostics)
  }

  private func values(_ actuals: Actuals?) -> [[String]] {
    (actuals?.rows ?? []).map { row in
      [row.indicator, "\(row.periods)", "\(row.value)", "\(row.known)", "\(row.error)"]
    }
  }

  @Test(
    "the same table in other words, months and numbers",
    arguments: [
      // Chinese names, the unit in the header, months in words, thousands, BOM and CRLF.
      "\u{FEFF}指标,月份,数值（万元）,公布日期,误差（元）,备注\r\n"
        + "revenue,2024年3月,\"1,234.5\",2024年4月5日,,\r\n"
        + "revenue,2024年1-5月,\"6,000\",2024/5/31,20000,自报\r\n",
      // A column of units, full-width digits, what the cell itself is in.
      "序号,指标标识,时段,数值,单位,已知日期,标准差,来源\n"
        + "1,revenue,２０２４－０３,１２３４．５万元,,2024-04-05,-,表一\n"
        + "2,revenue,2024-01/2024-05,0.6,亿元,2024年5月,2万元,表一\n",
      // Years and months in two columns, for the month; several periods in another form.
      "名称,指标,时期,金额（元）,公布时间,±\n"
        + "收入,revenue,202403,12345000,20240405,\n"
        + "收入,revenue,2024年1月..2024年5月,6e7,2024.05.31,20000元\n",
    ])
  func sameTable(text: String) throws {
    let model = try model()
    let (expected, none) = read(plain, model)
    #expect(none.isEmpty)
    let (found, mistakes) = read(text, model)
    #expect(mistakes.isEmpty, "\(mistakes.map(\.message))")
    #expect(values(found) == values(expected))
  }

  @Test("a period without its year is told with the year; what is no period, without")
  func yearMissing() throws {
    let (_, mistakes) = read(
      "指标,时段,数值\nrevenue,5月,100万元\nrevenue,一季度,300万元\nrevenue,某月,1万元\n", try model())
    #expect(
      mistakes.map(\.suggestion?.zh) == [
        "请连年份一起写，如 2024年5月", "请连年份一起写，如 2024年一季度", nil,
      ])
  }

  @Test("what spreadsheets make of months and of merged cells is told")
  func spreadsheetTraces() throws {
    // 45658 days after 1899-12-30: date -d '1899-12-30 +45658 days' gives 2025-01-01.
    let (_, months) = read(
      "指标,时段,数值\nrevenue,Jan-25,1\nrevenue,24-Mar,1\nrevenue,45658,1\nrevenue,12345,1\n",
      try model())
    #expect(
      months.map { $0.suggestion?.zh.suffix(7) } == ["2025年1月", "2024年3月", "2025年1月", nil])
    #expect(months.first?.suggestion?.en.contains("set the column to text") == true)
    let (_, merged) = read("指标,时段,数值\nrevenue,2024-01,1\n,2024-02,1\nrevenue,,1\n", try model())
    #expect(merged.map(\.code) == [.unknownName, .invalidValue])
    #expect(merged.allSatisfy { $0.suggestion?.en.contains("merged") == true })
  }

  @Test("a value again tells the row of the first; a table without a value, that nothing is read")
  func againAndNothing() throws {
    let model = try model()
    let (_, again) = read(
      "指标,时段,数值\nrevenue,2024-01,1\nrevenue,2024-02,1\nrevenue,2024年1月,2\n"
        + "works.lane.design.start,,2024-03-01\nworks.lane.design.start,,2024-03-01\n", model)
    #expect(again.map(\.code) == [.duplicatePeriod, .duplicatePeriod])
    #expect(again.map { $0.message.en.hasSuffix("on line \($0.range?.start.line == 4 ? 2 : 5)") }
      == [true, true])
    for text in ["指标,时段,数值\n", "指标,时段,数值\nrevenue,2024-01,\n"] {
      let (actuals, nothing) = read(text, model)
      #expect(actuals?.rows.isEmpty == true)
      #expect(nothing.map(\.severity) == [.warning] && nothing[0].message.zh.contains("没有实绩"))
    }
  }

  @Test("a year and a month in two columns, a day for its month, and blanks that say nothing")
  func times() throws {
    let model = try model()
    let parts = read("年份,月份,指标,数值\n2024年,3月, revenue ,5\n2024,4,revenue,—\n,,,\n", model)
    #expect(parts.1.isEmpty, "\(parts.1.map(\.message))")
    #expect(values(parts.0) == [["revenue", "2...2", "50000.0", "2024-03-31", "0.0"]])
    let days = read("指标,日期,数值\nrevenue,2024/3/31,5\nrevenue,2024-04-01,(6)\n", model)
    #expect(values(days.0).map { $0[1] + " " + $0[2] } == ["2...2 50000.0", "3...3 -60000.0"])
    let works = read(
      "指标,时期,数值,公布日期\nworks.lane.design.start,,2024年3月1日,\n"
        + "works.lane.design.remaining,,6天,2024/3/10\nworks.lane.finish,,暂无,\n", model)
    #expect(works.1.isEmpty, "\(works.1.map(\.message))")
    #expect(works.0?.progress.map { "\($0.known)" } == ["2024-03-01", "2024-03-10"])
  }

  @Test("what is wrong stands where it is")
  func mistakes() throws {
    let model = try model()
    func messages(_ text: String) -> [String] {
      read(text, model).1.map { diagnostic in
        (diagnostic.range.map { "\($0.start) " } ?? "") + diagnostic.code.rawValue
      }
    }
    #expect(messages("指标,月份,数值\nrevenue,2024年13月,5\n") == ["2:9 invalid-value"])
    #expect(messages("指标,月份,数值\nrevenue,2024.1,5\n") == ["2:9 invalid-value"])
    #expect(messages("指标,月份,数值\nrevenue,合计,5\n") == ["2:9 invalid-value"])
    #expect(messages("指标,月份,数值\nrevenue,2024年3月,\"1,2345\"\n") == ["2:17 invalid-value"])
    #expect(messages("指标,月份,数值（km）\nrevenue,2024年3月,5\n") == ["2:17 unit-mismatch"])
    #expect(messages("指标,月份,数值,单位\nrevenue,2024年3月,5,斤米\n") == ["2:19 unknown-unit"])
    #expect(messages("年,月,指标,数值\n2024,13,revenue,5\n") == ["2:6 invalid-value"])
    #expect(messages("指标,月份,口径,数值\nrevenue,2024年3月,旧,5\n") == ["1:7 unknown-column"])
    #expect(messages("指标,月份,数值,金额\nrevenue,2024年3月,5,6\n") == ["1:10 csv-header"])
    #expect(messages("指标,数值\nrevenue,5\n") == ["1:1 csv-header"])
    #expect(
      messages("指标,月份,数值,公布日期\nrevenue,2024年3月,5,不久\n") == ["2:19 invalid-value"])
    #expect(
      messages("指标,时期,数值\nworks.lane.design.start,,2024年3月\n") == ["2:26 invalid-value"])
    // 指标,月份,数值 in GBK.
    let bytes: [UInt8] = [
      0xD6, 0xB8, 0xB1, 0xEA, 0x2C, 0xD4, 0xC2, 0xB7, 0xDD, 0x2C, 0xCA, 0xFD, 0xD6, 0xB5, 0x0A,
    ]
    let gbk = readActuals(SourceFile(name: "actuals.csv", bytes: bytes), for: model)
    #expect(gbk.actuals == nil && gbk.diagnostics.map(\.code.rawValue) == ["invalid-utf8"])
    #expect(gbk.diagnostics.first?.suggestion?.en.contains("GBK") == true)
  }

  @Test("an indicator that is named by its label is told its id")
  func labels() throws {
    let model = try ScenarioText(
      name: "town.json",
      members: [
        "torreya": 1, "id": "town", "horizon": ["first": "2024-01", "periods": 12],
        "indicators": [
          [
            "id": "revenue", "label": ["zh": "财政收入", "en": "Total revenue"], "unit": "万元",
            "kind": "flow", "formula": "5万元",
          ]
        ],
      ]
    ).model()
    for name in ["财政收入", "Total revenue", "revenu"] {
      let mistakes = read("指标,月份,数值\n\(name),2024年3月,5\n", model).1
      #expect(mistakes.map(\.code.rawValue) == ["unknown-name"])
      #expect(mistakes.first?.suggestion?.en.contains("'revenue'") == true, "\(name)")
      #expect(mistakes.first?.suggestion?.zh.contains("“revenue”") == true, "\(name)")
    }
    let other = read("指标,月份,数值\n人口,2024年3月,5\n", model).1
    #expect(other.count == 1 && other[0].suggestion == nil)
  }
}
