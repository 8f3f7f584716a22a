import SeededNumbers
import Testing
import Torreya

/// The account of the groups, day by day in each trial, kept a second time with a queue.
@Suite("study travel: every group is accounted for")
struct StudyTravelLawTests {
  private struct Setting: Sendable, CustomTestStringConvertible {
    let seed: UInt64
    let delay, nights: Int
    let capacity: Int?
    let refusedApart: Bool

    var testDescription: String { "setting \(seed)" }

    init(_ seed: UInt64) {
      var generator = SeededGenerator(seed &* 7919 &+ 3)
      self.seed = seed
      delay = [1, 2, 7, 10, 40][Int(seed % 5)]
      nights = [0, 1, 2, 4][Int(seed % 4)]
      capacity = seed % 3 == 0 ? nil : Int.random(in: 1...3, using: &generator)
      refusedApart = Bool.random(using: &generator)
    }

    var study: StudyScenario {
      var generator = SeededGenerator(seed)
      var rebooking: [String: Any] = ["share": 0.7, "after": delay]
      if refusedApart { rebooking["shareOfRefused"] = 0.9 }
      var product: [String: Any] = [
        "groupsPerYear": 80, "cancellation": 0.2, "weather": ["wet": 0.5],
        "rebooking": rebooking, "lengthOfStay": nights, "groupSizeSpread": 0.3,
        "leadTime": ["14": 1, "60": 0], "booked": [["from": "2024-04-22", "groups": 4]],
      ]
      product["groupsPerDay"] = capacity
      let gap = Int.random(in: 35...45, using: &generator)
      return StudyScenario(
        product: product, windows: [("early", 3...(gap - 4)), ("late", gap...90)],
        weekdays: (0..<7).map { _ in Double(Int.random(in: 0...3, using: &generator)) / 2 + 0.25 },
        others: [
          "asOf": "2024-04-20",
          "weather": [
            "wet": ["days": [Double](repeating: 11, count: 12), "meanSpell": "2天"]
          ],
        ],
        accreditation: [
          "date": ["uniform": ["low": "2024-04-02", "high": "2024-05-10"]], "probability": 0.9,
        ])
    }
  }

  private static let flows = ["booked", "rebooked", "groups", "changed", "arrivals"]

  /// The values of a flow: by day, then by trial.
  private func days(_ result: RunResult, _ flow: String) throws -> [[Double]] {
    try (0..<StudyScenario.dayCount).map { day in
      let month = (0..<3).first { StudyScenario.days(ofMonth: $0).contains(day) } ?? 0
      return try result.values("\(flow)\(day)", StudyScenario.months[month])
    }
  }

  private func withDays(_ study: StudyScenario) -> ScenarioText {
    var text = study.text
    for flow in Self.flows {
      for day in 0..<StudyScenario.dayCount {
        let unit = flow == "arrivals" ? "人次" : "团"
        text = text.adding(
          [
            "id": "\(flow)\(day)", "unit": unit, "kind": "count",
            "formula":
              "sumOverDays(visitors.studyTravel.trips.daily.\(flow) * (day.index == \(day)))",
          ], to: "indicators")
      }
    }
    return text
  }

  @Test(arguments: (0..<8).map { Setting($0) })
  private func everyGroupIsAccountedFor(_ setting: Setting) throws {
    let study = setting.study
    let result = try withDays(study).run(trials: 60, seed: setting.seed)
    let flows = try Self.flows.map { try days(result, $0) }
    let (booked, rebooked, groups, changed) = (flows[0], flows[1], flows[2], flows[3])
    let monthly = try Dictionary(
      uniqueKeysWithValues: ["cancelled", "refused", "lost", "waiting"].map { key in
        let isThere = key != "refused" || setting.capacity != nil
        return (
          key,
          try StudyScenario.months.map {
            isThere ? try result.values("visitors.studyTravel.trips." + key, $0)
              : [Double](repeating: 0, count: 60)
          }
        )
      })
    var isBusy = false
    for trial in 0..<60 {
      var queue: [Int: Double] = [:]
      for month in 0..<3 {
        var (cancelled, refused, lost) = (0.0, 0.0, 0.0)
        for day in StudyScenario.days(ofMonth: month) {
          #expect(rebooked[day][trial] == queue[day, default: 0], "day \(day)")
          let wanted = booked[day][trial] + rebooked[day][trial]
          let present = (max(0, day - max(setting.nights, 1) + 1)..<day).reduce(0.0) {
            $0 + groups[$1][trial]
          }
          let room = setting.capacity.map { max(0, Double($0) - present) } ?? .infinity
          let accepted = min(wanted, room)
          let (travel, change) = (groups[day][trial], changed[day][trial])
          #expect(travel >= 0 && travel <= accepted && travel == travel.rounded())
          #expect(change >= 0 && change <= wanted - travel && change == change.rounded())
          if study.weight(day) == 0 { #expect(booked[day][trial] == 0 || day == 21) }
          if let other = study.otherDay(after: setting.delay, day) {
            queue[other, default: 0] += change
          } else {
            #expect(change == 0)
          }
          let pupils = flows[4][day][trial]
          #expect(pupils >= travel && pupils == pupils.rounded() && (travel > 0 || pupils == 0))
          cancelled += accepted - travel
          refused += wanted - accepted
          lost += wanted - travel - change
          isBusy = isBusy || change > 0
        }
        let after = StudyScenario.days(ofMonth: month).upperBound
        let waiting = queue.filter { $0.key >= after }.values.reduce(0, +)
        #expect(monthly["cancelled"]?[month][trial] == cancelled)
        #expect(monthly["refused"]?[month][trial] == refused)
        #expect(monthly["lost"]?[month][trial] == lost)
        #expect(monthly["waiting"]?[month][trial] == waiting)
      }
    }
    #expect(isBusy, "the test has seen groups that change their day")
  }
}
