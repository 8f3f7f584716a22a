import ColumnPlan
import Simulation

/// Which draws stand behind each of several observations.
///
/// What is drawn apart has no covariance. Over the trials it has one by chance, and where an
/// observation lies far off that would move draws, and figures, that have nothing to do with it.
///
/// - Source: localisation; Hamill, Whitaker, Snyder, Monthly Weather Review 129 (2001).
struct ObservationCauses {
  /// For each observation which of the draws stand behind it.
  private let isBehind: [[Bool]]
  /// For each pair of observations whether some draw stands behind both.
  private let areTogether: [[Bool]]

  /// - Parameter draws: those behind all of them.
  /// - Parameter lastPeriod: the last period of all that is known.
  init(_ plan: Plan, _ known: [KnownResult], _ draws: [NumberedDraw], through lastPeriod: Int) {
    let places = Dictionary(
      draws.enumerated().map { ($1.place, $0) }, uniquingKeysWith: { first, _ in first })
    isBehind = known.map { one in
      var behind = [Bool](repeating: false, count: draws.count)
      for draw in plan.draws(behind: one.columns, through: one.lastPeriod ?? lastPeriod) {
        if let place = places[draw.place] { behind[place] = true }
      }
      return behind
    }
    areTogether = isBehind.map { [isBehind] one in
      isBehind.map { other in zip(one, other).contains { $0 && $1 } }
    }
  }

  private init(_ isBehind: [[Bool]], _ areTogether: [[Bool]]) {
    (self.isBehind, self.areTogether) = (isBehind, areTogether)
  }

  /// Of some of the observations only.
  func of(_ places: [Int]) -> ObservationCauses {
    ObservationCauses(
      places.map { isBehind[$0] }, places.map { row in places.map { areTogether[row][$0] } })
  }

  func stands(_ draw: Int, behind observation: Int) -> Bool { isBehind[observation][draw] }

  func stand(_ observation: Int, and other: Int) -> Bool { areTogether[observation][other] }

  /// The observations behind which a draw stands.
  func observations(of draw: Int) -> [Int] { isBehind.indices.filter { isBehind[$0][draw] } }
}

extension NumberedDraw {
  /// The number of the stream that it is.
  public var place: ScoreShift.Place { ScoreShift.Place(stream: stream, number: number) }
}
