import Scheduling
import Testing

/// The kernel against a reference that goes day by day and tries floats out.
@Suite("random networks against the slow reference")
struct NetworkReferenceTests {
  private func schedules(
    seed: UInt64, isPlain: Bool
  ) -> (RandomNetwork, Timetable, ReferenceSchedule) {
    let random = RandomNetwork(seed: seed, isPlain: isPlain)
    let table = random.table()
    let reference = ReferenceSchedule(
      random.network, inputs: random.inputs[0], lines: random.lines(trial: 0))
    return (random, table, reference)
  }

  @Test("dates", arguments: [false, true])
  func dates(isPlain: Bool) {
    for seed in 0..<600 as Range<UInt64> {
      let (random, table, reference) = schedules(seed: seed, isPlain: isPlain)
      #expect(random.network.defect == nil)
      for place in random.network.activities.indices {
        let made = reference.dates[place]
        let pairs: [(Network.Quantity, Double, Double)] = [
          (.begins, made.begins, 3e-9), (.ends, made.ends, 3e-9),
          (.start, reference.start(place), 0), (.finish, reference.finish(place), 0),
          (.lostToWeather, reference.lost(place), 1e-8), (.waited, 0, 0),
        ]
        for (quantity, expected, tolerance) in pairs {
          #expect(
            abs(table[place, quantity] - expected) <= tolerance,
            "seed \(seed) activity \(place) \(quantity): \(table[place, quantity]) \(expected)")
        }
      }
    }
  }

  /// Delayed by less than its float an activity moves nothing, by more it does.
  @Test("floats", arguments: [false, true])
  func floats(isPlain: Bool) {
    let little = 1e-6
    for seed in 0..<150 as Range<UInt64> {
      let (random, table, reference) = schedules(seed: seed, isPlain: isPlain)
      for (place, activity) in random.network.activities.enumerated()
      where activity.hammock == nil {
        let (total, free) = (table[place, .totalFloat], table[place, .freeFloat])
        let isCritical = table[place, .critical] == 1
        #expect(isCritical == (total <= Network.criticalFloat && reference.occurs(place)))
        if total > little {
          #expect(!reference.endMoves(place, by: total - little), "total \(seed) \(place)")
        }
        if total > -little {
          #expect(reference.endMoves(place, by: total + little), "more than total \(seed) \(place)")
        }
        if free > little {
          #expect(!reference.followersMove(place, by: free - little), "free \(seed) \(place)")
        }
        if free > -little {
          #expect(
            reference.followersMove(place, by: free + little), "more than free \(seed) \(place)")
        }
      }
    }
  }

  @Test("hammocks have the least float of what they hang from")
  func hammocks() {
    var found = 0
    for seed in 0..<2000 as Range<UInt64> {
      let random = RandomNetwork(seed: seed)
      let table = random.table()
      for (place, activity) in random.network.activities.enumerated() {
        guard let hammock = activity.hammock else { continue }
        found += 1
        let others = hammock.from + hammock.to
        #expect(table[place, .totalFloat] == others.map { table[$0, .totalFloat] }.min())
        #expect(table[place, .freeFloat] == others.map { table[$0, .freeFloat] }.min())
      }
    }
    #expect(found > 300)
  }
}
