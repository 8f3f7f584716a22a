/// A result that is not a finite number.
struct NonFiniteValue: Sendable {
  /// Where it stands among the storages; of what is counted, the storage behind it.
  let storage: Int
  /// Which of the plan's tallies it is; nil for what is stored.
  var tally: Int?
  let trial: Int
  let value: Double

  /// The one to report: of the first trial, and in it the result that was asked for first, whoever
  /// found it.
  static func earlier(_ left: NonFiniteValue?, _ right: NonFiniteValue?) -> NonFiniteValue? {
    guard let left, let right else { return left ?? right }
    return left.place <= right.place ? left : right
  }

  private var place: (Int, Int, Int) { (trial, storage, tally ?? .max) }
}
