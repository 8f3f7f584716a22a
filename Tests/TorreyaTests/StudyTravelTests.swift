import Foundation
import Testing
import Torreya

/// Study travel against what is known on paper.
@Suite("study travel: analytic answers")
struct StudyTravelTests {
  private static let seeds: [UInt64] = [1, 20_240_326]
  private let trials = 4000
  private let trips = "visitors.studyTravel.trips."
  private let spring = StudyScenario(product: ["groupsPerYear": 60], windows: [("spring", 7...70)])

  private func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return (mean, squares / Double(values.count - 1))
  }

  /// Four standard errors of a mean, and of a variance whose distribution is close to normal.
  private func expect(
    _ values: [Double], mean: Double, variance: Double? = nil,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let found = moments(values)
    let count = Double(values.count)
    let error = (found.variance / count).squareRoot()
    #expect(abs(found.mean - mean) < 4 * error + 1e-9, sourceLocation: sourceLocation)
    guard let variance else { return }
    let fourth = values.map { pow($0 - found.mean, 4) }.reduce(0, +) / count
    let spread = ((fourth - found.variance * found.variance) / count).squareRoot()
    #expect(abs(found.variance - variance) < 4 * spread, sourceLocation: sourceLocation)
  }

  /// The mean number of groups of a month, each day counted with a factor.
  private func mean(
    _ study: StudyScenario, _ month: Int, yearly: Double = 60,
    _ factor: (Int) -> Double = { _ in 1 }
  ) -> Double {
    StudyScenario.days(ofMonth: month).reduce(0) { $0 + yearly * study.share($1) * factor($1) }
  }

  @Test("the groups of a month are Poisson, by its travel days", arguments: seeds)
  func windows(seed: UInt64) throws {
    let result = try spring.text.run(trials: trials, seed: seed)
    for month in 0..<3 {
      let expected = mean(spring, month)
      let values = try result.values(trips + "groups", StudyScenario.months[month])
      expect(values, mean: expected, variance: expected)
      #expect(try result.values(trips + "arrivals", StudyScenario.months[month])
        == values.map { $0 * 100 })
    }
  }

  @Test("stages send schools × classes × participation", arguments: seeds)
  func stages(seed: UInt64) throws {
    var study = spring
    study.product = [
      "classesPerGroup": 2, "stages": [
        ["id": "primary", "schools": 20, "classes": 9, "participation": "40%"],
        ["id": "senior", "schools": "8所", "classes": "12班", "participation": 0.5],
      ],
    ]
    let result = try study.text.run(trials: trials, seed: seed)
    expect(
      try result.values(trips + "groups", "2024-05"), mean: mean(study, 1, yearly: 36 + 24))
  }

  @Test("a window's level makes its groups negative binomial", arguments: seeds)
  func variation(seed: UInt64) throws {
    var study = spring
    study.windows = [("early", 0...29), ("late", 40...80)]
    study.product["variation"] = "50%"
    let result = try study.text.run(trials: trials, seed: seed)
    let counts = try StudyScenario.months.map { try result.values(trips + "groups", $0) }
    for (values, month) in zip(counts, 0..<3) {
      let expected = mean(study, month)
      expect(values, mean: expected, variance: expected + 0.25 * expected * expected)
    }
    // May and June share a level; April has its own.
    let may = mean(study, 1), june = mean(study, 2)
    let products = zip(counts[1], counts[2]).map { ($0 - may) * ($1 - june) }
    expect(products, mean: 0.25 * may * june)
    expect(zip(counts[0], counts[1]).map { ($0 - mean(study, 0)) * ($1 - may) }, mean: 0)
  }

  @Test("cancellation thins, by causes and by wet days", arguments: seeds)
  func cancellation(seed: UInt64) throws {
    var study = spring
    study.product["cancellation"] = "20%"
    study.product["weather"] = ["wet": "50%"]
    study.others["weather"] = [
      "wet": ["days": [10, 10, 10, 12, 10, 9, 10, 10, 10, 10, 10, 10], "meanSpell": "2天"]
    ]
    let result = try study.text.run(trials: trials, seed: seed)
    // From month to month the chain needs some days to settle: its middle one is left out.
    let wet = try result.values("weather.wetDays", "2024-04")
    expect(wet, mean: 12)
    let values = try result.values(trips + "groups", "2024-04")
    expect(values, mean: mean(study, 0) * 0.8 * (1 - 0.5 * 12 / 30))
    let cancelled = try result.values(trips + "cancelled", "2024-04")
    expect(cancelled, mean: mean(study, 0) * (1 - 0.8 * 0.8))
    #expect(try result.values(trips + "lost", "2024-04") == cancelled)
  }

  @Test("a full day takes the smaller of a Poisson number and its capacity", arguments: seeds)
  func capacity(seed: UInt64) throws {
    var study = spring
    study.product["groupsPerDay"] = 2
    let result = try study.text.run(trials: trials, seed: seed)
    func truncated(_ mean: Double) -> Double {
      mean == 0 ? 0 : mean * exp(-mean) + 2 * (1 - exp(-mean) - mean * exp(-mean))
    }
    for month in 0..<3 {
      let days = StudyScenario.days(ofMonth: month)
      let expected = days.reduce(0) { $0 + truncated(60 * spring.share($1)) }
      expect(try result.values(trips + "groups", StudyScenario.months[month]), mean: expected)
    }
  }

  @Test("capacity in pupils holds whole groups of the mean size")
  func pupilCapacity() throws {
    var study = spring
    study.product["pupilsPerDay"] = 250
    var other = spring
    other.product["groupsPerDay"] = 2
    #expect(try study.text.run(trials: 200).values(trips + "groups", "2024-05")
      == other.text.run(trials: 200).values(trips + "groups", "2024-05"))
  }

  @Test("who is cancelled comes again as expected, in the same window or not", arguments: seeds)
  func rebooking(seed: UInt64) throws {
    var study = spring
    study.windows = [("early", 0...33), ("late", 40...85)]
    study.product.merge(
      ["cancellation": "40%", "rebooking": ["share": "70%", "after": 5]]) { $1 }
    // Without capacity the means obey the same recursion as the groups.
    var coming = [Double](repeating: 0, count: 1000)
    var groups = [Double](repeating: 0, count: StudyScenario.dayCount)
    var lost = 0.0
    for day in groups.indices {
      let wanted = 60 * study.share(day) + coming[day]
      groups[day] = wanted * 0.6
      if let other = study.otherDay(after: 5, day) {
        coming[other] += wanted * 0.4 * 0.7
        lost += wanted * 0.4 * 0.3
      } else {
        lost += wanted * 0.4
      }
    }
    let result = try study.text.run(trials: trials, seed: seed)
    for month in 0..<3 {
      let label = StudyScenario.months[month]
      let days = StudyScenario.days(ofMonth: month)
      expect(
        try result.values(trips + "groups", label), mean: days.reduce(0) { $0 + groups[$1] })
      expect(
        try result.values(trips + "rebooked", label), mean: days.reduce(0) { $0 + coming[$1] })
    }
    let months = try StudyScenario.months.map { try result.values(trips + "lost", $0) }
    expect(months[0].indices.map { months[0][$0] + months[1][$0] + months[2][$0] }, mean: lost)
    #expect(lost + groups.reduce(0, +) > 60 - 1e-9)
  }

  @Test("before an uncertain accreditation there are no groups", arguments: seeds)
  func accreditation(seed: UInt64) throws {
    var study = spring
    study.accreditation = [
      "date": ["uniform": ["low": "2024-04-11", "high": "2024-05-21"]], "probability": "80%",
    ]
    let result = try study.text.run(trials: trials, seed: seed)
    for month in 0..<3 {
      // The date lies 10 to 50 days after the first.
      let expected = mean(study, month) { 0.8 * min(1, max(0, (Double($0) - 10) / 40)) }
      expect(try result.values(trips + "groups", StudyScenario.months[month]), mean: expected)
    }
    let open = try result.values("visitors.studyTravel.accreditation.open", "2024-06")
    let groups = try result.values(trips + "groups", "2024-06")
    #expect(zip(open, groups).allSatisfy { $0 == 1 || $1 == 0 })
    expect(open, mean: 0.8)
  }

  @Test("a condition opens the gate day by day")
  func condition() throws {
    var study = spring
    study.accreditation = ["condition": "day.month == 5 and day.ofMonth > 15"]
    let result = try study.text.run(trials: trials)
    expect(try result.values(trips + "groups", "2024-04"), mean: 0)
    // 16 May is the 45th day after the first.
    expect(try result.values(trips + "groups", "2024-05"), mean: mean(study, 1) { $0 < 45 ? 0 : 1 })
    expect(try result.values(trips + "groups", "2024-06"), mean: 0)
    let open = try StudyScenario.months.map {
      try result.values("visitors.studyTravel.accreditation.open", $0)[0]
    }
    #expect(open == [0, 1, 0])
  }

  @Test("the day of a certain accreditation is the first with groups")
  func knownGate() throws {
    var study = spring
    study.product["groupsPerYear"] = 4000
    study.accreditation = ["date": "2024-04-15"]
    let result = try study.text.adding(
      [
        "id": "firstDay", "unit": "1", "kind": "level",
        "formula": "minOverDays(if(visitors.studyTravel.trips.daily.groups > 0, day.ofMonth, 99))",
      ], to: "indicators"
    ).run(trials: 50)
    #expect(try result.values("firstDay", "2024-04").allSatisfy { $0 == 15 })
  }

  @Test("the books replace what is booked by the as-of date", arguments: seeds)
  func books(seed: UInt64) throws {
    var study = spring
    study.others["asOf"] = "2024-04-14"
    study.product["leadTime"] = ["10": 1, "30": 0.5, "50": 0]
    study.product["booked"] = [
      ["from": "2024-04-15", "to": "2024-04-26", "groups": 9, "pupils": 1030],
      ["from": "2024-05-20", "groups": 3],
    ]
    let result = try study.text.run(trials: trials, seed: seed)
    func open(_ day: Int) -> Double {
      // Day 13 is the as-of date; before the books begin all is drawn.
      let ahead = Double(day - 13)
      if ahead <= 0 { return 1 }
      if ahead <= 10 { return 0 }
      return ahead <= 30 ? (ahead - 10) / 40 : min(1, 0.5 + (ahead - 30) / 40)
    }
    expect(try result.values(trips + "booked", "2024-04"), mean: 9 + mean(study, 0, open))
    let may = try result.values(trips + "booked", "2024-05")
    expect(may, mean: 3 + mean(study, 1, open))
    #expect(may.allSatisfy { $0 >= 3 })
    // 130 pupils more than groups of the usual size.
    let groups = try result.values(trips + "groups", "2024-04")
    #expect(try zip(groups, result.values(trips + "arrivals", "2024-04")).allSatisfy {
      abs($0 * 100 + 130 - $1) <= 5
    })
  }

  @Test("pupils have the mean and the variance of a sum of groups", arguments: seeds)
  func sizes(seed: UInt64) throws {
    var study = spring
    study.product["groupSizeSpread"] = "30%"
    let result = try study.text.run(trials: trials, seed: seed)
    let groups = mean(study, 1)
    let values = try result.values(trips + "arrivals", "2024-05")
    expect(values, mean: 100 * groups, variance: groups * (100 * 100 + 30 * 30))
    #expect(values.allSatisfy { $0 == $0.rounded() })
  }

  @Test("a camp fills beds for its nights, before other guests")
  func beds() throws {
    var study = spring
    study.windows = [("camp", 7...50)]
    study.product["lengthOfStay"] = 3
    study.product["groupsPerDay"] = 2
    var text = study.text.setting(
      ["visitors", "capacity"],
      to: [
        [
          "id": "beds", "kind": "night", "unit": "床", "amount": 400,
          "users": ["studyTravel": 1],
        ]
      ])
    text = text.setting(
      ["indicators"],
      to: [
        [
          "id": "mostGuests", "kind": "level", "unit": "人次",
          "formula": "maxOverDays(visitors.studyTravel.trips.daily.guests)",
        ]
      ])
    let result = try text.run(trials: 200)
    var guestNights = [Double](repeating: 0, count: 200)
    var nights = guestNights
    var isFull = false
    for (month, label) in StudyScenario.months.enumerated() {
      let days = Double(StudyScenario.days(ofMonth: month).count)
      let occupancy = try result.values("visitors.capacity.beds.occupancy", label)
      for trial in guestNights.indices { guestNights[trial] += occupancy[trial] * 400 * days }
      let told = try result.values(trips + "nights", label)
      for trial in nights.indices { nights[trial] += told[trial] }
      // Two groups of a hundred at a time, and never more.
      let most = try result.values("mostGuests", label)
      #expect(most.allSatisfy { $0 <= 200 })
      isFull = isFull || most.contains(200)
    }
    #expect(isFull)
    #expect(zip(guestNights, nights).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("the pupils of a day are among all visitors of the day")
  func totalOfDays() throws {
    let text = spring.text.setting(
      ["visitors", "segments"],
      to: [["id": "walkers", "annual": 36500, "overdispersion": 0, "weekdays": ["weekend": 2]]]
    ).setting(
      ["indicators"],
      to: [
        [
          "id": "difference", "kind": "level", "unit": "人次",
          "formula": "maxOverDays(abs(visitors.total.daily.arrivals "
            + "- visitors.walkers.daily.arrivals - visitors.studyTravel.daily.arrivals))",
        ]
      ])
    let result = try text.run(trials: 100)
    #expect(try result.values("difference", "2024-05").allSatisfy { $0 == 0 })
    #expect(try result.values(trips + "arrivals", "2024-05").contains { $0 > 0 })
  }

  @Test("what exceeds the cost and the margin goes back, where there is no profit")
  func price() throws {
    var study = spring
    study.product.merge(
      [
        "pricePerPupil": "100元/人次", "costPerPupil": "80元/人次", "margin": "5%",
        "spendingPerVisit": "20元/人次",
      ]) { $1 }
    let amounts = ["revenue": 100.0, "cost": 80, "returned": 16, "surplus": 4, "spending": 104]
    try expectAmounts(study, amounts)
    study.product["nonProfit"] = false
    study.product["margin"] = nil
    try expectAmounts(
      study, ["revenue": 100, "cost": 80, "surplus": 20, "spending": 120])
  }

  private func expectAmounts(_ study: StudyScenario, _ amounts: [String: Double]) throws {
    let result = try study.text.run(trials: 100)
    let pupils = try result.values(trips + "arrivals", "2024-05")
    for (key, each) in amounts {
      for prefix in [trips, "visitors.studyTravel."] {
        let values = try result.values(prefix + key, "2024-05")
        #expect(zip(values, pupils).allSatisfy { abs($0 - each * $1) < 1e-6 * (1 + $0) }, "\(key)")
      }
    }
  }
}
