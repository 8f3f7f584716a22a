import Formulas
import History
import SourceText
import Testing

/// Whatever a file holds, reading ends with series or with mistakes, and never crashes.
@Suite struct DamageTests {
  private static let valid: [String] = [
    "period,value\n2023-01,1\n2023-02,2\n2023-03,3\n2023-04,4\n2023-05,9\n2023-06,4\n",
    "时期,增值税（万元）,visits\n2023年1-2月,5,100\n2023年1-3月,6,\n2023年1-4月,7,\"1,200\"\n",
    "series,frequency,startYear,startPeriod,index,value\nm1,12,1979,3,1,5\nq,4,1980,2,1,6\n",
    "rownames,time,value\n1,1949,112\n2,1949.08333333333,118\n3,1949.16666666667,132\n",
    "period,value,known,definition\n2023-01,1,2023-02-01,a\n2023-01,2,2023-03-01,b\n"
      + "2023-02,3,2023-03-01,b\n",
    "年,月,金额,单位,来源\n2022,11,1,万元,x\n2022,12,2,万元,y\n2023,2,3,万元,z\n",
  ]
  private static let pieces: [String] = [
    "", ",", "\"", "\n", "\r", "9999", "0000", "-", "1e308", "-1e308", "1e-320", "99999999999", "年",
    "月", "Q", "2023-13", "9998-12", "0001-01", "nan", "万元", "\u{FEFF}", "\u{0}", "（", "%",
    "2023年1-12月",
    "\u{1F600}", ",,,,,", "1,1", "…", "9999999999999999999999999", "\t", "2200-12", "1972-01",
  ]

  private static func options(_ generator: inout SeededGenerator) -> HistoryOptions {
    var options = HistoryOptions()
    options.gaps = Bool.random(using: &generator) ? .missing : .refused
    options.totals = HistoryOptions.Totals.allCases.randomElement(using: &generator)!
    // Working days take time to count in a debug build.
    options.jointValues = Int.random(in: 0..<20, using: &generator) == 0 ? .split : .missing
    options.outliers = HistoryOptions.Outliers.allCases.randomElement(using: &generator)!
    options.jointJanuaryFebruary = Bool.random(using: &generator)
    options.frequency = (Frequency.allCases + [nil, nil, nil]).randomElement(using: &generator)!
    options.oneOffs = [
      OneOff(period: Period(.monthly, year: 2023, number: 2), amount: 1, reason: "r")
    ]
    if Bool.random(using: &generator) { options.definition = "a" }
    if Bool.random(using: &generator) { options.start = Period(.monthly, year: 9998, number: 12) }
    return options
  }

  private static func check(_ file: SourceFile, _ options: HistoryOptions) {
    let result = readHistory(file, options)
    let hasError = result.diagnostics.contains { $0.severity == .error }
    #expect(hasError || !result.histories.isEmpty, "\(String(decoding: file.bytes, as: UTF8.self))")
    for diagnostic in result.diagnostics {
      #expect(diagnostic.range != nil)
      _ = printed(diagnostic)
    }
    for history in result.histories {
      #expect(!history.series.values.isEmpty && history.series.values.count < 1_000_000)
      #expect(history.series.values.allSatisfy { !$0.isInfinite })
      _ = history.care.lines(in: .zh)
      if let day = CalendarDate(iso: "2023-02-20") { _ = history.known(on: day) }
    }
  }

  @Test(arguments: 0..<6)
  func damagedTextsAreReadOrRefused(_ index: Int) {
    var generator = SeededGenerator(UInt64(index) + 1)
    for _ in 0..<250 {
      var characters = Array(Self.valid[index])
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0...characters.count, using: &generator)
        let end = min(characters.count, place + Int.random(in: 0...6, using: &generator))
        characters.replaceSubrange(
          place..<end, with: Array(Self.pieces.randomElement(using: &generator)!))
      }
      Self.check(
        SourceFile(name: "town.csv", text: String(characters)), Self.options(&generator))
    }
  }

  @Test func damagedBytesAreReadOrRefused() {
    var generator = SeededGenerator(99)
    for _ in 0..<300 {
      var bytes = Array(Self.valid.randomElement(using: &generator)!.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      Self.check(SourceFile(name: "town.csv", bytes: bytes), Self.options(&generator))
    }
  }

  @Test func everyPieceMayStandInEveryColumn() {
    var generator = SeededGenerator(12)
    for text in Self.valid {
      let lines = text.split(separator: "\n").map(String.init)
      let columns = lines[0].split(separator: ",").count
      for piece in Self.pieces {
        for column in 0..<columns {
          var cells = lines[1].split(separator: ",", omittingEmptySubsequences: false)
            .map(String.init)
          guard column < cells.count else { continue }
          cells[column] = "\"" + piece.replacing("\"", with: "\"\"") + "\""
          let changed = ([lines[0], cells.joined(separator: ",")] + lines[2...])
            .joined(separator: "\n")
          Self.check(SourceFile(name: "town.csv", text: changed), Self.options(&generator))
        }
      }
    }
  }
}
