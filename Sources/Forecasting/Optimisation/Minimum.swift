/// Where a search for the smallest value of a function ended.
struct Minimum: Hashable, Sendable {
  var point: [Double]
  var value: Double
  /// How often the function was evaluated.
  var evaluations: Int
  /// Whether the search stopped because nothing got better, not because its patience was at an end.
  var converged: Bool
}
