import Foundation
import Testing

@testable import Formulas

/// New moons and solar terms against JPL DE405 and published times; `Tests/CalendarReference` has
/// the tables and the script that made them.
@Suite struct SkyTests {
  private static func rows(_ name: String) throws -> [[Double]] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appending(path: "CalendarReference").appending(path: name)
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",").compactMap { Double($0) }
    }
  }

  /// The largest error and its root mean square, in seconds.
  private static func errors(_ differences: [Double]) -> (largest: Double, usual: Double) {
    let seconds = differences.map { abs($0) * 86_400 }
    let square = seconds.reduce(0) { $0 + $1 * $1 } / Double(seconds.count)
    return (seconds.max() ?? .infinity, square.squareRoot())
  }

  @Test func newMoonsAreKnownTo19Seconds() throws {
    let rows = try Self.rows("new-moons.csv")
    #expect(rows.count == 2832)
    let errors = Self.errors(rows.map { NewMoons.moment(Int($0[0])) - $0[1] })
    #expect(errors.largest < 18.5 && errors.usual < 4.65)
  }

  @Test func solarTermsAreKnownTo8Seconds() throws {
    let rows = try Self.rows("solar-terms.csv")
    #expect(rows.count == 229 * 24)
    let errors = Self.errors(
      rows.map { SolarLongitude.moment(ofDegrees: $0[1], near: $0[2] + 1.5) - $0[2] })
    #expect(errors.largest < 7.5 && errors.usual < 2)
  }

  /// What is a day in Beijing by these series is one by DE405, moon by moon and term by term.
  @Test func everyDayIsThatOfTheEphemeris() throws {
    for row in try Self.rows("new-moons.csv") {
      let own = BeijingTime.day(ofTerrestrialTime: NewMoons.moment(Int(row[0])))
      #expect(own == BeijingTime.day(ofTerrestrialTime: row[1]))
    }
    for row in try Self.rows("solar-terms.csv") {
      let term = try #require(SolarTerm.allCases.first { $0.longitude == Int(row[1]) })
      #expect(term.day(in: Int(row[0])) == BeijingTime.day(ofTerrestrialTime: row[2]))
    }
  }

  /// Universal time to the minute: US Naval Observatory, *Earth's Seasons*.
  @Test(arguments: [
    (0, "2000-03-20", 7, 35), (90, "2000-06-21", 1, 48), (180, "2000-09-22", 17, 28),
    (270, "2000-12-21", 13, 37), (0, "2020-03-20", 3, 50), (90, "2020-06-20", 21, 44),
    (180, "2020-09-22", 13, 31), (270, "2020-12-21", 10, 2), (0, "2024-03-20", 3, 6),
    (90, "2024-06-20", 20, 51), (180, "2024-09-22", 12, 44), (270, "2024-12-21", 9, 21),
  ])
  func solsticesAndEquinoxes(longitude: Int, day: String, hour: Int, minute: Int) throws {
    let date = try #require(CalendarDate(iso: day))
    let lag = BeijingTime.secondsBehindTerrestrialTime(on: date)
    let published =
      Double(date.dayNumber) - 10_957.5 + Double(hour * 60 + minute) / 1440 + lag / 86_400
    let own = SolarLongitude.moment(ofDegrees: Double(longitude), near: published + 3)
    #expect(abs(own - published) * 1440 < 0.7)
  }

  /// As the yearly notices on holidays give it; the rule of thumb "5 April" fails in half of them.
  @Test(arguments: [
    (2015, 5), (2016, 4), (2017, 4), (2018, 5), (2019, 5), (2020, 4), (2021, 4), (2022, 5),
    (2023, 5), (2024, 4), (2025, 4), (2026, 5),
  ])
  func qingmingOfTheNotices(year: Int, day: Int) {
    #expect(SolarTerm.pureBrightness.day(in: year) == CalendarDate(year: year, month: 4, day: day))
  }

  /// Half a minute before midnight of 20 January 1979, and not quite a minute before that of 21
  /// December 2021; a minute after that of 20 May 2008.
  @Test func termsNextToMidnight() {
    #expect(SolarTerm.majorCold.day(in: 1979).description == "1979-01-20")
    #expect(SolarTerm.winterSolstice.day(in: 2021).description == "2021-12-21")
    #expect(SolarTerm.grainBuds.day(in: 2008).description == "2008-05-21")
  }

  @Test func termsFollowEachOtherThroughTheYear() {
    for year in 1972...2200 {
      let days = SolarTerm.allCases.map { $0.day(in: year) }
      #expect(days.allSatisfy { $0.year == year })
      let distances = zip(days, days.dropFirst()).map { $1.dayNumber - $0.dayNumber }
      #expect(distances.allSatisfy { (14...16).contains($0) })
    }
    #expect(SolarTerm.allCases.filter(\.isMajor).count == 12)
    #expect(SolarTerm.pureBrightness.label.zh == "清明" && !SolarTerm.pureBrightness.isMajor)
  }

  @Test func leapSecondsOfSomeDays() throws {
    for (day, lag) in [
      ("1971-06-01", 42.184), ("1972-06-30", 42.184), ("1972-07-01", 43.184),
      ("1999-01-01", 64.184), ("2016-12-31", 68.184), ("2017-01-01", 69.184),
      ("2100-01-01", 69.184),
    ] {
      let date = try #require(CalendarDate(iso: day))
      #expect(abs(BeijingTime.secondsBehindTerrestrialTime(on: date) - lag) < 1e-9)
    }
  }
}
