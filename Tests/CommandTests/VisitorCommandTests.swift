import Foundation
import Testing

@Suite("visitors on the command line")
struct VisitorCommandTests {
  /// 4100 visits a month, in days off three times as many. There is room for 280: New Year's Day
  /// (373 want to come), Qingming, Dragon Boat, Mid-Autumn (342 on three days each) and Labour Day
  /// (300 on five) are full, fifteen days in all; that leaves 49200 - 747.7. The eight days of the
  /// Spring Festival have 4100 · 24 / 45 visits.
  private func folder(_ swing: String = "") throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.write(
      "town.json",
      """
      { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 12 },
        "visitors": { "calendar": true,
          "segments": [
            { "id": "trips", "annual": "4.92万人次", "holidays": { "every": 3 }\(swing) } ],
          "capacity": [ { "id": "places", "label": { "zh": "停车场", "en": "Car park" },
            "amount": 280, "users": { "trips": 1 } } ],
          "studyTravel": { "products": [
            { "id": "camp", "groupsPerYear": 10, "groupSize": 1, "cancellation": 1,
              "windows": [ { "id": "spring", "from": "03-01", "to": "06-08" } ] } ] }
        } }
      """)
    return folder
  }

  private func line(_ text: String, _ output: String) throws -> String {
    String(try #require(output.split(separator: "\n").first { $0.contains(text) }, "\(text)"))
  }

  @Test("are told in both languages: the year, its busiest holiday, full days, cancelled groups")
  func told() throws {
    let folder = try folder()
    let english = try folder.torreya("run", "town.json", "--trials", "50", "--language", "en")
    #expect(english.status == 0)
    #expect(english.output.contains("visitors of 2024"))
    #expect(try line("All visitors: arrivals", english.output).hasSuffix("48452 人次"))
    #expect(try line("busiest holiday: Spring Festival", english.output).hasSuffix("2186.7 人次"))
    #expect(try line("Car park: days at capacity", english.output).hasSuffix(" 15 天"))
    #expect(english.output.contains("groups cancelled"))
    #expect(
      english.output.contains(
        "visitors.csv, holidays.csv, calendar.csv, checks.csv, assumptions.csv"))
    let chinese = try folder.torreya("run", "town.json", "--trials", "50", "--language", "zh")
    for text in ["2024年游客", "游客总人次", "　最旺假期：春节", "停车场满负荷天数", "取消团数"] {
      #expect(chinese.output.contains(text), "\(text)")
    }
    let calendar = try #require(folder.text("results/calendar.csv")).split(separator: "\n")
    #expect(calendar.count == 367)
  }

  @Test("without the trials the report says that there are no quarters")
  func sketched() throws {
    let folder = try folder(", \"overdispersion\": \"30%\"")
    let run = try folder.torreya(
      "run", "town.json", "--trials", "2100", "--quantiles", "sketch", "--language", "en")
    #expect(run.status == 0)
    #expect(run.output.contains("So visitors.csv adds up no quarters."))
    #expect(!run.output.contains("fiscal.csv"))
    let rows = try #require(folder.text("results/visitors.csv"))
    #expect(rows.contains(",month,2024-05,") && !rows.contains(",quarter,"))
    #expect(try folder.torreya("replay", "results/manifest.json").status == 0)
  }
}
