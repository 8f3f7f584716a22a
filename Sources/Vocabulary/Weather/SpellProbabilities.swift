/// How likely a day of a state such as rain is after a day with it and after one without, so that
/// each day has it with a given probability and its spells have a given mean length.
///
/// With the probability *q* that a spell goes on, spells last 1 / (1 − q) days on average. Then
/// `m' = m q + (1 − m) b` ties the share *m* of one day to that of the next, which gives the
/// probability *b* that a spell begins. So the shares are met on every day, also where a month
/// borders on another; where no *b* can do that, spells are cut or prolonged there instead.
///
/// - Source: Wilks, *Statistical Methods in the Atmospheric Sciences*, 3rd ed. (2011), section 9.2,
///   two-state first-order Markov chains.
struct SpellProbabilities {
  /// For each day the probability of the state when the day before had it.
  private(set) var goesOn: [Double] = []
  /// For each day the probability of the state when the day before had it not.
  private(set) var begins: [Double] = []
  /// The probability that the day before the first one had the state.
  let start: Double

  /// - Parameters:
  ///   - shares: for each day the probability of the state.
  ///   - meanSpells: for each day the mean length in days of the spells to which it belongs, one or
  ///     more.
  init(shares: [Double], meanSpells: [Double]) {
    start = shares.first ?? 0
    var before = start
    for (share, length) in zip(shares, meanSpells) {
      let (goesOn, begins) = Self.step(from: before, to: share, going: 1 - 1 / length)
      self.goesOn.append(goesOn)
      self.begins.append(begins)
      before = share
    }
  }

  private static func step(from before: Double, to share: Double, going: Double)
    -> (goesOn: Double, begins: Double)
  {
    // More of them go on than there are to be: they are cut.
    if before * going >= share { return (before > 0 ? min(1, share / before) : going, 0) }
    // All days begin one, and there are still too few: they are prolonged.
    if share - before * going >= 1 - before {
      return (before > 0 ? max(0, min(1, (share - (1 - before)) / before)) : going, 1)
    }
    return (going, (share - before * going) / (1 - before))
  }

  /// The mean length of a spell when nothing else is known: two days, or as long as chance alone
  /// would make it where the state is more frequent than that.
  static func usualLength(share: Double) -> Double { max(2, 1 / (1 - share)) }

  /// The shortest mean length that a share of the days allows: after each spell a single day
  /// without.
  static func shortestLength(share: Double) -> Double {
    // A length that is short by rounding only is long enough.
    max(1, share / (1 - share) * (1 - 1e-9))
  }

  /// A shortest length for a message: two decimals, upwards.
  static func written(_ shortest: Double) -> String {
    (((shortest * (1 - 1e-9)) * 100).rounded(.up) / 100).inMessage
  }
}
