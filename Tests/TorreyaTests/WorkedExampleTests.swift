import Foundation
import Testing
import Torreya

/// The example that is worked out by hand in docs: every figure of its tables, to the yuan.
@Suite("worked example") struct WorkedExampleTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let result: Result<RunResult, any Error> = Result {
    let path = folder.appendingPathComponent("scenarios/fiscal-worked-example.json").path
    let bytes = try #require(FileManager.default.contents(atPath: path))
    return try ScenarioText(
      name: path, text: String(decoding: bytes, as: UTF8.self), files: DiskFiles(scenario: path)
    ).run(trials: 2)
  }

  /// The rows of the tables whose columns are indicators: period, indicator, figure.
  private func figures(_ page: String) throws -> [(period: String, indicator: String, yuan: Int)] {
    let path = Self.folder.appendingPathComponent("docs/" + page)
    var indicators: [String?] = []
    var figures: [(String, String, Int)] = []
    for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n") {
      guard line.hasPrefix("|") else {
        indicators = []
        continue
      }
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      if indicators.isEmpty {
        indicators = cells.map { cell in
          cell.contains("`fiscal.") ? cell.split(separator: "`").first { $0.hasPrefix("fiscal.") }
            .map(String.init) : nil
        }
        continue
      }
      guard cells[0].hasPrefix("2024") else { continue }
      for (cell, indicator) in zip(cells, indicators) {
        guard let indicator else { continue }
        let digits = cell.filter { $0 != "," }
        figures.append((cells[0], indicator, try #require(Int(digits), "\(page): \(line)")))
      }
    }
    return figures
  }

  @Test(arguments: ["fiscal-worked-example.md", "fiscal-worked-example.zh-CN.md"])
  func everyFigureIsMet(page: String) throws {
    let result = try Self.result.get()
    let figures = try figures(page)
    #expect(figures.count > 150)
    for (period, indicator, yuan) in figures {
      let values = try result.values(indicator, period)
      // Half a yuan is lost by rounding, and a little for the half itself.
      #expect(
        abs(values[0] - Double(yuan)) < 0.5 + 1e-6,
        "\(page): \(indicator) in \(period) is \(values[0])")
      #expect(values[0] == values[1])
    }
  }

  @Test("both languages show the same figures")
  func languages() throws {
    let pages = try ["fiscal-worked-example.md", "fiscal-worked-example.zh-CN.md"].map(figures)
    #expect(pages[0].map { "\($0)" } == pages[1].map { "\($0)" })
  }
}
