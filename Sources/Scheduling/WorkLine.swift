/// Working time along the days: how much of each day is worked, and what weather leaves of it.
public struct WorkLine: Hashable, Sendable {
  /// What a state of the weather takes from a day.
  public struct Loss: Hashable, Sendable {
    /// The state's bit in the days' states.
    public var state: Int
    /// The part that is lost on a day in that state, from 0 to 1; several multiply what they leave.
    public var share: Network.Amount

    public init(state: Int, share: Network.Amount) {
      self.state = state
      self.share = share
    }
  }

  /// The name that people read.
  public let label: String
  /// Days since 1970-01-01.
  public let firstDay: Int
  /// The part of each day that is worked, from 0 to 1, without weather.
  public let workedShares: [Double]
  /// How long a break lasts at least in which crews are free for other work.
  ///
  /// - Unit: days; those of the shortest month, since what is closed by months is closed so long.
  public static let shortestLongBreak = 28

  /// Empty for work that does not mind the weather.
  public let losses: [Loss]
  /// Whether each day is worked or not, whatever the weather: then moments can be looked up by the
  /// number of working days.
  let isCounted: Bool

  public init(label: String, firstDay: Int, workedShares: [Double], losses: [Loss] = []) {
    self.label = label
    self.firstDay = firstDay
    self.workedShares = workedShares
    self.losses = losses
    isCounted = losses.isEmpty && workedShares.allSatisfy { $0 == 0 || $0 == 1 }
  }
}
